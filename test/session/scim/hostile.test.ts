// Bad and hostile SCIM requests: each is refused in SCIM's own envelope and changes nothing; beside each stands one that is
// alike and right.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { groupSchema, openScim, patchOf, type ScimServer, userSchema } from './client.ts'

let scim: ScimServer
let user: string
let group: string
let before: string
beforeAll(async () => {
  scim = await openScim()
  user = await scim.user('victim', { active: false, externalId: 'e' })
  group = await scim.group('crew', [user])
  before = await state()
})
afterAll(async () => {
  await scim.server.close()
})

/** Everything that a request could have changed. */
async function state(): Promise<string> {
  const { users, groups, keys, policies, scimTokens, accounts } = scim.server.world.store.read
  const { account } = scim.server.root
  const page = { offset: 0, limit: 100 }
  const listed = await users.list(account, [2, 3, 4, 5], page)
  return JSON.stringify([
    listed,
    await groups.list(account, {}, page),
    await groups.members(account, Number(group)),
    await Promise.all(listed.rows.map(({ uin }) => keys.list(account, uin))),
    await Promise.all(listed.rows.map(({ uin }) => policies.attachedTo(account, 'user', String(uin)))),
    await scimTokens.list(account),
    await accounts.summary(account),
  ])
}

/** What no client may set, under every name that somebody might think of. */
const stolen: readonly (readonly [name: string, value: unknown])[] = [
  ['uin', 1],
  ['Uin', '1'],
  ['uid', 1],
  ['account', 1],
  ['ownerUin', 1],
  ['type', 4],
  ['consoleLogin', true],
  ['passwordHash', '$argon2id$x'],
  ['password_hash', '$argon2id$x'],
  ['password', 'Sup3r+Secret'],
  ['policies', [{ value: '1' }]],
  ['permissions', ['*']],
  ['boundaryPolicyId', 1],
  ['mfa', false],
  ['mfaFlags', {}],
  ['roles', [{ value: 'admin' }]],
  ['entitlements', [{ value: 'all' }]],
  ['x509Certificates', []],
  ['accessKeys', []],
  ['__proto__', { active: true }],
  ['constructor', { prototype: {} }],
  ['urn:ietf:params:scim:schemas:core:2.0:User:uin', 1],
  ['urn:example:extension', { uin: 1 }],
]

describe('attributes that are not a client’s to set', () => {
  const whole = (name: string, value: unknown): string =>
    JSON.stringify({ schemas: [userSchema], userName: 'victim' }).replace(
      '{',
      `{${JSON.stringify(name)}:${JSON.stringify(value)},`,
    )

  test.each(stolen)('%s', async (name, value) => {
    const made = whole(name, value).replace('victim', 'thief')
    expect((await scim.send('POST', '/Users', made)).status).toBe(400)
    expect((await scim.send('PUT', `/Users/${user}`, whole(name, value))).status).toBe(400)
    for (const operation of [
      { op: 'add', path: name, value },
      { op: 'replace', path: name, value },
      { op: 'remove', path: name },
    ]) {
      expect((await scim.send('PATCH', `/Users/${user}`, patchOf(operation))).status).toBe(400)
    }
    const open = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","value":{${JSON.stringify(name)}:${JSON.stringify(value)}}}]}`
    expect((await scim.send('PATCH', `/Users/${user}`, open)).status).toBe(400)
    expect(await state()).toBe(before)
  })

  test.each([
    ['id', '5'],
    ['meta', { created: '2000-01-01T00:00:00Z' }],
    ['groups', [{ value: '1' }]],
  ] as const)('%s is the server’s: left out of a whole resource, refused as a target', async (path, value) => {
    const put = { schemas: [userSchema], userName: 'victim', [path]: value }
    const answer = await scim.ok(200, 'PUT', `/Users/${user}`, put)
    expect(answer).toMatchObject({ id: user, meta: { created: '2026-01-02T03:04:05.000Z' } })
    await scim.refused(400, 'mutability', 'PATCH', `/Users/${user}`, patchOf({ op: 'replace', path, value }))
    expect(await state()).toBe(before)
  })

  test('a member’s own facts', async () => {
    for (const path of [`members[value eq "${user}"].value`, `members[value eq "${user}"].display`]) {
      const patch = patchOf({ op: 'replace', path, value: '1' })
      await scim.refused(400, 'mutability', 'PATCH', `/Groups/${group}`, patch)
    }
    const nested = patchOf({ op: 'add', path: 'members', value: [{ value: group, type: 'Group' }] })
    await scim.refused(400, 'invalidValue', 'PATCH', `/Groups/${group}`, nested)
    const hidden = patchOf({ op: 'add', path: 'members', value: [{ value: user, policy: 1 }] })
    await scim.refused(400, 'invalidValue', 'PATCH', `/Groups/${group}`, hidden)
    expect(await state()).toBe(before)
  })
})

