// Keys that the server fetches from issuers: whatever an issuer answers, tokens are checked with keys that were once good, and
// nobody's change is undone. The issuer is a table of answers; the real network is in test/server/outbound.test.ts.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FetchText } from '../../src/dispatch/provider-keys.ts'
import { openTestDatabase } from '../store/postgres.ts'
import { type Harness, openHarness } from './harness.ts'
import {
  base64,
  createOidc,
  keySet,
  keys,
  metadata,
  otherKeySet,
  otherKeys,
  privateKeySet,
  userOidc,
} from './identity-provider/providers.ts'

const issuer = 'https://idp.example'
const configurationUrl = `${issuer}/.well-known/openid-configuration`
const configuration = JSON.stringify({ issuer, jwks_uri: 'https://keys.example/jwks' })
const hourMs = 3_600_000

let server: Harness
/** What each address answers now; one that is not here fails. */
const answers = new Map<string, string>()
const asked: string[] = []
const warned: object[] = []
const during: { run: (() => Promise<unknown>) | undefined } = { run: undefined }

const fetchText: FetchText = async (url) => {
  asked.push(url)
  await during.run?.()
  const answer = answers.get(url)
  if (answer === undefined) throw new Error('nobody answers')
  return answer
}
const log = { debug() {}, info() {}, warn: (fields: object) => void warned.push(fields), error: expect.fail }

beforeEach(async () => {
  server = await openHarness({ fetchText, log })
  answers.clear()
  answers.set(configurationUrl, configuration)
  answers.set('https://keys.example/jwks', otherKeySet)
  asked.length = 0
  warned.length = 0
  during.run = undefined
})
afterEach(() => server.close())

const keyOf = async (Name = 'token') => (await server.ok('DescribeOIDCConfig', { Name }))['IdentityKey']
const run = () => server.dispatcher.fetchProviderKeys()

describe('keys that are to be fetched', () => {
  test('are, at once and then hourly, and the change is in the audit events', async () => {
    await createOidc(server, 'token', { AutoRotateKey: 1 })
    await run()
    expect(asked).toEqual([configurationUrl, 'https://keys.example/jwks'])
    expect(await keyOf()).toBe(otherKeys)
    server.clock.advance(hourMs - 1)
    await run()
    expect(asked).toHaveLength(2)
    server.clock.advance(1)
    answers.set('https://keys.example/jwks', keySet)
    await run()
    expect(await keyOf()).toBe(keys)
    const { Events } = await server.ok('DescribeAuditEvents', { Limit: 2 })
    const resources = [`qcs::cam::uin/${server.root.account}:oidc-provider/token`]
    const fetched = { Product: 'opencam', Action: 'FetchProviderKeys', Resources: resources }
    expect(Events).toMatchObject([
      { ...fetched, Parameters: JSON.stringify({ IdentityUrl: issuer, KeyIds: ['a'] }) },
      { ...fetched, Parameters: JSON.stringify({ IdentityUrl: issuer, KeyIds: ['b'] }) },
    ])
    expect(warned).toEqual([])
  })

  test('leave no trace when they are the same', async () => {
    answers.set('https://keys.example/jwks', keySet)
    await createOidc(server, 'token', { AutoRotateKey: 1 })
    const revision = await server.world.store.revision(server.root.account)
    await run()
    expect(asked).toHaveLength(2)
    expect(await server.world.store.revision(server.root.account)).toBe(revision)
  })

  test('are those of sign-in too, while it is in force', async () => {
    await server.ok('CreateUserOIDCConfig', { ...userOidc, AutoRotateKey: 1 })
    const shown = async () => (await server.ok('DescribeUserOIDCConfig'))['IdentityKey']
    await run()
    expect(await shown()).toBe(otherKeys)
    await server.ok('CreateUserSAMLConfig', { SAMLMetadataDocument: metadata })
    server.clock.advance(hourMs)
    await run()
    expect(asked).toHaveLength(2)
  })

  test('are none where nobody asked, or asks no more', async () => {
    await createOidc(server, 'fixed')
    await createOidc(server, 'token', { AutoRotateKey: 1 })
    await server.ok('UpdateOIDCConfig', {
      Name: 'token',
      IdentityUrl: issuer,
      IdentityKey: keys,
      ClientId: ['client'],
      AutoRotateKey: 0,
    })
    await run()
    expect(asked).toEqual([])
  })
})

