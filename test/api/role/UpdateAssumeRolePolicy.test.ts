import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Harness } from '../harness.ts'
import { create, createLinked, openRoles, refusesBadChoice, stored, trusting } from './roles.ts'
import { trustFaults } from './trust-faults.ts'

describe('UpdateAssumeRolePolicy', () => {
  let server: Harness
  let RoleId: string
  beforeAll(async () => {
    server = await openRoles({ quotas: { attachments: 2 } })
    RoleId = await create(server, 'trusted')
  })
  afterAll(() => server.close())

  const change = (PolicyDocument: string) => ({ RoleId, PolicyDocument })

  test('ok: replaces the trust policy, by id or by name in any case', async () => {
    server.clock.advance(60_000)
    const document = trusting({ qcs: `qcs::cam::uin/${server.root.account}:root` })
    expect(await server.ok('UpdateAssumeRolePolicy', change(document))).toEqual({})
    const { RoleInfo } = await server.ok('GetRole', { RoleId })
    expect(RoleInfo).toMatchObject({ PolicyDocument: document, UpdateTime: '2026-01-02 11:05:05' })
    const another = trusting({ service: 'cls.qcloud.com' })
    await server.ok('UpdateAssumeRolePolicy', { RoleName: 'TRUSTED', PolicyDocument: another })
    expect((await stored(server, RoleId)).trust).toBe(another)
  })

  test.each(trustFaults.map((fault) => [fault.title, fault] as const))('refused: %s', async (_, fault) => {
    const before = (await stored(server, RoleId)).trust
    await server.refused(`InvalidParameter.${fault.code}`, 'UpdateAssumeRolePolicy', change(fault.document))
    expect((await stored(server, RoleId)).trust).toBe(before)
  })

  test('InvalidParameter.UserNotExist: no sub-account of ours', async () => {
    const document = trusting({ qcs: `qcs::cam::uin/${server.root.account}:uin/98` })
    await server.refused('InvalidParameter.UserNotExist', 'UpdateAssumeRolePolicy', change(document))
  })

  test('InvalidParameter.PrincipalQcsCrossError: an account of another site', async () => {
    const texts = { name: 'abroad', site: 'elsewhere', phone: '', countryCode: '86', email: '' }
    const row = { ...texts, account: 177, appId: 1_277_000_001, verified: true, passwordHash: undefined, createdMs: 0 }
    await server.world.store.transaction(({ accounts }) => accounts.insert(row))
    const document = trusting({ qcs: 'qcs::cam::uin/177:root' })
    await server.refused('InvalidParameter.PrincipalQcsCrossError', 'UpdateAssumeRolePolicy', change(document))
  })

  test('InvalidParameter.AttachmentFull: more principals than attachments are allowed', async () => {
    const document = trusting({ service: ['a.example', 'b.example', 'c.example'] })
    await server.refused('InvalidParameter.AttachmentFull', 'UpdateAssumeRolePolicy', change(document))
  })

  test('refused: a choice that is none', async () => {
    await refusesBadChoice(server, 'UpdateAssumeRolePolicy', { PolicyDocument: trusting({ service: 'a.example' }) })
  })

  test('InvalidParameter.ParamError: a service-linked role belongs to its products', async () => {
    const { name: RoleName } = await createLinked(server, '')
    const given = { RoleName, PolicyDocument: trusting({ service: 'a.example' }) }
    await server.refused('InvalidParameter.ParamError', 'UpdateAssumeRolePolicy', given)
  })
})
