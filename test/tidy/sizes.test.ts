import { expect, test } from 'vitest'
import { filesUnder, isTest, isTypeScript, read } from './source.ts'

/** Tables of data are as long as their data; nothing else is exempt. */
const tables = new Set([
  'src/protocol/errors.ts',
  'console/src/api/actions.ts',
  'console/src/text/fields-zh.ts',
  'console/src/text/reasons-zh.ts',
  'src/policy/lint/reasons.ts',
])
const linesMax = 400
const linesUsual = 300

const folders = ['src', 'console/src']
const sources = folders
  .flatMap((folder) => filesUnder(folder, (path) => isTypeScript(path) && !isTest(path)))
  .filter((path) => !tables.has(path))
const linesOf = (path: string): number => read(path).split('\n').length - 1

test(`no source file has more than ${linesMax} lines`, () => {
  expect(sources.filter((path) => linesOf(path) > linesMax)).toEqual([])
})

test(`nearly all source files have at most ${linesUsual} lines`, () => {
  const long = sources.filter((path) => linesOf(path) > linesUsual)
  expect(long.length / sources.length, long.join(' ')).toBeLessThanOrEqual(0.05)
})

/** Length of each top-level function, found by its closing brace in the first column. */
function functionLengths(text: string): readonly { readonly name: string; readonly lines: number }[] {
  const found: { name: string; lines: number }[] = []
  let open: { name: string; at: number } | undefined
  text.split('\n').forEach((line, index) => {
    const start = /^(?:export )?(?:async )?function\*? (\w+)/.exec(line)
    if (start !== null) open = { name: start[1] ?? '', at: index }
    if (line === '}' && open !== undefined) {
      found.push({ name: open.name, lines: index - open.at + 1 })
      open = undefined
    }
  })
  return found
}

test('no function is longer than 70 lines', () => {
  const long = sources.flatMap((path) =>
    functionLengths(read(path))
      .filter(({ lines }) => lines > 70)
      .map(({ name, lines }) => `${path} ${name} ${lines}`),
  )
  expect(long).toEqual([])
})

test('every source file begins by saying what it is', () => {
  expect(sources.filter((path) => !/^(#!.*\n)?(\/\/|\/\*)/.test(read(path)))).toEqual([])
})
