import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Harness } from '../harness.ts'
import { create, openRoles, tat } from './roles.ts'

describe('CreateServiceLinkedRole', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openRoles()
  })
  afterAll(() => server.close())

  async function made(QCSServiceName: readonly string[], given: object = {}) {
    const { RoleId } = await server.ok('CreateServiceLinkedRole', { QCSServiceName, ...given })
    const { RoleInfo } = await server.ok('GetRole', { RoleId })
    return RoleInfo as Record<string, unknown>
  }
  const attached = async (RoleName: unknown) => {
    const { List } = await server.ok('ListAttachedRolePolicies', { RoleName, Page: 1, Rp: 10 })
    return (List as { PolicyName: string }[]).map(({ PolicyName }) => PolicyName)
  }

  test('ok: a known product has its name, its trust and its preset', async () => {
    const Tags = [{ Key: 'k', Value: 'v' }]
    const role = await made(['cosacc.cos.cloud.tencent.com'], { Description: 'd', Tags })
    expect(role).toMatchObject({
      RoleName: 'COS_QCSLinkedRoleInCOSAcc',
      RoleType: 'service_linked',
      PolicyDocument:
        '{"version":"2.0","statement":[{"action":"sts:AssumeRole","effect":"allow","principal":{"service":["COSAcc.COS.cloud.tencent.com"]}}]}',
      RoleArn: `qcs::cam::uin/${server.root.account}:role/tencentcloudServiceRoleName/COS_QCSLinkedRoleInCOSAcc`,
      Description: 'd',
      Tags,
      SessionDuration: 43_200,
      ConsoleLogin: 0,
    })
    expect(await attached(role['RoleName'])).toEqual(['QcloudAccessForCOSLinkedRoleInCOSAcc'])
  })

  test('ok: the misspelt role of the identity center has its preset too', async () => {
    const role = await made(['cic.organization.cloud.tencent.com'])
    expect(role['RoleName']).toBe('Orgnization_QCSLinkedRoleInCIC')
    expect(await attached(role['RoleName'])).toEqual(['QcloudAccessForOrganizationLinkedRoleInCIC'])
  })

  test.each([
    [['command.tat.cloud.tencent.com'], '', 'TAT_QCSLinkedRoleInCommand'],
    [['command.tat.cloud.tencent.com'], '_extra', 'TAT_QCSLinkedRoleInCommand_extra'],
    [['job.farm.cloud.tencent.com'], '', 'Farm_QCSLinkedRoleInJob'],
    [['ccs.qcloud.com'], 'forTest', 'Ccs_QCSLinkedRole_forTest'],
    [['new.cloud.tencent.com', 'ekslog.tke.cloud.tencent.com'], '', 'TKE_QCSLinkedRoleInEKSLog'],
    [['jobs.corp.example'], '', 'Corp_QCSLinkedRoleInJobs'],
  ])('ok: %s with the suffix "%s" is %s', async (services, CustomSuffix, name) => {
    expect(await made(services, { CustomSuffix })).toMatchObject({ RoleName: name })
  })

  test('InvalidParameter.RoleNameInUse: a second one, also under a name that a customer took', async () => {
    const given = { QCSServiceName: ['a.taken.cloud.tencent.com'] }
    await server.ok('CreateServiceLinkedRole', given)
    await server.refused('InvalidParameter.RoleNameInUse', 'CreateServiceLinkedRole', given)
    await create(server, 'other_qcslinkedroleina')
    const other = { QCSServiceName: ['a.other.cloud.tencent.com'] }
    await server.refused('InvalidParameter.RoleNameInUse', 'CreateServiceLinkedRole', other)
  })

  test('InvalidParameter.RoleNameError: a suffix that no name has, or that makes it too long', async () => {
    for (const CustomSuffix of ['a b', 'x'.repeat(120)]) {
      const given = { QCSServiceName: [tat], CustomSuffix }
      await server.refused('InvalidParameter.RoleNameError', 'CreateServiceLinkedRole', given)
    }
  })

  test('InvalidParameter.PrincipalServiceNotExist: no domain', async () => {
    for (const name of ['tat', '', 'a b.example', '-a.example']) {
      const given = { QCSServiceName: [name] }
      await server.refused('InvalidParameter.PrincipalServiceNotExist', 'CreateServiceLinkedRole', given)
    }
  })

  test.each([
    ['PrincipalQcsError', ['qcs::cam::uin/x:root']],
    ['PrincipalQcsNotExist', ['qcs::cam::uin/99:root']],
    ['PrincipalError', ['qcs::cam::uin/100000000001:root']],
    ['PrincipalError', [tat, 'ekslog.tke.cloud.tencent.com']],
  ])('InvalidParameter.%s: %s', async (code, QCSServiceName) => {
    const own = QCSServiceName.map((name) => name.replace('100000000001', String(server.root.account)))
    const given = { QCSServiceName: own, CustomSuffix: '_never' }
    await server.refused(`InvalidParameter.${code}`, 'CreateServiceLinkedRole', given)
  })

  test('InvalidParameter.PolicyIdNotExist: with strict services no role that could do nothing', async () => {
    const strict = await openRoles({ rules: { strictServices: true } })
    const known = { QCSServiceName: ['cosacc.cos.cloud.tencent.com'] }
    await strict.ok('CreateServiceLinkedRole', known)
    const bare = { QCSServiceName: [tat] }
    await strict.refused('InvalidParameter.PolicyIdNotExist', 'CreateServiceLinkedRole', bare)
    const unknown = { QCSServiceName: ['job.farm.cloud.tencent.com'] }
    await strict.refused('InvalidParameter.PrincipalServiceNotExist', 'CreateServiceLinkedRole', unknown)
    await strict.close()
  })

  test('InvalidParameter.ParamError: no product, or as many roles as the account may have', async () => {
    await server.refused('InvalidParameter.ParamError', 'CreateServiceLinkedRole', { QCSServiceName: [] })
    const small = await openRoles({ quotas: { roles: 1 } })
    await create(small)
    const given = { QCSServiceName: [tat] }
    expect(await small.refused('InvalidParameter.ParamError', 'CreateServiceLinkedRole', given)).toContain('`1`')
    await small.close()
  })

  test('InvalidParameter.DescriptionLengthOverlimit: 301 bytes', async () => {
    const given = { QCSServiceName: [tat], CustomSuffix: '_long', Description: 'x'.repeat(301) }
    await server.refused('InvalidParameter.DescriptionLengthOverlimit', 'CreateServiceLinkedRole', given)
  })

  test('refused: tags that it cannot have, and the role is not made', async () => {
    const given = { QCSServiceName: [tat], CustomSuffix: '_tagged' }
    const many = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' }))
    for (const [code, Tags] of [
      ['InvalidParameter.TagLimitExceeded', many],
      ['InvalidParameter.TagParamError', [{ Key: '', Value: '' }]],
      ['FailedOperation.TagResourceFailed', [{ Key: 'qcs:x', Value: '' }]],
    ] as const) {
      await server.refused(code, 'CreateServiceLinkedRole', { ...given, Tags })
    }
    const RoleName = 'TAT_QCSLinkedRoleInCommand_tagged'
    await server.refused('InvalidParameter.RoleNotExist', 'GetRole', { RoleName })
  })
})
