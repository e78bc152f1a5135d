// How much script a browser fetches before the console shows something, measured where it counts: in a browser.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Scene } from '../browser/chromium.ts'
import { built, openConsole, visitor } from './console.ts'

const bytesMax = 250_000

let scene: Scene
beforeAll(async () => {
  scene = await openConsole()
}, 120_000)
afterAll(() => scene?.close(), 60_000)

test(`the first load takes less than ${bytesMax} bytes of compressed script`, async () => {
  const { page } = await visitor(scene)
  const scripts = new Set<string>()
  page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.add(new URL(request.url()).pathname)
  })
  await page.reload()
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  const names = [...scripts].map((path) => path.replace('/console/', ''))
  expect(names.some((name) => name.startsWith('assets/index-'))).toBe(true)
  const sizes = names.map((name) => [name, gzipSync(readFileSync(join(built, name)), { level: 9 }).length] as const)
  const total = sizes.reduce((sum, [, size]) => sum + size, 0)
  expect(total, sizes.map(([name, size]) => `${name} ${size}`).join('\n')).toBeLessThan(bytesMax)
}, 60_000)

test('the page names nothing of another host, and brings no script or style of its own', () => {
  const page = readFileSync(join(built, 'index.html'), 'utf8')
  expect(page).not.toMatch(/https?:|\/\/|<style|style=| on\w+=/)
  expect(page).not.toMatch(/<script(?![^>]* src=)/)
})
