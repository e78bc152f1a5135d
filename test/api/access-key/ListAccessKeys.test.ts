import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, openHarness } from '../harness.ts'
import { addPerson } from '../people.ts'

describe('ListAccessKeys', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('ok: of a user, oldest first, never a secret', async () => {
    const anna = await server.user('anna')
    server.clock.advance(1000)
    await server.ok('CreateAccessKey', { TargetUin: anna.uin, Description: 'second' })
    await server.ok('UpdateAccessKey', { TargetUin: anna.uin, AccessKeyId: anna.secretId, Status: 'Inactive' })
    expect(await server.ok('ListAccessKeys', { TargetUin: anna.uin })).toEqual({
      AccessKeys: [
        { AccessKeyId: anna.secretId, Status: 'Inactive', CreateTime: '2026-01-02 11:04:05', Description: null },
        {
          AccessKeyId: expect.stringMatching(/^AKID/),
          Status: 'Active',
          CreateTime: '2026-01-02 11:04:06',
          Description: 'second',
        },
      ],
    })
  })

  test('ok: of somebody without keys', async () => {
    const { Uin } = await server.ok('AddUser', { Name: 'keyless' })
    expect(await server.ok('ListAccessKeys', { TargetUin: Uin })).toEqual({ AccessKeys: [] })
  })

  test('ok: without a number the own ones, of root and of a user', async () => {
    expect(await server.ok('ListAccessKeys')).toMatchObject({ AccessKeys: [{ AccessKeyId: server.root.secretId }] })
    const bert = await server.user('bert', allow('cam:ListAccessKeys'))
    expect(await server.ok('ListAccessKeys', {}, { as: bert })).toMatchObject({
      AccessKeys: [{ AccessKeyId: bert.secretId }],
    })
  })

  test('root: a user with every right does not see those of the root account', async () => {
    const carla = await server.user('carla', allow('cam:*'))
    const given = { TargetUin: server.root.uin }
    await server.refused('OperationDenied.SubUin', 'ListAccessKeys', given, { as: carla })
  })

  test('absent: nobody, or somebody of another root account', async () => {
    const other = await server.account('other')
    const { Uin } = await server.ok('AddUser', { Name: 'theirs' }, { as: other })
    for (const TargetUin of [1, Uin, other.uin]) {
      await server.refused('InvalidParameter.UserNotExist', 'ListAccessKeys', { TargetUin })
    }
  })

  test('recipient: has no keys', async () => {
    const { uin } = await addPerson(server, 'pager', 5)
    await server.refused('FailedOperation.Accesskey', 'ListAccessKeys', { TargetUin: uin })
  })

  test('wrong: a number that is no account', async () => {
    await server.refused('InvalidParameter.ParamError', 'ListAccessKeys', { TargetUin: 0 })
  })

  test('denied: a user without the permission, for itself too', async () => {
    const nobody = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListAccessKeys', {}, { as: nobody })
  })
})
