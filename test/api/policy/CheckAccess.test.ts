import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, deny, type Harness, type Identity, openHarness } from '../harness.ts'

describe('CheckAccess', () => {
  let server: Harness
  let user: Identity
  beforeAll(async () => {
    server = await openHarness()
    user = await server.user('reader', allow(['cos:Get*', 'cam:CheckAccess']), deny('cos:GetBucketPolicy'))
  })
  afterAll(() => server.close())

  const object = 'qcs::cos:ap-shanghai:uid/1250000000:b-1250000000/dir/a'

  test('ok: the caller itself, and the statement that allows', async () => {
    const own = `qcs::cos:ap-shanghai:uin/${server.root.account}:b/dir/a`
    const answer = await server.ok('CheckAccess', { ActionName: 'cos:GetObject', Resource: [own] }, { as: user })
    expect(answer).toMatchObject({ Effect: 'allow', Layer: 'identity', Cause: 'allow', Resource: own })
    expect(answer['Statement']).toMatchObject({ PolicyName: 'reader-0', VersionId: 1, Index: 0 })
  })

  test('ok: another user, refused by a statement or by none', async () => {
    const TargetUin = user.uin
    const denied = await server.ok('CheckAccess', { ActionName: 'cos:GetBucketPolicy', Resource: ['*'], TargetUin })
    expect(denied).toMatchObject({ Effect: 'deny', Cause: 'explicit-deny', Statement: { PolicyName: 'reader-1' } })
    const nothing = await server.ok('CheckAccess', { ActionName: 'cos:PutObject', Resource: ['*'], TargetUin })
    expect(nothing).toEqual({ Effect: 'deny', Layer: 'identity', Cause: 'no-allow', Resource: '*', Statement: null })
  })

  test('ok: the root account, on its own resources only', async () => {
    const TargetUin = server.root.uin
    const own = `qcs::cos::uin/${server.root.account}:b/x`
    const allowed = await server.ok('CheckAccess', { ActionName: 'cos:PutObject', Resource: [own], TargetUin })
    expect(allowed).toEqual({ Effect: 'allow', Layer: 'root', Cause: 'root', Resource: own, Statement: null })
    const foreign = await server.ok('CheckAccess', { ActionName: 'cos:PutObject', Resource: [object], TargetUin })
    expect(foreign).toMatchObject({ Effect: 'deny', Cause: 'foreign-resource' })
  })

  test('ok: condition keys, one value or several', async () => {
    const inside = { version: '2.0', statement: [] as object[] }
    inside.statement.push({
      effect: 'allow',
      action: 'cvm:*',
      resource: '*',
      condition: { ip_equal: { 'qcs:ip': '10.0.0.0/8' }, 'for_any_value:string_equal': { 'qcs:request_tag': ['a&b'] } },
    })
    const asker = await server.user('inside', inside)
    const effect = async (ip: string, tags: readonly string[]): Promise<unknown> => {
      const Context = [
        { Key: 'qcs:ip', Values: [ip] },
        { Key: 'qcs:request_tag', Values: tags },
      ]
      const parameters = { ActionName: 'cvm:RunInstances', Resource: ['*'], TargetUin: asker.uin, Context }
      return (await server.ok('CheckAccess', parameters))['Effect']
    }
    expect(await effect('10.1.2.3', ['x&y', 'a&b'])).toBe('allow')
    expect(await effect('10.1.2.3', ['x&y'])).toBe('deny')
    expect(await effect('192.168.0.1', ['a&b'])).toBe('deny')
  })

  test('ok: a level may be given; where a product is checked as a whole, a part of it is nothing', async () => {
    const effect = async (Granularity: string): Promise<unknown> => {
      const parameters = { ActionName: 'cos:GetObject', Resource: ['*'], Granularity, TargetUin: user.uin }
      return (await server.ok('CheckAccess', parameters))['Effect']
    }
    expect(await effect('operation')).toBe('allow')
    expect(await effect('service')).toBe('deny')
  })

  test('InvalidParameter.ParamError: no action, no resource, another level, a key twice', async () => {
    const good = { ActionName: 'cos:GetObject', Resource: ['*'] }
    const twice = [
      { Key: 'mfa', Values: ['0'] },
      { Key: 'mfa', Values: ['1'] },
    ]
    for (const wrong of [
      { ActionName: 'GetObject' },
      { Resource: [] },
      { Granularity: 'object' },
      { Context: twice },
    ]) {
      await server.refused('InvalidParameter.ParamError', 'CheckAccess', { ...good, ...wrong })
    }
  })

  test('ResourceNotFound.UserNotExist: nobody, or somebody of another account', async () => {
    const other = await server.account('stranger')
    for (const TargetUin of [12345, other.uin]) {
      const parameters = { ActionName: 'cos:GetObject', Resource: ['*'], TargetUin }
      await server.refused('ResourceNotFound.UserNotExist', 'CheckAccess', parameters)
    }
  })

  test('denied: the question itself needs the permission', async () => {
    const outsider = await server.user('outsider')
    const parameters = { ActionName: 'cos:GetObject', Resource: ['*'] }
    await server.refused('AuthFailure.UnauthorizedOperation', 'CheckAccess', parameters, { as: outsider })
  })
})

test('ok: over every form of the protocol', async () => {
  const server = await openHarness()
  for (const form of ['tc3-json', 'tc3-get', 'v1-get', 'v1-form'] as const) {
    const answer = await server.ok('CheckAccess', { ActionName: 'cam:GetUser', Resource: ['*'] }, { form })
    expect(answer).toMatchObject({ Effect: 'allow', Cause: 'root' })
  }
  await server.close()
})
