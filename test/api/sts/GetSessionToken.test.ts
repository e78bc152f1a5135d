import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { checkSoftToken } from '../../../src/actions/mfa/totp.ts'
import type { Answer } from '../../../src/client/call.ts'
import { openTestDatabase } from '../../store/postgres.ts'
import { allow, type Harness, type Identity, openHarness, startMs } from '../harness.ts'
import {
  bindDevice,
  federate,
  makeTestRole,
  secondFactor,
  type TestDevice,
  type TestRole,
  trusting,
} from '../sessions.ts'

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

describe('wrong codes', () => {
  const hourMs = 3_600_000
  let guessed: Identity
  let own: TestDevice
  let role: TestRole
  beforeAll(async () => {
    role = await makeTestRole(server, 'guarded', [allow('*')])
  })
  beforeEach(async () => {
    guessed = await server.user(`guessed-${server.clock()}`, allow('sts:AssumeRole', role.arn))
    own = await bindDevice(server, guessed)
    server.clock.advance(60_000)
  })

  const shown = (TokenCode: string) => ({ SerialNumber: own.serial, TokenCode })
  const token = (TokenCode: string) => server.call('GetSessionToken', shown(TokenCode), { as: guessed })
  const assume = (TokenCode: string) =>
    server.call('AssumeRole', { RoleArn: role.arn, RoleSessionName: 'test', ...shown(TokenCode) }, { as: guessed })
  const right = () => own.code()
  /** None of the three that count now. */
  const wrong = () =>
    ['000000', '111111', '222222', '333333'].find((code) => ![-1, 0, 1].map(own.code).includes(code)) ?? ''
  const refused = (answer: Answer) => {
    expect(answer.Error?.Code).toBe('FailedOperation.CheckMFAError')
    return answer.Error?.Message ?? ''
  }

  test('five lock the device for an hour, whatever the call; a right code is refused as well', async () => {
    for (const attempt of [token, assume, token, assume, token]) refused(await attempt(wrong()))
    const until = new Date(server.clock() + hourMs).toISOString()
    for (const attempt of [token, assume]) {
      for (const code of [right(), wrong()]) {
        expect(refused(await attempt(code))).toContain(`after 5 wrong codes none is taken until ${until}`)
      }
    }
    server.clock.advance(hourMs - 1)
    refused(await token(right()))
    server.clock.advance(1)
    expect((await token(right())).Error).toBeUndefined()
  })

  test('four do not, and a right one begins the count anew', async () => {
    for (let round = 0; round < 3; round++) {
      for (let guess = 0; guess < 4; guess++) refused(await token(wrong()))
      expect((await assume(right())).Error).toBeUndefined()
      server.clock.advance(60_000)
    }
  })

  test('count for an hour after the last of them', async () => {
    for (let guess = 0; guess < 4; guess++) refused(await token(wrong()))
    server.clock.advance(hourMs)
    for (let guess = 0; guess < 4; guess++) refused(await token(wrong()))
    expect((await token(right())).Error).toBeUndefined()
  })

  test('of many calls at once are counted one by one', async () => {
    const messages = (await Promise.all(Array.from({ length: 12 }, () => token(wrong())))).map(refused)
    expect(messages.filter((message) => message.includes('none is taken'))).toHaveLength(7)
  })

  test('lock nobody else, and not a new device', async () => {
    for (let guess = 0; guess < 6; guess++) refused(await token(wrong()))
    await server.ok('GetSessionToken', ask(), { as: user })
    own = await bindDevice(server, guessed)
    expect((await token(right())).Error).toBeUndefined()
  })

  test('are no matter of a token that the user gave away: it guesses nothing and locks nothing', async () => {
    const given = await federate(server, allow('*'), { as: guessed })
    const asked = { RoleArn: role.arn, RoleSessionName: 'test' }
    for (const code of [wrong(), wrong(), wrong(), wrong(), wrong(), right()]) {
      await server.refused('FailedOperation.CheckMFAError', 'AssumeRole', { ...asked, ...shown(code) }, { as: given })
    }
    expect((await token(right())).Error).toBeUndefined()
  })

  test('a right code of a call that is refused afterwards is used up', async () => {
    const { account } = server.root
    const closed = await makeTestRole(server, `closed-${server.clock()}`, [], {
      trust: trusting(`qcs::cam::uin/${account}:roleName/guarded`),
    })
    const asked = { RoleArn: closed.arn, RoleSessionName: 'test', ...shown(right()) }
    const permit = { PolicyName: `any-${server.clock()}`, PolicyDocument: JSON.stringify(allow('sts:AssumeRole')) }
    const { PolicyId } = await server.ok('CreatePolicy', permit)
    await server.ok('AttachUserPolicy', { PolicyId, AttachUin: guessed.uin })
    await server.refused('UnauthorizedOperation', 'AssumeRole', asked, { as: guessed })
    await server.refused('FailedOperation.CheckMFAError', 'AssumeRole', asked, { as: guessed })
  })
})

test('two servers on one database take a code once, and count wrong ones together', async () => {
  const database = await openTestDatabase()
  const servers = [
    await openHarness({ databaseUrl: database.url }),
    await openHarness({ databaseUrl: database.url, seed: 2 }),
  ]
  try {
    const [one, two] = servers
    if (one === undefined || two === undefined) throw new Error('no servers')
    // Each has a master key of its own here: the first one's opens the device.
    const { account } = one.root
    const bound = await bindDevice(one, one.root)
    const tried = (at: Harness, code: string) =>
      checkSoftToken(at.world.store, one.world.sealer, { account, uin: account }, code, one.clock())
    const both = await Promise.all([tried(one, bound.code()), tried(two, bound.code())])
    expect(both.map(({ kind }) => kind).sort()).toEqual(['right', 'wrong'])
    const guesses = await Promise.all(Array.from({ length: 5 }, (_, at) => tried(at % 2 === 0 ? one : two, 'xxxxxx')))
    // Whichever came second a moment ago was the first wrong one.
    expect(guesses.filter(({ kind }) => kind === 'wrong')).toHaveLength(4)
    expect((await tried(one, bound.code(1))).kind).toBe('locked')
    expect((await tried(two, bound.code(1))).kind).toBe('locked')
  } finally {
    for (const server of servers) await server.close()
    await database.drop()
  }
}, 60_000)
