// What the explorer knows of actions, as its page reads it.
import { readFileSync } from 'node:fs'
import { type Api, fieldsOf } from '../../console/src/pages/explorer/rows.ts'

const file = new URL('../../console/src/pages/explorer/api.json', import.meta.url)

export const api: Api = JSON.parse(readFileSync(file, 'utf8'))
export const types = fieldsOf(api)
