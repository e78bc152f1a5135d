// With Jest, which takes ES modules so far by a flag of Node only:
//   NODE_OPTIONS=--experimental-vm-modules npx jest --testMatch '**/jest.test.mjs'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { allow, startOpenCam } from 'opencam/testing'
import { invite } from './invite.mjs'

let server, config

beforeAll(async () => {
  server = await startOpenCam()
  const program = await server.user('program', { policies: [allow(['cam:AddUser', 'cam:GetUser'])] })
  config = server.clientConfig(program)
  await server.mark()
})
beforeEach(() => server.reset())
afterAll(() => server.close())

test('makes the user', async () => {
  const uin = await invite(config, 'bob')
  expect(await server.call('GetUser', { Name: 'bob' })).toMatchObject({ Uin: uin })
})

test('tries again when it is throttled', async () => {
  server.faults.throttle({ action: 'AddUser', times: 2 })
  await invite(config, 'bob')
  server.assertCalled({ action: 'AddUser', outcome: 'RequestLimitExceeded' }, 2)
})

test('makes nobody twice when an answer is lost', async () => {
  server.faults.add({ action: 'AddUser', drop: 'after' })
  const uin = await invite(config, 'bob')
  expect(await server.call('GetUser', { Name: 'bob' })).toMatchObject({ Uin: uin })
})
