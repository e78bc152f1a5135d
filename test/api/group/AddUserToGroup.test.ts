import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { addPerson, setQuota } from '../people.ts'

describe('AddUserToGroup', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  async function group(name: string): Promise<unknown> {
    return (await server.ok('CreateGroup', { GroupName: name }))['GroupId']
  }
  async function user(name: string): Promise<{ Uin: unknown; Uid: unknown }> {
    const { Uin, Uid } = await server.ok('AddUser', { Name: name })
    return { Uin, Uid }
  }
  async function members(GroupId: unknown): Promise<unknown> {
    return (await server.ok('ListUsersForGroup', { GroupId }))['TotalNum']
  }

  test('ok: by Uid, by Uin and by both, several at once', async () => {
    const [writers, readers] = [await group('writers'), await group('readers')]
    const [anna, bert] = [await user('anna'), await user('bert')]
    const Info = [
      { GroupId: writers, Uid: anna.Uid },
      { GroupId: readers, Uin: anna.Uin },
      { GroupId: writers, ...bert },
    ]
    expect(await server.ok('AddUserToGroup', { Info })).toEqual({})
    expect(await members(writers)).toBe(2)
    expect(await server.ok('ListGroupsForUser', { SubUin: anna.Uin })).toMatchObject({ TotalNum: 2 })
  })

  test('ok: in the flat form with integers as text', async () => {
    const GroupId = await group('by-form')
    const { Uid } = await user('by-form')
    await server.ok('AddUserToGroup', { Info: [{ GroupId, Uid: String(Uid) }] }, { form: 'v1-form' })
    expect(await members(GroupId)).toBe(1)
  })

  test('ok: a member already there stays, also in a full group', async () => {
    const GroupId = await group('twice')
    const { Uid } = await user('twice')
    await server.ok('AddUserToGroup', { Info: [{ GroupId, Uid }] })
    await setQuota(server, 'users-per-group', 0)
    await server.ok('AddUserToGroup', { Info: [{ GroupId, Uid }] })
    await setQuota(server, 'users-per-group', 100)
    expect(await members(GroupId)).toBe(1)
  })

  test('ok: collaborators and message recipients', async () => {
    const GroupId = await group('mixed')
    const partner = await addPerson(server, 'partner', 4)
    const pager = await addPerson(server, 'pager', 5)
    await server.ok('AddUserToGroup', {
      Info: [
        { GroupId, Uid: pager.uid },
        { GroupId, Uin: partner.uin },
      ],
    })
    expect(await members(GroupId)).toBe(2)
  })

  test('nobody: neither number is given, and no pair of the call takes effect', async () => {
    const GroupId = await group('unnamed')
    const { Uid } = await user('named')
    const Info = [{ GroupId, Uid }, { GroupId }]
    await server.refused('InvalidParameter.UserUinAndUinNotAllNull', 'AddUserToGroup', { Info })
    expect(await members(GroupId)).toBe(0)
  })

  test('absent: a user that is not there, of another root account, or two numbers of different users', async () => {
    const GroupId = await group('lonely')
    const [carla, dora] = [await user('carla'), await user('dora')]
    const { Uin: theirs } = await server.ok('AddUser', { Name: 'theirs' }, { as: await server.account('other') })
    for (const wrong of [
      { Uid: 1 },
      { Uin: 1 },
      { Uin: theirs },
      { Uin: server.root.uin },
      { ...carla, Uid: dora.Uid },
    ]) {
      const Info = [
        { GroupId, Uid: carla.Uid },
        { GroupId, ...wrong },
      ]
      await server.refused('ResourceNotFound.UserNotExist', 'AddUserToGroup', { Info })
    }
    expect(await members(GroupId)).toBe(0)
  })

  test('absent: a group that is not there or of another root account', async () => {
    const { Uid } = await user('eager')
    const { GroupId } = await server.ok('CreateGroup', { GroupName: 'x' }, { as: await server.account('third') })
    for (const wrong of [0, 999_999, GroupId]) {
      const Info = [{ GroupId: wrong, Uid }]
      await server.refused('InvalidParameter.GroupNotExist', 'AddUserToGroup', { Info })
    }
  })

  test('full: the group has as many members as allowed', async () => {
    const GroupId = await group('crowd')
    const [eva, finn] = [await user('eva'), await user('finn')]
    await setQuota(server, 'users-per-group', 1)
    const Info = [
      { GroupId, Uid: eva.Uid },
      { GroupId, Uid: finn.Uid },
    ]
    expect(await server.refused('InvalidParameter.GroupUserFull', 'AddUserToGroup', { Info })).toContain('`1`')
    await setQuota(server, 'users-per-group', 100)
    expect(await members(GroupId)).toBe(0)
  })

  test('full: the user is in ten groups', async () => {
    const { Uid, Uin } = await user('busy')
    const Info = []
    for (let index = 0; index < 11; index++) Info.push({ GroupId: await group(`busy-${index}`), Uid })
    await server.refused('InvalidParameter.UserGroupFull', 'AddUserToGroup', { Info })
    await server.ok('AddUserToGroup', { Info: Info.slice(0, 10) })
    await server.refused('InvalidParameter.UserGroupFull', 'AddUserToGroup', { Info: Info.slice(10) })
    expect(await server.ok('ListGroupsForUser', { SubUin: Uin })).toMatchObject({ TotalNum: 10 })
  })

  test('missing: no pairs, or a pair without a group', async () => {
    await server.refused('MissingParameter', 'AddUserToGroup')
    await server.refused('MissingParameter', 'AddUserToGroup', { Info: [{ Uid: 1 }] })
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    const Info = [{ GroupId: 1, Uid: 1 }]
    await server.refused('AuthFailure.UnauthorizedOperation', 'AddUserToGroup', { Info }, { as: nobody })
  })
})

test('with checks on the object both the group and the user must be covered', async () => {
  const server = await openHarness({ rules: { resourceLevel: 'fine' } })
  try {
    const { GroupId } = await server.ok('CreateGroup', { GroupName: 'writers' })
    const target = await server.user('target')
    const other = await server.user('other')
    const own = (segment: string) => `qcs::cam::uin/${server.root.account}:${segment}`
    const statement = {
      effect: 'allow',
      action: 'cam:AddUserToGroup',
      resource: [own(`groupid/${GroupId}`), own(`uin/${target.uin}`)],
    }
    const keeper = await server.user('keeper', { version: '2.0', statement: [statement] })
    await server.ok('AddUserToGroup', { Info: [{ GroupId, Uid: target.uid }] }, { as: keeper })
    for (const Uid of [other.uid, 1]) {
      const Info = [{ GroupId, Uid }]
      await server.refused('AuthFailure.UnauthorizedOperation', 'AddUserToGroup', { Info }, { as: keeper })
    }
  } finally {
    await server.close()
  }
})
