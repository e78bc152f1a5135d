// Groups by SCIM, on both databases: members come and go with a request as a whole, or nothing of it happens.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addPerson } from '../../api/people.ts'
import { backends, type Place } from '../../store/backends.ts'
import { groupSchema, openScim, patchOf, type ScimServer } from './client.ts'

describe.each(backends)('groups on $name', ({ make }) => {
  let place: Place
  let scim: ScimServer
  let ann: string
  let bob: string
  let eve: string
  beforeAll(async () => {
    place = await make()
    const { databaseUrl } = place.options
    const quotas = { 'users-per-group': 3 }
    scim = await openScim({ quotas, ...(databaseUrl === undefined ? {} : { databaseUrl }) })
    ann = await scim.user('ann', { active: false })
    bob = await scim.user('bob', { active: false })
    eve = await scim.user('eve', { active: false })
  })
  afterAll(async () => {
    await scim.server.close()
    await place.drop()
  })

  const membersOf = async (id: string): Promise<readonly string[]> =>
    ((await scim.ok(200, 'GET', `/Groups/${id}`))['members'] as readonly { value: string }[]).map((one) => one.value)
  const patch = (id: string, ...operations: readonly object[]) =>
    scim.ok(200, 'PATCH', `/Groups/${id}`, patchOf(...operations))

  test('made with members, read, renamed, deleted', async () => {
    const given = { schemas: [groupSchema], displayName: 'Tour-Guides', externalId: 'g1', members: [{ value: ann }] }
    const answer = await scim.send('POST', '/Groups', given)
    expect(answer.status).toBe(201)
    const id = String(answer.body['id'])
    const location = `/scim/v2/Groups/${id}`
    expect(answer.body).toEqual({
      ...given,
      id,
      members: [{ value: ann, display: 'ann', type: 'User', $ref: `/scim/v2/Users/${ann}` }],
      meta: { resourceType: 'Group', created: '2026-01-02T03:04:05.000Z', location },
    })
    expect(answer.headers.get('Location')).toBe(location)
    expect(await scim.ok(200, 'GET', `/Groups/${id}`)).toEqual(answer.body)
    // As Okta sends it, with the id once more.
    await patch(id, { op: 'replace', value: { id, displayName: 'Guides' } })
    expect(await scim.server.ok('GetGroup', { GroupId: Number(id) })).toMatchObject({
      GroupName: 'Guides',
      GroupNum: 1,
    })
    expect((await scim.send('DELETE', `/Groups/${id}`)).status).toBe(204)
    await scim.refused(404, undefined, 'GET', `/Groups/${id}`)
  })

  test('a name in use, and a name that no group can have', async () => {
    await scim.group('taken')
    await scim.refused(409, 'uniqueness', 'POST', '/Groups', { schemas: [groupSchema], displayName: 'Taken' })
    const blank = { schemas: [groupSchema], displayName: 'two words' }
    expect(await scim.refused(400, 'invalidValue', 'POST', '/Groups', blank)).toContain('displayName')
  })

  test('PATCH: members added, removed by value, by filter, and all of them', async () => {
    const id = await scim.group('patched')
    await patch(id, { op: 'add', path: 'members', value: [{ value: ann }, { value: bob }] })
    await patch(id, { op: 'add', path: 'members', value: [{ value: bob, display: 'somebody' }] })
    expect(await membersOf(id)).toEqual([ann, bob])
    await patch(id, { op: 'remove', path: `members[value eq "${ann}"]` })
    expect(await membersOf(id)).toEqual([bob])
    await patch(id, { op: 'replace', path: 'members', value: [{ value: eve }] })
    expect(await membersOf(id)).toEqual([eve])
    await patch(id, { op: 'remove', path: 'members' })
    expect(await membersOf(id)).toEqual([])
  })

  test('PATCH as Entra ID sends it: a removal with a list takes those away and nobody else', async () => {
    const id = await scim.group('entra', [ann, bob])
    await patch(id, { op: 'Remove', path: 'members', value: [{ value: ann }] })
    expect(await membersOf(id)).toEqual([bob])
    await patch(id, { op: 'Remove', path: 'members', value: [] })
    expect(await membersOf(id)).toEqual([bob])
    await patch(id, { op: 'Add', path: 'members', value: [{ $ref: null, value: ann }] })
    expect(await membersOf(id)).toEqual([ann, bob])
    const bare = await scim.ok(200, 'GET', `/Groups/${id}?excludedAttributes=members`)
    expect(bare).not.toHaveProperty('members')
  })

  test('PUT: members take the place of those that were; left out, they stay', async () => {
    const id = await scim.group('put', [ann, bob])
    const put = (more: object) =>
      scim.ok(200, 'PUT', `/Groups/${id}`, { schemas: [groupSchema], displayName: 'put', ...more })
    await put({})
    expect(await membersOf(id)).toEqual([ann, bob])
    await put({ members: [{ value: eve, display: 'eve' }] })
    expect(await membersOf(id)).toEqual([eve])
    await put({ members: [] })
    expect(await membersOf(id)).toEqual([])
  })

  test('one member who is nobody: nothing of the request happens', async () => {
    const id = await scim.group('whole', [ann])
    const operations = [
      { op: 'replace', path: 'displayName', value: 'renamed' },
      { op: 'replace', path: 'members', value: [{ value: bob }, { value: '999' }] },
    ]
    await scim.refused(400, 'invalidValue', 'PATCH', `/Groups/${id}`, patchOf(...operations))
    expect(await scim.ok(200, 'GET', `/Groups/${id}`)).toMatchObject({
      displayName: 'whole',
      members: [{ value: ann }],
    })
    const made = { schemas: [groupSchema], displayName: 'never', members: [{ value: '999' }] }
    await scim.refused(400, 'invalidValue', 'POST', '/Groups', made)
    expect(await scim.server.ok('ListGroups', { Keyword: 'never' })).toMatchObject({ TotalNum: 0 })
  })

  test('a full group: who goes makes room for who comes, and one too many is refused whole', async () => {
    const id = await scim.group('full', [ann, bob, eve])
    const dan = await scim.user(`dan-${id}`, { active: false })
    await scim.refused(
      403,
      undefined,
      'PATCH',
      `/Groups/${id}`,
      patchOf({ op: 'add', path: 'members', value: [{ value: dan }] }),
    )
    expect(await membersOf(id)).toEqual([ann, bob, eve])
    await patch(id, { op: 'replace', path: 'members', value: [{ value: dan }, { value: bob }, { value: eve }] })
    expect(await membersOf(id)).toEqual([bob, eve, dan])
  })

  test('members who are no sub-users are neither shown nor touched', async () => {
    const id = await scim.group('mixed', [ann])
    const { uin } = await addPerson(scim.server, `pager-${id}`, 5)
    await scim.server.ok('AddUserToGroup', { Info: [{ GroupId: Number(id), Uin: uin }] })
    expect(await membersOf(id)).toEqual([ann])
    await patch(id, { op: 'replace', path: 'members', value: [] })
    expect(await scim.server.ok('GetGroup', { GroupId: Number(id) })).toMatchObject({ UserInfo: [{ Uin: uin }] })
    const value = [{ value: String(uin) }]
    await scim.refused(400, 'invalidValue', 'PATCH', `/Groups/${id}`, patchOf({ op: 'add', path: 'members', value }))
  })
})
