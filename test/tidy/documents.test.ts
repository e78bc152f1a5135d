import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { generatedFiles } from '../../scripts/documents.ts'
import { optionRows } from '../../src/config.ts'
import { errors } from '../../src/protocol/errors.ts'
import { filesUnder, read, root } from './source.ts'

test('generated files are up to date', async () => {
  for (const file of await generatedFiles()) expect(read(file.path), file.path).toBe(file.text)
})

test('every error code is documented', () => {
  const text = read('docs/errors.md')
  expect(Object.keys(errors).filter((code) => !text.includes(`\`${code}\``))).toEqual([])
})

test('every option is documented by its environment name and flag', () => {
  const text = read('docs/options.md')
  expect(optionRows.filter((row) => !text.includes(`\`${row.env}\``)).map((row) => row.env)).toEqual([])
})

test('links between documents resolve', () => {
  const documents = filesUnder('.', (path) => path.endsWith('.md'))
  const broken = documents.flatMap((path) =>
    // What stands in backquotes is no link, however much a pattern looks like one.
    [
      ...read(path)
        .replaceAll(/`[^`\n]*`/g, '')
        .matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g),
    ]
      .map((match) => match[1] ?? '')
      .filter((target) => !existsSync(join(root, path, '..', target)))
      .map((target) => `${path} → ${target}`),
  )
  expect(broken).toEqual([])
})
