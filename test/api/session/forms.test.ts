// Temporary keys on every form of signature: with their token they work, and with any other, none, or an old one they don't.
import { afterAll, beforeAll, describe, test } from 'vitest'
import type { Form } from '../../../src/client/call.ts'
import { allow, type Harness, type Identity, openHarness } from '../harness.ts'
import { federate, makeTestRole } from '../sessions.ts'

let server: Harness
let foreign: Harness
let session: Identity
let other: Identity
let federated: Identity
let foreignSession: Identity

beforeAll(async () => {
  server = await openHarness()
  foreign = await openHarness({ seed: 99 })
  const role = await makeTestRole(server, 'reader', [allow('cam:*')])
  session = await server.assume(role.arn)
  other = await server.assume(role.arn)
  federated = await federate(server, allow('cam:ListGroups'))
  foreignSession = await foreign.assume((await makeTestRole(foreign, 'reader', [allow('cam:*')])).arn)
})
afterAll(async () => {
  await server.close()
  await foreign.close()
})

const forms: readonly Form[] = ['tc3-json', 'tc3-get', 'v1-get', 'v1-form']

/** The same key with another token, or none. */
function withToken(of: Identity, token?: string): Identity {
  const { token: _, ...key } = of
  return token === undefined ? key : { ...key, token }
}

describe.each(forms)('%s', (form) => {
  const methods = form.startsWith('v1') ? (['HmacSHA1', 'HmacSHA256'] as const) : ([undefined] as const)
  test.each(methods)('ok: with its own token %s', async (signatureMethod) => {
    for (const as of [session, other, federated]) {
      await server.ok('ListGroups', {}, { as, form, ...(signatureMethod && { signatureMethod }) })
    }
  })

  const token = () => session.token ?? ''
  const cases: readonly (readonly [string, () => Identity])[] = [
    ['no token', () => withToken(session)],
    ['an empty token', () => withToken(session, '')],
    ['the token of another session of the same role', () => withToken(session, other.token)],
    ['the token of another kind of session', () => withToken(session, federated.token)],
    ['a token of another server', () => withToken(session, foreignSession.token)],
    ['a token cut short', () => withToken(session, token().slice(0, -1))],
    [
      'a token with one letter changed',
      () =>
        withToken(
          session,
          token().replace(/.$/, (last) => (last === 'A' ? 'E' : 'A')),
        ),
    ],
    ['nonsense for a token', () => withToken(session, 'nonsense')],
    ['a permanent key with the token of a session', () => withToken(server.root, session.token)],
    ['a permanent key with nonsense for a token', () => withToken(server.root, 'nonsense')],
    ['a whole credential of another server', () => foreignSession],
    ['a credential of another server without token', () => withToken(foreignSession)],
    ['made-up temporary id', () => ({ ...withToken(session, token()), secretId: `AKID${'x'.repeat(60)}` })],
  ]
  test.each(cases)('refused: %s', async (_, who) => {
    await server.refused('AuthFailure.TokenFailure', 'ListGroups', {}, { as: who(), form })
  })

  test('the signature is looked at before the token', async () => {
    const wrong = { ...withToken(session, 'nonsense'), secretKey: 'x'.repeat(43) }
    await server.refused('AuthFailure.SignatureFailure', 'ListGroups', {}, { as: wrong, form })
    const swapped = { ...session, secretKey: other.secretKey }
    await server.refused('AuthFailure.SignatureFailure', 'ListGroups', {}, { as: swapped, form })
    const permanent = { ...session, secretKey: server.root.secretKey }
    await server.refused('AuthFailure.SignatureFailure', 'ListGroups', {}, { as: permanent, form })
  })
})

test('ok: a permanent key with an empty token', async () => {
  await server.ok('ListGroups', {}, { as: withToken(server.root, '') })
})

test('an unknown id that is no temporary one is told as before', async () => {
  const unknown = { ...session, secretId: `AKID${'x'.repeat(32)}` }
  await server.refused('AuthFailure.SecretIdNotFound', 'ListGroups', {}, { as: unknown })
})
