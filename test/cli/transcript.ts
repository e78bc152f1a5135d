// A page with transcripts of commands: its files are written as printed, its commands run as processes, and what comes must be what
// stands there. `UPDATE_TRANSCRIPTS=1` writes what came into the page, to be read before it is kept.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { read } from '../tidy/source.ts'
import { openShell } from './shell.ts'

interface Step {
  readonly command: string
  readonly shown: string
}

type Block = { readonly file: string; readonly text: string } | { readonly steps: readonly Step[] }

function blocksOf(page: string): readonly Block[] {
  return [...page.matchAll(/^```(json|yaml|console)(?: (\S+))?\n(.*?)^```$/gms)].map(
    ([, kind, file = '', text = '']) => (kind === 'console' ? { steps: stepsOf(text) } : { file, text }),
  )
}

function stepsOf(text: string): readonly Step[] {
  const parts = text.split(/^\$ /m).slice(1)
  return parts.map((part) => {
    const [command = '', ...shown] = part.split('\n')
    return { command, shown: shown.join('\n').trimEnd() }
  })
}

/** The commands that a page shows and `play` runs, by name. */
export const playedCommands = (path: string): readonly string[] =>
  blocksOf(read(path)).flatMap((block) =>
    'file' in block
      ? []
      : block.steps.flatMap(({ command }) =>
          [...command.matchAll(/\bopencam ([a-z-]+)/g)].map(([, name = '']) => name),
        ),
  )

const requestId = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
/** What differs from run to run and would be a secret, or of no use, in a page: written there as it stands on the right. */
const shortened: readonly (readonly [RegExp, string])[] = [
  [/\bAKID\w+/g, 'AKID…'],
  [/((?:SecretKey|Password) {2,})\S+/g, '$1…'],
  [/(secretKey: )"[^"]+"/g, '$1"…"'],
  [/127\.0\.0\.1:\d+/g, '127.0.0.1:8600'],
]
/** What else differs, in one form. */
const settled = (text: string): string =>
  [
    ...shortened,
    [requestId, '<RequestId>'] as const,
    [/\b(?=\d*[a-f])[0-9a-f]{12}\b/g, '<key>'] as const,
    [/\d{4}-\d\d-\d\d([T ])\d\d:\d\d:\d\d(\.\d+)?/g, '<time>'] as const,
    [/Node \d+\.\d+\.\d+/g, 'Node <version>'] as const,
    [/\b\d+ MB are free/g, '<free>'] as const,
    [/is \d+ s from/g, 'is <time> from'] as const,
    [/((?:Bytes|Rows) +)\d+/g, '$1<count>'] as const,
    // Reads and refusals are written down about a second after them.
    [/\d+ events \(1 to \d+\), (?:nothing signed|\d+ checkpoints, signed to \d+)/g, '<events>'] as const,
  ].reduce((done, [pattern, instead]) => done.replace(pattern, instead), text)

export interface Page {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

const updating = process.env['UPDATE_TRANSCRIPTS'] === '1'
/** A line of a transcript that stands for any lines. */
const leftOut = /^…$/m

/** Writes the files and runs the commands of a page in a folder, in turn. Answers how many commands ran. */
export async function play(path: string, { cwd, env = {} }: Page): Promise<number> {
  let ran = 0
  let last = ''
  let page = read(path)
  const shell = openShell(cwd, env)
  try {
    for (const block of blocksOf(page)) {
      if ('file' in block) {
        mkdirSync(dirname(join(cwd, block.file)), { recursive: true })
        writeFileSync(join(cwd, block.file), block.text)
        continue
      }
      for (const { command, shown } of block.steps) {
        const came = (await shell.run(command.replace(requestId, last))).replaceAll(cwd, '~')
        last = came.match(requestId)?.at(-1) ?? last
        ran += 1
        if (updating && !leftOut.test(shown)) page = written(page, command, shown, came)
        else expectShown(command, came, shown)
      }
    }
  } finally {
    await shell.close()
  }
  if (updating) writeFileSync(path, page)
  return ran
}

function written(page: string, command: string, shown: string, came: string): string {
  const text = shortened.reduce((done, [pattern, instead]) => done.replace(pattern, instead), came)
  const before = shown === '' ? `$ ${command}` : `$ ${command}\n${shown}`
  return page.replace(before, () => (text === '' ? `$ ${command}` : `$ ${command}\n${text}`))
}

function expectShown(command: string, came: string, shown: string): void {
  const lines = settled(came)
  if (!leftOut.test(shown)) {
    expect({ command, came: lines }).toEqual({ command, came: settled(shown) })
    return
  }
  const parts = settled(shown).split(leftOut)
  const escapedParts = parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  expect(lines, command).toMatch(new RegExp(`^${escapedParts.join('[^]*')}$`))
}
