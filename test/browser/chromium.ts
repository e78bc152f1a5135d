// A real Chromium on a real server: what pages do in a browser's hands, with its own cookies, forms, policies and keys.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { actions } from '../../src/actions/index.ts'
import { type Answer, buildCall, send } from '../../src/client/call.ts'
import { readSettings } from '../../src/config.ts'
import { versions } from '../../src/dispatch/find.ts'
import { virtualClock } from '../../src/kernel/clock.ts'
import { type RunningServer, startServer } from '../../src/main.ts'
import type { Credential } from '../../src/signing/index.ts'
import { openFront } from './front.ts'

/** The first that is there: the shell draws no window of its own around the pages, which is half of the work. */
const browsers = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** How much later each request of a page is answered, in milliseconds, to find tests that are faster than pages. */
const latency = Number(process.env['OPENCAM_BROWSER_LATENCY_MS'] ?? 0)

async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const unbounded = { downloadThroughput: -1, uploadThroughput: -1 }
  await session.send('Network.emulateNetworkConditions', { offline: false, latency, ...unbounded })
}

export type Cookies = readonly Awaited<ReturnType<BrowserContext['cookies']>>[number][]

export interface Scene {
  readonly server: RunningServer
  readonly clock: ReturnType<typeof virtualClock>
  /** Where browsers reach it: a name, because passkeys belong to names. */
  readonly url: string
  readonly account: number
  /** A signed call, of root unless keys are given, and whatever comes of it. */
  ask(action: string, parameters?: object, keys?: Credential): Promise<Answer>
  /** A signed call of root that must succeed. */
  call(action: string, parameters?: object): Promise<Answer>
  /** A window of its own, that shares nothing with others but the cookies it is given. */
  window(cookies?: Cookies): Promise<Page>
  close(): Promise<void>
}

export interface SceneGiven {
  readonly flags?: readonly string[]
  readonly env?: Record<string, string>
  /** Ports of others that the browser knows by host, under `.example`. The server is `https://cam.example` then. */
  readonly others?: Readonly<Record<string, number>>
}

const host = 'cam.example'

/** One process with a new, empty profile. */
export async function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  const executablePath = browsers.find((path) => existsSync(path))
  if (executablePath === undefined)
    throw new Error(`the browser tests need ${browsers[0]} (apt-get install chromium-headless-shell)`)
  return chromium.launch({ executablePath, headless: true, args: [...args, ...more] })
}

/** One browser for all scenes of a process, as each window has a profile of its own; it goes when no scene has come for a while. */
let standing: Promise<Browser> | undefined
let scenes = 0
const standsMs = 2_000

function standingBrowser(): Promise<Browser> {
  standing ??= launchBrowser()
  return standing
}

function sceneEnded(): void {
  scenes -= 1
  const timer = setTimeout(async () => {
    if (scenes > 0) return
    const last = standing
    standing = undefined
    await (await last)?.close()
  }, standsMs)
  timer.unref()
}

/** A server on a free port and a browser beside it. */
export async function openScene({ flags = [], env = {}, others }: SceneGiven = {}): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'opencam-browser-'))
  const address = others === undefined ? {} : { OPENCAM_PUBLIC_URL: `https://${host}` }
  const settings = readSettings(['--port', '0', '--data', join(folder, 'data'), ...flags], { ...address, ...env })
  const silent = { debug() {}, info() {}, warn() {}, error() {} }
  const clock = virtualClock(Date.UTC(2026, 0, 2, 3, 4, 5))
  const server = await startServer(settings, { log: silent, clock })
  const { account, secretId, secretKey = '' } = server.firstRoot ?? { account: 0, secretId: '' }
  const front = others && (await openFront(new Map(Object.entries({ ...others, [host]: server.port }))))
  const rules = front === undefined ? [] : [`--host-resolver-rules=MAP *.example 127.0.0.1:${front.port}`]
  // A browser that knows this scene's own addresses is of no use to others.
  const own = rules.length > 0
  scenes += 1
  let browser: Browser | undefined
  const contexts: BrowserContext[] = []
  let calls = 0
  const ask: Scene['ask'] = (action, parameters = {}, keys = { secretId, secretKey: secretKey ?? '' }) => {
    const product = actions.find((row) => row.name === action)?.product ?? 'cam'
    const version = versions.get(product) ?? ''
    const target = { host: new URL(server.url).host, product, version, action }
    const moment = { timestamp: Math.floor(clock() / 1000), nonce: ++calls }
    return send(server.url, buildCall(target, parameters, keys, moment))
  }
  return {
    server,
    clock,
    url: front === undefined ? `http://localhost:${server.port}` : `https://${host}`,
    account,
    ask,
    async call(action, parameters) {
      const answer = await ask(action, parameters)
      if (answer.Error !== undefined) throw new Error(`${action}: ${answer.Error.Code} ${answer.Error.Message}`)
      return answer
    },
    async window(cookies) {
      // Each window has its own cookies and keys.
      browser ??= await (own ? launchBrowser(rules) : standingBrowser())
      const context = await browser.newContext({ locale: 'en-US', ignoreHTTPSErrors: front !== undefined })
      contexts.push(context)
      if (cookies !== undefined) await context.addCookies([...cookies])
      context.setDefaultTimeout(20_000)
      const page = await context.newPage()
      if (latency > 0) await slowDown(page)
      return page
    },
    async close() {
      await Promise.all(contexts.map((context) => context.close()))
      if (own) await browser?.close()
      sceneEnded()
      await front?.close()
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Fills the sign-in form in and sends it. */
export async function signIn(page: Page, { url, account }: Scene, name: string, password: string): Promise<void> {
  await page.goto(`${url}/signin/`)
  await page.getByLabel('Account number').fill(String(account))
  await page.getByLabel('User name').fill(name)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Temporary keys of whoever is signed in, got by a script of the page as the console's pages get them. */
export async function keysOf(page: Page): Promise<Credential> {
  const { Credentials } = await page.evaluate(async () => {
    const { token } = (await (await fetch('/session/')).json()) as { token: string }
    const headers = { 'X-CSRF-Token': token, 'Content-Type': 'application/json' }
    const answer = await fetch('/session/keys', { method: 'POST', headers, body: '{}' })
    return (await answer.json()) as { Credentials: { TmpSecretId: string; TmpSecretKey: string; Token: string } }
  })
  return { secretId: Credentials.TmpSecretId, secretKey: Credentials.TmpSecretKey, token: Credentials.Token }
}

/** Where the window is, without what is asked there. */
export const placeOf = (page: Page): string => {
  const { origin, pathname } = new URL(page.url())
  return `${origin}${pathname}`
}

export const principalOf = (page: Page) => page.locator('#principal').textContent()
export const alertOf = (page: Page) => page.getByRole('alert').textContent()
