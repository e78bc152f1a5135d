// Two servers over one database, or one server on SQLite twice, and what every scenario of single use needs: people,
// browsers that can be seen at either server, and identity providers.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MfaFlags } from '../../src/store/store.ts'
import type { Identity } from '../api/harness.ts'
import type { Browser, SignInHarness, SignInOptions } from '../session/browser.ts'
import { openSignIn } from '../session/browser.ts'
import { openPostOffice, type PostOffice } from '../session/post.ts'
import { openTestDatabase } from '../store/postgres.ts'

/** Identity providers answer to HTTPS only. */
export const origin = 'https://cam.example.com'
export const password = 'Right-horse-9'

/** Uses the thing once more; whether the use counted. */
export type Use = () => Promise<boolean>

export interface Scene {
  /** The servers; the same one twice where a database has one only. */
  readonly nodes: readonly [SignInHarness, SignInHarness]
  readonly post: PostOffice
  /** Ends the servers and starts others over the same database. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** `postgres`: two servers. `sqlite`: one, as the data folder belongs to one. */
export async function openScene(database: 'postgres' | 'sqlite'): Promise<Scene> {
  const post = await openPostOffice()
  const folder = mkdtempSync(join(tmpdir(), 'opencam-single-use-'))
  const postgres = database === 'postgres' ? await openTestDatabase() : undefined
  const place = postgres === undefined ? { dataDir: join(folder, 'data') } : { databaseUrl: postgres.url }
  const signIn = {
    mail: post.mail,
    phone: post.phone,
    origins: () => [origin],
    customFactors: new Map([['100000000001', 'https://verify.example.com/start']]),
  }
  const options: SignInOptions = { ...place, signIn }
  const first = await openSignIn(options)
  const second = async () => (postgres === undefined ? undefined : await openSignIn({ ...options, beside: first }))
  const open: { nodes: [SignInHarness, SignInHarness] } = { nodes: [first, (await second()) ?? first] }
  const end = async () => {
    for (const node of new Set(open.nodes)) await node.close()
  }
  return {
    get nodes() {
      return open.nodes
    },
    post,
    async restart() {
      await end()
      const again = await openSignIn({ ...options, beside: first })
      open.nodes = [again, (await second()) ?? again]
    },
    async close() {
      await end()
      await post.close()
      await postgres?.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

let made = 0

/** Somebody with these factors on, whose addresses are known to be theirs where codes are sent there. */
export async function person(
  server: SignInHarness,
  login: MfaFlags['login'] = {},
  given: object = {},
  owner = server.root,
): Promise<Identity> {
  const name = `person-${++made}`
  const contacts = { PhoneNum: '13800000000', Email: `${name}@example.com` }
  const user = { Name: name, ConsoleLogin: 1, Password: password, ...contacts, ...given }
  const uin = Number((await server.ok('AddUser', user, { as: owner }))['Uin'])
  await server.world.store.transaction(async (writes) => {
    // Who has a factor shows it before another is bound.
    const known = login['Mail'] === 1 || login['Phone'] === 1
    await writes.users.update(owner.account, uin, { phoneVerified: known, emailVerified: known })
    await writes.users.setMfaFlags(owner.account, uin, { login, action: {}, offsite: {} })
  })
  return { ...owner, uin, name }
}

export async function begin(server: SignInHarness, { account, name }: Identity): Promise<Browser> {
  const browser = server.browser()
  await browser.signIn(account, name, password)
  return browser
}

/** The same browser, with its cookies and its page, at another server. */
export function at(server: SignInHarness, browser: Browser): Browser {
  const other = server.browser(browser.address)
  for (const [name, value] of browser.cookies) other.cookies.set(name, value)
  other.page = browser.page
  return other
}
