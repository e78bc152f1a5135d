// The example of docs/lint.md does what it says: it is run, and what it prints is compared with the comments beside.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test, vi } from 'vitest'
import { LINT_RULES } from '../../src/policy/index.ts'
import { read, root } from '../tidy/source.ts'

const page = read('docs/lint.md')

test('the example prints what its comments say', async () => {
  const example = /```ts\n(.*?)```/s.exec(page)?.[1] ?? ''
  const expected = [...example.matchAll(/\/\/ → (.*)/g)].map((found) => found[1])
  expect(expected.length).toBeGreaterThan(2)
  const engine = pathToFileURL(join(root, 'src/policy/index.ts')).href
  const folder = mkdtempSync(join(tmpdir(), 'opencam-lint-'))
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  try {
    const file = join(folder, 'example.mjs')
    writeFileSync(file, example.replace("'opencam/policy'", JSON.stringify(engine)))
    await import(pathToFileURL(file).href)
    expect(log.mock.calls.map(([first]) => String(first))).toEqual(expected)
  } finally {
    log.mockRestore()
    rmSync(folder, { recursive: true })
  }
})

test('the page has a row for every rule, and for no other', () => {
  const rows = [...page.matchAll(/^\| `([a-z0-9-]+)` \| (?:error|warning|notice)/gm)].map((found) => found[1])
  expect(rows.sort()).toEqual(LINT_RULES.map(({ id }) => id).sort())
})
