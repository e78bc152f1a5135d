// Acting as a role from the console.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allow, deny, type Identity, sessionIdentity } from '../api/harness.ts'
import { makeTestRole, rootOf, trusting } from '../api/sessions.ts'
import { type Browser, openSignIn, type SignInHarness, signInUser } from './browser.ts'

const password = 'Right-horse-9'
let server: SignInHarness
beforeAll(async () => {
  server = await openSignIn()
})
afterAll(() => server.close())

let made = 0
/** Somebody who may assume any role, and a browser where they are in. */
async function inside(...documents: readonly object[]): Promise<{ browser: Browser; uin: number; name: string }> {
  const name = `person-${++made}`
  const { uin } = await signInUser(server, name, password)
  for (const [index, document] of documents.entries()) {
    const policy = await server.ok('CreatePolicy', {
      PolicyName: `${name}-${index}`,
      PolicyDocument: JSON.stringify(document),
    })
    await server.ok('AttachUserPolicy', { PolicyId: policy['PolicyId'], AttachUin: uin })
  }
  const browser = server.browser()
  await browser.signIn(server.root.account, name, password)
  await browser.open('/session/role')
  return { browser, uin, name }
}
const consoleRole = (name: string, given: Parameters<typeof makeTestRole>[3] = {}) =>
  makeTestRole(server, name, [allow('cam:ListUsers')], { parameters: { ConsoleLogin: 1 }, ...given })
const take = (browser: Browser, role: string, account = server.root.account) =>
  browser.submit('/session/role', { account: String(account), role })
const keysOf = async (browser: Browser): Promise<Identity> =>
  sessionIdentity((await browser.script('/session/keys', {})).json, server.root)

test('the console and its keys are the role until it is left', async () => {
  const role = await consoleRole('visitor')
  const { browser, uin } = await inside(allow('sts:AssumeRole'))
  expect((await take(browser, 'Visitor')).text).toContain(`<dd id="role">visitor (${server.root.account})</dd>`)
  const as = await keysOf(browser)
  expect(await server.ok('GetCallerIdentity', {}, { as })).toMatchObject({
    Type: 'CAMRole',
    UserId: `${role.roleId}:console-${uin}`,
  })
  await server.ok('ListUsers', {}, { as })
  await browser.open('/console/')
  expect((await browser.submit('/session/role/leave')).text).not.toContain('id="role"')
  await server.refused('AuthFailure.TokenFailure', 'ListUsers', {}, { as })
  expect(await server.ok('GetCallerIdentity', {}, { as: await keysOf(browser) })).toMatchObject({ UserId: String(uin) })
})

test('roles that would be given are offered, and no others', async () => {
  const names = ['open', 'shut', 'programs-only', 'denied', 'by-name', 'by-id', 'unnamed']
  const made = new Map<string, string>()
  const stranger = await server.account('stranger')
  for (const name of names) {
    const trust = trusting(rootOf((name === 'shut' ? stranger : server.root).account))
    const parameters = { ConsoleLogin: name === 'programs-only' ? 0 : 1 }
    made.set(name, (await consoleRole(`offer-${name}`, { trust, parameters })).roleId)
  }
  const named = (name: string) => `qcs::cam::uin/${server.root.account}:roleName/offer-${name}`
  const byId = `qcs::cam::uin/${server.root.account}:role/${made.get('by-id')}`
  const { browser } = await inside(
    allow('sts:AssumeRole', [...['open', 'shut', 'programs-only', 'denied', 'by-name'].map(named), byId]),
    deny('sts:AssumeRole', `qcs::cam::uin/${server.root.account}:role/${made.get('denied')}`),
  )
  const offered = () =>
    [...(browser.page?.text ?? '').matchAll(/name="role" value="offer-([^"]*)"/g)].map(([, it]) => it)
  expect(offered()).toEqual(['by-id', 'by-name', 'open'])
  // What the call says is the same.
  for (const name of names) {
    await browser.open('/session/role')
    const page = await take(browser, `offer-${name}`)
    expect([name, page.status]).toEqual([name, ['by-id', 'by-name', 'open'].includes(name) ? 200 : 403])
  }
  expect(offered()).toEqual(['by-id', 'by-name', 'open'])
  expect((await inside()).browser.page?.text).not.toContain('Roles of your account')
})

test("another account's role, by its number and name", async () => {
  const other = await server.account('other')
  await consoleRole('guest', { as: other, trust: trusting(rootOf(server.root.account)) })
  const { browser } = await inside(allow('sts:AssumeRole'))
  expect((await take(browser, 'guest', other.account)).text).toContain(`guest (${other.account})`)
  expect(await server.ok('GetCallerIdentity', {}, { as: await keysOf(browser) })).toMatchObject({
    AccountId: String(other.account),
  })
})

test.each([
  ['is not there', 'none', async () => {}, [allow('sts:AssumeRole')]],
  ['is not for the console', 'programs', () => makeTestRole(server, 'programs'), [allow('sts:AssumeRole')]],
  [
    'does not trust the user',
    'closed',
    async () => consoleRole('closed', { trust: trusting(rootOf((await server.account('stranger')).account)) }),
    [allow('sts:AssumeRole')],
  ],
  ['the user may not assume', 'unasked', () => consoleRole('unasked'), []],
  ['has no such name', '../x', async () => {}, [allow('sts:AssumeRole')]],
])('a role that %s is refused, in the same words', async (_, role, prepare, documents) => {
  await prepare()
  const { browser } = await inside(...documents)
  const page = await take(browser, role)
  expect([page.status, page.text.includes('You may not act as this role')]).toEqual([403, true])
  expect((await browser.open('/console/')).text).not.toContain('id="role"')
})

test('a role that ends, or no longer trusts, gives no keys any more', async () => {
  await consoleRole('brief')
  const { browser } = await inside(allow('sts:AssumeRole'))
  await take(browser, 'brief')
  await keysOf(browser)
  await server.ok('DeleteRole', { RoleName: 'brief' })
  expect((await browser.script('/session/keys', {})).json).toEqual({ error: 'role-refused' })
})

test('acting as a role is over when its sessions are ended, until it is taken again', async () => {
  await consoleRole('revoked')
  const { browser } = await inside(allow('sts:AssumeRole'))
  await take(browser, 'revoked')
  const as = await keysOf(browser)
  await server.ok('LogoutRoleSessions', { RoleName: 'revoked' })
  await server.refused('AuthFailure.TokenFailure', 'ListUsers', {}, { as })
  expect((await browser.script('/session/keys', {})).json).toEqual({ error: 'role-refused' })
  await browser.open('/session/role')
  await take(browser, 'revoked')
  await server.ok('ListUsers', {}, { as: await keysOf(browser) })
})
