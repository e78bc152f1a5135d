import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, deny, type Harness, type Identity, openHarness, startMs } from '../harness.ts'
import {
  bindDevice,
  makeTestRole,
  rootOf,
  secondFactor,
  type TestRole,
  trusting,
  userOf as userArn,
} from '../sessions.ts'

let server: Harness
let role: TestRole
let allowed: Identity

const session = (parameters: object = {}) => ({ RoleArn: role.arn, RoleSessionName: 'test', ...parameters })
const hour = 3600

beforeAll(async () => {
  server = await openHarness()
  role = await makeTestRole(server, 'reader', [allow(['cam:ListGroups', 'cam:GetUser'])])
  allowed = await server.user('allowed', allow('sts:AssumeRole', role.arn))
})
afterAll(() => server.close())

describe('the answer', () => {
  test('is a credential of the documented form that ends after two hours', async () => {
    const answer = await server.ok('AssumeRole', session())
    expect(answer).toEqual({
      Credentials: {
        TmpSecretId: expect.stringMatching(/^AKID[\w-]{60}$/),
        TmpSecretKey: expect.stringMatching(/^[\w-]{43}$/),
        Token: expect.stringMatching(/^[\w.-]{1,4096}$/),
      },
      ExpiredTime: Math.floor(startMs / 1000) + 7200,
      Expiration: '2026-01-02T05:04:05Z',
    })
  })

  test("acts with the role's rights and with none of who asked", async () => {
    const user = await server.user('groups-maker', allow('cam:CreateGroup'), allow('sts:AssumeRole', role.arn))
    const as = await server.assume(role.arn, {}, { as: user })
    await server.ok('ListGroups', {}, { as })
    await server.ok('CreateGroup', { GroupName: 'by-the-user' }, { as: user })
    await server.refused('AuthFailure.UnauthorizedOperation', 'CreateGroup', { GroupName: 'by-the-role' }, { as })
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as: await server.assume(role.arn) })
  })

  test('is another one for every call', async () => {
    const [one, other] = [await server.assume(role.arn), await server.assume(role.arn)]
    expect(one.secretId).not.toBe(other.secretId)
    expect(one.secretKey).not.toBe(other.secretKey)
    expect(one.token).not.toBe(other.token)
  })
})

describe('the name of the role', () => {
  test('ok: by name in any case, and by id', async () => {
    for (const name of ['roleName/reader', 'roleName/READER', `role/${role.roleId}`]) {
      await server.assume(`qcs::cam::uin/${server.root.account}:${name}`, {}, { as: allowed })
    }
  })

  test('the forms of products are for the roles of products', async () => {
    const { account } = server.root
    const roleId = await server.world.store.transaction(async (writes) => {
      const id = await writes.ids.nextRole()
      await writes.roles.insert(account, {
        roleId: id,
        name: 'Shop_QCSRole',
        type: 'system',
        trust: JSON.stringify(trusting(rootOf(account))),
        description: '',
        consoleLogin: false,
        sessionDuration: 0,
        services: [],
        createdMs: server.clock(),
      })
      return id
    })
    const forms = [`role/tencentcloudServiceRoleName/Shop_QCSRole`, `role/tencentcloudServiceRole/${roleId}`]
    for (const form of [...forms, 'roleName/Shop_QCSRole', `role/${roleId}`]) {
      await server.assume(`qcs::cam::uin/${account}:${form}`)
    }
    for (const form of ['role/tencentcloudServiceRoleName/reader', `role/tencentcloudServiceRole/${role.roleId}`]) {
      const asked = session({ RoleArn: `qcs::cam::uin/${account}:${form}` })
      await server.refused('ResourceNotFound.RoleNotFound', 'AssumeRole', asked)
    }
  })

  test.each([
    'reader',
    'qcs::cam::uin/1:role',
    'qcs::cam::uin/:roleName/reader',
    'qcs::cam:gz:uin/1:roleName/reader',
    'qcs::sts::uin/1:roleName/reader',
    'qcs::cam::uin/1:uin/1',
    'qcs::cam::uin/1:roleName/a b',
    'qcs::cam::uin/1:roleName/*',
  ])('malformed: %s', async (RoleArn) => {
    await server.refused('InvalidParameter.ResouceError', 'AssumeRole', session({ RoleArn }))
  })

  test('unknown: a role that is not there, an account that is not there', async () => {
    const { account } = server.root
    for (const last of ['roleName/nobody', 'role/4611686018427999999', 'roleName/__proto__']) {
      const asked = session({ RoleArn: `qcs::cam::uin/${account}:${last}` })
      await server.refused('ResourceNotFound.RoleNotFound', 'AssumeRole', asked)
    }
    const elsewhere = session({ RoleArn: 'qcs::cam::uin/999999999999:roleName/reader' })
    await server.refused('InvalidParameter.AccountNotAvaliable', 'AssumeRole', elsewhere)
  })
})

