// A real Chromium on a real server: what pages do in a browser's hands, with its own cookies, forms, policies and keys.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { buildCall, send } from '../../src/client/call.ts'
import { readSettings } from '../../src/config.ts'
import { virtualClock } from '../../src/kernel/clock.ts'
import { type RunningServer, startServer } from '../../src/main.ts'

const executablePath = '/usr/bin/chromium'
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export interface Scene {
  readonly server: RunningServer
  readonly clock: ReturnType<typeof virtualClock>
  /** Where browsers reach it: a name, because passkeys belong to names. */
  readonly url: string
  readonly account: number
  /** A signed call of root that must succeed. */
  call(action: string, parameters?: object): Promise<Record<string, unknown>>
  /** A window of its own, that shares nothing with others. */
  window(): Promise<Page>
  close(): Promise<void>
}

/** A server on a free port and a browser beside it. */
export async function openScene(flags: readonly string[] = [], env: Record<string, string> = {}): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'opencam-browser-'))
  const settings = readSettings(['--port', '0', '--data', join(folder, 'data'), ...flags], env)
  const silent = { debug() {}, info() {}, warn() {}, error() {} }
  const clock = virtualClock(Date.UTC(2026, 0, 2, 3, 4, 5))
  const server = await startServer(settings, { log: silent, clock })
  const { account, secretId, secretKey = '' } = server.firstRoot ?? { account: 0, secretId: '' }
  let browser: Browser | undefined
  let calls = 0
  return {
    server,
    clock,
    url: `http://localhost:${server.port}`,
    account,
    async call(action, parameters = {}) {
      const target = { host: new URL(server.url).host, product: 'cam', version: '2019-01-16', action }
      const moment = { timestamp: Math.floor(clock() / 1000), nonce: ++calls }
      const answer = await send(
        server.url,
        buildCall(target, parameters, { secretId, secretKey: secretKey ?? '' }, moment),
      )
      if (answer.Error !== undefined) throw new Error(`${action}: ${answer.Error.Code} ${answer.Error.Message}`)
      return answer
    },
    async window() {
      // One process with a new, empty profile; each window has its own cookies and keys.
      browser ??= await chromium.launch({ executablePath, headless: true, args })
      const context = await browser.newContext({ locale: 'en-US' })
      context.setDefaultTimeout(20_000)
      return context.newPage()
    },
    async close() {
      await browser?.close()
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
