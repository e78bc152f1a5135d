// What roles and temporary credentials are for, through the vendor's client libraries: a sub-user takes on a role, calls
// with what it got, and is refused as soon as the role says otherwise, from one call to the next.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bindSoftToken, fromBase32, totpCode, totpStep } from '../../src/actions/mfa/totp.ts'
import { type Credential, createClient, type SdkClient, titleOf, type Variant, variants } from './clients.ts'
import type { SdkProduct } from './models.ts'
import { databases, type Root, type Started, startOn } from './server.ts'
import { trustOf } from './walk-roles.ts'

const libraries: readonly Variant['packageName'][] = ['tencentcloud-sdk-nodejs-intl-en', 'tencentcloud-sdk-nodejs']

interface Statement {
  readonly effect: 'allow' | 'deny'
  readonly action: string
  readonly resource?: string
  readonly condition?: object
}
const policyOf = (...statement: readonly Statement[]): string =>
  JSON.stringify({ version: '2.0', statement: statement.map((one) => ({ resource: '*', ...one })) })

const allowed = (call: Promise<unknown>) => expect(call).resolves.toHaveProperty('RequestId')
const refused = (call: Promise<unknown>, code: string) => expect(call).rejects.toMatchObject({ code })
const unauthorized = 'AuthFailure.UnauthorizedOperation'
const tokenFailure = 'AuthFailure.TokenFailure'

function credentialOf(answer: Readonly<Record<string, unknown>>): Credential & { readonly token: string } {
  const { TmpSecretId, TmpSecretKey, Token } = answer['Credentials'] as Record<string, string>
  if (TmpSecretId === undefined || TmpSecretKey === undefined || Token === undefined) throw new Error('no credential')
  return { secretId: TmpSecretId, secretKey: TmpSecretKey, token: Token }
}

