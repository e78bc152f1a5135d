import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store, Writes } from '../../../src/store/store.ts'
import { metadataOf } from '../../federation/metadata.ts'
import {
  type AssertionGiven,
  at,
  base64,
  confirmationXml,
  ourRecipient,
  roleAttribute,
  sessionDurationAttribute,
  sessionNameAttribute,
} from '../../federation/saml-idp.ts'
import { allow, type Harness, openHarness, sessionIdentity } from '../harness.ts'
import {
  assertionOf,
  federate,
  idp,
  newIdp,
  openRole,
  roleArn,
  samlArn,
  samlCall,
  trustOf,
  unsigned,
} from './federation.ts'

const action = 'AssumeRoleWithSAML'
let server: Harness
let role: string
let account: number
/** What happens right before the next transaction. */
let before: ((writes: Writes) => Promise<unknown>) | undefined

beforeAll(async () => {
  const wrap = (store: Store): Store => ({
    ...store,
    async transaction(work) {
      const first = before
      before = undefined
      if (first !== undefined) await store.transaction(first)
      return store.transaction(work)
    },
  })
  server = await openHarness({ wrap })
  role = (await federate(server)).samlRole
  account = server.root.account
})
afterAll(() => server.close())

type Given = Parameters<typeof samlCall>[2]
const attributes = (...more: NonNullable<AssertionGiven['attributes']>) => ({
  attributes: [
    [roleAttribute, `${role},${samlArn(account)}`] as const,
    [sessionNameAttribute, 'alice'] as const,
    ...more,
  ],
})
const ask = (given?: Given, change: object = {}, options = unsigned) =>
  server.ok(action, { ...samlCall(server, role, given), ...change }, options)
const refused = (code: string, given?: Given, change: object = {}) =>
  server.refused(code, action, { ...samlCall(server, role, given), ...change }, unsigned)
/** Seconds from now to the end of an answer's session. */
const lasts = (answer: object) =>
  Number((answer as { ExpiredTime: number }).ExpiredTime) - Math.floor(server.clock() / 1000)