describe('permission', () => {
  const refusedAs = (as: Identity, RoleArn = role.arn) =>
    server.refused('AuthFailure.UnauthorizedOperation', 'AssumeRole', session({ RoleArn }), { as })

  test('denied: a user of a trusted account without the right', async () => {
    const message = await refusedAs(await server.user('without'))
    expect(message).toContain(`(sts:AssumeRole)\nresource (${role.arn})`)
    await refusedAs(await server.user('other-role', allow('sts:AssumeRole', role.arn.replace('reader', 'other'))))
  })

  test('denied: a user whom the trust policy names, without the right', async () => {
    const named = await server.user('named')
    const own = await makeTestRole(server, 'for-named', [], { trust: trusting(userArn(named)) })
    await refusedAs(named, own.arn)
    const sibling = await server.user('sibling', allow('sts:*'))
    const asked = session({ RoleArn: own.arn })
    await server.refused('UnauthorizedOperation', 'AssumeRole', asked, { as: sibling })
  })

  test('ok: granted on either name of the role', async () => {
    const byId = `qcs::cam::uin/${server.root.account}:role/${role.roleId}`
    const holder = await server.user('by-id', allow('name/sts:AssumeRole', byId))
    for (const arn of [role.arn, byId]) await server.assume(arn, {}, { as: holder })
  })

  test('denied: by one name although allowed by the other', async () => {
    const byId = `qcs::cam::uin/${server.root.account}:role/${role.roleId}`
    for (const [index, arn] of [role.arn, byId].entries()) {
      const holder = await server.user(`denied-${index}`, allow('sts:*'), deny('sts:AssumeRole', arn))
      for (const asked of [role.arn, role.arn.replace('reader', 'READER'), byId]) await refusedAs(holder, asked)
    }
  })

  test('a boundary of the user counts', async () => {
    const bounded = await server.user('bounded', allow('sts:AssumeRole', role.arn))
    const document = JSON.stringify(allow('cam:*'))
    const { PolicyId } = await server.ok('CreatePolicy', { PolicyName: 'cam-only', PolicyDocument: document })
    await server.assume(role.arn, {}, { as: bounded })
    await server.ok('PutUserPermissionsBoundary', { TargetUin: bounded.uin, PolicyId })
    await refusedAs(bounded)
  })

  test('refused: even to root, by a trust policy that does not name it', async () => {
    const closed = await makeTestRole(server, 'closed', [], { trust: trusting(userArn(allowed)) })
    await server.refused('UnauthorizedOperation', 'AssumeRole', session({ RoleArn: closed.arn }))
  })
})