describe.each(databases)('on %s', (database) => {
  let started: Started
  beforeAll(async () => {
    started = await startOn(database)
  })
  afterAll(() => started.close())

  describe.each(libraries)('%s', (packageName) => {
    let owner: Root
    let root: SdkClient
    let alice: Credential
    let aliceUin: number

    const clientOf = (by: Credential, product: SdkProduct = 'cam') => started.client(by, product, packageName)
    const arnOf = (role: string) => `qcs::cam::uin/${owner.account}:roleName/${role}`
    let policies = 0
    async function attach(kind: 'User' | 'Role', to: number | string, ...statement: readonly Statement[]) {
      policies += 1
      const parameters = { PolicyName: `policy-${policies}`, PolicyDocument: policyOf(...statement) }
      const { PolicyId } = await root.call('CreatePolicy', parameters)
      const target = kind === 'User' ? { AttachUin: to } : { AttachRoleName: to }
      await root.call(`Attach${kind}Policy`, { PolicyId, ...target })
      return PolicyId
    }
    /** A role that the account's own users may take on, with the statements as its rights. */
    async function makeRole(name: string, ...statement: readonly Statement[]): Promise<string> {
      const made = await root.call('CreateRole', { RoleName: name, PolicyDocument: trustOf(owner.account) })
      await attach('Role', name, ...statement)
      return String(made['RoleId'])
    }
    const assume = async (by: Credential, role: string, more: object = {}) => {
      const parameters = { RoleArn: arnOf(role), RoleSessionName: 'story', ...more }
      return credentialOf(await clientOf(by, 'sts').call('AssumeRole', parameters))
    }
    const getsUser = (by: Credential) => clientOf(by).call('GetUser', { Name: 'alice' })
    const listsUsers = (by: Credential) => clientOf(by).call('ListUsers')

    beforeAll(async () => {
      owner = await started.account(`sessions-${packageName}`)
      root = clientOf(owner)
      const made = await root.call('AddUser', { Name: 'alice', UseApi: 1 })
      aliceUin = Number(made['Uin'])
      alice = { secretId: String(made['SecretId']), secretKey: String(made['SecretKey']) }
    })

    test('a user takes on a role once both say so, and has its rights and no others', async () => {
      const roleId = await makeRole('reader', { effect: 'allow', action: 'cam:GetUser' })
      await refused(assume(alice, 'reader'), unauthorized)
      await attach('User', aliceUin, { effect: 'allow', action: 'sts:AssumeRole', resource: arnOf('reader') })
      const session = await assume(alice, 'reader')
      await allowed(getsUser(session))
      await refused(listsUsers(session), unauthorized)
      // What alice may do herself is no right of the role.
      await refused(assume(session, 'reader'), unauthorized)
      expect(await clientOf(session, 'sts').call('GetCallerIdentity')).toMatchObject({
        Type: 'CAMRole',
        Arn: `qcs::sts:${owner.account}:assumed-role/${roleId}`,
        UserId: `${roleId}:story`,
        PrincipalId: String(aliceUin),
        AccountId: String(owner.account),
      })
      const PolicyDocument = trustOf(owner.account).replace(/"qcs":\[[^\]]*\]/, '"service":["cvm.qcloud.com"]')
      await root.call('UpdateAssumeRolePolicy', { RoleName: 'reader', PolicyDocument })
      await refused(assume(alice, 'reader'), 'UnauthorizedOperation')
    })

    test('a role deleted while its session is in use: refused on the next call, also under its name made again', async () => {
      await makeRole('short', { effect: 'allow', action: 'cam:GetUser' })
      const session = await assume(owner, 'short')
      await allowed(getsUser(session))
      await root.call('DeleteRole', { RoleName: 'short' })
      await refused(getsUser(session), tokenFailure)
      await makeRole('short', { effect: 'allow', action: 'cam:GetUser' })
      await refused(getsUser(session), tokenFailure)
      await allowed(getsUser(await assume(owner, 'short')))
    })

    test('rights of a role taken away are gone on the next call', async () => {
      await root.call('CreateRole', { RoleName: 'less', PolicyDocument: trustOf(owner.account) })
      const PolicyId = await attach('Role', 'less', { effect: 'allow', action: 'cam:GetUser' })
      const session = await assume(owner, 'less')
      await allowed(getsUser(session))
      await root.call('PutRolePermissionsBoundary', {
        RoleName: 'less',
        PolicyId: await attach('Role', 'less', { effect: 'allow', action: 'cam:ListUsers' }),
      })
      await refused(getsUser(session), unauthorized)
      await allowed(listsUsers(session))
      await root.call('DeleteRolePermissionsBoundary', { RoleName: 'less' })
      await allowed(getsUser(session))
      await root.call('DetachRolePolicy', { PolicyId, DetachRoleName: 'less' })
      await refused(getsUser(session), unauthorized)
    })

    test('a session policy takes away and never gives', async () => {
      await makeRole('wide', { effect: 'allow', action: 'cam:Get*' })
      const all = encodeURIComponent(policyOf({ effect: 'allow', action: '*' }))
      const unchanged = await assume(owner, 'wide', { Policy: all })
      await allowed(getsUser(unchanged))
      await refused(listsUsers(unchanged), unauthorized)
      // Plain text does as well.
      const narrow = await assume(owner, 'wide', { Policy: policyOf({ effect: 'allow', action: 'cam:ListUsers' }) })
      await refused(getsUser(narrow), unauthorized)
      await refused(listsUsers(narrow), unauthorized)
    })

    test('a chain of roles ends with the rights of the last one', async () => {
      await makeRole('first', { effect: 'allow', action: 'sts:AssumeRole' })
      await makeRole('second', { effect: 'allow', action: 'cam:GetUser' })
      const first = await assume(owner, 'first')
      await refused(getsUser(first), unauthorized)
      const second = await assume(first, 'second')
      await allowed(getsUser(second))
      await refused(assume(second, 'first'), unauthorized)
      await root.call('DeleteRole', { RoleName: 'second' })
      await refused(getsUser(second), tokenFailure)
      await allowed(clientOf(first, 'sts').call('GetCallerIdentity'))
    })

    test('a federation token has what the caller and its policy allow, and ends with the key', async () => {
      const made = await root.call('AddUser', { Name: 'bob', UseApi: 1 })
      const bob = { secretId: String(made['SecretId']), secretKey: String(made['SecretKey']) }
      const TargetUin = Number(made['Uin'])
      await attach('User', TargetUin, { effect: 'allow', action: 'cam:GetUser' })
      const Policy = encodeURIComponent(policyOf({ effect: 'allow', action: 'cam:*' }))
      const sts = clientOf(bob, 'sts')
      const token = credentialOf(await sts.call('GetFederationToken', { Name: 'guest', Policy }))
      await allowed(getsUser(token))
      await refused(listsUsers(token), unauthorized)
      const key = { TargetUin, AccessKeyId: bob.secretId }
      await root.call('UpdateAccessKey', { ...key, Status: 'Inactive' })
      await refused(getsUser(token), tokenFailure)
    })

    test('tokens: missing, of another session, altered, beside a permanent key', async () => {
      await makeRole('tokens', { effect: 'allow', action: 'cam:GetUser' })
      const [one, other] = [await assume(owner, 'tokens'), await assume(owner, 'tokens')]
      const { secretId, secretKey, token } = one
      await refused(getsUser({ secretId, secretKey }), tokenFailure)
      await refused(getsUser({ ...one, token: other.token }), tokenFailure)
      await refused(getsUser({ ...one, token: `${token}A` }), tokenFailure)
      await refused(getsUser({ ...owner, token }), tokenFailure)
      await refused(getsUser({ ...one, secretKey: other.secretKey }), 'AuthFailure.SignatureFailure')
      await allowed(getsUser(one))
    })

    test('proofs of an identity provider that the account does not have are refused', async () => {
      const sts = clientOf(owner, 'sts')
      const common = { RoleArn: arnOf('reader'), RoleSessionName: 'story' }
      const provider = `qcs::cam::uin/${owner.account}:saml-provider/idp`
      const saml = { ...common, SAMLAssertion: 'PHNhbWw+', PrincipalArn: provider }
      await refused(sts.call('AssumeRoleWithSAML', saml), 'InvalidParameter.AccountNotAvaliable')
      const oidc = { ...common, ProviderId: 'idp', WebIdentityToken: 'a.b.c' }
      await refused(sts.call('AssumeRoleWithWebIdentity', oidc), 'InvalidParameter.ParamError')
    })
  })

  test('a second factor counts in the session that was made with it', async () => {
    const owner = await started.account('second-factor')
    const root = started.client(owner)
    const made = await root.call('AddUser', { Name: 'carol', UseApi: 1 })
    const uin = Number(made['Uin'])
    const carol = { secretId: String(made['SecretId']), secretKey: String(made['SecretKey']) }
    const condition = { string_equal: { 'qcs:mfa': 'true' } }
    const PolicyDocument = policyOf({ effect: 'allow', action: 'cam:GetUser', condition })
    const { PolicyId } = await root.call('CreatePolicy', { PolicyName: 'with-mfa', PolicyDocument })
    await root.call('AttachUserPolicy', { PolicyId, AttachUin: uin })
    const getsUser = (by: Credential) => started.client(by).call('GetUser', { Name: 'carol' })
    await refused(getsUser(carol), unauthorized)

    const { store, random, sealer, clock } = started.server.world
    const device = { account: owner.account, uin }
    const secret = await store.transaction((writes) => bindSoftToken(writes, { random, sealer }, device, clock()))
    const code = totpCode(fromBase32(secret), totpStep(clock()))
    const sts = started.client(carol, 'sts')
    const SerialNumber = `qcs::cam:uin/${owner.account}::mfa/softToken`
    const wrong = code === '000000' ? '000001' : '000000'
    await refused(sts.call('GetSessionToken', { SerialNumber, TokenCode: wrong }), 'FailedOperation.CheckMFAError')
    const session = credentialOf(await sts.call('GetSessionToken', { SerialNumber, TokenCode: code }))
    await allowed(getsUser(session))
    await refused(sts.call('GetSessionToken', { SerialNumber, TokenCode: code }), 'FailedOperation.CheckMFAError')
    await root.call('DeleteUser', { Name: 'carol', Force: 1 })
    await refused(getsUser(session), tokenFailure)
  })

  const domestic = variants.filter(({ packageName }) => packageName === 'tencentcloud-sdk-nodejs')
  test.each(domestic.map((variant, index) => [titleOf(variant), variant, index] as const))(
    'ids of roles pass 2^53 and arrive whole as numbers too, %s',
    async (_, variant, index) => {
      const owner = await started.account(`wide-${index}`)
      const root = createClient(started.server.port, owner, variant, started.recorder)
      const ids: string[] = []
      // Neighbours, which a rounded number could not tell apart.
      for (const RoleName of ['one', 'two', 'three']) {
        const { RoleId } = await root.call('CreateRole', { RoleName, PolicyDocument: trustOf(owner.account) })
        ids.push(String(RoleId))
      }
      const RoleId = BigInt(ids[1] ?? 0)
      expect(Number.isSafeInteger(Number(RoleId))).toBe(false)
      await root.call('UpdateRoleSessionDuration', { RoleId, SessionDuration: 1234 })
      await root.call('UpdateRoleConsoleLogin', { RoleId, ConsoleLogin: 1 })
      expect(await root.call('ListPoliciesGrantingServiceAccess', { RoleId })).toMatchObject({ List: [] })
      expect(await root.call('DescribeRoleList', { Page: 1, Rp: 3 })).toMatchObject({
        List: [
          { RoleName: 'three', SessionDuration: 0, ConsoleLogin: 0 },
          { RoleName: 'two', RoleId: ids[1], SessionDuration: 1234, ConsoleLogin: 1 },
          { RoleName: 'one', SessionDuration: 0, ConsoleLogin: 0 },
        ],
      })
    },
  )

  test.each(variants.map((variant, index) => [titleOf(variant), variant, index] as const))(
    'a temporary credential signs by %s',
    async (_, variant, index) => {
      const owner = await started.account(`signs-${index}`)
      const root = started.client(owner)
      const PolicyDocument = trustOf(owner.account)
      await root.call('CreateRole', { RoleName: 'signer', PolicyDocument })
      await root.call('AttachRolePolicy', { PolicyName: 'ReadOnlyAccess', AttachRoleName: 'signer' })
      const RoleArn = `qcs::cam::uin/${owner.account}:roleName/signer`
      const assumed = createClient(started.server.port, owner, variant, started.recorder, 'sts')
      const session = credentialOf(await assumed.call('AssumeRole', { RoleArn, RoleSessionName: 'signer' }))
      const client = createClient(started.server.port, session, variant, started.recorder)
      const { token: _token, ...bare } = session
      const tokenless = createClient(started.server.port, bare, variant, started.recorder)
      await allowed(client.call('ListUsers'))
      await refused(tokenless.call('ListUsers'), tokenFailure)
      await root.call('DeleteRole', { RoleName: 'signer' })
      await refused(client.call('ListUsers'), tokenFailure)
    },
  )
})
