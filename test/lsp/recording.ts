// The recorded session, and how many messages come because of one of the editor's.
import { readFileSync } from 'node:fs'
import { version } from '../../src/server/version.ts'
import type { Message, Step } from './play.ts'

export const recordingFile = new URL('./session.json', import.meta.url)

/** What was recorded. It need not be made anew for a new version of the program. */
export const sessionSteps = (): readonly Step[] =>
  JSON.parse(readFileSync(recordingFile, 'utf8'), (key, value: unknown) =>
    key === 'serverInfo' ? { ...(value as object), version } : value,
  )

const causing = new Set(['textDocument/didOpen', 'textDocument/didChange', 'textDocument/didClose'])

/** One answer for a request, findings for a document that changes, nothing for the rest. */
export const expectedOf = ({ id, method }: Message): number => (id !== undefined || causing.has(String(method)) ? 1 : 0)
