import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, openHarness } from '../harness.ts'
import { addPerson } from '../people.ts'

describe('DeleteUserPermissionsBoundary', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  async function bound(TargetUin: number, name: string, document: object): Promise<void> {
    const PolicyDocument = JSON.stringify(document)
    const { PolicyId } = await server.ok('CreatePolicy', { PolicyName: name, PolicyDocument })
    await server.ok('PutUserPermissionsBoundary', { TargetUin, PolicyId })
  }

  test('ok: the policies alone count again', async () => {
    const anna = await server.user('anna', allow('cam:ListUsers'))
    await bound(anna.uin, 'nothing-much', allow('cam:ListGroups'))
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as: anna })
    expect(await server.ok('DeleteUserPermissionsBoundary', { TargetUin: anna.uin })).toEqual({})
    await server.ok('ListUsers', {}, { as: anna })
  })

  test('ok: a user that has none', async () => {
    const { uin } = await addPerson(server, 'bert', 2)
    await server.ok('DeleteUserPermissionsBoundary', { TargetUin: uin })
  })

  test('absent: nobody, the root account, a recipient, somebody of another root account', async () => {
    const { uin: pager } = await addPerson(server, 'pager', 5)
    const { Uin } = await server.ok('AddUser', { Name: 'theirs' }, { as: await server.account('other') })
    for (const TargetUin of [1, server.root.uin, pager, Uin]) {
      await server.refused('InvalidParameter.UserNotExist', 'DeleteUserPermissionsBoundary', { TargetUin })
    }
  })

  test('own: nobody takes its own boundary away', async () => {
    const dora = await server.user('dora', allow('cam:*'))
    await bound(dora.uin, 'doras', allow('cam:Delete*'))
    const given = { TargetUin: dora.uin }
    await server.refused('UnauthorizedOperation', 'DeleteUserPermissionsBoundary', given, { as: dora })
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as: dora })
  })

  test('wrong: a number that is no account', async () => {
    await server.refused('InvalidParameter.ParamError', 'DeleteUserPermissionsBoundary', { TargetUin: -5 })
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    const given = { TargetUin: nobody.uin }
    await server.refused('AuthFailure.UnauthorizedOperation', 'DeleteUserPermissionsBoundary', given, { as: nobody })
  })
})
