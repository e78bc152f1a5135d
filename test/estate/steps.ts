// Which calls change something, by the rows of the server.
import { actions } from '../../src/actions/index.ts'

const writes = new Set(actions.filter(({ access }) => access === 'write').map(({ name }) => name))

export const isWrite = (action: string): boolean => writes.has(action)
