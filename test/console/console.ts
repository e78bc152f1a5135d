// The console in a real browser, over a real server: somebody signed in, on one of its pages, and everything noted that the
// browser complained of.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Page, Request } from 'playwright-core'
import { expect } from 'vitest'
import { type Cookies, openScene, type Scene, type SceneGiven } from '../browser/chromium.ts'
import { openTestDatabase } from '../store/postgres.ts'

export const rootPassword = 'Console-horse-9'
export const built = fileURLToPath(new URL('../../console/dist', import.meta.url))

export interface Visitor {
  readonly page: Page
  /** Errors of the browser and of scripts, those of the page's content security policy among them. */
  readonly faults: readonly string[]
  /** Goes to a path below `/console/`. */
  open(path: string): Promise<void>
  /** Resolves when the page has asked nothing for half a second and waits for no answer. */
  settled(): Promise<void>
}

/**
 * A server whose root has a known password; rate limits are off unless flags say otherwise. On SQLite, or on a PostgreSQL
 * database of its own where OPENCAM_JOURNEYS_DATABASE says `postgres`.
 */
export async function openConsole({ flags = [], env = {}, ...given }: SceneGiven = {}): Promise<Scene> {
  if (!existsSync(`${built}/index.html`)) throw new Error('the console was not built: npm run journeys builds it')
  const root = { OPENCAM_ROOT_PASSWORD: rootPassword }
  const named = flags.includes('--database-url')
  const database =
    process.env['OPENCAM_JOURNEYS_DATABASE'] === 'postgres' && !named ? await openTestDatabase() : undefined
  const where = database === undefined ? [] : ['--database-url', database.url]
  const scene = await openScene({
    ...given,
    flags: ['--rate-limits', 'off', ...where, ...flags],
    env: { ...root, ...env },
  })
  return {
    ...scene,
    async close() {
      await scene.close()
      await database?.drop()
    },
  }
}

interface Person {
  readonly name: string
  readonly password: string
}

/** With what root was signed in last. */
const rootCookies = new WeakMap<Scene, Cookies>()

/** Ends on the first page of the console, by the page of signing in unless root's last session still works. */
export async function visitor(scene: Scene, as?: Person): Promise<Visitor> {
  const page = await scene.window(as === undefined ? rootCookies.get(scene) : undefined)
  const faults: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  page.on('pageerror', (error) => faults.push(String(error)))
  const underWay = new Set<Request>()
  page.on('request', (request) => underWay.add(request))
  page.on('requestfinished', (request) => underWay.delete(request))
  page.on('requestfailed', (request) => underWay.delete(request))
  if (as !== undefined) await signIn(page, scene, as)
  else if (!(await isSignedIn(page, scene))) {
    await signIn(page, scene)
    rootCookies.set(scene, await page.context().cookies())
  }
  return {
    page,
    faults,
    async open(path) {
      await page.goto(`${scene.url}/console/${path}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
    },
    async settled() {
      for (let quiet = 0; quiet < quietLooks; quiet++) {
        await page.waitForTimeout(lookMs)
        if (underWay.size > 0) quiet = 0
      }
    },
  }
}

/** How often, and how many times in a row nothing must be under way. */
const lookMs = 50
const quietLooks = 10

async function signIn(page: Page, scene: Scene, as?: Person): Promise<void> {
  await page.goto(`${scene.url}/signin/${as === undefined ? '?as=root' : ''}`)
  await page.getByLabel(/^Account number/).fill(String(scene.account))
  if (as !== undefined) await page.getByLabel('User name').fill(as.name)
  await page.getByLabel('Password').fill(as?.password ?? rootPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await overviewOf(page).waitFor()
}

const overviewOf = (page: Page) => page.getByRole('heading', { level: 1, name: 'Overview' })

async function isSignedIn(page: Page, scene: Scene): Promise<boolean> {
  if (!rootCookies.has(scene)) return false
  await page.goto(`${scene.url}/console/`)
  await overviewOf(page).or(page.getByLabel('Password')).waitFor()
  return overviewOf(page).isVisible()
}

/** A script that tells the name of what has the focus, inside shadow roots too. */
export const focused = `(() => {
  let found = document.activeElement
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement
  if (found === null) return ''
  return (found.getAttribute('aria-label') ?? found.labels?.[0]?.textContent ?? found.textContent ?? '').trim()
})()`

/** Types once what is to be filled in has the focus: a page gives it a moment after it shows the field. */
export async function typeInto(page: Page, name: string, text: string): Promise<void> {
  await expect.poll(() => page.evaluate(focused), { timeout: 20_000 }).toBe(name)
  await page.keyboard.type(text)
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface AxeResults {
  readonly violations: readonly {
    readonly id: string
    readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[]
  }[]
}

/** What is wrong with a page for people who see or move otherwise, as far as a program can tell. */
export async function barriersOf(page: Page): Promise<readonly string[]> {
  // Evaluated by the debugger, which the page's own policy does not hold up.
  await page.evaluate(axe)
  const { violations } = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as AxeResults
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
  )
}
