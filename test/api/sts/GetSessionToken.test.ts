import { afterAll, beforeAll, expect, test } from 'vitest'
import { allow, type Harness, type Identity, openHarness, startMs } from '../harness.ts'
import { bindDevice, federate, makeTestRole, secondFactor, type TestDevice } from '../sessions.ts'

let server: Harness
let user: Identity
let device: TestDevice
const careful = {
  version: '2.0',
  statement: [
    { effect: 'allow', action: 'cam:*', resource: '*', condition: { bool_equal: { 'qcs:mfa': 'true' } } },
    { effect: 'allow', action: 'cam:ListGroups', resource: '*', condition: { string_equal: { mfa: '0' } } },
  ],
}

beforeAll(async () => {
  server = await openHarness()
  user = await server.user('careful', careful)
  device = await bindDevice(server, user)
})
afterAll(() => server.close())

/** Codes count once, so every test has its own minute. */
const ask = (given: object = {}) => {
  server.clock.set(server.clock() + 90_000)
  return { SerialNumber: device.serial, TokenCode: device.code(), ...given }
}

test('ok: a key of the same user, that shows the second factor', async () => {
  const asked = ask()
  expect(await server.ok('GetSessionToken', asked, { as: user })).toEqual({
    Credentials: {
      TmpSecretId: expect.stringMatching(/^AKID[\w-]{60}$/),
      TmpSecretKey: expect.any(String),
      Token: expect.any(String),
    },
    ExpiredTime: Math.floor(server.clock() / 1000) + 1800,
    Expiration: new Date((Math.floor(server.clock() / 1000) + 1800) * 1000).toISOString().replace('.000', ''),
  })
  expect(server.clock()).toBeGreaterThan(startMs)
  ask()
  const as = await secondFactor(server, user, device)
  await server.refused('AuthFailure.UnauthorizedOperation', 'ListUsers', {}, { as: user })
  await server.ok('ListUsers', {}, { as })
  await server.ok('ListGroups', {}, { as: user })
  // It is the user: its own keys are its own.
  const { AccessKeys } = await server.ok('ListAccessKeys', {}, { as })
  expect(AccessKeys).toMatchObject([{ AccessKeyId: user.secretId }])
})

test('refused: a wrong, used, early or late code, alike', async () => {
  const used = ask()
  await server.ok('GetSessionToken', used, { as: user })
  const wrong = used.TokenCode === '000000' ? '000001' : '000000'
  for (const TokenCode of [used.TokenCode, wrong, device.code(-2), device.code(2)]) {
    await server.refused('FailedOperation.CheckMFAError', 'GetSessionToken', { ...used, TokenCode }, { as: user })
  }
  await server.ok('GetSessionToken', { ...used, TokenCode: device.code(1) }, { as: user })
})

test('refused: no device, the device of another, another kind', async () => {
  const bare = await server.user('bare')
  await server.refused('FailedOperation.CheckMFAError', 'GetSessionToken', ask(), { as: bare })
  await bindDevice(server, bare)
  await server.refused('FailedOperation.CheckMFAError', 'GetSessionToken', ask(), { as: bare })
  const foreign = ask({ SerialNumber: 'qcs::cam:uin/1::mfa/softToken' })
  await server.refused('FailedOperation.CheckMFAError', 'GetSessionToken', foreign, { as: user })
  const hardware = ask({ SerialNumber: device.serial.replace('softToken', 'token') })
  await server.refused('FailedOperation.MFATypeNotSupported', 'GetSessionToken', hardware, { as: user })
})

test('ok: the serial with account and region in their usual places', async () => {
  const SerialNumber = `qcs::cam::uin/${user.account}:mfa/softToken`
  await server.ok('GetSessionToken', ask({ SerialNumber }), { as: user })
})

test('malformed', async () => {
  for (const given of [{ SerialNumber: 'softToken' }, { TokenCode: '12345' }, { TokenCode: 'abcdef' }]) {
    await server.refused('InvalidParameter.ParamError', 'GetSessionToken', ask(given), { as: user })
  }
  await server.refused('InvalidParameter.ParamError', 'GetSessionToken', ask({ DurationSeconds: 0 }), { as: user })
})

test('how long: two hours of a root account, a day and a half of a user', async () => {
  const over = ask({ DurationSeconds: 129_601 })
  await server.refused('InvalidParameter.OverTimeError', 'GetSessionToken', over, { as: user })
  const long = ask({ DurationSeconds: 129_600 })
  await server.ok('GetSessionToken', long, { as: user })
  const ofRoot = ask({ DurationSeconds: 7201 })
  await server.refused('InvalidParameter.OverTimeError', 'GetSessionToken', ofRoot)
})

test('refused: temporary keys of every kind', async () => {
  const role = await makeTestRole(server, 'any', [allow('*')])
  ask()
  const keys = [
    await server.assume(role.arn),
    await federate(server, allow('*')),
    await secondFactor(server, user, device),
  ]
  for (const as of keys) await server.refused('FailedOperation.TempKeyNotAllowed', 'GetSessionToken', ask(), { as })
})