describe('ok', () => {
  test('gives a session of the role that is nobody of the account', async () => {
    const answer = await ask()
    expect(lasts(answer)).toBe(7200)
    const as = sessionIdentity(answer, server.root)
    const { RoleInfo } = (await server.ok('GetRole', { RoleName: 'dev' })) as { RoleInfo: { RoleId: string } }
    expect(await server.ok('GetCallerIdentity', {}, { as })).toEqual({
      Type: 'CAMRole',
      Arn: `qcs::sts:${account}:assumed-role/${RoleInfo.RoleId}`,
      UserId: `${RoleInfo.RoleId}:alice@work`,
      PrincipalId: String(account),
      AccountId: String(account),
    })
    expect(await server.ok('GetUserAppId', {}, { as })).toMatchObject({
      Uin: String(account),
      OwnerUin: String(account),
    })
    await server.ok('ListUsers', {}, { as })
    await server.refused('AuthFailure.UnauthorizedOperation', 'CreateGroup', { GroupName: 'g' }, { as })
  })

  test('tells in the audit log of the account who came', async () => {
    const parameters = samlCall(server, role)
    await server.ok(action, parameters, { ...unsigned, from: '198.51.100.7' })
    const { Events } = await server.ok('DescribeAuditEvents', { ActionName: action, Limit: 1 })
    expect(Events).toMatchObject([
      {
        Uin: 0,
        Product: 'sts',
        SourceIp: '198.51.100.7',
        Session: {
          Kind: 'saml',
          Name: 'alice@work',
          SecretId: '',
          CallerAccount: account,
          SourceIdentity: 'saml-provider/corp/alice@example',
        },
      },
    ])
    const text = JSON.stringify(Events)
    expect(text).toContain(parameters.RoleArn)
    expect(text).not.toContain(parameters.SAMLAssertion.slice(0, 60))
  })

  test('what the session does is told as done by it', async () => {
    await openRole(server, server.root, 'writer', trustOf(samlArn(account), {}))
    await server.ok('AttachRolePolicy', { PolicyName: 'AdministratorAccess', AttachRoleName: 'writer' })
    const as = sessionIdentity(
      await server.ok(action, samlCall(server, roleArn(account, 'writer')), unsigned),
      server.root,
    )
    await server.ok('CreateGroup', { GroupName: 'made-by-alice' }, { as })
    const { Events } = await server.ok('DescribeAuditEvents', { ActionName: 'CreateGroup', Limit: 1 })
    const Session = { Kind: 'role', RoleName: 'writer', SourceIdentity: 'saml-provider/corp/alice@example' }
    expect(Events).toMatchObject([{ Uin: 0, Session }])
  })

  test.each(['tc3-get', 'v1-get', 'v1-form'] as const)('in the form %s', async (form) => {
    await ask({}, {}, { form, ...(form === 'tc3-get' && unsigned) })
  })

  test('whatever signature comes along, it is not looked at', async () => {
    await ask({}, {}, {})
    await ask({}, {}, { as: { ...server.root, secretKey: 'x'.repeat(32) } })
    await ask({}, {}, { as: { ...server.root, secretId: 'AKIDnobody', token: 'x' } })
  })

  test('the role by its id, the assertion by its name, and the other way round', async () => {
    const { RoleInfo } = (await server.ok('GetRole', { RoleName: 'dev' })) as { RoleInfo: { RoleId: string } }
    const byId = `qcs::cam::uin/${account}:role/${RoleInfo.RoleId}`
    await ask({}, { RoleArn: byId })
    await ask({
      assertion: {
        attributes: [
          [roleAttribute, `${byId},${samlArn(account)}`],
          [sessionNameAttribute, 'alice'],
        ],
      },
    })
  })

  test('one of several roles', async () => {
    const others = `${roleArn(account, 'a')};${role};${roleArn(account, 'b')},${samlArn(account)}`
    await ask({
      assertion: {
        attributes: [
          [roleAttribute, 'x,y', others],
          [sessionNameAttribute, 'alice'],
        ],
      },
    })
  })

  test('the assertion without its response', async () => {
    const xml = Buffer.from(samlCall(server, role).SAMLAssertion, 'base64').toString()
    const alone = /<saml:Assertion .*<\/saml:Assertion>/s.exec(xml)?.[0] ?? ''
    await ask({}, { SAMLAssertion: base64(alone) })
  })

  test('while the provider changes its key both count, afterwards the new one', async () => {
    const update = (...signers: (typeof idp)[]) =>
      server.ok('UpdateSAMLProvider', { Name: 'corp', SAMLMetadataDocument: base64(metadataOf(...signers)) })
    await refused('InvalidParameter.ParamError', { signer: newIdp })
    await update(idp, newIdp)
    await ask({ signer: newIdp })
    await ask()
    await update(newIdp)
    await ask({ signer: newIdp })
    await refused('InvalidParameter.ParamError')
    await update(idp)
  })
})

describe('how long', () => {
  const until = (seconds: number): AssertionGiven => ({
    authnStatement: `<saml:AuthnStatement AuthnInstant="${at(0, server.clock())}" SessionNotOnOrAfter="${at(seconds, server.clock())}"/>`,
  })
  test('as asked for, up to twelve hours', async () => {
    expect(lasts(await ask({}, { DurationSeconds: 43_200 }))).toBe(43_200)
    expect(await refused('InvalidParameter.OverTimeError', {}, { DurationSeconds: 43_201 })).toContain('43200')
  })
  test('never longer than the role lets', async () => {
    await openRole(server, server.root, 'short', trustOf(samlArn(account), {}), { SessionDuration: 900 })
    const short = roleArn(account, 'short')
    expect(lasts(await server.ok(action, samlCall(server, short), unsigned))).toBe(900)
    const parameters = { ...samlCall(server, short), DurationSeconds: 901 }
    expect(await server.refused('InvalidParameter.OverTimeError', action, parameters, unsigned)).toContain('900')
  })
  test('never longer than the assertion lets', async () => {
    const given = () => ({ assertion: attributes([sessionDurationAttribute, '600']) })
    expect(lasts(await ask(given()))).toBe(600)
    expect(lasts(await ask(given(), { DurationSeconds: 60 }))).toBe(60)
    await refused('InvalidParameter.OverTimeError', given(), { DurationSeconds: 601 })
  })
  test("never longer than the provider's own session", async () => {
    expect(lasts(await ask({ assertion: until(1200) }))).toBe(1200)
    await refused('InvalidParameter.OverTimeError', { assertion: until(1200) }, { DurationSeconds: 1201 })
    expect(lasts(await ask({ assertion: until(-30) }))).toBe(1)
  })
})

