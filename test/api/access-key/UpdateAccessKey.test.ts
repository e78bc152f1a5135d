import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, openHarness } from '../harness.ts'
import { addPerson, setQuota } from '../people.ts'

describe('UpdateAccessKey', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('ok: off signs nothing, on signs again', async () => {
    const anna = await server.user('anna', allow('cam:ListUsers'))
    const given = { AccessKeyId: anna.secretId, TargetUin: anna.uin }
    await server.ok('ListUsers', {}, { as: anna })
    expect(await server.ok('UpdateAccessKey', { ...given, Status: 'Inactive' })).toEqual({})
    await server.refused('AuthFailure.SecretIdNotFound', 'ListUsers', {}, { as: anna })
    await server.ok('UpdateAccessKey', { ...given, Status: 'Active' })
    await server.ok('ListUsers', {}, { as: anna })
  })

  test('ok: a state that it has already', async () => {
    const bert = await server.user('bert')
    for (const Status of ['Active', 'Inactive', 'Inactive']) {
      await server.ok('UpdateAccessKey', { AccessKeyId: bert.secretId, TargetUin: bert.uin, Status })
    }
  })

  test('ok: a user turns its own key off, and that was its last call', async () => {
    const carla = await server.user('carla', allow('cam:UpdateAccessKey'))
    await server.ok('UpdateAccessKey', { AccessKeyId: carla.secretId, Status: 'Inactive' }, { as: carla })
    const again = { AccessKeyId: carla.secretId, Status: 'Active' }
    await server.refused('AuthFailure.SecretIdNotFound', 'UpdateAccessKey', again, { as: carla })
  })

  test('owner: the key of another user than the one named', async () => {
    const [dora, eva] = [await server.user('dora'), await server.user('eva')]
    const given = { AccessKeyId: dora.secretId, Status: 'Inactive' }
    await server.refused('OperationDenied.UinNotMatch', 'UpdateAccessKey', { ...given, TargetUin: eva.uin })
    await server.refused('OperationDenied.UinNotMatch', 'UpdateAccessKey', given)
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as: dora })
  })

  test('root: a user with every right touches no key of the root account, however it is named', async () => {
    const finn = await server.user('finn', allow('cam:*'))
    const given = { AccessKeyId: server.root.secretId, Status: 'Inactive' }
    for (const named of [given, { ...given, TargetUin: server.root.uin }]) {
      await server.refused('OperationDenied.SubUin', 'UpdateAccessKey', named, { as: finn })
    }
  })

  test('full: after the limit was lowered no key is turned on beyond it, others keep working', async () => {
    const { Uin } = await server.ok('AddUser', { Name: 'many' })
    await setQuota(server, 'access-keys', 3)
    const ids = []
    for (let index = 0; index < 3; index++) {
      const { AccessKey } = await server.ok('CreateAccessKey', { TargetUin: Uin })
      ids.push((AccessKey as { AccessKeyId: string }).AccessKeyId)
    }
    const given = { AccessKeyId: ids[0], TargetUin: Uin }
    await server.ok('UpdateAccessKey', { ...given, Status: 'Inactive' })
    await setQuota(server, 'access-keys', 2)
    await server.refused('OperationDenied.AccessKeyOverLimit', 'UpdateAccessKey', { ...given, Status: 'Active' })
    await server.ok('UpdateAccessKey', { AccessKeyId: ids[1], TargetUin: Uin, Status: 'Active' })
    await server.ok('DeleteAccessKey', { AccessKeyId: ids[1], TargetUin: Uin })
    await server.ok('UpdateAccessKey', { ...given, Status: 'Active' })
  })

  test('absent: an id that is no key, or one of another root account', async () => {
    const other = await server.account('other')
    for (const AccessKeyId of ['AKIDnone', other.secretId, server.root.secretId.toLowerCase()]) {
      await server.refused('ResourceNotFound.SecretNotExist', 'UpdateAccessKey', { AccessKeyId, Status: 'Inactive' })
    }
    await server.ok('ListUsers', {}, { as: other })
  })

  test('absent: a user that is not there', async () => {
    const given = { AccessKeyId: server.root.secretId, Status: 'Active', TargetUin: 1 }
    await server.refused('InvalidParameter.UserNotExist', 'UpdateAccessKey', given)
  })

  test('recipient: has no keys', async () => {
    const { uin } = await addPerson(server, 'pager', 5)
    const given = { AccessKeyId: 'AKIDnone', Status: 'Active', TargetUin: uin }
    await server.refused('FailedOperation.Accesskey', 'UpdateAccessKey', given)
  })

  test('wrong values', async () => {
    const given = { AccessKeyId: server.root.secretId, Status: 'Active' }
    for (const wrong of [{ Status: 'active' }, { Status: '' }, { AccessKeyId: '' }, { TargetUin: -1 }]) {
      await server.refused('InvalidParameter.ParamError', 'UpdateAccessKey', { ...given, ...wrong })
    }
    await server.refused('MissingParameter', 'UpdateAccessKey', { AccessKeyId: 'AKIDnone' })
  })

  test('denied: a user without the permission, for itself too', async () => {
    const nobody = await server.user('nobody')
    const given = { AccessKeyId: nobody.secretId, Status: 'Inactive' }
    await server.refused('AuthFailure.UnauthorizedOperation', 'UpdateAccessKey', given, { as: nobody })
  })
})
