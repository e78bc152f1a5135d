// What a SCIM client may do: what the policies of the user that its token acts as let that user do, and nothing after the
// token has ended.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { StoreUnreachable } from '../../../src/store/unreachable.ts'
import { allow, deny, type Harness, openHarness } from '../../api/harness.ts'
import { readToken, scimToken } from '../../api/scim/tokens.ts'
import { clientOf, groupSchema, openScim, patchOf, type ScimClient, type ScimServer, userSchema } from './client.ts'

describe('tokens', () => {
  let scim: ScimServer
  beforeAll(async () => {
    scim = await openScim()
  })
  afterAll(() => scim.server.close())

  const status = async (token: string | null): Promise<number> =>
    (await scim.send('GET', '/Users', undefined, { token })).status

  test('none, or one that is not one', async () => {
    const [id = '', secret = ''] = scim.token.split('.')
    const wrong = [null, '', 'x', id, `${id}.`, `${id}.${secret}x`, `${id}.${secret.slice(1)}`, `.${secret}`]
    for (const token of [...wrong, `SCIMnone.${secret}`, `${id.toLowerCase()}.${secret}`, `${id}.${secret}.x`]) {
      expect(await status(token), String(token)).toBe(401)
    }
    expect(await status(scim.token)).toBe(200)
    const { headers } = await scim.send('GET', '/ServiceProviderConfig', undefined, { token: null })
    expect(headers.get('WWW-Authenticate')).toBe('Bearer realm="SCIM"')
    const key = { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` }
    expect((await scim.send('GET', '/Users', undefined, { token: null, headers: key })).status).toBe(401)
  })

  test('rotated: the old secret is no good, the new one is', async () => {
    const made = await scimToken(scim.server, scim.agent)
    const rotated = readToken(await scim.server.ok('RotateScimToken', { TokenId: made.tokenId }))
    expect([await status(made.token), await status(rotated.token)]).toEqual([401, 200])
  })

  test('revoked', async () => {
    const made = await scimToken(scim.server, scim.agent)
    expect(await status(made.token)).toBe(200)
    await scim.server.ok('DeleteScimToken', { TokenId: made.tokenId })
    expect(await status(made.token)).toBe(401)
  })

  test('expired, to the millisecond', async () => {
    const made = await scimToken(scim.server, scim.agent, { ValidDays: 1 })
    scim.server.clock.advance(86_400_000 - 1)
    expect(await status(made.token)).toBe(200)
    scim.server.clock.advance(1)
    expect(await status(made.token)).toBe(401)
  })

  test('revoked while a request is under way: nothing of it happens', async () => {
    let made = { tokenId: '', token: '' }
    let armed = false
    const late = await openHarness({
      wrap: (store) => ({
        ...store,
        transaction: async (work) => {
          if (armed) {
            armed = false
            await store.transaction((writes) => writes.scimTokens.delete(late.root.account, made.tokenId))
          }
          return store.transaction(work)
        },
      }),
    })
    made = await scimToken(late, await late.user('agent', allow('cam:*')))
    armed = true
    await clientOf(late, made.token).refused(401, undefined, 'POST', '/Users', { schemas: [userSchema], userName: 'x' })
    await late.refused('ResourceNotFound.UserNotExist', 'GetUser', { Name: 'x' })
    await late.close()
  })

  test('a token signs no call of the API, and a key opens no SCIM', async () => {
    const [id = '', secret = ''] = scim.token.split('.')
    const as = { ...scim.agent, secretId: id, secretKey: secret }
    await scim.server.refused('AuthFailure.SecretIdNotFound', 'ListUsers', {}, { as })
    expect(await status(`${scim.agent.secretId}.${scim.agent.secretKey}`)).toBe(401)
  })
})

describe('rights', () => {
  let server: Harness
  let user: string
  let group: string
  const tokenFor = async (name: string, ...documents: readonly object[]): Promise<ScimClient> =>
    clientOf(server, (await scimToken(server, await server.user(name, ...documents))).token)
  beforeAll(async () => {
    server = await openHarness({ quotas: { 'scim-tokens': 1_000 } })
    const all = await tokenFor('all', allow('cam:*'))
    user = await all.user('ann', { active: false })
    group = await all.group('crew')
  })
  afterAll(() => server.close())

  /** Each request with the right that it needs. */
  const requests = (): readonly (readonly [string, string, string, object?])[] => [
    ['cam:ListUsers', 'GET', '/Users'],
    ['cam:GetUser', 'GET', `/Users/${user}`],
    ['cam:AddUser', 'POST', '/Users', { schemas: [userSchema], userName: 'made' }],
    ['cam:UpdateUser', 'PUT', `/Users/${user}`, { schemas: [userSchema], userName: 'ann' }],
    ['cam:UpdateUser', 'PATCH', `/Users/${user}`, patchOf({ op: 'add', path: 'displayName', value: 'Ann' })],
    ['cam:DeleteUser', 'DELETE', '/Users/199999999999'],
    ['cam:ListGroups', 'GET', '/Groups'],
    ['cam:GetGroup', 'GET', `/Groups/${group}`],
    ['cam:CreateGroup', 'POST', '/Groups', { schemas: [groupSchema], displayName: 'made' }],
    ['cam:UpdateGroup', 'PUT', `/Groups/${group}`, { schemas: [groupSchema], displayName: 'crew' }],
    ['cam:DeleteGroup', 'DELETE', '/Groups/199999'],
  ]

  test('each request needs its own right', async () => {
    const nobody = await tokenFor('nobody')
    for (const [right, method, path, body] of requests()) {
      expect(await nobody.refused(403, undefined, method, path, body)).toContain(`(${right})`)
      const name = `only-${right.slice(4)}-${method}`
      const only = await tokenFor(name, allow(right))
      const { status } = await only.send(method, path, body)
      expect([200, 201, 204, 404], `${method} ${path}`).toContain(status)
      const others = await tokenFor(`not-${right.slice(4)}-${method}`, allow('cam:*'), deny(right))
      expect((await others.send(method, path, body)).status, `${method} ${path}`).toBe(403)
    }
  })

  test('members need the right to put them in and take them out', async () => {
    const limited = await tokenFor('limited', allow('cam:UpdateGroup'))
    const adding = patchOf({ op: 'add', path: 'members', value: [{ value: user }] })
    expect(await limited.refused(403, undefined, 'PATCH', `/Groups/${group}`, adding)).toContain('cam:AddUserToGroup')
    const adder = await tokenFor('adder', allow(['cam:UpdateGroup', 'cam:AddUserToGroup']))
    await adder.ok(200, 'PATCH', `/Groups/${group}`, adding)
    const removing = patchOf({ op: 'remove', path: 'members' })
    const text = await adder.refused(403, undefined, 'PATCH', `/Groups/${group}`, removing)
    expect(text).toContain('cam:RemoveUserFromGroup')
    expect(await server.ok('GetGroup', { GroupId: Number(group) })).toMatchObject({ GroupNum: 1 })
  })

  test('switching somebody off who has keys needs the right to turn keys off', async () => {
    const { Uin } = await server.ok('AddUser', { Name: 'keyed', UseApi: 1 })
    const off = patchOf({ op: 'replace', path: 'active', value: false })
    const limited = await tokenFor('no-keys', allow('cam:UpdateUser'))
    expect(await limited.refused(403, undefined, 'PATCH', `/Users/${Uin}`, off)).toContain('cam:UpdateAccessKey')
    const able = await tokenFor('keys', allow(['cam:UpdateUser', 'cam:UpdateAccessKey']))
    await able.ok(200, 'PATCH', `/Users/${Uin}`, off)
  })

  test('deleting somebody who has keys needs the right to delete keys', async () => {
    const { Uin } = await server.ok('AddUser', { Name: 'held', UseApi: 1 })
    const limited = await tokenFor('no-deletes', allow('cam:DeleteUser'))
    await limited.refused(403, undefined, 'DELETE', `/Users/${Uin}`)
    const able = await tokenFor('deletes', allow(['cam:DeleteUser', 'cam:DeleteApiKey']))
    expect((await able.send('DELETE', `/Users/${Uin}`)).status).toBe(204)
  })

  test('a client does not shut itself out', async () => {
    const self = await server.user('self', allow('cam:*'))
    const client = clientOf(server, (await scimToken(server, self)).token)
    const off = patchOf({ op: 'replace', path: 'active', value: false })
    await client.refused(403, undefined, 'PATCH', `/Users/${self.uin}`, off)
    await client.refused(403, undefined, 'DELETE', `/Users/${self.uin}`)
    await client.ok(200, 'GET', `/Users/${self.uin}`)
  })

  test('a refusal is kept for whoever asks why', async () => {
    const nobody = await tokenFor('asked')
    const text = await nobody.refused(403, undefined, 'GET', '/Users')
    await server.dispatcher.flush()
    const requestId = /RequestId (\S+)\)$/.exec(text)?.[1] ?? ''
    expect(await server.world.store.refusal(requestId)).toMatchObject({ account: server.root.account })
  })

  test('conditions see the address of the request', async () => {
    const statement = { effect: 'allow', action: 'cam:ListUsers', resource: '*' }
    const at = (address: string) => ({
      version: '2.0',
      statement: [{ ...statement, condition: { ip_equal: { 'qcs:ip': address } } }],
    })
    expect((await (await tokenFor('near', at('127.0.0.0/8'))).send('GET', '/Users')).status).toBe(200)
    expect((await (await tokenFor('far', at('10.0.0.0/8'))).send('GET', '/Users')).status).toBe(403)
  })
})

test('where objects are checked, each request needs a grant on the object it names', async () => {
  const scim = await openScim({ rules: { resourceLevel: 'fine' } })
  const { server } = scim
  const [ann, bob] = [await scim.user('ann', { active: false }), await scim.user('bob', { active: false })]
  const group = await scim.group('crew')
  const own = (segment: string): string => `qcs::cam::uin/${server.root.account}:${segment}`
  const actions = ['cam:GetUser', 'cam:UpdateUser', 'cam:UpdateGroup', 'cam:AddUserToGroup']
  const agent = await server.user('narrow', allow(actions, [own(`uin/${ann}`), own(`groupid/${group}`)]))
  const narrow = scim.as((await scimToken(server, agent)).token)
  await narrow.ok(200, 'GET', `/Users/${ann}`)
  await narrow.refused(403, undefined, 'GET', `/Users/${bob}`)
  await narrow.refused(403, undefined, 'GET', '/Users/%2A')
  const add = (value: string) => patchOf({ op: 'add', path: 'members', value: [{ value }] })
  await narrow.refused(403, undefined, 'PATCH', `/Groups/${group}`, add(bob))
  await narrow.ok(200, 'PATCH', `/Groups/${group}`, add(ann))
  await server.close()
})

test('another account has nothing that this one could name', async () => {
  const scim = await openScim()
  const { server } = scim
  const theirs = await server.account('stranger')
  const as = { as: theirs }
  const { Uin } = await server.ok('AddUser', { Name: 'hidden' }, as)
  const { GroupId } = await server.ok('CreateGroup', { GroupName: 'hidden' }, as)
  const nowhere = { user: '199999999999', group: '199999' }
  const shape = (text: string): string => text.replace(/\d+|RequestId [^)]*/g, '#')
  for (const [method, body] of [
    ['GET'],
    ['DELETE'],
    ['PATCH', patchOf({ op: 'add', path: 'displayName', value: 'x' })],
  ] as const) {
    for (const [path, blank] of [
      [`/Users/${Uin}`, `/Users/${nowhere.user}`],
      [`/Groups/${GroupId}`, `/Groups/${nowhere.group}`],
    ] as const) {
      const there = await scim.refused(404, undefined, method, path, body)
      expect(shape(there)).toBe(shape(await scim.refused(404, undefined, method, blank, body)))
    }
  }
  const member = { schemas: [groupSchema], displayName: 'mine', members: [{ value: String(Uin) }] }
  await scim.refused(400, 'invalidValue', 'POST', '/Groups', member)
  expect(JSON.stringify(await scim.ok(200, 'GET', '/Users'))).not.toContain('hidden')
  expect(await scim.ok(200, 'GET', `/Users?filter=id%20eq%20%22${Uin}%22`)).toMatchObject({ totalResults: 0 })
  await scim.user('hidden', { active: false })
  expect(await server.ok('GetUser', { Name: 'hidden' }, as)).toMatchObject({ Uin, Remark: '' })
  await server.refused('InvalidParameter.UserNotExist', 'CreateScimToken', { TargetUin: Uin })
  await server.close()
})

test('the rate of the call that a request is', async () => {
  const scim = await openScim({ rules: { rateLimits: 'documented' } })
  const answers = []
  for (let index = 0; index < 21; index += 1) answers.push(await scim.send('GET', '/Users'))
  expect(answers.map(({ status }) => status)).toEqual([...Array(20).fill(200), 429])
  expect(answers.at(-1)?.headers.get('Retry-After')).toBe('1')
  await scim.server.close()
})

test('limits of the account are those of its calls', async () => {
  const scim = await openScim({ quotas: { users: 2, groups: 1 } })
  await scim.user('second', { active: false })
  await scim.refused(403, undefined, 'POST', '/Users', { schemas: [userSchema], userName: 'third' })
  await scim.group('first')
  await scim.refused(403, undefined, 'POST', '/Groups', { schemas: [groupSchema], displayName: 'second' })
  await scim.server.close()
})

test('a database that cannot be reached is 503, whether it is lost before or after the token was read', async () => {
  let lost: 'token' | 'write' | undefined
  const scim = await openScim({
    wrap: (store) => ({
      ...store,
      scimToken: (id) => (lost === 'token' ? Promise.reject(new StoreUnreachable()) : store.scimToken(id)),
      transaction: (work) => (lost === 'write' ? Promise.reject(new StoreUnreachable()) : store.transaction(work)),
    }),
  })
  for (const at of ['token', 'write'] as const) {
    lost = at
    await scim.refused(503, undefined, 'POST', '/Users', { schemas: [userSchema], userName: 'ann' })
  }
  lost = undefined
  await scim.ok(201, 'POST', '/Users', { schemas: [userSchema], userName: 'ann' })
  await scim.server.close()
})
