import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'

describe('ListGroupsForUser', () => {
  let server: Harness
  let user: { Uin: unknown; Uid: unknown }
  beforeAll(async () => {
    server = await openHarness()
    const { Uin, Uid } = await server.ok('AddUser', { Name: 'anna' })
    user = { Uin, Uid }
    for (const GroupName of ['writers', 'readers', 'others']) {
      const { GroupId } = await server.ok('CreateGroup', { GroupName })
      if (GroupName !== 'others') await server.ok('AddUserToGroup', { Info: [{ GroupId, Uid }] })
    }
  })
  afterAll(() => server.close())

  test('ok: by either number or both, newest group first', async () => {
    for (const by of [{ Uid: user.Uid }, { SubUin: user.Uin }, { Uid: user.Uid, SubUin: user.Uin, Rp: 300 }]) {
      expect(await server.ok('ListGroupsForUser', by)).toEqual({
        TotalNum: 2,
        GroupInfo: [
          { GroupId: 10002, GroupName: 'readers', CreateTime: '2026-01-02 11:04:05', Remark: '' },
          { GroupId: 10001, GroupName: 'writers', CreateTime: '2026-01-02 11:04:05', Remark: '' },
        ],
      })
    }
  })

  test('ok: pages', async () => {
    expect(await server.ok('ListGroupsForUser', { Uid: user.Uid, Page: 2, Rp: 1 })).toMatchObject({
      TotalNum: 2,
      GroupInfo: [{ GroupName: 'writers' }],
    })
  })

  test('missing: neither number', async () => {
    expect(await server.refused('MissingParameter', 'ListGroupsForUser', { Page: 1 })).toContain('`SubUin`')
  })

  test('absent: nobody, the root account, somebody of another, two numbers of different users', async () => {
    const { Uin } = await server.ok('AddUser', { Name: 'theirs' }, { as: await server.account('other') })
    for (const by of [
      { Uid: 1 },
      { SubUin: 1 },
      { SubUin: server.root.uin },
      { SubUin: Uin },
      { Uid: 1, SubUin: user.Uin },
    ]) {
      await server.refused('ResourceNotFound.UserNotExist', 'ListGroupsForUser', by)
    }
  })

  test('wrong: pages count from 1', async () => {
    await server.refused('InvalidParameterValue', 'ListGroupsForUser', { Uid: user.Uid, Page: 0 })
  })

  test('denied: a user without the permission, for itself too', async () => {
    const nobody = await server.user('nobody')
    const given = { SubUin: nobody.uin }
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListGroupsForUser', given, { as: nobody })
  })
})
