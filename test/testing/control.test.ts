// The control endpoints: everything that a test in another language needs, for whoever has the token.
import { expect, onTestFinished, test } from 'vitest'
import { openControl } from '../../src/testing/control.ts'
import { startOpenCam } from '../../src/testing/index.ts'
import { codeOf, over } from './client.ts'

const token = 'a-token-of-this-test'

async function started() {
  const server = await startOpenCam()
  const control = await openControl({
    ...{ server, token, port: 0 },
    onFault(fault) {
      throw fault
    },
  })
  onTestFinished(async () => {
    await control.close()
    await server.close()
  })
  async function ask(method: string, path: string, body?: object | string, authorization = `Bearer ${token}`) {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const reply = await fetch(`${control.url}${path}`, { method, body: text ?? null, headers: { authorization } })
    return { status: reply.status, value: (await reply.json()) as Record<string, unknown> }
  }
  return { server, control, ask }
}

test('say where the server is and with which key', async () => {
  const { server, ask } = await started()
  const { status, value } = await ask('GET', '')
  expect(status).toBe(200)
  expect(value).toEqual({ url: server.url, root: server.root, nowMs: server.clock.now() })
})

test('want the token', async () => {
  const { control, ask } = await started()
  for (const wrong of ['', 'Bearer', `Bearer ${token}x`, token]) {
    expect(await ask('POST', 'reset', {}, wrong)).toMatchObject({ status: 401 })
  }
  const bare = await fetch(`${control.url}calls`)
  expect(bare.status).toBe(401)
  expect(await bare.text()).not.toContain(token)
})

test('mark and reset', async () => {
  const { server, ask } = await started()
  await ask('POST', 'users', { name: 'alice', policies: [{ version: '2.0', statement: [] }] })
  const made = await ask('POST', 'users', { name: 'bob', policies: ['ReadOnlyAccess'] })
  expect(made.value).toMatchObject({ kind: 'user', name: 'bob', secretKey: expect.any(String) })
  expect(await ask('POST', 'marks', { name: 'two' })).toMatchObject({ value: { mark: 'two' } })
  expect((await ask('GET', 'marks')).value).toEqual({ marks: ['two'] })
  await server.call('DeleteUser', { Name: 'bob', Force: 1 })
  expect(await ask('POST', 'reset', { mark: 'two' })).toMatchObject({ status: 200 })
  expect(codeOf(await over(server, 'GetUser', { Name: 'bob' }))).toBe('ok')
  expect(await ask('POST', 'reset', { mark: 'three' })).toMatchObject({
    status: 404,
    value: { error: 'there is no mark three: two' },
  })
})

test('move the clock', async () => {
  const { server, ask } = await started()
  const before = server.clock.now()
  expect((await ask('POST', 'clock', { advanceMs: 5_000 })).value).toEqual({ nowMs: before + 5_000 })
  expect((await ask('POST', 'clock', { toMs: before + 9_000 })).value).toEqual({ nowMs: before + 9_000 })
  expect((await ask('GET', 'clock')).value).toEqual({ nowMs: before + 9_000 })
  expect(await ask('POST', 'clock', { toMs: before })).toMatchObject({ status: 400 })
  expect(await ask('POST', 'clock', {})).toMatchObject({ status: 400, value: { error: 'must have advanceMs or toMs' } })
  expect(await ask('POST', 'settle')).toMatchObject({ status: 200 })
})

test('inject faults and tell how often they met a call', async () => {
  const { server, ask } = await started()
  const added = await ask('POST', 'faults', { action: 'ListUsers', code: 'RequestLimitExceeded', times: 'all' })
  expect(added.value).toEqual({ number: 1, hits: 0 })
  expect(codeOf(await over(server, 'ListUsers'))).toBe('RequestLimitExceeded')
  expect((await ask('GET', 'faults/1')).value).toEqual({ number: 1, hits: 1 })
  expect((await ask('DELETE', 'faults/1')).status).toBe(200)
  expect(codeOf(await over(server, 'ListUsers'))).toBe('ok')
  await ask('POST', 'faults', { product: 'cam', drop: 'before' })
  await ask('DELETE', 'faults')
  expect((await ask('GET', 'faults')).value).toEqual({ faults: [] })
  expect(codeOf(await over(server, 'ListUsers'))).toBe('ok')
  expect(await ask('POST', 'faults', { action: 'ListUsrs', code: 'InternalError' })).toMatchObject({
    status: 400,
    value: { error: 'unknown action ListUsrs; the nearest known one is ListUsers' },
  })
})

test('tell recorded calls', async () => {
  const { server, ask } = await started()
  await over(server, 'GetUser', { Name: 'bob' })
  await over(server, 'ListUsers')
  const found = async (query: string) =>
    ((await ask('GET', `calls?${query}`)).value['calls'] as { action: string }[]).map(({ action }) => action)
  expect(await found('')).toEqual(['GetUser', 'ListUsers'])
  expect(await found('action=ListUsers&product=cam&decision=allow')).toEqual(['ListUsers'])
  expect(await found('outcome=ResourceNotFound.UserNotExist')).toEqual(['GetUser'])
  expect(await found(`secretId=${server.root.secretId}`)).toHaveLength(2)
  expect(await found('secretId=AKIDother')).toEqual([])
  await ask('DELETE', 'calls')
  expect(await found('')).toEqual([])
})

test('say what is wrong with a request', async () => {
  const { ask } = await started()
  expect(await ask('POST', 'faults', '{')).toMatchObject({ status: 400, value: { error: 'the body is not JSON' } })
  expect(await ask('POST', 'marks', {})).toMatchObject({
    status: 400,
    value: { error: expect.stringMatching(/^name: /) },
  })
  expect(await ask('POST', 'marks', { name: 'x', more: 1 })).toMatchObject({
    status: 400,
    value: { error: expect.stringMatching(/more/) },
  })
  expect(await ask('GET', 'calls?colour=red')).toMatchObject({
    status: 400,
    value: { error: expect.stringMatching(/colour/) },
  })
  expect(await ask('PUT', 'clock')).toMatchObject({ status: 405, value: { error: '/test/clock takes POST and GET' } })
  expect(await ask('GET', 'nothing')).toMatchObject({ status: 404 })
  expect(await ask('GET', 'faults/9')).toMatchObject({ status: 404 })
  const twice = await ask('POST', 'users', { name: 'alice' })
  expect(twice.status).toBe(200)
  expect(await ask('POST', 'users', { name: 'alice' })).toMatchObject({
    status: 400,
    value: { error: expect.stringMatching(/^AddUser: InvalidParameter.SubUserNameInUse/) },
  })
})
