import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Harness } from '../harness.ts'
import { createSaml } from '../identity-provider/providers.ts'
import { addPerson, setQuota } from '../people.ts'
import { create, cvmTrust, freshName, openRoles, trusting } from './roles.ts'
import { trustFaults } from './trust-faults.ts'

describe('CreateRole', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openRoles()
  })
  afterAll(() => server.close())

  const role = (given: object = {}) => ({ RoleName: freshName(), PolicyDocument: cvmTrust, ...given })
  const root = (account: number) => `qcs::cam::uin/${account}:root`

  test('ok: everything that is said about it is kept', async () => {
    const tags = [
      { Key: 'team', Value: 'red' },
      { Key: '部门', Value: '' },
    ]
    const given = role({ Description: 'for jobs', ConsoleLogin: 1, SessionDuration: 7200, Tags: tags })
    const { RoleId } = await server.ok('CreateRole', given)
    expect(RoleId).toMatch(/^46116860184273879\d\d$/)
    const { RoleInfo } = await server.ok('GetRole', { RoleId })
    expect(RoleInfo).toEqual({
      RoleId,
      RoleName: given.RoleName,
      PolicyDocument: cvmTrust,
      Description: 'for jobs',
      AddTime: '2026-01-02 11:04:05',
      UpdateTime: '2026-01-02 11:04:05',
      ConsoleLogin: 1,
      RoleType: 'user',
      SessionDuration: 7200,
      DeletionTaskId: null,
      Tags: tags,
      RoleArn: `qcs::cam::uin/${server.root.account}:roleName/${given.RoleName}`,
    })
  })

  test('ok: what is left out is empty, blanks around the trust policy go', async () => {
    const RoleId = await create(server, freshName(), { PolicyDocument: `\n ${cvmTrust.replaceAll(',', ' , ')} ` })
    const { RoleInfo } = await server.ok('GetRole', { RoleId })
    const empty = { Description: '', ConsoleLogin: 0, SessionDuration: 0, Tags: [], PolicyDocument: cvmTrust }
    expect(RoleInfo).toMatchObject(empty)
  })

  test('ok: every kind of principal', async () => {
    const { account } = server.root
    const user = await server.user('carrier')
    const other = await server.account('friend')
    await create(server, 'first-role')
    const carriers = [
      root(account),
      root(other.account),
      `qcs::cam::uin/${account}:uin/${account}`,
      `qcs::cam::uin/${account}:uin/${user.uin}`,
      `qcs::cam::uin/${account}:roleName/first-role`,
      // What another account has inside is not looked at.
      `qcs::cam::uin/${other.account}:uin/99`,
      `qcs::cam::uin/${other.account}:roleName/whatever`,
    ]
    for (const qcs of carriers) await server.ok('CreateRole', role({ PolicyDocument: trusting({ qcs }) }))
    await createSaml(server, 'Idp')
    const federated = `qcs::cam::uin/${account}:saml-provider/idp`
    const action = 'name/sts:AssumeRoleWithSAML'
    await server.ok('CreateRole', role({ PolicyDocument: trusting({ federated }, { action, condition: {} }) }))
    await server.ok('CreateRole', role({ PolicyDocument: trusting({ service: ['cls.qcloud.com', 'new.example'] }) }))
  })

  test('refused: an identity provider that is not there, or is of the other kind', async () => {
    await createSaml(server, 'saml-only')
    const owner = `qcs::cam::uin/${server.root.account}`
    const condition = { string_equal: { 'oidc:iss': 'https://idp.example', 'oidc:aud': 'client' } }
    for (const [name, by, more] of [
      ['saml-provider/nobody', 'SAML', {}],
      ['oidc-provider/nobody', 'WebIdentity', { condition }],
      ['oidc-provider/saml-only', 'WebIdentity', { condition }],
    ] as const) {
      const action = `name/sts:AssumeRoleWith${by}`
      const PolicyDocument = trusting({ federated: `${owner}:${name}` }, { action, ...more })
      const code = 'InvalidParameter.PrincipalQcsNotExist'
      expect(await server.refused(code, 'CreateRole', role({ PolicyDocument }))).toContain(`\`${name}\``)
    }
  })

  test.each(trustFaults.map((fault) => [fault.title, fault] as const))('refused: %s', async (_, fault) => {
    const code = `InvalidParameter.${fault.create ?? fault.code}`
    await server.refused(code, 'CreateRole', role({ PolicyDocument: fault.document }))
  })

  test('InvalidParameter.PrincipalServiceNotExist: with strict services only products that are known', async () => {
    const strict = await openRoles({ rules: { strictServices: true } })
    await strict.ok('CreateRole', role({ PolicyDocument: trusting({ service: 'CLS.qcloud.com' }) }))
    const unknown = role({ PolicyDocument: trusting({ service: 'new.example' }) })
    await strict.refused('InvalidParameter.PrincipalServiceNotExist', 'CreateRole', unknown)
    await strict.close()
  })

  test('InvalidParameter.UserNotExist: no sub-account of ours, or one that only gets messages', async () => {
    const { uin } = await addPerson(server, 'recipient', 5)
    for (const one of [98, uin]) {
      const PolicyDocument = trusting({ qcs: `qcs::cam::uin/${server.root.account}:uin/${one}` })
      await server.refused('InvalidParameter.UserNotExist', 'CreateRole', role({ PolicyDocument }))
    }
  })

  test('InvalidParameter.PrincipalQcsNotExist: no role of ours', async () => {
    const PolicyDocument = trusting({ qcs: `qcs::cam::uin/${server.root.account}:roleName/nobody` })
    await server.refused('InvalidParameter.PrincipalQcsNotExist', 'CreateRole', role({ PolicyDocument }))
  })

  test('InvalidParameter.PrincipalQcsCrossError: an account of another site', async () => {
    const abroad = await foreignAccount(server)
    const PolicyDocument = trusting({ qcs: root(abroad) })
    await server.refused('InvalidParameter.PrincipalQcsCrossError', 'CreateRole', role({ PolicyDocument }))
  })

  test('InvalidParameter.AttachmentFull: more principals than attachments are allowed', async () => {
    const small = await openRoles({ quotas: { attachments: 2 } })
    const services = ['a.example', 'b.example', 'a.example']
    await small.ok('CreateRole', role({ PolicyDocument: trusting({ service: services }) }))
    const PolicyDocument = trusting({ service: [...services, 'c.example'] })
    await small.refused('InvalidParameter.AttachmentFull', 'CreateRole', role({ PolicyDocument }))
    await small.close()
  })

  test('InvalidParameter.RoleNameInUse: in any case, until the role is gone', async () => {
    const RoleId = await create(server, 'Taken')
    await server.refused('InvalidParameter.RoleNameInUse', 'CreateRole', role({ RoleName: 'tAKEN' }))
    await server.ok('DeleteRole', { RoleId })
    const again = await create(server, 'taken')
    expect(BigInt(again)).toBeGreaterThan(BigInt(RoleId))
  })

  test('InvalidParameter.RoleNameError: no name', async () => {
    for (const RoleName of ['', 'a b', 'rôle', 'a/b', 'x'.repeat(129)]) {
      await server.refused('InvalidParameter.RoleNameError', 'CreateRole', role({ RoleName }))
    }
  })

  test('InvalidParameter.RoleFull: as many as the account may have', async () => {
    const small = await openRoles({ quotas: { roles: 1 } })
    await create(small)
    expect(await small.refused('InvalidParameter.RoleFull', 'CreateRole', role())).toContain('`1`')
    await setQuota(small, 'roles', 2)
    await create(small)
    await small.close()
  })

  test('InvalidParameter.DescriptionLengthOverlimit: 301 bytes', async () => {
    const given = role({ Description: 'x'.repeat(301) })
    await server.refused('InvalidParameter.DescriptionLengthOverlimit', 'CreateRole', given)
  })

  test('InvalidParameter.ParamError: a session longer than sessions are', async () => {
    for (const SessionDuration of [-1, 43_201]) {
      await server.refused('InvalidParameter.ParamError', 'CreateRole', role({ SessionDuration }))
    }
  })

  test('InvalidParameter.TagParamError: what can be no tag', async () => {
    for (const [Key, Value] of [
      ['', 'v'],
      ['k'.repeat(129), 'v'],
      ['a&b', 'v'],
      ['k', 'v'.repeat(257)],
      ['k', 'a\nb'],
    ]) {
      await server.refused('InvalidParameter.TagParamError', 'CreateRole', role({ Tags: [{ Key, Value }] }))
    }
    const twice = [
      { Key: 'k', Value: '1' },
      { Key: 'k', Value: '2' },
    ]
    await server.refused('InvalidParameter.TagParamError', 'CreateRole', role({ Tags: twice }))
  })

  test('FailedOperation.TagResourceFailed: a key of the products', async () => {
    const Tags = [{ Key: 'qcs:owner', Value: 'me' }]
    await server.refused('FailedOperation.TagResourceFailed', 'CreateRole', role({ Tags }))
  })

  test('InvalidParameter.TagLimitExceeded: 51 tags, and the role is not made', async () => {
    const tags = Array.from({ length: 51 }, (_, index) => ({ Key: `key-${index}`, Value: '字'.repeat(256) }))
    const given = role({ Tags: tags })
    await server.refused('InvalidParameter.TagLimitExceeded', 'CreateRole', given)
    await server.refused('InvalidParameter.RoleNotExist', 'GetRole', { RoleName: given.RoleName })
    await server.ok('CreateRole', { ...given, Tags: tags.slice(1) })
  })
})

/** A root account that another site serves. */
async function foreignAccount(server: Harness): Promise<number> {
  const texts = { name: 'abroad', site: 'elsewhere', phone: '', countryCode: '86', email: '' }
  const account = 177_000_000_001
  await server.world.store.transaction(({ accounts }) =>
    accounts.insert({ ...texts, account, appId: 1_277_000_001, verified: true, passwordHash: undefined, createdMs: 0 }),
  )
  return account
}