describe('keys stay as they are, the failure is logged, and it is tried again after five minutes', () => {
  const jwksUrl = 'https://keys.example/jwks'
  test.each<[what: string, url: string, answer: string | undefined]>([
    ['nobody answers', configurationUrl, undefined],
    ['the configuration is no JSON', configurationUrl, '<html>'],
    ['it speaks for another issuer', configurationUrl, configuration.replace(issuer, `${issuer}/`)],
    ['it names no keys', configurationUrl, JSON.stringify({ issuer })],
    ['the keys do not come', jwksUrl, undefined],
    ['the keys are no JSON', jwksUrl, '{"keys":'],
    ['there are no keys', jwksUrl, '{"keys":[]}'],
    ['there is a private key', jwksUrl, privateKeySet],
    ['there are too many', jwksUrl, otherKeySet + ' '.repeat(65_536)],
  ])('%s', async (_, url, answer) => {
    await createOidc(server, 'token', { AutoRotateKey: 1 })
    await createOidc(server, 'second', { AutoRotateKey: 1, IdentityUrl: 'https://second.example' })
    answers.set(
      'https://second.example/.well-known/openid-configuration',
      JSON.stringify({ issuer: 'https://second.example', jwks_uri: 'https://second.example/jwks' }),
    )
    answers.set('https://second.example/jwks', otherKeySet)
    if (answer === undefined) answers.delete(url)
    else answers.set(url, answer)
    await run()
    expect(await keyOf()).toBe(keys)
    // One that fails keeps no other from being fetched.
    expect(await keyOf('second')).toBe(otherKeys)
    expect(warned).toEqual([
      { account: server.root.account, issuer, keysOf: { of: 'provider', name: 'token' }, error: expect.any(Error) },
    ])
    answers.set(configurationUrl, configuration).set(jwksUrl, otherKeySet)
    server.clock.advance(5 * 60_000 - 1)
    await run()
    expect(await keyOf()).toBe(keys)
    server.clock.advance(1)
    await run()
    expect(await keyOf()).toBe(otherKeys)
  })
})

describe('what is changed while keys are on their way is not undone', () => {
  const given = { Name: 'token', IdentityUrl: issuer, IdentityKey: keys, ClientId: ['client'] }
  test.each<[what: string, change: () => Promise<unknown>, key: unknown]>([
    ['another issuer', () => server.ok('UpdateOIDCConfig', { ...given, IdentityUrl: 'https://b.example' }), keys],
    ['no more fetching', () => server.ok('UpdateOIDCConfig', { ...given, AutoRotateKey: 0 }), keys],
    ['no provider', () => server.ok('DeleteOIDCConfig', { Name: 'token' }), undefined],
  ])('%s', async (_, change, key) => {
    await createOidc(server, 'token', { AutoRotateKey: 1 })
    during.run = async () => {
      during.run = undefined
      await change()
    }
    await run()
    expect((await server.call('DescribeOIDCConfig', { Name: 'token' }))['IdentityKey']).toBe(key)
    const { Events } = await server.ok('DescribeAuditEvents', { Limit: 100 })
    expect(JSON.stringify(Events)).not.toContain('FetchProviderKeys')
  })
})

test('of two servers on one database one fetches', async () => {
  const database = await openTestDatabase()
  const servers = [
    await openHarness({ databaseUrl: database.url, fetchText, log }),
    await openHarness({ databaseUrl: database.url, fetchText, log, seed: 2 }),
  ]
  try {
    const [first] = servers
    for (const name of ['one', 'two', 'three']) if (first) await createOidc(first, name, { AutoRotateKey: 1 })
    await Promise.all(servers.map((one) => one.dispatcher.fetchProviderKeys()))
    expect(asked).toHaveLength(6)
    for (const Name of ['one', 'two', 'three']) {
      expect(await first?.ok('DescribeOIDCConfig', { Name })).toMatchObject({ IdentityKey: otherKeys })
    }
  } finally {
    for (const one of servers) await one.close()
    await database.drop()
  }
})

test('a server that is not told how to fetch does not', async () => {
  const closed = await openHarness()
  try {
    await createOidc(closed, 'token', { AutoRotateKey: 1, IdentityKey: base64(keySet) })
    await closed.dispatcher.fetchProviderKeys()
    expect(await closed.ok('DescribeOIDCConfig', { Name: 'token' })).toMatchObject({ IdentityKey: keys })
  } finally {
    await closed.close()
  }
})
