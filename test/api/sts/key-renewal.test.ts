// A token that names a key which is not there: the issuer is asked again, where its keys are fetched at all, and nobody can have
// it asked more often than once a minute.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Store } from '../../../src/store/store.ts'
import { clientId, type FaultyIssuer, issuer, openFaultyIssuer } from '../../federation/faulty-issuer.ts'
import { base64 } from '../../federation/saml-idp.ts'
import type { Manner } from '../../vectors/oidc-rp-cases.ts'
import { type Harness, openHarness } from '../harness.ts'
import { oidcArn, openRole, roleArn, trustOf, unsigned } from './federation.ts'

const call = 'AssumeRoleWithWebIdentity'
const tokenError = 'InvalidParameter.WebIdentityTokenError'

let server: Harness
let idp: FaultyIssuer
const asked: string[] = []
/** Runs while the issuer is asked. */
const during: { run: (() => Promise<unknown>) | undefined } = { run: undefined }
/** Runs before the next transaction. */
const before: { run: ((store: Store) => Promise<unknown>) | undefined } = { run: undefined }

const newIssuer = (manner: Manner = {}): FaultyIssuer =>
  openFaultyIssuer(manner, { redirectUri: '', responseMode: '', clock: () => server.clock() })

beforeEach(async () => {
  asked.length = 0
  during.run = undefined
  before.run = undefined
  server = await openHarness({
    async fetchText(url) {
      asked.push(url)
      await during.run?.()
      return idp.fetchText(url)
    },
    wrap: (store) => ({
      ...store,
      async transaction(work) {
        const { run } = before
        before.run = undefined
        await run?.(store)
        return store.transaction(work)
      },
    }),
  })
  idp = newIssuer()
  await configure(1)
})
afterEach(() => server.close())

async function configure(AutoRotateKey: 0 | 1, Name = `rotates-${AutoRotateKey}`): Promise<void> {
  const { account } = server.root
  const keys = { IdentityUrl: issuer, IdentityKey: base64(idp.keySet()), ClientId: [clientId], AutoRotateKey }
  await server.ok('CreateOIDCConfig', { ...keys, Name })
  const string_equal = { 'oidc:iss': issuer, 'oidc:aud': clientId }
  await openRole(server, server.root, Name, trustOf(oidcArn(account, Name), { string_equal }))
  await server.dispatcher.fetchProviderKeys()
  asked.length = 0
}

async function assume({ by = idp, name = 'rotates-1', user = 'alice' } = {}): Promise<string> {
  const WebIdentityToken = await by.token(user)
  const given = { ProviderId: name, WebIdentityToken, RoleArn: roleArn(server.root.account, name) }
  const { Error: error } = await server.call(call, { ...given, RoleSessionName: user }, unsigned)
  return error?.Code ?? 'ok'
}

test('has the issuer asked at once, and the new keys are a change like any other', async () => {
  expect(await assume()).toBe('ok')
  expect(asked).toEqual([])
  idp.rotate()
  expect(await assume()).toBe('ok')
  expect(asked).toEqual([`${issuer}/.well-known/openid-configuration`, `${issuer}/jwks`])
  const { Events } = await server.ok('DescribeAuditEvents', { Limit: 2 })
  expect(Events).toMatchObject([{ Action: call }, { Action: 'FetchProviderKeys' }])
  expect(await assume()).toBe('ok')
  expect(asked).toHaveLength(2)
})

test('has it asked once a minute, whoever comes with it', async () => {
  const stranger = newIssuer()
  for (let time = 0; time < 3; time++) expect(await assume({ by: stranger })).toBe(tokenError)
  expect(asked).toHaveLength(2)
  server.clock.advance(59_999)
  idp.rotate()
  expect(await assume()).toBe(tokenError)
  expect(asked).toHaveLength(2)
  server.clock.advance(1)
  expect(await assume()).toBe('ok')
  expect(asked).toHaveLength(4)
})

test('has nobody asked where the keys are not fetched', async () => {
  await configure(0)
  idp.rotate()
  expect(await assume({ name: 'rotates-0' })).toBe(tokenError)
  expect(asked).toEqual([])
})

test.each<[what: string, manner: Manner]>([
  ['whose signature is wrong', { signature: 'spoiled' }],
  ['of no permitted algorithm', { signs: 'HS256' }],
  ['for another client', { append: { aud: '1' } }],
])('a token %s has nobody asked', async (_, manner) => {
  idp.behave(manner)
  expect(await assume()).toBe(tokenError)
  expect(asked).toEqual([])
})

test('keeps callers waiting who come while the issuer is asked, and asks it once for all', async () => {
  const opened = Promise.withResolvers<void>()
  const reached = Promise.withResolvers<void>()
  during.run = () => {
    reached.resolve()
    return opened.promise
  }
  idp.rotate()
  const calls = ['alice', 'bob', 'carol'].map((user) => assume({ user }))
  await reached.promise
  opened.resolve()
  expect(await Promise.all(calls)).toEqual(['ok', 'ok', 'ok'])
  expect(asked).toHaveLength(2)
})

test('is refused where nothing comes of asking', async () => {
  idp.rotate()
  idp.behave({ configurationIssuer: '/other' })
  expect(await assume()).toBe(tokenError)
  idp.behave({})
  server.clock.advance(60_000)
  during.run = async () => {
    during.run = undefined
    await server.ok('DeleteOIDCConfig', { Name: 'rotates-1' })
  }
  expect(await assume()).toBe(tokenError)
  expect(asked).toHaveLength(3)
})

test('keys that are merely due again, between the proof and the session, are no other provider', async () => {
  before.run = async ({ transaction, read }) => {
    const provider = await read.identityProviders.byName(server.root.account, 'rotates-1')
    if (provider?.kind !== 'oidc') throw new Error('no provider')
    const { account, name, issuer: of, keysDueMs } = provider
    const due = { account, issuer: of, keysDueMs, keysOf: { of: 'provider', name } } as const
    expect(await transaction((writes) => writes.identityProviders.claimKeys(due, keysDueMs + 1))).toBe(true)
  }
  expect(await assume()).toBe('ok')
  expect(before.run).toBeUndefined()
})
