import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'

describe('RemoveUserFromGroup', () => {
  let server: Harness
  let GroupId: unknown
  beforeAll(async () => {
    server = await openHarness()
    GroupId = (await server.ok('CreateGroup', { GroupName: 'writers' }))['GroupId']
  })
  afterAll(() => server.close())

  async function member(name: string): Promise<{ Uin: unknown; Uid: unknown }> {
    const { Uin, Uid } = await server.ok('AddUser', { Name: name })
    await server.ok('AddUserToGroup', { Info: [{ GroupId, Uid }] })
    return { Uin, Uid }
  }
  async function members(): Promise<unknown> {
    return (await server.ok('ListUsersForGroup', { GroupId }))['TotalNum']
  }

  test('ok: by Uid and by Uin', async () => {
    const [anna, bert] = [await member('anna'), await member('bert')]
    const Info = [
      { GroupId, Uid: anna.Uid },
      { GroupId, Uin: bert.Uin },
    ]
    expect(await server.ok('RemoveUserFromGroup', { Info })).toEqual({})
    expect(await members()).toBe(0)
  })

  test('ok: somebody who is no member any more', async () => {
    const { Uid } = await member('carla')
    await server.ok('RemoveUserFromGroup', { Info: [{ GroupId, Uid }] })
    await server.ok('RemoveUserFromGroup', { Info: [{ GroupId, Uid }] })
    expect(await members()).toBe(0)
  })

  test('ok: the rights of the group end at once', async () => {
    const user = await server.user('dora')
    const { PolicyId } = await server.ok('CreatePolicy', {
      PolicyName: 'lists',
      PolicyDocument: '{"version":"2.0","statement":[{"effect":"allow","action":"cam:ListUsers","resource":"*"}]}',
    })
    await server.ok('AttachGroupPolicy', { PolicyId, AttachGroupId: GroupId })
    await server.ok('AddUserToGroup', { Info: [{ GroupId, Uin: user.uin }] })
    await server.ok('ListUsers', {}, { as: user })
    await server.ok('RemoveUserFromGroup', { Info: [{ GroupId, Uin: user.uin }] })
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as: user })
  })

  test('nobody: neither number is given, and no pair of the call takes effect', async () => {
    const { Uid } = await member('eva')
    const Info = [{ GroupId, Uid }, { GroupId }]
    await server.refused('InvalidParameter.UserUinAndUinNotAllNull', 'RemoveUserFromGroup', { Info })
    expect(await members()).toBe(1)
  })

  test('absent: a user that is not there or of another root account', async () => {
    const { Uid } = await server.ok('AddUser', { Name: 'theirs' }, { as: await server.account('other') })
    for (const wrong of [{ Uid: 1 }, { Uin: 1 }, { Uid }]) {
      const Info = [{ GroupId, ...wrong }]
      await server.refused('ResourceNotFound.UserNotExist', 'RemoveUserFromGroup', { Info })
    }
  })

  test('absent: a group that is not there is told in words', async () => {
    const { Uid } = await server.ok('AddUser', { Name: 'finn' })
    const message = await server.refused('FailedOperation', 'RemoveUserFromGroup', { Info: [{ GroupId: 5, Uid }] })
    expect(message).toContain('the user group 5 does not exist')
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    const Info = [{ GroupId, Uid: nobody.uid }]
    await server.refused('AuthFailure.UnauthorizedOperation', 'RemoveUserFromGroup', { Info }, { as: nobody })
  })
})
