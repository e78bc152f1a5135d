import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'

describe('CreateGroup', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness({ quotas: { groups: 3 } })
  })
  afterAll(() => server.close())

  test('ok: answers the number of the group', async () => {
    const { GroupId } = await server.ok('CreateGroup', { GroupName: 'developers', Remark: 'who write' })
    expect(GroupId).toBe(10001)
  })

  test('ok: over every form of the protocol', async () => {
    const { GroupId } = await server.ok('CreateGroup', { GroupName: 'by-form' }, { form: 'v1-form' })
    expect(GroupId).toBe(10002)
  })

  test('taken: a name differing in case only', async () => {
    await server.refused('InvalidParameter.GroupNameInUse', 'CreateGroup', { GroupName: 'Developers' })
  })

  test('illegal: a name that is empty or has other characters', async () => {
    for (const GroupName of ['', 'a b', 'x'.repeat(65)]) {
      await server.refused('InvalidParameter.ParamError', 'CreateGroup', { GroupName })
    }
  })

  test('missing: no name', async () => {
    expect(await server.refused('MissingParameter', 'CreateGroup', { Remark: 'x' })).toBe(
      'The request is missing a required parameter `GroupName`.',
    )
  })

  test('full: the quota is used up', async () => {
    await server.ok('CreateGroup', { GroupName: 'third' })
    await server.refused('InvalidParameter.GroupFull', 'CreateGroup', { GroupName: 'fourth' })
  })

  test('denied: a user without the permission, and nothing is made', async () => {
    const user = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'CreateGroup', { GroupName: 'mine' }, { as: user })
  })
})
