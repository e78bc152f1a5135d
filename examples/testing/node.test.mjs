// With the runner of Node itself: node --test examples/testing/node.test.mjs
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { allow, startOpenCam } from 'opencam/testing'
import { invite } from './invite.mjs'

let server, config

before(async () => {
  server = await startOpenCam()
  const program = await server.user('program', { policies: [allow(['cam:AddUser', 'cam:GetUser'])] })
  config = server.clientConfig(program)
  await server.mark()
})
beforeEach(() => server.reset())
after(() => server.close())

test('makes the user', async () => {
  const uin = await invite(config, 'bob')
  assert.equal((await server.call('GetUser', { Name: 'bob' })).Uin, uin)
})

test('tries again when it is throttled', async () => {
  server.faults.throttle({ action: 'AddUser', times: 2 })
  await invite(config, 'bob')
  server.assertCalled({ action: 'AddUser', outcome: 'RequestLimitExceeded' }, 2)
  server.assertCalled({ action: 'AddUser', outcome: 'ok' }, 1)
})

test('makes nobody twice when an answer is lost', async () => {
  server.faults.add({ action: 'AddUser', drop: 'after' })
  const uin = await invite(config, 'bob')
  assert.equal((await server.call('GetUser', { Name: 'bob' })).Uin, uin)
  server.assertCalled({ action: 'AddUser' }, 2)
})

test('says so when it may not', async () => {
  const nobody = await server.user('nobody')
  await assert.rejects(invite(server.clientConfig(nobody), 'bob'), { code: 'AuthFailure.UnauthorizedOperation' })
})