describe('another account', () => {
  let theirs: Identity
  let shared: TestRole
  beforeAll(async () => {
    theirs = await server.account('theirs')
    shared = await makeTestRole(server, 'shared', [allow('cam:ListGroups')], {
      trust: trusting(rootOf(theirs.account)),
    })
  })

  /** A user of theirs with these documents. */
  async function theirUser(name: string, ...documents: readonly object[]): Promise<Identity> {
    const made = await server.ok('AddUser', { Name: name, UseApi: 1 }, { as: theirs })
    const [uin, uid] = [Number(made['Uin']), Number(made['Uid'])]
    for (const [index, document] of documents.entries()) {
      const policy = { PolicyName: `${name}-${index}`, PolicyDocument: JSON.stringify(document) }
      const { PolicyId } = await server.ok('CreatePolicy', policy, { as: theirs })
      await server.ok('AttachUserPolicy', { PolicyId, AttachUin: uin }, { as: theirs })
    }
    return { ...theirs, uin, uid, name, secretId: String(made['SecretId']), secretKey: String(made['SecretKey']) }
  }

  test('ok: its root, and its users that have the right', async () => {
    const given = { RoleArn: shared.arn }
    const byRoot = await server.assume(shared.arn, {}, { as: theirs })
    const holder = await theirUser('holder', allow('sts:AssumeRole', shared.arn))
    const byUser = await server.assume(shared.arn, {}, { as: holder })
    for (const as of [byRoot, byUser]) {
      await server.ok('ListGroups', {}, { as })
      await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as })
      const { AccountId, PrincipalId } = await server.ok('GetCallerIdentity', {}, { as })
      expect(AccountId).toBe(String(server.root.account))
      expect([String(theirs.uin), String(holder.uin)]).toContain(PrincipalId)
    }
    const without = await theirUser('without')
    await server.refused('AuthFailure.UnauthorizedOperation', 'AssumeRole', session(given), { as: without })
  })

  test('does not learn which roles there are', async () => {
    const unknown = session({ RoleArn: shared.arn.replace('shared', 'nothing') })
    const untrusted = session()
    const messages = [
      await server.refused('UnauthorizedOperation', 'AssumeRole', unknown, { as: theirs }),
      await server.refused('UnauthorizedOperation', 'AssumeRole', untrusted, { as: theirs }),
    ]
    expect(messages[0]?.replace('nothing', 'x')).toBe(messages[1]?.replace('reader', 'x'))
  })

  test('does not learn it from what its own policies say of a role by another name', async () => {
    const { account } = server.root
    const closed = await makeTestRole(server, 'closed-to-them', [allow('*')])
    const byId = `qcs::cam::uin/${account}:role/${closed.roleId}`
    const denied = await theirUser('denied-one', allow('sts:*'), deny('sts:AssumeRole', closed.arn))
    const permitted = await theirUser('permitted-one', allow('sts:AssumeRole', byId))
    const answer = async (as: Identity, RoleArn: string) =>
      (await server.call('AssumeRole', session({ RoleArn }), { as })).Error?.Code
    // By a name that is written otherwise, the policies' own words do not match: as of a role that is not there.
    expect(await answer(denied, closed.arn.replace('closed', 'CLOSED'))).toBe('UnauthorizedOperation')
    expect(await answer(denied, byId)).toBe('UnauthorizedOperation')
    expect(await answer(permitted, closed.arn)).toBe('AuthFailure.UnauthorizedOperation')
    // Of a role that trusts them both names count.
    const deniedShared = await theirUser('denied-shared', allow('sts:*'), deny('sts:AssumeRole', shared.arn))
    const sharedId = `qcs::cam::uin/${account}:role/${shared.roleId}`
    for (const arn of [shared.arn, sharedId, shared.arn.replace('shared', 'SHARED')]) {
      expect(await answer(deniedShared, arn)).toBe('AuthFailure.UnauthorizedOperation')
    }
    const permittedShared = await theirUser('permitted-shared', allow('sts:AssumeRole', sharedId))
    expect(await answer(permittedShared, shared.arn)).toBeUndefined()
  })

  test('does not learn it, nor the number of the account, from what else is wrong with the call', async () => {
    const brief = await makeTestRole(server, 'brief-to-them', [], { parameters: { SessionDuration: 3600 } })
    const Policy = JSON.stringify(allow('cos:*', 'qcs::cos::uid/1:bucket/*'))
    for (const given of [{ DurationSeconds: 43_200 }, { Policy }]) {
      const messages: string[] = []
      for (const name of ['brief-to-them', 'not-there']) {
        const asked = session({ RoleArn: brief.arn.replace('brief-to-them', name), ...given })
        messages.push(await server.refused('UnauthorizedOperation', 'AssumeRole', asked, { as: theirs }))
      }
      expect(messages[0]?.replace('brief-to-them', 'not-there')).toBe(messages[1])
    }
    const asked = session({ RoleArn: shared.arn, Policy })
    await server.refused('InvalidParameter.GrantOtherResource', 'AssumeRole', asked, { as: theirs })
  })

  test('both accounts have the event', async () => {
    const { RequestId } = await server.call('AssumeRole', session({ RoleArn: shared.arn }), { as: theirs })
    for (const as of [server.root, theirs]) {
      const { Events } = await server.ok('DescribeAuditEvents', { Limit: 1 }, { as })
      expect(Events).toMatchObject([{ RequestId, Action: 'AssumeRole', Uin: theirs.uin, Product: 'sts' }])
    }
  })
})

