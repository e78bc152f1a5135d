import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, type Identity, openHarness } from '../harness.ts'
import { addPerson, setQuota } from '../people.ts'

describe('CreateAccessKey', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  const identity = (made: Record<string, unknown>, of: Pick<Identity, 'uin' | 'name'>): Identity => {
    const key = made['AccessKey'] as { AccessKeyId: string; SecretAccessKey: string }
    const { account } = server.root
    return { ...of, account, uid: 0, secretId: key.AccessKeyId, secretKey: key.SecretAccessKey }
  }

  test('ok: for a user, described, and it signs at once', async () => {
    const { Uin } = await server.ok('AddUser', { Name: 'anna' })
    const made = await server.ok('CreateAccessKey', { TargetUin: Uin, Description: 'ci:build/1' })
    expect(made).toEqual({
      AccessKey: {
        AccessKeyId: expect.stringMatching(/^AKID[A-Za-z0-9]{32}$/),
        SecretAccessKey: expect.stringMatching(/^[A-Za-z0-9]{32}$/),
        Status: 'Active',
        CreateTime: '2026-01-02 11:04:05',
        Description: 'ci:build/1',
      },
    })
    const anna = identity(made, { uin: Number(Uin), name: 'anna' })
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as: anna })
  })

  test('ok: for the root account itself, its number given or not', async () => {
    const made = await server.ok('CreateAccessKey', { TargetUin: server.root.uin })
    expect(await server.ok('GetUserAppId', {}, { as: identity(made, server.root) })).toMatchObject({
      Uin: String(server.root.uin),
    })
    await setQuota(server, 'access-keys', 3)
    expect(await server.ok('CreateAccessKey')).toMatchObject({ AccessKey: { Description: null } })
    await setQuota(server, 'access-keys', 2)
  })

  test('ok: for a collaborator', async () => {
    const { uin } = await addPerson(server, 'partner', 4)
    await server.ok('CreateAccessKey', { TargetUin: uin })
  })

  test('ok: a user for itself, where its own number is granted, and for nobody else', async () => {
    const own = (uin: number | string) => `qcs::cam::uin/${server.root.account}:uin/${uin}`
    const bert = await server.user('bert')
    const { PolicyId } = await server.ok('CreatePolicy', {
      PolicyName: 'self-service',
      PolicyDocument: JSON.stringify(allow('cam:CreateAccessKey', own(bert.uin))),
    })
    await server.ok('AttachUserPolicy', { PolicyId, AttachUin: bert.uin })
    await server.ok('CreateAccessKey', {}, { as: bert })
    const others = { TargetUin: (await server.user('carla')).uin }
    await server.refused('AuthFailure.UnauthorizedOperation', 'CreateAccessKey', others, { as: bert })
  })

  test('full: two keys each, those turned off counted', async () => {
    const dora = await server.user('dora')
    const given = { TargetUin: dora.uin }
    await server.ok('CreateAccessKey', given)
    await server.ok('UpdateAccessKey', { ...given, AccessKeyId: dora.secretId, Status: 'Inactive' })
    expect(await server.refused('OperationDenied.AccessKeyOverLimit', 'CreateAccessKey', given)).toContain('`2`')
  })

  test('root: a user with every right has none to the root account', async () => {
    const eva = await server.user('eva', allow('cam:*'))
    const given = { TargetUin: server.root.uin }
    await server.refused('OperationDenied.SubUin', 'CreateAccessKey', given, { as: eva })
  })

  test('absent: nobody, or somebody of another root account', async () => {
    const other = await server.account('other')
    const { Uin } = await server.ok('AddUser', { Name: 'theirs' }, { as: other })
    for (const TargetUin of [1, Uin, other.uin]) {
      await server.refused('InvalidParameter.UserNotExist', 'CreateAccessKey', { TargetUin })
    }
  })

  test('recipient: has no keys', async () => {
    const { uin } = await addPerson(server, 'pager', 5)
    await server.refused('FailedOperation.Accesskey', 'CreateAccessKey', { TargetUin: uin })
  })

  test('wrong values', async () => {
    for (const wrong of [
      { TargetUin: 0 },
      { Description: '' },
      { Description: 'a b' },
      { Description: 'x'.repeat(1025) },
    ]) {
      await server.refused('InvalidParameter.ParamError', 'CreateAccessKey', wrong)
    }
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'CreateAccessKey', {}, { as: nobody })
  })

  test('secrets are sealed in the store', async () => {
    const finn = await server.user('finn')
    const holder = await server.world.store.keyHolder(finn.secretId)
    expect(holder?.sealedSecret).not.toContain(finn.secretKey)
    const context = { account: server.root.account, secretId: finn.secretId }
    expect(server.world.sealer.open(holder?.sealedSecret ?? '', context)).toBe(finn.secretKey)
  })
})
