// A browser without its window: keeps cookies, follows redirects, fills forms in as a person would. And a harness with the
// doors of signing in, so that pages and signed calls meet in one server.
import { expect } from 'vitest'
import type { Door, Reply } from '../../src/protocol/door.ts'
import { doorOf } from '../../src/protocol/door.ts'
import { createSignIn } from '../../src/session/doors.ts'
import type { SignInSettings } from '../../src/session/settings.ts'
import { type Harness, type HarnessOptions, openHarness } from '../api/harness.ts'

export const origin = 'http://localhost:8600'

export interface SignInHarness extends Harness {
  readonly doors: readonly Door[]
  /** A browser of its own, at an address. */
  browser(address?: string): Browser
}

export interface SignInOptions extends HarnessOptions {
  readonly signIn?: Partial<SignInSettings>
}

export async function openSignIn({ signIn, ...options }: SignInOptions = {}): Promise<SignInHarness> {
  const harness = await openHarness(options)
  const settings: SignInSettings = {
    origins: () => [origin],
    idleMs: 60 * 60_000,
    lifetimeMs: 12 * 3_600_000,
    mail: undefined,
    phone: undefined,
    customFactors: new Map(),
    ...signIn,
  }
  const doors = createSignIn(harness.world, harness.dispatcher.perform, settings)
  return Object.assign(harness, { doors, browser: (address?: string) => new Browser(doors, settings, address) })
}

export interface Sent {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface Page {
  readonly status: number
  /** Of the last request, after redirects. */
  readonly path: string
  readonly text: string
  readonly location: string | undefined
  header(name: string): string | undefined
  readonly json: Record<string, unknown>
}

export class Browser {
  readonly cookies = new Map<string, string>()
  readonly #doors: readonly Door[]
  readonly #origin: string
  readonly address: string
  /** The page that it shows. */
  page: Page | undefined

  constructor(doors: readonly Door[], settings: SignInSettings, address = '203.0.113.7') {
    this.#doors = doors
    this.#origin = settings.origins()[0] ?? ''
    this.address = address
  }

  /** One request, no redirect followed. */
  async send(target: string, { method = 'GET', headers = {}, body = '' }: Sent = {}): Promise<Page> {
    const [path = '', rawQuery = ''] = target.split('#')[0]?.split('?') ?? []
    const all = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    if (cookie !== '' && !all.has('cookie')) all.set('cookie', cookie)
    const door = doorOf(this.#doors, path)
    if (door === undefined) throw new Error(`no door leads to ${path}`)
    const reply = await door.respond({
      method,
      path,
      rawQuery,
      header: (name) => all.get(name),
      body: Buffer.from(body),
      from: { address: this.address, tls: this.#origin.startsWith('https') },
    })
    this.#keep(reply)
    return pageOf(path, reply)
  }

  async open(target: string): Promise<Page> {
    return this.#follow(await this.send(target))
  }

  /** Fills in the form of the shown page that leads to the action, and sends it. */
  async submit(action: string, values: Readonly<Record<string, string>> = {}): Promise<Page> {
    return this.#follow(await this.post(action, values))
  }

  /** The same without following. */
  post(action: string, values: Readonly<Record<string, string>> = {}, headers: Readonly<Record<string, string>> = {}) {
    const fields = { ...hiddenFields(this.page?.text ?? '', action), ...values }
    return this.send(action, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: this.#origin, ...headers },
      body: new URLSearchParams(fields).toString(),
    })
  }

  /** What a script of our pages does. */
  async script(path: string, body?: object): Promise<Page> {
    if (body === undefined) return this.send(path)
    const token = String((await this.send('/session/')).json['token'])
    const headers = { 'content-type': 'application/json', origin: this.#origin, 'x-csrf-token': token }
    return this.send(path, { method: 'POST', headers, body: JSON.stringify(body) })
  }

  async signIn(account: number, name: string | undefined, password: string, next?: string): Promise<Page> {
    const query = new URLSearchParams({
      ...(name === undefined && { as: 'root' }),
      ...(next !== undefined && { next }),
    })
    await this.open(`/signin/?${query}`)
    return this.submit('/signin/password', { account: String(account), ...(name !== undefined && { name }), password })
  }

  async #follow(first: Page): Promise<Page> {
    let page = first
    for (let hops = 0; page.location?.startsWith('/') === true; hops++) {
      if (hops > 10) throw new Error('redirects without end')
      page = await this.send(page.location)
    }
    this.page = page
    return page
  }

  #keep(reply: Reply): void {
    for (const [index, name] of reply.headers.entries()) {
      if (index % 2 === 1 || name !== 'Set-Cookie') continue
      const [pair = '', ...attributes] = (reply.headers[index + 1] ?? '').split('; ')
      const at = pair.indexOf('=')
      if (attributes.includes('Max-Age=0')) this.cookies.delete(pair.slice(0, at))
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
  }
}

function pageOf(path: string, { status, headers, body }: Reply): Page {
  const text = typeof body === 'string' ? body : Buffer.from(body).toString('utf8')
  const header = (name: string): string | undefined => {
    const at = headers.findIndex((one, index) => index % 2 === 0 && one.toLowerCase() === name.toLowerCase())
    return at < 0 ? undefined : headers[at + 1]
  }
  return {
    status,
    path,
    text,
    header,
    location: header('Location'),
    get json() {
      return JSON.parse(text) as Record<string, unknown>
    },
  }
}

const unescaped = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? "'")

/** What a form brings along without anybody typing it. */
function hiddenFields(page: string, action: string): Record<string, string> {
  const form = [...page.matchAll(/<form [^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gs)].find(
    ([, to]) => to === action,
  )?.[2]
  const inputs = [...(form ?? '').matchAll(/<input [^>]*>/g)].map(([input]) => input)
  const attribute = (input: string, name: string) => unescaped(new RegExp(` ${name}="([^"]*)"`).exec(input)?.[1] ?? '')
  const unchecked = (input: string) => input.includes(' type="checkbox"') && !input.includes(' checked')
  const filled = inputs.filter((input) => / value="/.test(input) && !unchecked(input))
  return Object.fromEntries(filled.map((input) => [attribute(input, 'name'), attribute(input, 'value')]))
}

/** A sub-user who may sign in. */
export async function signInUser(
  server: Harness,
  name: string,
  password: string,
  given: object = {},
): Promise<{ readonly uin: number; readonly name: string; readonly password: string }> {
  const made = await server.ok('AddUser', { Name: name, ConsoleLogin: 1, Password: password, ...given })
  return { uin: Number(made['Uin']), name, password }
}

/** The console's page, of somebody. */
export function expectSignedIn(page: Page, name: string): void {
  expect([page.status, page.path]).toEqual([200, '/console/'])
  expect(page.text).toContain(`<dd id="principal">${name}</dd>`)
}
