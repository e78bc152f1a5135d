// The site as it is served and read: the command that serves it, search, tabs, narrow screens, and what a checker of
// accessibility says.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../browser/chromium.ts'
import { temporaryFolder } from '../server/cli.ts'
import { root } from '../tidy/source.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

function docs(...args: readonly string[]) {
  return spawn(process.execPath, ['scripts/docs.ts', ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Ends with its exit code and everything that it said. */
async function ended(child: ReturnType<typeof docs>): Promise<{ code: number | null; out: string; err: string }> {
  const code = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await code, out, err }
}

const folder = mkdtempSync(join(tmpdir(), 'opencam-site-'))
let server: ReturnType<typeof docs>
let browser: Browser
let url: string
beforeAll(async () => {
  server = docs('--out', folder, '--port', '0')
  server.stdout.setEncoding('utf8')
  url = await new Promise<string>((resolve, reject) => {
    let said = ''
    server.stdout.on('data', (chunk: string) => {
      said += chunk
      const [found] = /http:\/\/127\.0\.0\.1:\d+\//.exec(said) ?? []
      if (found !== undefined) resolve(found)
    })
    server.once('close', () => reject(new Error(`the site was not served: ${said}`)))
  })
  browser = await launchBrowser()
}, 60_000)
afterAll(async () => {
  await browser?.close()
  server?.kill()
  rmSync(folder, { recursive: true, force: true })
})

/** A page of the site, and everything that its console said. */
async function opened(path: string, width = 1400): Promise<{ page: Page; said: string[] }> {
  const page = await browser.newPage({ viewport: { width, height: 900 } })
  const said: string[] = []
  page.on('console', (message) => said.push(message.text()))
  page.on('pageerror', (error) => said.push(error.message))
  await page.goto(new URL(path, url).href)
  return { page, said }
}

test('the search finds an action by its beginning, and Enter opens it', async () => {
  const { page, said } = await opened('docs/cli.html')
  await page.keyboard.press('/')
  await page.keyboard.type('CreatePolicyV')
  // What was typed before the last letter may be answered first.
  await expect.poll(() => page.locator('#found a strong').first().textContent()).toBe('CreatePolicyVersion')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/actions/cam/CreatePolicyVersion.html')
  await page.locator('#search').fill('zzqqxxyy')
  await expect.poll(() => page.locator('#found').textContent()).toContain('Nothing has')
  await page.keyboard.press('Escape')
  await expect.poll(() => page.locator('#found').isVisible()).toBe(false)
  expect(said).toEqual([])
}, 60_000)

test('the language of an example stays from page to page', async () => {
  const { page, said } = await opened('actions/cam/AddUser.html')
  await expect.poll(() => page.locator('.tabs section:visible').count()).toBe(1)
  await page.getByRole('tab', { name: 'Go', exact: true }).click()
  await page.keyboard.press('ArrowRight')
  await expect
    .poll(() => page.getByRole('tabpanel', { name: 'Java', exact: true }).textContent())
    .toContain('public class')
  await page.goto(new URL('actions/sts/AssumeRole.html', url).href)
  await expect.poll(() => page.getByRole('tab', { selected: true }).textContent()).toBe('Java')
  expect(said).toEqual([])
}, 60_000)

test('without scripts every example is there to read', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(new URL('actions/cam/AddUser.html', url).href)
  await expect.poll(() => page.locator('.tabs section:visible').count()).toBe(12)
  await context.close()
}, 60_000)

test('a narrow screen: nothing sticks out, contents on demand', async () => {
  const { page } = await opened('actions/cam/CreateRole.html', 390)
  const width = await page.evaluate('document.documentElement.scrollWidth')
  expect(width).toBe(390)
  await expect.poll(() => page.getByRole('navigation', { name: 'Contents' }).isVisible()).toBe(false)
  await page.getByRole('button', { name: 'Contents' }).click()
  await page.getByRole('navigation', { name: 'Contents' }).getByRole('link', { name: 'Data types' }).click()
  await page.waitForURL('**/types/index.html')
}, 60_000)

test.each([
  'index.html',
  'actions/index.html',
  'actions/cam/CreateRole.html',
  'types/AccessDecision.html',
  'services/ses.html',
  'errors/index.html',
  'commands/prove.html',
  'docs/testing.html',
])(
  '%s has no faults of accessibility, and says nothing',
  async (path) => {
    const { page, said } = await opened(path)
    await page.evaluate(axe)
    const { violations } = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
      violations: { id: string; nodes: { html: string }[] }[]
    }
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    expect(said).toEqual([])
    await page.close()
  },
  60_000,
)

test('what is not there is said to be not there, and nothing outside the site is served', async () => {
  expect((await fetch(new URL('gone.html', url))).status).toBe(404)
  expect((await fetch(new URL('..%2f..%2fpackage.json', url))).status).toBe(404)
})

test('a folder that holds something else is left as it is', async () => {
  const other = temporaryFolder()
  mkdirSync(join(other, 'docs'))
  writeFileSync(join(other, 'docs', 'mine.md'), 'mine')
  const { code, err } = await ended(docs('--build', '--out', other))
  expect([code, err]).toEqual([
    1,
    `${other} is not empty and holds no site that was built before: choose another folder\n`,
  ])
  expect(readFileSync(join(other, 'docs', 'mine.md'), 'utf8')).toBe('mine')
}, 60_000)

test('a site is built anew over the one before; arguments that it does not know are refused', async () => {
  const out = temporaryFolder()
  expect(await ended(docs('--build', '--out', out))).toMatchObject({ code: 0, err: '' })
  writeFileSync(join(out, 'old.html'), '')
  const { code, out: said } = await ended(docs('--build', '--out', out))
  expect([code, said]).toEqual([0, expect.stringMatching(/^\d+ pages in .*; every link leads somewhere\n$/)])
  expect([existsSync(join(out, 'old.html')), existsSync(join(out, 'index.html'))]).toEqual([false, true])
  expect(await ended(docs('--nonsense'))).toMatchObject({ code: 2 })
}, 60_000)
