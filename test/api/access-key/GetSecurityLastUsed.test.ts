import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness, startMs } from '../harness.ts'

describe('GetSecurityLastUsed', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  const rows = async (...SecretIdList: string[]): Promise<unknown> =>
    (await server.ok('GetSecurityLastUsed', { SecretIdList }))['SecretIdLastUsedRows']

  test('ok: never, then exact at once, then the same from the store', async () => {
    const anna = await server.user('anna')
    expect(await rows(anna.secretId)).toEqual([
      { SecretId: anna.secretId, LastUsedDate: null, LastSecretUsedDate: null },
    ])
    server.clock.set(startMs + 12 * 3_600_000 + 55 * 60_000 + 55_000)
    const used = server.clock()
    await server.call('ListUsers', {}, { as: anna })
    server.clock.advance(60_000)
    // 16:00 UTC is the next day already where the dates of the wire are counted.
    const row = { SecretId: anna.secretId, LastUsedDate: '2026-01-03', LastSecretUsedDate: used }
    expect(await rows(anna.secretId)).toEqual([row])
    await server.world.usage.flush()
    expect(await rows(anna.secretId)).toEqual([row])
  })

  test('ok: a later use in memory counts before the one in the store', async () => {
    const bert = await server.user('bert')
    await server.call('ListUsers', {}, { as: bert })
    await server.world.usage.flush()
    server.clock.advance(5000)
    await server.call('ListUsers', {}, { as: bert })
    expect(await rows(bert.secretId)).toMatchObject([{ LastSecretUsedDate: server.clock() }])
  })

  test('ok: rows follow the request, also for an id asked twice', async () => {
    const carla = await server.user('carla')
    const ids = [carla.secretId, server.root.secretId, 'AKIDnone', carla.secretId]
    const answered = (await rows(...ids)) as { SecretId: string }[]
    expect(answered.map((row) => row.SecretId)).toEqual(ids)
  })

  test('foreign: a key of another root account answers like one that never was', async () => {
    const other = await server.account('other')
    await server.ok('ListUsers', {}, { as: other })
    const blank = { LastUsedDate: null, LastSecretUsedDate: null }
    expect(await rows(other.secretId, 'AKIDnone')).toEqual([
      { SecretId: other.secretId, ...blank },
      { SecretId: 'AKIDnone', ...blank },
    ])
    await server.world.usage.flush()
    expect(await rows(other.secretId)).toEqual([{ SecretId: other.secretId, ...blank }])
  })

  test('gone: a key used and deleted a moment ago', async () => {
    const dora = await server.user('dora')
    await server.call('ListUsers', {}, { as: dora })
    await server.ok('DeleteAccessKey', { AccessKeyId: dora.secretId, TargetUin: dora.uin })
    expect(await rows(dora.secretId)).toMatchObject([{ LastSecretUsedDate: null }])
  })

  test('ok: an empty list', async () => {
    expect(await rows()).toEqual([])
  })

  test('too many: ten ids at most', async () => {
    const SecretIdList = Array.from({ length: 11 }, () => 'AKIDnone')
    await server.ok('GetSecurityLastUsed', { SecretIdList: SecretIdList.slice(1) })
    await server.refused('InvalidParameter', 'GetSecurityLastUsed', { SecretIdList })
    await server.refused('InvalidParameter', 'GetSecurityLastUsed', { SecretIdList: ['x'.repeat(1025)] })
  })

  test('missing: no list', async () => {
    await server.refused('MissingParameter', 'GetSecurityLastUsed')
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    const given = { SecretIdList: [nobody.secretId] }
    await server.refused('AuthFailure.UnauthorizedOperation', 'GetSecurityLastUsed', given, { as: nobody })
  })
})