const message = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
const bodies: readonly (readonly [name: string, method: string, body: unknown, kind: string])[] = [
  ['no JSON', 'PUT', '{', 'invalidValue'],
  ['a list', 'PUT', [], 'invalidSyntax'],
  ['a name twice', 'PUT', '{"userName":"victim","userName":"victim"}', 'invalidValue'],
  ['a name twice in another case', 'PUT', { userName: 'victim', USERNAME: 'other' }, 'invalidSyntax'],
  ['too deep', 'PUT', `${'{"name":'.repeat(40)}1${'}'.repeat(40)}`, 'invalidValue'],
  ['a schema of something else', 'PUT', { schemas: [groupSchema], userName: 'victim' }, 'invalidSyntax'],
  ['no userName', 'PUT', { schemas: [userSchema] }, 'invalidValue'],
  ['active as a number', 'PUT', { userName: 'victim', active: 1 }, 'invalidValue'],
  ['active as another word', 'PUT', { userName: 'victim', active: 'no' }, 'invalidValue'],
  ['an address as a text', 'PUT', { userName: 'victim', emails: 'a@example.com' }, 'invalidValue'],
  [
    'an address with a line end',
    'PUT',
    { userName: 'victim', emails: [{ value: 'a@example.com\nBcc: b' }] },
    'invalidValue',
  ],
  ['an address with a blank', 'PUT', { userName: 'victim', emails: [{ value: 'a b' }] }, 'invalidValue'],
  ['an address too long', 'PUT', { userName: 'victim', emails: [{ value: 'a'.repeat(256) }] }, 'invalidValue'],
  ['a name too long', 'PUT', { userName: 'victim', displayName: 'x'.repeat(256) }, 'invalidValue'],
  ['a NUL', 'PUT', '{"userName":"victim","displayName":"a\\u0000b"}', 'invalidValue'],
  ['half a surrogate pair', 'PUT', '{"userName":"victim","displayName":"\\ud800"}', 'invalidValue'],
  ['an external id that is a number', 'PUT', { userName: 'victim', externalId: 5 }, 'invalidValue'],
  [
    'a patch without its schema',
    'PATCH',
    { Operations: [{ op: 'add', path: 'active', value: true }] },
    'invalidSyntax',
  ],
  ['a patch of nothing', 'PATCH', { schemas: [message], Operations: [] }, 'invalidSyntax'],
  ['a patch with an unknown word', 'PATCH', patchOf({ op: 'move', path: 'active', value: true }), 'invalidSyntax'],
  ['a patch of no op', 'PATCH', patchOf({ path: 'active', value: true }), 'invalidSyntax'],
  ['a patch that is a text', 'PATCH', { schemas: [message], Operations: 'add' }, 'invalidSyntax'],
  ['a removal of everything', 'PATCH', patchOf({ op: 'remove' }), 'noTarget'],
  ['an addition of nothing', 'PATCH', patchOf({ op: 'add', path: 'active' }), 'invalidValue'],
  ['a path that is none', 'PATCH', patchOf({ op: 'add', path: 'emails[', value: 'x' }), 'invalidPath'],
  ['a path with a bad filter', 'PATCH', patchOf({ op: 'add', path: 'emails[x]', value: 'x' }), 'invalidFilter'],
  ['a path into a text', 'PATCH', patchOf({ op: 'add', path: 'displayName[a eq 1]', value: 'x' }), 'invalidPath'],
  ['a path with a tail', 'PATCH', patchOf({ op: 'add', path: 'emails.value.x', value: 'x' }), 'invalidPath'],
  ['a path that is a number', 'PATCH', patchOf({ op: 'add', path: 5, value: 'x' }), 'invalidPath'],
  ['a path too long', 'PATCH', patchOf({ op: 'add', path: 'a'.repeat(2_001), value: 'x' }), 'invalidPath'],
  ['no such value', 'PATCH', patchOf({ op: 'replace', path: 'emails[value co "x"].value', value: 'y' }), 'noTarget'],
  [
    'too many operations',
    'PATCH',
    patchOf(...Array.from({ length: 101 }, () => ({ op: 'add', path: 'active', value: false }))),
    'invalidSyntax',
  ],
  [
    'one bad operation behind a good one',
    'PATCH',
    patchOf({ op: 'add', path: 'displayName', value: 'half' }, { op: 'add', path: 'uin', value: 1 }),
    'invalidPath',
  ],
]

test.each(bodies)('a body that cannot be: %s', async (_name, method, body, kind) => {
  await scim.refused(400, kind, method, `/Users/${user}`, body)
  expect(await state()).toBe(before)
})

test('members in great number, and values of values', async () => {
  const many = Array.from({ length: 1_001 }, (_, index) => ({ value: String(index + 1) }))
  await scim.refused(
    400,
    'invalidValue',
    'PATCH',
    `/Groups/${group}`,
    patchOf({ op: 'add', path: 'members', value: many }),
  )
  const odd = [
    { value: 5 },
    { value: null },
    {},
    'x',
    { value: '-1' },
    { value: '1e3' },
    { value: '00' },
    { value: '9'.repeat(30) },
  ]
  for (const one of odd) {
    const patch = patchOf({ op: 'add', path: 'members', value: [one] })
    await scim.refused(400, 'invalidValue', 'PATCH', `/Groups/${group}`, patch)
  }
  expect(await state()).toBe(before)
})

