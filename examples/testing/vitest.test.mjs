// With Vitest: npx vitest run --root examples/testing
import { allow, startOpenCam } from 'opencam/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { invite } from './invite.mjs'

let server, mark, program

beforeAll(async () => {
  server = await startOpenCam()
  program = await server.user('program', { policies: [allow(['cam:AddUser', 'cam:GetUser'])] })
  mark = await server.mark()
})
afterAll(() => server.close())

// Each test has a server of its own, so they may run at the same time.
describe.concurrent('invite', () => {
  test('makes the user', async () => {
    await using own = await server.fork(mark)
    const uin = await invite(own.clientConfig(program), 'bob')
    expect(await own.call('GetUser', { Name: 'bob' })).toMatchObject({ Uin: uin })
  })

  test('tries again when it is throttled', async () => {
    await using own = await server.fork(mark)
    own.faults.throttle({ action: 'AddUser', times: 2 })
    await invite(own.clientConfig(program), 'bob')
    expect(own.calls({ action: 'AddUser' }).map(({ outcome }) => outcome)).toEqual([
      'RequestLimitExceeded',
      'RequestLimitExceeded',
      'ok',
    ])
  })

  test('makes nobody twice when an answer is lost', async () => {
    await using own = await server.fork(mark)
    own.faults.add({ action: 'AddUser', drop: 'after' })
    const uin = await invite(own.clientConfig(program), 'bob')
    expect(await own.call('GetUser', { Name: 'bob' })).toMatchObject({ Uin: uin })
  })

  test('gives up after three attempts', async () => {
    await using own = await server.fork(mark)
    own.faults.throttle({ action: 'AddUser', times: Number.POSITIVE_INFINITY })
    await expect(invite(own.clientConfig(program), 'bob')).rejects.toMatchObject({ code: 'RequestLimitExceeded' })
    own.assertCalled({ action: 'AddUser' }, 3)
  })
})
