// What the policy engine says is what test/vectors/words has, word for word.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { WORDS } from './words.ts'

const folder = new URL('./words/', import.meta.url)

test('every kept file is one that is compared', () => {
  expect(readdirSync(folder).sort()).toEqual(Object.keys(WORDS).sort())
})

// Section by section, so that a difference is shown and not the file.
test.each(Object.entries(WORDS))('%s', (file, render) => {
  const parts = (text: string) => text.split(/^(?=# )/m)
  const kept = parts(readFileSync(new URL(file, folder), 'utf8'))
  const said = parts(render())
  expect(said.length).toBe(kept.length)
  for (const [index, part] of said.entries()) expect(part).toBe(kept[index])
})