describe('once only', () => {
  test('the second use of an assertion is refused, whatever is asked with it', async () => {
    const parameters = samlCall(server, role)
    await server.ok(action, parameters, unsigned)
    const code = 'InvalidParameter.TempCodeNotAvaliable'
    await server.refused(code, action, parameters, unsigned)
    await server.refused(code, action, { ...parameters, RoleSessionName: 'bob' }, { ...unsigned, from: '10.0.0.9' })
    const lines = parameters.SAMLAssertion.replace(/.{60}/g, '$&\n')
    await server.refused(code, action, { ...parameters, SAMLAssertion: lines }, unsigned)
  })
  test('the same assertion in another response is the same assertion', async () => {
    const assertion = { id: '_same' }
    await ask({ assertion })
    await refused('InvalidParameter.TempCodeNotAvaliable', { assertion, response: { id: '_other' } })
  })
  test('of many uses at once one counts', async () => {
    const parameters = samlCall(server, role)
    const answers = await Promise.all(Array.from({ length: 8 }, () => server.call(action, parameters, unsigned)))
    expect(answers.filter(({ Error: refusal }) => refusal === undefined)).toHaveLength(1)
  })
  test('a use that was refused is none', async () => {
    const parameters = samlCall(server, role)
    await server.refused('InvalidParameter.OverTimeError', action, { ...parameters, DurationSeconds: 99_999 }, unsigned)
    await server.ok(action, parameters, unsigned)
  })
  test('another account may have an assertion of the same id', async () => {
    const other = await server.account('twin')
    const theirs = await federate(server, other)
    await ask({ assertion: { id: '_twin' } })
    await server.ok(action, samlCall(server, theirs.samlRole, { assertion: { id: '_twin' } }), unsigned)
  })
  test('what was used is forgotten when it is too old to be used anyway, not before', async () => {
    const parameters = samlCall(server, role)
    await server.ok(action, parameters, unsigned)
    server.clock.advance(359_000)
    await server.dispatcher.prune()
    await server.refused('InvalidParameter.TempCodeNotAvaliable', action, parameters, unsigned)
    server.clock.advance(2_000)
    await server.dispatcher.prune()
    expect(await server.refused('InvalidParameter.ParamError', action, parameters, unsigned)).toContain('expired')
  })
})

describe('not accepted', () => {
  test.each<[string, Given]>([
    ['signature', { signer: newIdp }],
    ['audience', { assertion: { audience: 'https://other.example' } }],
    ['recipient', { assertion: { recipient: 'https://other.example' } }],
    ['destination', { response: { destination: 'https://other.example' } }],
    ['in-response-to', { response: { inResponseTo: '_r' } }],
    ['issuer', { assertion: { issuer: 'https://other.example' } }],
    ['session-name', { assertion: { attributes: [] } }],
    ['session-name', { assertion: { attributes: [[sessionNameAttribute, 'x'.repeat(33)]] } }],
    ['attributes', { assertion: { attributes: [[sessionNameAttribute, 'alice', 'bob']] } }],
  ])('for its %s', async (reason, given) => {
    expect(await refused('InvalidParameter.ParamError', given)).toBe(
      `Invalid parameter: \`SAMLAssertion\` is not accepted (${reason})`,
    )
  })
  test('for its age', async () => {
    const old = samlCall(server, role)
    server.clock.advance(361_000)
    expect(await server.refused('InvalidParameter.ParamError', action, old, unsigned)).toContain('expired')
  })
  test('nothing that could be an assertion', async () => {
    for (const SAMLAssertion of ['', 'x', base64('<a/>')])
      await refused('InvalidParameter.ParamError', {}, { SAMLAssertion })
  })
})