describe('conditions of the trust policy', () => {
  const conditional = (name: string, condition: object) =>
    makeTestRole(server, name, [], { trust: trusting(rootOf(server.root.account), condition) })

  test('ExternalId must be the one asked for, in its case', async () => {
    const guarded = await conditional('guarded', { string_equal: { 'sts:external_id': 'Secret-1' } })
    await server.assume(guarded.arn, { ExternalId: 'Secret-1' })
    for (const given of [{}, { ExternalId: 'secret-1' }, { ExternalId: 'Secret-2' }]) {
      await server.refused('UnauthorizedOperation', 'AssumeRole', session({ RoleArn: guarded.arn, ...given }))
    }
    for (const ExternalId of ['a', 'a b', 'x'.repeat(129)]) {
      await server.refused('InvalidParameter.ParamError', 'AssumeRole', session({ ExternalId }))
    }
  })

  test('address and name of the session', async () => {
    const near = await conditional('near', { ip_equal: { 'qcs:ip': '10.0.0.0/8' } })
    await server.assume(near.arn, {}, { from: '10.1.2.3' })
    await server.refused('UnauthorizedOperation', 'AssumeRole', session({ RoleArn: near.arn }))
    const named = await conditional('named-session', { string_equal: { 'sts:role_session_name': 'deploy' } })
    await server.assume(named.arn, { RoleSessionName: 'deploy' })
    await server.refused('UnauthorizedOperation', 'AssumeRole', session({ RoleArn: named.arn }))
  })

  test('a second factor, by code or by the session of who asks', async () => {
    const strict = await conditional('strict', { bool_equal: { 'qcs:mfa': 'true' } })
    const device = await bindDevice(server, server.root)
    await server.refused('UnauthorizedOperation', 'AssumeRole', session({ RoleArn: strict.arn }))
    await server.assume(strict.arn, { SerialNumber: device.serial, TokenCode: device.code(-1) })
    const as = await secondFactor(server, server.root, device)
    await server.assume(strict.arn, {}, { as })
  })
})

describe('the second factor', () => {
  test('is refused wrong, used, foreign, without device or of another kind', async () => {
    const device = await bindDevice(server, allowed)
    const { serial: SerialNumber } = device
    const TokenCode = device.code()
    const wrong = TokenCode === '000000' ? '000001' : '000000'
    const as = { as: allowed }
    const refused = (code: string, given: object) => server.refused(code, 'AssumeRole', session(given), as)
    await refused('FailedOperation.CheckMFAError', { SerialNumber, TokenCode: wrong })
    await server.ok('AssumeRole', session({ SerialNumber, TokenCode }), as)
    await refused('FailedOperation.CheckMFAError', { SerialNumber, TokenCode })
    await refused('FailedOperation.CheckMFAError', { SerialNumber, TokenCode: device.code(-1) })
    await refused('FailedOperation.CheckMFAError', { SerialNumber, TokenCode: device.code(2) })
    const foreign = 'qcs::cam:uin/1::mfa/softToken'
    await refused('FailedOperation.CheckMFAError', { SerialNumber: foreign, TokenCode: device.code(1) })
    const hardware = SerialNumber.replace('softToken', 'hardToken')
    await refused('FailedOperation.MFATypeNotSupported', { SerialNumber: hardware, TokenCode: device.code(1) })
    await refused('InvalidParameter.ParamError', { SerialNumber })
    await refused('InvalidParameter.ParamError', { TokenCode: device.code(1) })
    await refused('InvalidParameter.ParamError', { SerialNumber: 'softToken', TokenCode: device.code(1) })
    await refused('InvalidParameter.ParamError', { SerialNumber, TokenCode: '12345' })
    await server.ok('AssumeRole', session({ SerialNumber, TokenCode: device.code(1) }), as)
    const bare = await server.user('no-device', allow('sts:*'))
    const asked = session({ SerialNumber, TokenCode: '123456' })
    await server.refused('FailedOperation.CheckMFAError', 'AssumeRole', asked, { as: bare })
  })

  test('is known to policies of the session', async () => {
    const mfaOnly = {
      ...allow('cam:ListGroups'),
      statement: [
        { effect: 'allow', action: 'cam:ListGroups', resource: '*', condition: { bool_equal: { 'qcs:mfa': 'true' } } },
      ],
    }
    const careful = await makeTestRole(server, 'careful', [mfaOnly])
    const device = await bindDevice(server, server.root)
    const without = await server.assume(careful.arn)
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListGroups', {}, { as: without })
    const given = { SerialNumber: device.serial, TokenCode: device.code() }
    await server.ok('ListGroups', {}, { as: await server.assume(careful.arn, given) })
  })
})

