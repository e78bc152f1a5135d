import { expect, test } from 'vitest'
import { readProviderIssuer } from './issuer.ts'

test.each([
  ['saml-provider/okta', { kind: 'saml', name: 'okta' }],
  ['oidc-provider/a+=,.@_-b', { kind: 'oidc', name: 'a+=,.@_-b' }],
  ['qcs::cam::uin/100000000001:saml-provider/okta', { kind: 'saml', name: 'okta' }],
  ['', undefined],
  ['AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA', undefined],
  ['saml-provider/', undefined],
  ['xsaml-provider/okta', undefined],
  ['saml-provider/a/b', undefined],
  ['ldap-provider/okta', undefined],
])('%s', (text, issuer) => expect(readProviderIssuer(text)).toEqual(issuer))
