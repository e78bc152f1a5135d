import { createSecretKey } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readAuthorization } from '../../../src/protocol/authorization.ts'
import { verifyTc3 } from '../../../src/signing/index.ts'
import { allow, asHttp, deny, type Harness, homeOf, type Identity, openHarness } from '../harness.ts'
import { requestTo } from './signed.ts'

let server: Harness
let ann: Identity
let guard: Identity
const Day = '2026-01-02'
beforeAll(async () => {
  server = await openHarness()
  ann = await server.user('ann', allow('ses:*'), deny('ses:DeleteReceiver'))
  guard = await server.user('guard', allow('cam:GetGuardCaller', 'qcs::cam:::guard/ses'))
})
afterAll(() => server.close())

const get = (of: Identity, more: object = {}, as = guard) => {
  const token = of.token === undefined ? {} : { CallerToken: of.token }
  return server.ok('GetGuardCaller', { Service: 'ses', CallerSecretId: of.secretId, Day, ...token, ...more }, { as })
}
const refused = (code: string, more: object, as = guard) =>
  server.refused(code, 'GetGuardCaller', { Service: 'ses', CallerSecretId: ann.secretId, Day, ...more }, { as })

/** Whether the key verifies a request of the caller to the service. */
function verifies(key: unknown, by: Identity, service = 'ses'): boolean {
  const request = asHttp(requestTo(service, by))
  const claim = { kind: 'tc3', ...readAuthorization(request.header('authorization') ?? ''), timestamp: 0 } as const
  const timestamp = Number(request.header('x-tc-timestamp'))
  const parts = {
    method: 'POST',
    path: '/',
    query: '',
    host: request.header('host') ?? '',
    header: (name: string) => request.header(name),
    body: request.body,
  } as const
  const signingKey = createSecretKey(Buffer.from(String(key), 'hex'))
  return verifyTc3(parts, { ...claim, timestamp }, signingKey, false).kind === 'valid'
}

