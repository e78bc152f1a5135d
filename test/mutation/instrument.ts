// Source files with all their mutants inside, switched off. One copy serves every mutant: which of them is on is a
// global that the instrumented code reads. The mutants are Stryker's; what runs them is in this folder.

import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Instrumenter } from '@stryker-mutator/instrumenter'

export interface Mutant {
  readonly id: string
  /** From the root of the repository. */
  readonly file: string
  /** From one. */
  readonly line: number
  readonly column: number
  readonly kind: string
  readonly original: string
  readonly replacement: string
}

export interface Instrumented {
  /** JavaScript by the address of the file. */
  readonly sources: ReadonlyMap<string, string>
  readonly mutants: readonly Mutant[]
}

const silent = () => undefined
const logger = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  fatal: silent,
}

/** `files` are paths from `root`. */
export async function instrument(root: string, files: readonly string[]): Promise<Instrumented> {
  const texts = new Map(files.map((file) => [file, readFileSync(`${root}/${file}`, 'utf8')]))
  const inputs = files.map((name) => ({ name, mutate: true, content: texts.get(name) ?? '' }))
  const options = { excludedMutations: [], ignorers: [], plugins: null }
  const result = await new Instrumenter(logger).instrument(inputs, options)
  const sources = result.files.map(({ name, content }) => {
    return [pathToFileURL(`${root}/${name}`).href, stripTypeScriptTypes(content)] as const
  })
  const mutants = result.mutants.map(({ id, fileName, location, mutatorName, replacement }) => {
    const { start, end } = location
    const original = cut(texts.get(fileName) ?? '', start, end)
    return {
      id,
      file: fileName,
      line: start.line + 1,
      column: start.column + 1,
      kind: mutatorName,
      original,
      replacement,
    }
  })
  return { sources: new Map(sources), mutants }
}

interface Place {
  readonly line: number
  readonly column: number
}

function cut(text: string, start: Place, end: Place): string {
  const lines = text.split('\n').slice(start.line, end.line + 1)
  const last = lines.length - 1
  return lines
    .map((line, at) => line.slice(at === 0 ? start.column : 0, at === last ? end.column : undefined))
    .join('\n')
}
