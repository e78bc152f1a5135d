// The door of SCIM as an operator opens it, over a socket.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scimBytesMax } from '../../src/session/scim/door.ts'
import { type Started, startOn } from '../sdk/server.ts'

let started: Started
let token: string
beforeAll(async () => {
  started = await startOn('SQLite', { flags: ['--scim', 'on'] })
  const root = started.client(started.root)
  const { Uin } = await root.call('AddUser', { Name: 'directory-agent' })
  const PolicyDocument = JSON.stringify({
    version: '2.0',
    statement: [{ effect: 'allow', action: 'cam:*', resource: '*' }],
  })
  const { PolicyId } = await root.call('CreatePolicy', { PolicyName: 'provisioning', PolicyDocument })
  await root.call('AttachUserPolicy', { PolicyId, AttachUin: Uin })
  const { store } = started.server.world
  const row = {
    account: started.root.account,
    tokenId: 'SCIMsocket',
    uin: Number(Uin),
    secretHash: '2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b',
    description: '',
    createdMs: 0,
    expiresMs: Number.MAX_SAFE_INTEGER,
  }
  await store.transaction((writes) => writes.scimTokens.insert(row))
  token = 'SCIMsocket.secret'
})
afterAll(() => started.close())

const send = (method: string, path: string, body?: string) =>
  fetch(`${started.server.url}/scim/v2${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/scim+json' },
    ...(body === undefined ? {} : { body }),
  })

test('every method of SCIM gets through, with its status and headers', async () => {
  const made = await send('POST', '/Users', JSON.stringify({ userName: 'ann', active: false }))
  expect([made.status, made.headers.get('content-type')]).toEqual([201, 'application/scim+json'])
  const path = (made.headers.get('location') ?? '').replace('/scim/v2', '')
  const { id } = (await made.json()) as { id: string }
  expect(path).toBe(`/Users/${id}`)
  expect(await (await send('GET', path)).json()).toMatchObject({ userName: 'ann', active: false })
  const Operations = [{ op: 'replace', path: 'displayName', value: 'Ann' }]
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp']
  expect((await send('PATCH', path, JSON.stringify({ schemas, Operations }))).status).toBe(200)
  expect((await send('PUT', path, JSON.stringify({ userName: 'ann' }))).status).toBe(200)
  const gone = await send('DELETE', path)
  expect([gone.status, await gone.text()]).toEqual([204, ''])
  expect((await send('GET', path)).status).toBe(404)
})

test('a body too long is not read to its end', async () => {
  expect((await send('POST', '/Users', 'x'.repeat(scimBytesMax + 1))).status).toBe(413)
})

test('switched off, as it is by default', async () => {
  const closed = await startOn('SQLite')
  const reply = await fetch(`${closed.server.url}/scim/v2/Users`)
  expect(await reply.json()).toHaveProperty('Response.Error.Code')
  await closed.close()
})
