import { expect, test } from 'vitest'
import { discoveryUrl, readDiscovery } from './discovery.ts'

test.each([
  ['https://idp.example', 'https://idp.example/.well-known/openid-configuration'],
  ['https://idp.example/', 'https://idp.example/.well-known/openid-configuration'],
  ['https://idp.example/id/a', 'https://idp.example/id/a/.well-known/openid-configuration'],
])('the configuration of %s is at %s', (issuer, url) => expect(discoveryUrl(issuer)).toBe(url))

const issuer = 'https://idp.example'
const jwks_uri = 'https://keys.example/jwks'

test('the keys are where the configuration of that issuer says, whatever else it says', () => {
  const document = { issuer, jwks_uri, claims_supported: ['sub'], request_parameter_supported: false }
  expect(readDiscovery(JSON.stringify(document), issuer)).toEqual({ keysUrl: jwks_uri })
})

test.each([
  ['<html>', 'JSON'],
  ['[]', 'no object'],
  ['null', 'no object'],
  [JSON.stringify({ jwks_uri }), 'another'],
  [JSON.stringify({ issuer: `${issuer}/`, jwks_uri }), 'another'],
  [`{"issuer":"https://evil.example","issuer":"${issuer}","jwks_uri":"${jwks_uri}"}`, 'JSON'],
  [JSON.stringify({ issuer }), 'jwks_uri'],
  [JSON.stringify({ issuer, jwks_uri: 7 }), 'jwks_uri'],
  [JSON.stringify({ issuer, jwks_uri: '/jwks' }), 'jwks_uri'],
  [JSON.stringify({ issuer, jwks_uri: `https://keys.example/${'x'.repeat(2048)}` }), 'jwks_uri'],
])('%s is refused', (text, problem) => {
  expect(readDiscovery(text, issuer)).toEqual({ problem: expect.stringContaining(problem) })
})
