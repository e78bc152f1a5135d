// The code in docs/policy-proof.md prints what the page says that it prints.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '..', '..')
const folder = path.join(root, '.test-results', `policy-proof-${process.pid}`)
const page = readFileSync(path.join(root, 'docs', 'policy-proof.md'), 'utf8')
const blocks = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map((found) => found[1] ?? '')

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A module that keeps what the code prints; `opencam/policy` is the folder itself. */
function moduleOf(code: string): string {
  return [
    "import { inspect } from 'node:util'",
    'export const printed: string[] = []',
    "const shown = (value: unknown) => (typeof value === 'string' ? value : inspect(value, { breakLength: Infinity, depth: 10 }))",
    'const console = { log: (...values: unknown[]) => printed.push(values.map(shown).join(" ")) }',
    code.replaceAll("'opencam/policy'", "'../../src/policy/index.ts'"),
  ].join('\n')
}

test('the page has code', () => {
  expect(blocks.length).toBeGreaterThanOrEqual(4)
})

test.each(blocks.map((code, index) => [index + 1, code] as const))('block %i', async (index, code) => {
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, `block-${index}.ts`)
  writeFileSync(file, moduleOf(code))
  const expected = [...code.matchAll(/\/\/ → (.*)$/gm)].map((found) => found[1])
  expect(expected.length).toBeGreaterThan(0)
  const { printed } = (await import(file)) as { readonly printed: readonly string[] }
  expect(printed).toEqual(expected)
})
