// Somebody is locked out by the operator's command, on the store itself: at every door at once, and not for longer than until
// he is released. What he asks for meanwhile is among the audit events of his account.
import { expect, onTestFinished, test } from 'vitest'
import { allow, type Identity, sessionIdentity } from '../api/harness.ts'
import { scimToken } from '../api/scim/tokens.ts'
import { componentCaller } from '../gateway/component/caller.ts'
import { runCli, temporaryFolder } from '../server/cli.ts'
import { expectSignedIn, openSignIn, type SignInHarness, signInUser } from './browser.ts'
import { clientOf } from './scim/client.ts'

const password = 'Right-horse-9'

interface Locked {
  readonly server: SignInHarness
  /** `opencam quarantine` of somebody; answers the JSON that it printed. */
  quarantine(who: string, ...flags: readonly string[]): Promise<unknown>
}

async function open(): Promise<Locked> {
  const dataDir = temporaryFolder()
  const server = await openSignIn({ dataDir })
  onTestFinished(() => server.close())
  return {
    server,
    async quarantine(who, ...flags) {
      const args = ['quarantine', `${server.root.account}${who}`, ...flags, '--data', dataDir, '--json']
      const { code, out, err } = await runCli(args, {}, server.clock)
      expect([code, err]).toEqual([0, ''])
      return JSON.parse(out)
    },
  }
}

/** The newest audit event, once those that wait are written. */
async function lastEvent(server: SignInHarness) {
  await server.dispatcher.flushEvents()
  const [event] = await server.world.store.read.audit.list(server.root.account, {}, { limit: 1 })
  return event
}

test('a browser that is signed in is signed out, and signing in says why', async () => {
  const { server, quarantine } = await open()
  const { uin, name } = await signInUser(server, 'ann', password)
  const browser = server.browser()
  expectSignedIn(await browser.signIn(server.root.account, name, password), name)
  await quarantine(`/${uin}`)
  expect((await browser.open('/console/')).path).toBe('/signin/')
  const refused = await server.browser().signIn(server.root.account, name, password)
  expect(refused.status).toBe(403)
  expect(refused.text).toContain('You are in quarantine')
  // Who does not know the password learns nothing.
  const stranger = await server.browser().signIn(server.root.account, name, 'Wrong-horse-9')
  expect([stranger.status, stranger.text.includes('quarantine')]).toEqual([401, false])
  await quarantine(`/${uin}`, '--release')
  // What was ended stays ended.
  expect((await browser.open('/console/')).path).toBe('/signin/')
  expectSignedIn(await server.browser().signIn(server.root.account, name, password), name)
})

test('keys that the console gave a page before are refused', async () => {
  const { server, quarantine } = await open()
  const { uin, name } = await signInUser(server, 'ann', password)
  const browser = server.browser()
  await browser.signIn(server.root.account, name, password)
  const who: Identity = { ...server.root, uin, name }
  const as = sessionIdentity((await browser.script('/session/keys', {})).json, who)
  const all = await server.ok('CreatePolicy', { PolicyName: 'all', PolicyDocument: JSON.stringify(allow('*')) })
  await server.ok('AttachUserPolicy', { PolicyId: all['PolicyId'], AttachUin: uin })
  await server.ok('GetUserAppId', {}, { as })
  await quarantine(`/${uin}`)
  // With his sessions ended, they are nobody's.
  await server.refused('AuthFailure.TokenFailure', 'GetUserAppId', {}, { as })
  await quarantine(`/${uin}`, '--release')
  await server.refused('AuthFailure.TokenFailure', 'GetUserAppId', {}, { as })
})

test('a SCIM token acts for nobody in quarantine, and the account reads of the attempt', async () => {
  const { server, quarantine } = await open()
  const agent = await server.user('agent', allow('cam:*'))
  const scim = clientOf(server, (await scimToken(server, agent)).token)
  await scim.ok(200, 'GET', '/Users')
  await quarantine(`/${agent.uin}`)
  expect(await scim.refused(403, undefined, 'POST', '/Users', { userName: 'made' })).toContain('quarantine')
  expect(await lastEvent(server)).toMatchObject({
    action: 'AddUser',
    access: 'write',
    uin: agent.uin,
    outcome: 'UnauthorizedOperation',
  })
  await server.refused('ResourceNotFound.UserNotExist', 'GetUser', { Name: 'made' })
  await quarantine(`/${agent.uin}`, '--release')
  await scim.ok(200, 'GET', '/Users')
})

test('component calls of somebody in quarantine are refused, and the account reads of the attempt', async () => {
  const { server, quarantine } = await open()
  const as = await server.user('ann', allow('*'))
  const caller = componentCaller(server)
  const para = { strategyName: 'first', strategyInfo: allow('cmqqueue:*') }
  await quarantine(`/${as.uin}`)
  expect((await caller.call('CreateCamStrategy', para, { as })).returnMessage).toContain('quarantine')
  expect(await lastEvent(server)).toMatchObject({
    action: 'CreateCamStrategy',
    uin: as.uin,
    secretId: as.secretId,
    outcome: 'UnauthorizedOperation',
  })
  await quarantine(`/${as.uin}`, '--release')
  await caller.ok('CreateCamStrategy', para, { as })
})

test('the command locks a role and the owner too, lists who is locked out, and says what it does not know', async () => {
  const { server, quarantine } = await open()
  const { account } = server.root
  const ann = await server.user('ann', allow('*'))
  const principal = { qcs: [`qcs::cam::uin/${account}:root`] }
  const trust = { version: '2.0', statement: [{ effect: 'allow', action: 'sts:AssumeRole', principal }] }
  await server.ok('CreateRole', { RoleName: 'worker', PolicyDocument: JSON.stringify(trust) })
  const session = await server.assume(`qcs::cam::uin/${account}:roleName/worker`, {}, { as: ann })
  expect(await quarantine('/role/worker')).toEqual({ account, principal: 'roleName/worker', quarantined: true })
  expect(await quarantine('')).toEqual({ account, principal: `uin/${account}`, quarantined: true })
  await server.refused('UnauthorizedOperation', 'GetUserAppId', {}, { as: session })
  await server.refused('UnauthorizedOperation', 'GetUserAppId')
  // His users are not he.
  await server.ok('GetUserAppId', {}, { as: ann })
  const since = new Date(server.clock()).toISOString()
  type Listed = readonly { readonly principal: string; readonly name: string; readonly since: string }[]
  const listed = (await quarantine('', '--list')) as Listed
  expect(listed.map((one) => one.since)).toEqual([since, since])
  expect(listed.map((one) => one.name)).toContain('worker')
  // What is listed is what the command takes.
  expect(listed.map((one) => one.principal).toSorted()).toEqual([String(account), `${account}/role/worker`])
  await quarantine('', '--release')
  await server.ok('GetUserAppId')
  const dataDir = temporaryFolder()
  for (const who of ['ann', `${account}/5`, `${account}/role/nobody`, '99/5']) {
    const { code, out, err } = await runCli(['quarantine', who, '--data', dataDir], {}, server.clock)
    expect([code, out], err).toEqual([1, ''])
  }
})
