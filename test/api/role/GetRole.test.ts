import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readAnswer } from '../../../src/client/call.ts'
import { signTc3 } from '../../../src/signing/index.ts'
import { asHttp, type Harness } from '../harness.ts'
import { addSystemRole, create, openRoles, refusesBadChoice } from './roles.ts'

describe('GetRole', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openRoles()
  })
  afterAll(() => server.close())

  test('ok: by id, by name in any case, by both', async () => {
    const RoleId = await create(server, 'Reader')
    const { RoleInfo } = await server.ok('GetRole', { RoleId })
    expect(RoleInfo).toMatchObject({ RoleId, RoleName: 'Reader', RoleType: 'user' })
    for (const choice of [{ RoleName: 'reader' }, { RoleId, RoleName: 'READER' }, { RoleId, RoleName: '' }]) {
      expect(await server.ok('GetRole', choice)).toEqual({ RoleInfo })
    }
  })

  test('ok: an id as a number of JSON, beyond 2^53', async () => {
    const RoleId = await create(server, 'numbered')
    expect(Number.isSafeInteger(Number(RoleId))).toBe(false)
    const callee = { host: 'cam.tencentcloudapi.com', version: '2019-01-16', service: 'cam', method: 'POST' } as const
    const timestamp = Math.floor(server.clock() / 1000)
    for (const [action, more] of [
      ['GetRole', ''],
      ['UpdateRoleConsoleLogin', ',"ConsoleLogin":1'],
    ]) {
      const body = Buffer.from(`{"RoleId":${RoleId}${more}}`)
      const request = { ...callee, action: String(action), contentType: 'application/json', body }
      const headers = signTc3(request, server.root, timestamp)
      const answer = readAnswer((await server.respond(asHttp({ method: 'POST', query: '', headers, body }))).body)
      expect(answer.Error).toBeUndefined()
    }
    const { RoleInfo } = await server.ok('GetRole', { RoleId })
    expect(RoleInfo).toMatchObject({ RoleId, RoleName: 'numbered', ConsoleLogin: 1 })
  })

  test('ok: the name of a role of a product has a prefix', async () => {
    const RoleId = await addSystemRole(server, 'TKE_QCSRole')
    const { RoleInfo } = await server.ok('GetRole', { RoleId })
    const RoleArn = `qcs::cam::uin/${server.root.account}:role/tencentcloudServiceRoleName/TKE_QCSRole`
    expect(RoleInfo).toMatchObject({ RoleType: 'system', RoleArn })
  })

  test('refused: a choice that is none', async () => {
    await refusesBadChoice(server, 'GetRole')
  })
})
