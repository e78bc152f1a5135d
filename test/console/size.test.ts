// How much script a browser fetches before the console shows something: all that its first page names, and what that imports.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { built } from './console.ts'

const bytesMax = 250_000

/** Scripts of the page and those that they import at once, each once. A page's own chunk comes on top and is counted too. */
function firstScripts(): ReadonlySet<string> {
  const page = readFileSync(join(built, 'index.html'), 'utf8')
  const named = [...page.matchAll(/(?:src|href)="\/console\/([^"]+\.js)"/g)].map((match) => match[1] ?? '')
  const found = new Set<string>()
  const visit = (name: string): void => {
    if (found.has(name)) return
    found.add(name)
    const text = readFileSync(join(built, name), 'utf8')
    for (const match of text.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) visit(`assets/${match[1]}`)
  }
  for (const name of named) visit(name)
  return found
}

test(`the first load takes less than ${bytesMax} bytes of compressed script`, () => {
  const scripts = [...firstScripts()]
  expect(scripts.some((name) => name.startsWith('assets/index-'))).toBe(true)
  const sizes = scripts.map((name) => [name, gzipSync(readFileSync(join(built, name)), { level: 9 }).length] as const)
  const total = sizes.reduce((sum, [, size]) => sum + size, 0)
  expect(total, sizes.map(([name, size]) => `${name} ${size}`).join('\n')).toBeLessThan(bytesMax)
})

test('the page names nothing of another host, and brings no script or style of its own', () => {
  const page = readFileSync(join(built, 'index.html'), 'utf8')
  expect(page).not.toMatch(/https?:|\/\/|<style|style=| on\w+=/)
  expect(page).not.toMatch(/<script(?![^>]* src=)/)
})
