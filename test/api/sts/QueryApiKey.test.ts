import { afterAll, beforeAll, expect, test } from 'vitest'
import { allow, type Harness, type Identity, openHarness, startMs } from '../harness.ts'
import { addPerson } from '../people.ts'
import { federate, makeTestRole } from '../sessions.ts'

let server: Harness
let user: Identity
beforeAll(async () => {
  server = await openHarness()
  user = await server.user('owner', allow('sts:QueryApiKey'))
})
afterAll(() => server.close())

test('ok: own keys and those of a user, with their state', async () => {
  const first = { SecretId: user.secretId, CreateTime: Math.floor(startMs / 1000), Status: 2 }
  expect(await server.ok('QueryApiKey', {}, { as: user })).toEqual({ IdKeys: [first] })
  server.clock.set(startMs + 60_000)
  const { AccessKey } = await server.ok('CreateAccessKey', { TargetUin: user.uin })
  const { AccessKeyId } = AccessKey as { AccessKeyId: string }
  await server.ok('UpdateAccessKey', { AccessKeyId, Status: 'Inactive', TargetUin: user.uin })
  const second = { SecretId: AccessKeyId, CreateTime: Math.floor(startMs / 1000) + 60, Status: 3 }
  expect(await server.ok('QueryApiKey', { TargetUin: user.uin })).toEqual({ IdKeys: [first, second] })
})

test("refused: root's keys to anybody else", async () => {
  const TargetUin = server.root.uin
  await server.refused('OperationDenied.SubUin', 'QueryApiKey', { TargetUin }, { as: user })
  const token = await federate(server, allow('*'))
  await server.refused('OperationDenied.SubUin', 'QueryApiKey', { TargetUin }, { as: token })
})

test('refused: nobody, a recipient, a number that is none', async () => {
  await server.refused('InvalidParameter.UserNotExist', 'QueryApiKey', { TargetUin: 999_999_999_999 })
  const { uin: TargetUin } = await addPerson(server, 'recipient', 5)
  await server.refused('FailedOperation.Accesskey', 'QueryApiKey', { TargetUin })
  await server.refused('InvalidParameter.ParamError', 'QueryApiKey', { TargetUin: 0 })
})

test('refused: a session that names nobody', async () => {
  const role = await makeTestRole(server, 'keys', [allow('sts:QueryApiKey')])
  const as = await server.assume(role.arn, {})
  await server.refused('FailedOperation.Accesskey', 'QueryApiKey', {}, { as })
  await server.ok('QueryApiKey', { TargetUin: user.uin }, { as })
})
