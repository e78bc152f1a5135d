// The calls on identity providers where the operator has them checked on the object named: a grant or a rule for exactly that
// provider counts, however its name is spelled.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, type Identity, openHarness } from './harness.ts'
import { createOidc, createSaml, metadata, oidc } from './identity-provider/providers.ts'

let server: Harness
let own: (segment: string) => string
beforeAll(async () => {
  server = await openHarness({ rules: { resourceLevel: 'fine' } })
  own = (segment) => `qcs::cam::uin/${server.root.account}:${segment}`
  for (const word of ['mine', 'other']) {
    await createSaml(server, `${word}-saml`)
    await createOidc(server, `${word}-oidc`)
  }
})
afterAll(() => server.close())

const passed = async (action: string, given: object, as: Identity) =>
  (await server.call(action, given, { as })).Error?.Code !== 'AuthFailure.UnauthorizedOperation'

describe.each([
  ['saml', 'UpdateSAMLProvider', {}],
  ['saml', 'GetSAMLProvider', {}],
  ['oidc', 'UpdateOIDCConfig', oidc],
  ['oidc', 'DescribeOIDCConfig', {}],
  ['saml', 'DeleteSAMLProvider', {}],
  ['oidc', 'DeleteOIDCConfig', {}],
] as const)('%s: %s', (kind, action, given) => {
  test('a grant for the provider is for it alone, and a rule against it holds in any spelling', async () => {
    const editor = await server.user(`editor-${action}`, allow(`cam:${action}`, own(`${kind}-provider/mine-${kind}`)))
    const statement = [
      { effect: 'allow', action: `cam:${action}`, resource: '*' },
      { effect: 'deny', action: `cam:${action}`, resource: own(`${kind}-provider/other-${kind}`) },
    ]
    const barred = await server.user(`barred-${action}`, { version: '2.0', statement })
    for (const Name of [`other-${kind}`, 'nobody']) expect(await passed(action, { ...given, Name }, editor)).toBe(false)
    for (const Name of [`other-${kind}`, `OTHER-${kind}`]) {
      expect(await passed(action, { ...given, Name }, barred)).toBe(false)
    }
    expect(await passed(action, { ...given, Name: `MINE-${kind}` }, editor)).toBe(true)
  })
})

test('making a provider needs a grant for its name, listing them one for all', async () => {
  const maker = await server.user('maker', allow(['cam:CreateSAMLProvider', 'cam:CreateOIDCConfig'], own('*/made-*')))
  const saml = { Description: '', SAMLMetadataDocument: metadata }
  expect(await passed('CreateSAMLProvider', { ...saml, Name: 'made-saml' }, maker)).toBe(true)
  expect(await passed('CreateOIDCConfig', { ...oidc, Name: 'made-oidc' }, maker)).toBe(true)
  expect(await passed('CreateSAMLProvider', { ...saml, Name: 'other' }, maker)).toBe(false)
  expect(await passed('CreateOIDCConfig', { ...oidc, Name: 'other' }, maker)).toBe(false)
  const one = await server.user('one', allow('cam:ListSAMLProviders', own('saml-provider/one')))
  expect(await passed('ListSAMLProviders', {}, one)).toBe(false)
  const all = await server.user('all', allow('cam:ListSAMLProviders', own('saml-provider/*')))
  expect(await passed('ListSAMLProviders', {}, all)).toBe(true)
})
