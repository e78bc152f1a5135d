import { expect, test } from 'vitest'
import { breach, cycle } from './layers.ts'
import { filesUnder, importsOf, isTest, isTypeScript, read } from './source.ts'

const sources = filesUnder('src', (path) => isTypeScript(path) && !isTest(path))
const imports = sources.flatMap((path) => importsOf(path, read(path)))

test('no file imports a layer above its own', () => {
  expect(imports.length).toBeGreaterThan(100)
  expect(imports.map(breach).filter((fault) => fault !== undefined)).toEqual([])
})

test('imports have no cycle', () => {
  expect(cycle(imports)).toBeUndefined()
})

test('an upward import is found', () => {
  const text = "import { execute } from '../dispatch/execute.ts'\n"
  expect(importsOf('src/store/open.ts', text).map(breach)).toEqual([
    'src/store/open.ts imports src/dispatch/execute.ts: store may not know dispatch',
  ])
})

test('an import spread over lines, of nothing, a re-export and an import() are found', () => {
  const text =
    "import {\n  a,\n  b,\n} from '../dispatch/a.ts'\nexport { c } from '../server/c.ts'\nconst d = import('../main.ts')\nimport '../cli/main.ts'\n"
  expect(importsOf('src/policy/x.ts', text).map((found) => found.to)).toEqual([
    'src/dispatch/a.ts',
    'src/server/c.ts',
    'src/main.ts',
    'src/cli/main.ts',
  ])
})

test('a cycle is found', () => {
  const at = (from: string, to: string) => ({ from, to, typeOnly: false })
  expect(cycle([at('a', 'b'), at('b', 'c'), at('c', 'b')])).toEqual(['b', 'c', 'b'])
})
