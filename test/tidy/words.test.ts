import { expect, test } from 'vitest'
import { filesUnder, isTypeScript, read } from './source.ts'

const code = [
  ...filesUnder('src', isTypeScript),
  ...filesUnder('test', isTypeScript),
  ...filesUnder('bench', isTypeScript),
  ...filesUnder('console/src', isTypeScript),
]
/** This file has to spell what it forbids. */
const others = code.filter((path) => path !== 'test/tidy/words.test.ts')

function found(pattern: RegExp, paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  )
}

/** `path:line: // text` or a line inside a comment block. */
const comment = /^\S+: (\/\/|\*|\/\*)/

test('no loose ends are left in the code', () => {
  expect(found(/\b(TODO|FIXME|XXX|HACK)\b/, others)).toEqual([])
})

test('no test is skipped or run alone', () => {
  expect(found(/\.(skip|only|todo)\(|\.skipIf\(/, others)).toEqual([])
})

test('no type is given up', () => {
  expect(
    found(/[:<]\s*any[\s,)\]>};=]|\bas any\b|@ts-ignore|@ts-nocheck/, others).filter((line) => !comment.test(line)),
  ).toEqual([])
})

test('an expected type error is in a test and says which', () => {
  const expected = found(/@ts-expect-error/, others)
  expect(expected.filter((line) => !/\.test\.ts:\d+: \/\/ @ts-expect-error \S+ \S+/.test(line))).toEqual([])
})

test('a suppressed lint rule says why on the same line', () => {
  const suppressions = found(/biome-ignore/, others)
  expect(suppressions.filter((line) => !/biome-ignore [\w/]+: \S{3,}.*\s.*/.test(line))).toEqual([])
})

test('exports have names', () => {
  expect(
    found(
      /^export default/,
      others.filter((path) => /^(console\/)?src\//.test(path)),
    ),
  ).toEqual([])
})

test('the server prints through its logger and banner only', () => {
  const server = others.filter(
    (path) =>
      path.startsWith('src/') &&
      path !== 'src/server/banner.ts' &&
      !path.startsWith('src/cli/') &&
      !path.endsWith('.test.ts'),
  )
  expect(found(/\bconsole\.(?!ts\b)\w/, server)).toEqual([])
})

test('nothing below the entry points reads the clock or draws randomness itself', () => {
  const deep = others.filter(
    (path) =>
      /^src\/(protocol|signing|policy|catalog|store|actions|dispatch)\//.test(path) && !path.endsWith('.test.ts'),
  )
  expect(found(/Date\.now\(\)|Math\.random\(\)|new Date\(\)/, deep)).toEqual([])
})

test('no file name hides what is in it', () => {
  expect(code.filter((path) => /(^|\/)(utils?|helpers?|common|misc|manager)(\.ts|\/)/.test(path))).toEqual([])
})