describe('refused', () => {
  test('names that are none', async () => {
    const code = 'InvalidParameter.ResouceError'
    await refused(code, {}, { RoleArn: `qcs::cam::uni/${account}:roleName/dev` })
    await refused(code, {}, { PrincipalArn: `qcs::cam::uin/${account}:oidc-provider/builds` })
    await refused('InvalidParameter.ParamError', {}, { RoleSessionName: 'a b' })
    await refused('InvalidParameter.ParamError', {}, { DurationSeconds: 0 })
  })
  test('a provider of another account', async () => {
    const other = await server.account('stranger')
    await federate(server, other)
    await refused('InvalidParameter.GrantOtherResource', {}, { PrincipalArn: samlArn(other.account) })
    // Its provider may name roles of ours; nobody believes it.
    const SAMLAssertion = assertionOf(server, [`${role},${samlArn(other.account)}`])
    await refused('UnauthorizedOperation', {}, { SAMLAssertion })
  })
  test('an account or a provider that is not there, in the same words', async () => {
    const missing = await refused(
      'InvalidParameter.AccountNotAvaliable',
      {},
      { PrincipalArn: samlArn(account, 'none') },
    )
    const nobody = samlCall(server, roleArn(999_999_999_999, 'dev'))
    const absent = await server.refused('InvalidParameter.AccountNotAvaliable', action, nobody, unsigned)
    expect(absent.replace('999999999999', String(account))).toBe(missing)
    await refused('InvalidParameter.AccountNotAvaliable', {}, { PrincipalArn: samlArn(account, 'builds') })
  })
  test('a role that the assertion does not name, or not with the provider', async () => {
    await openRole(server, server.root, 'other', trustOf(samlArn(account), {}))
    await refused('UnauthorizedOperation', {}, { RoleArn: roleArn(account, 'other') })
    const pairs = [`${role},${samlArn(account, 'x')}`, role, `${samlArn(account)},${role}`, '']
    for (const pair of pairs) {
      await refused('UnauthorizedOperation', {}, { SAMLAssertion: assertionOf(server, [pair]) })
    }
  })
  test('a role that is not there', async () => {
    const gone = samlCall(server, roleArn(account, 'gone'))
    await server.refused('ResourceNotFound.RoleNotFound', action, gone, unsigned)
  })
  test('a role whose trust has nothing for the provider', async () => {
    const account1 = { qcs: [`qcs::cam::uin/${account}:root`] }
    const statement = [{ effect: 'allow', action: 'name/sts:AssumeRole', principal: account1 }]
    await openRole(server, server.root, 'inner', JSON.stringify({ version: '2.0', statement }))
    await server.refused('UnauthorizedOperation', action, samlCall(server, roleArn(account, 'inner')), unsigned)
  })
  test('a key or a session gains nothing by the call', async () => {
    const user = await server.user('insider', allow('*'))
    await server.refused('UnauthorizedOperation', action, samlCall(server, roleArn(account, 'inner')), { as: user })
  })
})

describe('conditions of the trust policy', () => {
  let made = 0
  /** Whether somebody comes in where the trust asks for this. */
  async function comesIn(condition: object, given: Given = {}): Promise<boolean> {
    made += 1
    await openRole(server, server.root, `asks-${made}`, trustOf(samlArn(account), condition))
    const answer = await server.call(action, samlCall(server, roleArn(account, `asks-${made}`), given), unsigned)
    expect([undefined, 'UnauthorizedOperation']).toContain(answer.Error?.Code)
    return answer.Error === undefined
  }
  const persistent = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'
  test.each<[string, object, boolean]>([
    ['the recipient', { string_equal: { 'saml:aud': ourRecipient } }, true],
    ['another recipient', { string_equal: { 'saml:aud': 'https://cloud.tencent.com/login/saml' } }, false],
    ['the audience, which it is not', { string_equal: { 'saml:aud': 'https://cam.example' } }, false],
    ['the issuer', { string_equal: { 'saml:iss': 'https://idp.example/saml/metadata' } }, true],
    ['another issuer', { string_equal: { 'saml:iss': 'https://idp.example' } }, false],
    ['the name', { string_equal: { 'saml:sub': ['bob', 'alice@example'] } }, true],
    ['another name', { string_equal: { 'saml:sub': 'bob' } }, false],
    ['the form of the name', { string_equal: { 'saml:sub_type': persistent } }, true],
    ['another form of the name', { string_equal: { 'saml:sub_type': 'transient' } }, false],
    ['the name of the session', { string_equal: { 'sts:role_session_name': 'alice@work' } }, true],
    ['an address', { ip_equal: { 'qcs:ip': '127.0.0.0/8' } }, true],
    ['another address', { ip_equal: { 'qcs:ip': '10.0.0.0/8' } }, false],
    ['what only tokens say', { string_equal: { 'oidc:sub': 'alice@example' } }, false],
    ['an account number', { string_equal_if_exist: { 'qcs:uin': '1' } }, true],
    ['an owner', { string_equal: { 'qcs:owner_uin': '1' } }, false],
    ['a second factor', { bool_equal: { 'qcs:mfa': 'true' } }, false],
  ])('%s', async (_, condition, expected) => {
    expect(await comesIn(condition)).toBe(expected)
  })
  test('a deny that speaks of the name', async () => {
    const principal = { federated: [samlArn(account)] }
    const common = { action: 'name/sts:AssumeRoleWithSAML', principal }
    const condition = { string_equal: { 'saml:sub': 'alice@example' } }
    const statement = [
      { effect: 'allow', ...common },
      { effect: 'deny', ...common, condition },
    ]
    await openRole(server, server.root, 'all-but-alice', JSON.stringify({ version: '2.0', statement }))
    const arn = roleArn(account, 'all-but-alice')
    await server.refused('UnauthorizedOperation', action, samlCall(server, arn), unsigned)
    await server.ok(action, samlCall(server, arn, { assertion: { nameId: 'bob@example' } }), unsigned)
  })
  test('a name stays what it is, also when it looks like a number of ours', async () => {
    expect(
      await comesIn({ string_equal: { 'saml:sub': String(account) } }, { assertion: { nameId: String(account) } }),
    ).toBe(true)
    const { Events } = await server.ok('DescribeAuditEvents', { ActionName: action, Limit: 1 })
    expect(Events).toMatchObject([{ Uin: 0, Session: { SourceIdentity: `saml-provider/corp/${account}` } }])
  })
})

