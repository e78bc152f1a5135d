import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, type Identity, openHarness } from '../harness.ts'
import { addPerson } from '../people.ts'
import { scimToken } from './tokens.ts'

describe('CreateScimToken', () => {
  let server: Harness
  let user: Identity
  beforeAll(async () => {
    server = await openHarness()
    user = await server.user('provisioner')
  })
  afterAll(() => server.close())

  test('ok: the token once, and only a hash of its secret kept', async () => {
    const answer = await server.ok('CreateScimToken', { TargetUin: user.uin, Description: 'directory' })
    expect(answer).toEqual({
      ScimToken: {
        TokenId: expect.stringMatching(/^SCIM[A-Za-z0-9]{20}$/),
        Uin: user.uin,
        Description: 'directory',
        CreateTime: '2026-01-02 11:04:05',
        ExpireTime: '2026-07-01 11:04:05',
      },
      Token: expect.stringMatching(/^SCIM[A-Za-z0-9]{20}\.[A-Za-z0-9]{43}$/),
    })
    const secret = String(answer['Token']).split('.')[1] ?? ''
    const events = await server.world.store.read.audit.list(server.root.account, {}, { limit: 1 })
    expect(JSON.stringify(events)).not.toContain(secret)
    const rows = await server.world.store.read.scimTokens.list(server.root.account)
    expect(JSON.stringify(rows)).not.toContain(secret)
  })

  test('ok: valid as long as asked', async () => {
    const answer = await server.ok('CreateScimToken', { TargetUin: user.uin, ValidDays: 1 })
    expect(answer).toMatchObject({ ScimToken: { ExpireTime: '2026-01-03 11:04:05' } })
  })

  test('InvalidParameter.ParamError: a token for ever', async () => {
    const given = { TargetUin: user.uin, ValidDays: 366 }
    await server.refused('InvalidParameter.ParamError', 'CreateScimToken', given)
  })

  test('InvalidParameter.UserNotExist', async () => {
    await server.refused('InvalidParameter.UserNotExist', 'CreateScimToken', { TargetUin: 1 })
  })

  test('OperationDenied.SubUin: the root account', async () => {
    await server.refused('OperationDenied.SubUin', 'CreateScimToken', { TargetUin: server.root.uin })
  })

  test('FailedOperation: a message recipient', async () => {
    const { uin } = await addPerson(server, 'pager', 5)
    await server.refused('FailedOperation', 'CreateScimToken', { TargetUin: uin })
  })

  test('FailedOperation: more tokens than an account may have', async () => {
    const full = await openHarness({ quotas: { 'scim-tokens': 2 } })
    const holder = await full.user('holder')
    for (let index = 0; index < 2; index += 1) await scimToken(full, holder)
    await full.refused('FailedOperation', 'CreateScimToken', { TargetUin: holder.uin })
    await full.close()
  })
})