describe('GetGuardCaller', () => {
  test('ok: a key that is good for one product and one day, and the policies in force', async () => {
    const answer = await get(ann)
    expect(answer).toMatchObject({
      ExpireTime: Date.UTC(2026, 0, 3, 0, 5),
      Revision: await server.world.store.revision(server.root.account),
      Caller: { Kind: 'user', Account: server.root.account, Uin: ann.uin, SecretId: ann.secretId },
      Policies: [
        { PolicyName: 'ann-0', Creator: server.root.account, Preset: false, GroupId: 0 },
        { PolicyName: 'ann-1' },
      ],
      Boundary: null,
      SessionPolicy: null,
    })
    expect(verifies(answer['SigningKey'], ann)).toBe(true)
    expect(verifies(answer['SigningKey'], ann, 'ccc')).toBe(false)
    expect(verifies(answer['SigningKey'], guard)).toBe(false)
    expect(JSON.stringify(answer)).not.toContain(ann.secretKey)
  })

  test('ok: with it nobody can call this server, whatever the call', async () => {
    const { SigningKey } = await get(ann)
    expect(SigningKey).toMatch(/^[0-9a-f]{64}$/)
    for (const action of ['GetUser', 'GetCallerIdentity', 'GetResources']) {
      const signed = { as: server.root, product: 'ses' }
      const ours = { ...signed, host: homeOf(action).host }
      expect(await server.refused('AuthFailure.InvalidAuthorization', action, {}, ours)).toContain('`ses`')
      // Where the endpoint's name says nothing, the scope says that the call is for that service, which has no such call.
      await server.refused('NoSuchVersion', action, {}, { ...signed, host: '127.0.0.1:8600' })
    }
  })

  test('ok: groups, boundaries and sessions are handed over with it', async () => {
    const { GroupId } = await server.ok('CreateGroup', { GroupName: 'crew' })
    const PolicyDocument = JSON.stringify(allow('ses:GetEmailIdentity'))
    const { PolicyId } = await server.ok('CreatePolicy', { PolicyName: 'bound', PolicyDocument })
    const bob = await server.user('bob')
    await server.ok('AddUserToGroup', { Info: [{ GroupId, Uin: bob.uin }] })
    await server.ok('AttachGroupPolicy', { PolicyId, AttachGroupId: GroupId })
    await server.ok('PutUserPermissionsBoundary', { TargetUin: bob.uin, PolicyId })
    expect(await get(bob)).toMatchObject({
      Policies: [{ PolicyName: 'bound', GroupId, GroupName: 'crew' }],
      Boundary: { PolicyName: 'bound', Document: PolicyDocument },
    })
    const Policy = JSON.stringify(allow('ses:*', 'qcs::ses:::senderdomain/a.example'))
    const parameters = { Name: 'visit', Policy: encodeURIComponent(Policy), DurationSeconds: 1800 }
    const made = await server.ok('GetFederationToken', parameters, { as: server.root })
    const { TmpSecretId, TmpSecretKey, Token } = made['Credentials'] as Record<string, string>
    const visitor = { ...server.root, secretId: `${TmpSecretId}`, secretKey: `${TmpSecretKey}`, token: `${Token}` }
    const answer = await get(visitor)
    expect(answer).toMatchObject({
      ExpireTime: server.clock() - (server.clock() % 1000) + 1_800_000,
      Caller: { Kind: 'root', SessionKind: 'federation', SessionName: 'visit' },
      SessionPolicy: { Document: expect.stringContaining('senderdomain') },
    })
    expect(verifies(answer['SigningKey'], visitor)).toBe(true)
    await refused('ResourceNotFound.SecretNotExist', { CallerSecretId: TmpSecretId })
    await refused('ResourceNotFound.SecretNotExist', { CallerSecretId: TmpSecretId, CallerToken: 'x' })
  })

  test('ok: asking counts as a use of the key', async () => {
    const eve = await server.user('eve')
    await get(eve)
    const used = await server.ok('GetSecurityLastUsed', { SecretIdList: [eve.secretId] })
    expect(used).toMatchObject({ SecretIdLastUsedRows: [{ LastUsedDate: '2026-01-02' }] })
  })

  test('ResourceNotFound.SecretNotExist: no key, one that is off, one with a token, one of another account', async () => {
    const code = 'ResourceNotFound.SecretNotExist'
    await refused(code, { CallerSecretId: 'AKIDnobody' })
    await refused(code, { CallerToken: 'x' })
    const stranger = await server.account('stranger')
    await refused(code, { CallerSecretId: stranger.secretId })
    await server.ok('UpdateAccessKey', { AccessKeyId: ann.secretId, Status: 'Inactive', TargetUin: ann.uin })
    await refused(code, {})
    await server.ok('UpdateAccessKey', { AccessKeyId: ann.secretId, Status: 'Active', TargetUin: ann.uin })
    await get(ann)
  })

  test('InvalidParameter.ParamError: another day, a product without a catalog or of our own', async () => {
    const code = 'InvalidParameter.ParamError'
    for (const other of ['2026-01-01', '2026-01-03', 'today']) await refused(code, { Day: other })
    for (const Service of ['todo', 'cam', 'sts', 'tag', 'Ses']) await refused(code, { Service }, server.root)
    const late = await openHarness()
    late.clock.set(Date.UTC(2026, 0, 2, 23, 56))
    const { secretId } = late.root
    for (const day of ['2026-01-02', '2026-01-03']) {
      await late.ok('GetGuardCaller', { Service: 'ses', CallerSecretId: secretId, Day: day })
    }
    await late.close()
  })

  test('denied: to a guard of another product, and to whoever may only ask', async () => {
    const code = 'AuthFailure.UnauthorizedOperation'
    await refused(code, { Service: 'ccc' })
    const asker = await server.user('asker', allow(['cam:CheckAccess', 'cam:AuthorizeRequest']))
    await refused(code, {}, asker)
  })
})
