// Policy documents and other texts that a command is given: files, or standard input as `-`.
import { readFileSync } from 'node:fs'
import { CommandFailure, harmless, type Io } from '../io.ts'

export interface Text {
  /** As it was named; `-` for standard input. */
  readonly file: string
  readonly text: string
}

export async function readText(file: string, io: Io): Promise<Text> {
  if (file === '-') return { file, text: await io.input() }
  try {
    return { file, text: readFileSync(file, 'utf8') }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'it is not there' : code === 'EISDIR' ? 'it is a folder' : code
    throw new CommandFailure(`${harmless(file)} cannot be read: ${why}`)
  }
}

/** In order. Standard input can be read once only. */
export async function readTexts(files: readonly string[], io: Io): Promise<readonly Text[]> {
  if (files.filter((file) => file === '-').length > 1) throw new CommandFailure('- can be given once only')
  return Promise.all(files.map((file) => readText(file, io)))
}