describe('how long', () => {
  const ends = async (parameters: object) => {
    const { ExpiredTime } = await server.ok('AssumeRole', session(parameters))
    return Number(ExpiredTime) - Math.floor(startMs / 1000)
  }

  test('as asked, up to twelve hours', async () => {
    expect(await ends({ DurationSeconds: 1 })).toBe(1)
    expect(await ends({ DurationSeconds: 12 * hour })).toBe(12 * hour)
    const over = session({ DurationSeconds: 12 * hour + 1 })
    expect(await server.refused('InvalidParameter.OverTimeError', 'AssumeRole', over)).toContain('43200')
    for (const DurationSeconds of [0, -1]) {
      await server.refused('InvalidParameter.ParamError', 'AssumeRole', session({ DurationSeconds }))
    }
  })

  test('no longer than the role allows', async () => {
    const brief = await makeTestRole(server, 'brief', [], { parameters: { SessionDuration: hour } })
    expect(await ends({ RoleArn: brief.arn })).toBe(hour)
    expect(await ends({ RoleArn: brief.arn, DurationSeconds: hour })).toBe(hour)
    const over = session({ RoleArn: brief.arn, DurationSeconds: hour + 1 })
    await server.refused('InvalidParameter.OverTimeError', 'AssumeRole', over)
  })
})

describe('the session policy', () => {
  const limited = (Policy: string) => server.assume(role.arn, { Policy })
  const text = (document: object) => JSON.stringify(document)

  test('ok: plain, encoded, and encoded as forms are', async () => {
    const document = text(allow('cam:ListGroups')).replaceAll(':', ': ')
    const spaced = encodeURIComponent(document).replaceAll('%20', '+')
    for (const policy of [document, encodeURIComponent(document), spaced]) {
      const as = await limited(policy)
      await server.ok('ListGroups', {}, { as })
      await server.refused('AuthFailure.UnauthorizedOperation', 'GetUser', { Name: 'allowed' }, { as })
    }
  })

  test('takes away and never gives', async () => {
    const wide = await limited(text(allow('*')))
    await server.ok('GetUser', { Name: 'allowed' }, { as: wide })
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as: wide })
    const denying = { version: '2.0', statement: [...statementsOf(allow('*')), ...statementsOf(deny('cam:GetUser'))] }
    const as = await limited(text(denying))
    await server.ok('ListGroups', {}, { as })
    await server.refused('AuthFailure.UnauthorizedOperation', 'GetUser', { Name: 'allowed' }, { as })
  })

  const statementsOf = (document: object) => (document as { statement: object[] }).statement
  const of = (resource: string) => text(allow('cos:*', resource))
  const cases = (): readonly (readonly [string, string])[] => [
    ['InvalidParameter.StrategyFormatError', '{'],
    ['InvalidParameter.StrategyFormatError', 'nonsense'],
    ['InvalidParameter.StrategyFormatError', '%'],
    ['InvalidParameter.StrategyFormatError', ''],
    ['InvalidParameter.StrategyFormatError', '[]'],
    ['InvalidParameter.StrategyFormatError', '{"version":"1.0","statement":[]}'],
    ['InvalidParameter.StrategyFormatError', '{"version":"2.0"}'],
    [
      'InvalidParameter.StrategyFormatError',
      text({ version: '2.0', statement: [{ effect: 'perhaps', action: '*', resource: '*' }] }),
    ],
    [
      'InvalidParameter.StrategyFormatError',
      text({
        version: '2.0',
        statement: [{ effect: 'allow', action: '*', resource: '*', principal: { qcs: [rootOf(server.root.account)] } }],
      }),
    ],
    ['InvalidParameter.StrategyInvalid', text(allow('cam:NoSuchAction'))],
    [
      'InvalidParameter.StrategyInvalid',
      text({
        version: '2.0',
        statement: [{ effect: 'allow', action: '*', resource: '*', condition: { bool_equal: { 'cos:b': 'maybe' } } }],
      }),
    ],
    ['InvalidParameter.ResouceError', of('nonsense')],
    ['InvalidParameter.ResouceError', of('qcs::cos:no where!:uid/1:bucket/*')],
    ['InvalidParameter.ResouceError', of('qcs::cos::uid/x:bucket/*')],
    ['InvalidParameter.GrantOtherResource', of('qcs::cos::uid/1:bucket/*')],
    ['InvalidParameter.GrantOtherResource', of('qcs::cam::uin/999999999999:uin/1')],
    [
      'InvalidParameter.PolicyTooLong',
      text(allow(Array.from({ length: 500 }, (_, index) => `cos:Get${index}Something`))),
    ],
  ]
  test('refused, each fault under its code', async () => {
    for (const [code, Policy] of cases()) {
      expect((await server.call('AssumeRole', session({ Policy }))).Error?.Code, Policy.slice(0, 200)).toBe(code)
      const encoded = session({ Policy: encodeURIComponent(Policy) })
      expect((await server.call('AssumeRole', encoded)).Error?.Code, Policy.slice(0, 200)).toBe(code)
    }
  })

  test('ok: resources of the own account by uin, AppId and without owner', async () => {
    const appId = (await server.ok('GetUserAppId'))['AppId']
    for (const owner of [`uid/${appId}`, `uin/${server.root.account}`, '']) {
      await limited(of(`qcs::cos:ap-guangzhou:${owner}:bucket-${appId}/*`))
    }
  })
})

