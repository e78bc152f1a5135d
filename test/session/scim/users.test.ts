// Users by SCIM, on both databases: made, read, changed, switched off and on, deleted; in the very shapes that two large
// directories send.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backends, type Place } from '../../store/backends.ts'
import { openScim, patchOf, type ScimServer, userSchema } from './client.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

describe.each(backends)('users on $name', ({ make }) => {
  let place: Place
  let scim: ScimServer
  beforeAll(async () => {
    place = await make()
    const { databaseUrl } = place.options
    scim = await openScim(databaseUrl === undefined ? {} : { databaseUrl })
  })
  afterAll(async () => {
    await scim.server.close()
    await place.drop()
  })

  test('made, read, listed and deleted', async () => {
    const given = {
      schemas: [userSchema],
      externalId: 'bjensen',
      userName: 'bjensen@example.com',
      displayName: 'Babs Jensen',
      emails: [{ value: 'bjensen@example.com', type: 'work', primary: true }],
    }
    const answer = await scim.send('POST', '/Users', given)
    expect(answer.status).toBe(201)
    const id = String(answer.body['id'])
    const location = `/scim/v2/Users/${id}`
    expect(answer.headers.get('Location')).toBe(location)
    const meta = { resourceType: 'User', created: '2026-01-02T03:04:05.000Z', location }
    expect(answer.body).toEqual({ ...given, id, active: true, meta })
    expect(await scim.ok(200, 'GET', `/Users/${id}`)).toEqual(answer.body)
    const found = await scim.ok(200, 'GET', '/Users?filter=userName%20eq%20%22BJENSEN@example.com%22')
    expect(found).toMatchObject({ totalResults: 1, startIndex: 1, itemsPerPage: 1, Resources: [answer.body] })
    const seen = await scim.server.ok('GetUser', { Name: 'bjensen@example.com' })
    expect(seen).toMatchObject({ Uin: Number(id), Email: 'bjensen@example.com', ConsoleLogin: 1 })
    expect((await scim.send('DELETE', `/Users/${id}`)).status).toBe(204)
    await scim.refused(404, undefined, 'GET', `/Users/${id}`)
    await scim.refused(404, undefined, 'DELETE', `/Users/${id}`)
    await scim.server.refused('ResourceNotFound.UserNotExist', 'GetUser', { Name: 'bjensen@example.com' })
  })

  test('a write tells the revision that others may be asked for, a read tells none', async () => {
    const { account } = scim.server.root
    const revision = async (): Promise<string> => {
      const { store } = scim.server.world
      return scim.server.dispatcher.revisions.tokenOf(account, (await store.revision(account)) ?? 0)
    }
    const made = await scim.send('POST', '/Users', { schemas: [userSchema], userName: 'revised' })
    expect(made.headers.get('X-OpenCAM-Revision')).toBe(await revision())
    const path = `/Users/${String(made.body['id'])}`
    expect((await scim.send('GET', path)).headers.has('X-OpenCAM-Revision')).toBe(false)
    const gone = await scim.send('DELETE', path)
    expect(gone.headers.get('X-OpenCAM-Revision')).toBe(await revision())
    expect(gone.headers.get('X-OpenCAM-Revision')).not.toBe(made.headers.get('X-OpenCAM-Revision'))
  })

  test('a name in use, without regard to case', async () => {
    await scim.user('taken')
    await scim.refused(409, 'uniqueness', 'POST', '/Users', { schemas: [userSchema], userName: 'TAKEN' })
  })

  test('PUT: what is given takes the place of what was, what is left out stays, null takes away', async () => {
    const emails = [{ value: 'put@example.com', type: 'work', primary: true }]
    const id = await scim.user('put', { displayName: 'Old', externalId: 'e1', emails })
    const put = (more: object) =>
      scim.ok(200, 'PUT', `/Users/${id}`, { schemas: [userSchema], userName: 'PUT', ...more })
    expect(await put({ displayName: 'New' })).toMatchObject({
      userName: 'put',
      displayName: 'New',
      externalId: 'e1',
      emails,
    })
    const bare = await put({ displayName: null, externalId: null, emails: [] })
    expect(bare).toMatchObject({ displayName: 'put', active: true })
    expect(bare).not.toHaveProperty('externalId')
    expect(bare).not.toHaveProperty('emails')
  })

  test('userName never changes', async () => {
    const id = await scim.user('constant')
    const other = { schemas: [userSchema], userName: 'changed' }
    await scim.refused(400, 'mutability', 'PUT', `/Users/${id}`, other)
    const patch = patchOf({ op: 'replace', path: 'userName', value: 'changed' })
    await scim.refused(400, 'mutability', 'PATCH', `/Users/${id}`, patch)
    await scim.ok(200, 'PATCH', `/Users/${id}`, patchOf({ op: 'replace', path: 'userName', value: 'Constant' }))
  })

  test('active false closes every way in, and active true opens the console alone', async () => {
    const made = await scim.server.ok('AddUser', { Name: 'leaver', ConsoleLogin: 1, UseApi: 1 })
    const id = String(made['Uin'])
    const key = { secretId: String(made['SecretId']), secretKey: String(made['SecretKey']) }
    const as = { ...scim.server.root, ...key, uin: Number(id) }
    await scim.server.ok('CreateScimToken', { TargetUin: Number(id) })
    await scim.server.ok('GetCallerIdentity', {}, { as })
    const set = (active: unknown) =>
      scim.ok(200, 'PATCH', `/Users/${id}`, patchOf({ op: 'replace', path: 'active', value: active }))
    expect(await set(false)).toMatchObject({ active: false })
    await scim.server.refused('AuthFailure.SecretIdNotFound', 'GetCallerIdentity', {}, { as })
    expect(await scim.server.ok('GetUser', { Name: 'leaver' })).toMatchObject({ ConsoleLogin: 0 })
    expect(JSON.stringify(await scim.server.ok('ListScimTokens'))).not.toContain(id)
    expect(await set(true)).toMatchObject({ active: true })
    expect(await scim.server.ok('GetUser', { Name: 'leaver' })).toMatchObject({ ConsoleLogin: 1 })
    await scim.server.refused('AuthFailure.SecretIdNotFound', 'GetCallerIdentity', {}, { as })
  })

  test('somebody with a key alone is active, and stays without console where nothing is asked', async () => {
    const { Uin } = await scim.server.ok('AddUser', { Name: 'machine', UseApi: 1 })
    expect(await scim.ok(200, 'GET', `/Users/${Uin}`)).toMatchObject({ active: true })
    await scim.ok(200, 'PUT', `/Users/${Uin}`, { schemas: [userSchema], userName: 'machine', active: true })
    expect(await scim.server.ok('GetUser', { Name: 'machine' })).toMatchObject({ ConsoleLogin: 0 })
  })

  test('made inactive, then activated', async () => {
    const id = await scim.user('later', { active: false })
    expect(await scim.ok(200, 'GET', `/Users/${id}`)).toMatchObject({ active: false })
    expect(await scim.server.ok('GetUser', { Name: 'later' })).toMatchObject({ ConsoleLogin: 0 })
    await scim.ok(200, 'PATCH', `/Users/${id}`, patchOf({ op: 'add', value: { active: true } }))
    expect(await scim.server.ok('GetUser', { Name: 'later' })).toMatchObject({ ConsoleLogin: 1 })
    const user = await scim.server.world.store.read.users.byUin(scim.server.root.account, Number(id))
    expect(user?.passwordHash).toMatch(/^\$argon2id\$/)
  })

  test('as Entra ID sends it', async () => {
    const id = await scim.user('entra@example.com', {
      schemas: [userSchema, enterprise],
      externalId: '0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef',
      active: true,
      emails: [{ primary: true, type: 'work', value: 'entra@example.com' }],
      meta: { resourceType: 'User' },
      name: { formatted: 'Given Family', familyName: 'Family', givenName: 'Given' },
      roles: undefined,
      [enterprise]: { department: 'Sales', manager: { value: '26118915' } },
    })
    const found = await scim.ok(
      200,
      'GET',
      `/Users?filter=externalId%20eq%20%220a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef%22`,
    )
    expect(found).toMatchObject({ totalResults: 1, Resources: [{ id }] })
    const patched = await scim.ok(
      200,
      'PATCH',
      `/Users/${id}`,
      patchOf(
        { op: 'Replace', path: 'emails[type eq "work"].value', value: 'updated@example.com' },
        { op: 'Replace', path: 'name.familyName', value: 'Other' },
        { op: 'Add', path: `${enterprise}:department`, value: 'Support' },
        { op: 'Replace', path: 'displayName', value: 'Other Given' },
      ),
    )
    expect(patched).toMatchObject({ displayName: 'Other Given', emails: [{ value: 'updated@example.com' }] })
    const off = await scim.ok(200, 'PATCH', `/Users/${id}`, patchOf({ op: 'Replace', path: 'active', value: 'False' }))
    expect(off).toMatchObject({ active: false })
    const none = await scim.ok(200, 'GET', '/Users?filter=userName%20eq%20%22non-existent%22')
    expect(none).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 0,
      startIndex: 1,
      itemsPerPage: 0,
      Resources: [],
    })
  })

  test('as Entra ID sends it: an address for work where there is none yet', async () => {
    const id = await scim.user('no-address')
    const patch = patchOf({ op: 'Add', path: 'emails[type eq "work"].value', value: 'new@example.com' })
    const emails = [{ value: 'new@example.com', type: 'work', primary: true }]
    expect(await scim.ok(200, 'PATCH', `/Users/${id}`, patch)).toMatchObject({ emails })
  })

  test('as Okta sends it', async () => {
    const id = await scim.user('okta@example.com', {
      name: { givenName: 'Test', familyName: 'User' },
      emails: [{ primary: true, value: 'okta@example.com', type: 'work' }],
      displayName: 'Test User',
      locale: 'en-US',
      externalId: '00ujl29u0le5T6Aj10h7',
      groups: [],
      active: true,
    })
    const query = '/Users?filter=userName%20eq%20%22okta%40example.com%22&startIndex=1&count=100'
    expect(await scim.ok(200, 'GET', query)).toMatchObject({ Resources: [{ id }] })
    const put = { schemas: [userSchema], id, userName: 'okta@example.com', active: false, groups: [], meta: {} }
    expect(await scim.ok(200, 'PUT', `/Users/${id}`, put)).toMatchObject({ active: false, displayName: 'Test User' })
    const on = patchOf({ op: 'replace', value: { active: true } })
    expect(await scim.ok(200, 'PATCH', `/Users/${id}`, on)).toMatchObject({ active: true })
  })

  test('each write is an audit event of the user that the token acts as', async () => {
    const id = await scim.user('audited')
    await scim.ok(200, 'PATCH', `/Users/${id}`, patchOf({ op: 'replace', path: 'active', value: false }))
    await scim.send('DELETE', `/Users/${id}`)
    const events = await scim.server.world.store.read.audit.list(scim.server.root.account, {}, { limit: 3 })
    expect(events.map(({ action, uin }) => [action, uin])).toEqual(
      ['DeleteUser', 'UpdateUser', 'AddUser'].map((name) => [name, scim.agent.uin]),
    )
  })
})