test('a hostile path costs no more than a plain one', async () => {
  const path = `emails[${'('.repeat(900)}${')'.repeat(900)}].value`
  await scim.refused(400, 'invalidFilter', 'PATCH', `/Users/${user}`, patchOf({ op: 'add', path, value: 'x' }))
  const brackets = `emails${'[]'.repeat(900)}`
  expect((await scim.send('PATCH', `/Users/${user}`, patchOf({ op: 'add', path: brackets, value: 'x' }))).status).toBe(
    400,
  )
})

test.each(['text/plain', 'application/xml', 'multipart/form-data', undefined])('content type %s', async (type) => {
  const given = { schemas: [userSchema], userName: 'thief' }
  expect((await scim.send('POST', '/Users', given, { type })).status).toBe(400)
  expect(await state()).toBe(before)
})

test.each(['application/json', 'application/scim+json; charset=utf-8', 'APPLICATION/SCIM+JSON'])(
  'content type %s, which is right',
  async (type) => {
    const put = { schemas: [userSchema], userName: 'victim' }
    expect((await scim.send('PUT', `/Users/${user}`, put, { type })).status).toBe(200)
  },
)

test.each([
  '0',
  '-1',
  '01',
  '1.0',
  '1e5',
  ' 1',
  '%00',
  '%ff',
  '..',
  '__proto__',
  'constructor',
  "1' or '1'='1",
  '9'.repeat(400),
])('an id that is nobody’s: %s', async (id) => {
  for (const kind of ['Users', 'Groups']) {
    expect((await scim.send('GET', `/${kind}/${id}`)).status).toBe(404)
    expect((await scim.send('DELETE', `/${kind}/${id}`)).status).toBe(404)
  }
  expect(await state()).toBe(before)
})

test('collaborators, message recipients and the root account are no users of SCIM', async () => {
  const { account } = scim.server.root
  await scim.refused(404, undefined, 'GET', `/Users/${account}`)
  await scim.refused(404, undefined, 'DELETE', `/Users/${account}`)
  const off = patchOf({ op: 'replace', path: 'active', value: false })
  await scim.refused(404, undefined, 'PATCH', `/Users/${account}`, off)
})

test.each([
  ['GET', '/', 404],
  ['GET', '/Nothing', 404],
  ['GET', '/Users/1/groups', 404],
  ['POST', '/Bulk', 501],
  ['GET', '/Me', 501],
  ['POST', '/Users/.search', 501],
  ['POST', '/.search', 501],
  ['DELETE', '/Users', 405],
  ['POST', '/Users/1', 405],
  ['PUT', '/ServiceProviderConfig', 405],
  ['TRACE', '/Users', 405],
] as const)('%s %s', async (method, path, status) => {
  const answer = await scim.send(method, path)
  expect(answer.status).toBe(status)
  expect(answer.headers.has('Allow')).toBe(status === 405)
})

test('what the server says of itself agrees with what it does', async () => {
  const config = await scim.ok(200, 'GET', '/ServiceProviderConfig')
  expect(config).toMatchObject({ patch: { supported: true }, bulk: { supported: false }, etag: { supported: false } })
  const types = await scim.ok(200, 'GET', '/ResourceTypes')
  expect(types).toMatchObject({ totalResults: 2, Resources: [{ id: 'User' }, { id: 'Group' }] })
  for (const { schema, endpoint, id } of types['Resources'] as readonly {
    schema: string
    endpoint: string
    id: string
  }[]) {
    expect(await scim.ok(200, 'GET', `/Schemas/${schema}`)).toMatchObject({ id: schema })
    expect(await scim.ok(200, 'GET', `/ResourceTypes/${id}`)).toMatchObject({ endpoint })
    expect((await scim.send('GET', endpoint)).status).toBe(200)
  }
  const { Resources } = await scim.ok(200, 'GET', '/Schemas')
  const [userRows] = Resources as readonly { attributes: readonly { name: string }[] }[]
  const names = userRows?.attributes.map(({ name }) => name)
  expect(names).toEqual(['externalId', 'userName', 'displayName', 'active', 'emails'])
  const shownUser = await scim.ok(200, 'GET', `/Users/${user}`)
  const shownNames = Object.keys(shownUser).filter((name) => !['schemas', 'id', 'meta', 'emails'].includes(name))
  expect(names).toEqual(expect.arrayContaining(shownNames))
})

test('a fault of the server says nothing of it', async () => {
  let broken = false
  const brittle = await openScim({
    wrap: (store) => ({
      ...store,
      transaction: (work) => (broken ? Promise.reject(new Error('disk of secrets full')) : store.transaction(work)),
      scimToken: (id) => (id === 'SCIMbroken' ? Promise.reject(new Error('secret host down')) : store.scimToken(id)),
    }),
  })
  broken = true
  const given = { schemas: [userSchema], userName: 'x' }
  expect(await brittle.refused(500, undefined, 'POST', '/Users', given)).not.toContain('disk')
  expect(await brittle.as('SCIMbroken.x').refused(500, undefined, 'GET', '/Users')).not.toContain('host')
  broken = false
  await brittle.server.close()
})
