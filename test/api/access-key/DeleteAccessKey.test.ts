import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, openHarness } from '../harness.ts'
import { addPerson } from '../people.ts'

describe('DeleteAccessKey', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('ok: an active key, which signs nothing from then on and makes room for another', async () => {
    const anna = await server.user('anna')
    await server.ok('CreateAccessKey', { TargetUin: anna.uin })
    expect(await server.ok('DeleteAccessKey', { AccessKeyId: anna.secretId, TargetUin: anna.uin })).toEqual({})
    await server.refused('AuthFailure.SecretIdNotFound', 'ListUsers', {}, { as: anna })
    await server.ok('CreateAccessKey', { TargetUin: anna.uin })
  })

  test('ok: a user deletes its own', async () => {
    const bert = await server.user('bert', allow('cam:DeleteAccessKey'))
    await server.ok('DeleteAccessKey', { AccessKeyId: bert.secretId }, { as: bert })
    await server.refused('AuthFailure.SecretIdNotFound', 'ListUsers', {}, { as: bert })
  })

  test('owner: the key of another user than the one named', async () => {
    const [carla, dora] = [await server.user('carla'), await server.user('dora')]
    const given = { AccessKeyId: carla.secretId }
    await server.refused('OperationDenied.UinNotMatch', 'DeleteAccessKey', { ...given, TargetUin: dora.uin })
    await server.refused('OperationDenied.UinNotMatch', 'DeleteAccessKey', given)
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as: carla })
  })

  test('root: a user with every right deletes no key of the root account, however it is named', async () => {
    const eva = await server.user('eva', allow('cam:*'))
    const given = { AccessKeyId: server.root.secretId }
    for (const named of [given, { ...given, TargetUin: server.root.uin }]) {
      await server.refused('OperationDenied.SubUin', 'DeleteAccessKey', named, { as: eva })
    }
  })

  test('absent: an id that is no key, deleted, or of another root account', async () => {
    const other = await server.account('other')
    for (const AccessKeyId of ['AKIDnone', other.secretId]) {
      await server.refused('FailedOperation.Accesskey', 'DeleteAccessKey', { AccessKeyId })
    }
    await server.ok('ListUsers', {}, { as: other })
  })

  test('absent: a user that is not there', async () => {
    const given = { AccessKeyId: server.root.secretId, TargetUin: 1 }
    await server.refused('InvalidParameter.UserNotExist', 'DeleteAccessKey', given)
  })

  test('recipient: has no keys', async () => {
    const { uin } = await addPerson(server, 'pager', 5)
    await server.refused('FailedOperation.Accesskey', 'DeleteAccessKey', { AccessKeyId: 'AKIDnone', TargetUin: uin })
  })

  test('wrong values', async () => {
    for (const wrong of [{ AccessKeyId: '' }, { AccessKeyId: 'AKIDnone', TargetUin: 0 }]) {
      await server.refused('InvalidParameter.ParamError', 'DeleteAccessKey', wrong)
    }
  })

  test('denied: a user without the permission, for itself too', async () => {
    const nobody = await server.user('nobody')
    const given = { AccessKeyId: nobody.secretId }
    await server.refused('AuthFailure.UnauthorizedOperation', 'DeleteAccessKey', given, { as: nobody })
  })
})