describe('what the session says of itself', () => {
  test('tags: known to policies under a name of their own', async () => {
    const condition = { string_equal: { 'sts:session_tag/team': 'red' } }
    const statement = [{ effect: 'allow', action: 'cam:ListGroups', resource: '*', condition }]
    const tagged = await makeTestRole(server, 'tagged', [{ version: '2.0', statement }])
    const withTag = (Value: string) => server.assume(tagged.arn, { Tags: [{ Key: 'team', Value }] })
    await server.ok('ListGroups', {}, { as: await withTag('red') })
    for (const as of [await withTag('blue'), await server.assume(tagged.arn)]) {
      await server.refused('AuthFailure.UnauthorizedOperation', 'ListGroups', {}, { as })
    }
    const twice = session({
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'a', Value: '2' },
      ],
    })
    await server.refused('InvalidParameter.ParamError', 'AssumeRole', twice)
    await server.ok(
      'AssumeRole',
      session({
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'A', Value: '' },
        ],
      }),
    )
  })

  test('source identity: who asked, and nobody else', async () => {
    const SourceIdentity = String(allowed.uin)
    await server.ok('AssumeRole', session({ SourceIdentity }), { as: allowed })
    await server.refused('InvalidParameter.ParamError', 'AssumeRole', session({ SourceIdentity }))
    await server.refused('InvalidParameter.ParamError', 'AssumeRole', session({ SourceIdentity: 'me' }))
  })
})

describe('a chain of roles', () => {
  let first: TestRole
  let second: TestRole
  beforeAll(async () => {
    const { account } = server.root
    const secondArn = `qcs::cam::uin/${account}:roleName/second`
    first = await makeTestRole(server, 'first', [allow('sts:AssumeRole', secondArn), allow('cam:ListGroups')])
    const only = `qcs::cam::uin/${account}:roleName/first`
    second = await makeTestRole(server, 'second', [allow('cam:ListUsers')], { trust: trusting(only) })
  })

  test("ok: with the next role's rights, and still of who began it", async () => {
    const beginner = await server.user('beginner', allow('sts:AssumeRole', first.arn))
    const SourceIdentity = String(beginner.uin)
    const one = await server.assume(first.arn, { SourceIdentity }, { as: beginner })
    const two = await server.assume(second.arn, {}, { as: one })
    await server.ok('ListUsers', {}, { as: two })
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListGroups', {}, { as: two })
    const identity = await server.ok('GetCallerIdentity', {}, { as: two })
    expect(identity).toMatchObject({ PrincipalId: String(beginner.uin), UserId: `${second.roleId}:test` })
    const forged = { RoleArn: second.arn, RoleSessionName: 'test', SourceIdentity: String(server.root.uin) }
    await server.refused('InvalidParameter.ParamError', 'AssumeRole', forged, { as: one })
  })

  test('refused: for roles that the role may not use, and for who is not the role', async () => {
    const one = await server.assume(first.arn)
    await server.refused('AuthFailure.UnauthorizedOperation', 'AssumeRole', session(), { as: one })
    await server.refused('UnauthorizedOperation', 'AssumeRole', session({ RoleArn: second.arn }))
  })

  test('the session policy limits the next step too', async () => {
    const narrow = await server.assume(first.arn, { Policy: JSON.stringify(allow('cam:ListGroups')) })
    const asked = session({ RoleArn: second.arn })
    await server.refused('AuthFailure.UnauthorizedOperation', 'AssumeRole', asked, { as: narrow })
  })
})