describe('the session', () => {
  test('has no account number for policies to fill in, nor has one that it asks for', async () => {
    const resource = [`qcs::cam::uin/${account}:uin/\${uin}`, `qcs::cam::uin/${account}:roleName/*`]
    const own = allow(['cam:CreateAccessKey', 'sts:AssumeRole'], resource)
    const trust = JSON.parse(trustOf(samlArn(account), {}))
    trust.statement.push({
      effect: 'allow',
      action: 'name/sts:AssumeRole',
      principal: { qcs: [`qcs::cam::uin/${account}:root`] },
    })
    const { RoleId } = await server.ok('CreateRole', { RoleName: 'self', PolicyDocument: JSON.stringify(trust) })
    const { PolicyId } = await server.ok('CreatePolicy', { PolicyName: 'self', PolicyDocument: JSON.stringify(own) })
    await server.ok('AttachRolePolicy', { PolicyId, AttachRoleId: RoleId })
    const as = sessionIdentity(
      await server.ok(action, samlCall(server, roleArn(account, 'self')), unsigned),
      server.root,
    )
    const next = await server.assume(roleArn(account, 'self'), {}, { as })
    for (const who of [as, next]) {
      const parameters = { TargetUin: account }
      await server.refused('AuthFailure.UnauthorizedOperation', 'CreateAccessKey', parameters, { as: who })
      expect(await server.ok('GetCallerIdentity', {}, { as: who })).toMatchObject({ PrincipalId: String(account) })
    }
    const { Events } = await server.ok('DescribeAuditEvents', { ActionName: 'AssumeRole', Limit: 1 })
    expect(Events).toMatchObject([{ Uin: 0, Session: { SourceIdentity: 'saml-provider/corp/alice@example' } }])
    // Whoever has a number here passes the same policy, to be refused by another rule.
    const known = await server.assume(roleArn(account, 'self'))
    await server.refused('OperationDenied.SubUin', 'CreateAccessKey', { TargetUin: account }, { as: known })
  })
  test('ends with its role', async () => {
    await openRole(server, server.root, 'brief', trustOf(samlArn(account), {}))
    const as = sessionIdentity(
      await server.ok(action, samlCall(server, roleArn(account, 'brief')), unsigned),
      server.root,
    )
    await server.ok('ListUsers', {}, { as })
    await server.ok('DeleteRole', { RoleName: 'brief' })
    await server.refused('AuthFailure.TokenFailure', 'ListUsers', {}, { as })
  })
  test('is not made when the provider changes while it is asked for', async () => {
    const parameters = samlCall(server, role)
    before = ({ identityProviders }) => identityProviders.delete(account, 'saml', 'corp')
    await server.refused('UnauthorizedOperation', action, parameters, unsigned)
    expect(before).toBeUndefined()
    const SAMLMetadataDocument = base64(metadataOf(idp))
    await server.ok('CreateSAMLProvider', { Name: 'corp', Description: '', SAMLMetadataDocument })
    await server.ok(action, parameters, unsigned)
  })
})

test('confirmations other than for a bearer do not count', async () => {
  const data = ` NotOnOrAfter="${at(300, server.clock())}" Recipient="${ourRecipient}"`
  const confirmation = confirmationXml(data, 'urn:oasis:names:tc:SAML:2.0:cm:sender-vouches')
  await refused('InvalidParameter.ParamError', { assertion: { confirmation } })
})
