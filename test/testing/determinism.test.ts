// The same seed and the same steps give the same: numbers, keys, sessions, answers.
import { expect, test } from 'vitest'
import { allow, type StartOptions, startOpenCam } from '../../src/testing/index.ts'
import { over } from './client.ts'

const startMs = Date.UTC(2026, 5, 1)

async function run({ seed = 7, noise = 0 }: { readonly seed?: number; readonly noise?: number } = {}) {
  const options: StartOptions = { seed, clock: { startMs } }
  await using server = await startOpenCam(options)
  const alice = await server.user('alice', { policies: [allow('sts:AssumeRole')] })
  for (let index = 0; index < noise; index++) await over(server, 'ListUsers')
  const role = await server.role('deploy', { trusts: [alice], policies: [allow('cam:*')] })
  const session = await server.assume(role, { as: alice })
  const bob = await server.user('bob')
  const shown = await server.call('ListAccessKeys', { TargetUin: bob.uin }, { as: session })
  await server.call('GetUser', { Name: 'nobody' }).catch(() => {})
  return { root: server.root, alice, role, session, bob, shown, calls: server.calls() }
}

test('two runs of one seed are the same to the last character', async () => {
  expect(await run()).toEqual(await run())
})

test('another seed gives other keys', async () => {
  const [one, other] = [await run(), await run({ seed: 8 })]
  expect(other.root.secretId).not.toBe(one.root.secretId)
  expect(other.alice.secretKey).not.toBe(one.alice.secretKey)
  expect(other.alice.uin).toBe(one.alice.uin)
})

test('calls in between that only read change no key that comes after', async () => {
  const [quiet, noisy] = [await run(), await run({ noise: 3 })]
  expect(noisy.bob).toEqual(quiet.bob)
  expect(noisy.session.secretId).toBe(quiet.session.secretId)
})

test('forks of one mark make the same things', async () => {
  await using server = await startOpenCam()
  const mark = await server.mark()
  await using one = await server.fork(mark)
  await using other = await server.fork(mark)
  expect(await one.user('alice')).toEqual(await other.user('alice'))
})
