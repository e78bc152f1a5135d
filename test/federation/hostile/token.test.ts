// Every hostile ID token is refused for its own reason, and the same token without the attack is believed.
import { describe, expect, test } from 'vitest'
import { type TokenQuestion, verifyIdToken } from '../../../src/federation/oidc/id-token.ts'
import { readIdentityKey } from '../../../src/federation/oidc/keys.ts'
import { clientId, issuedSeconds, issuer, jwks } from '../tokens.ts'
import { tokenCases, usualToken } from './token-cases.ts'

const read = readIdentityKey(jwks)
const usual: TokenQuestion = {
  issuer,
  clientIds: ['client-0', clientId],
  keys: read.kind === 'read' ? read.keys : [],
  nonce: undefined,
  severalAudiences: 'accepted',
  nowMs: issuedSeconds * 1000 + 10_000,
  skewMs: 60_000,
}

function verify(token: string, asked: Partial<TokenQuestion> = {}): string {
  const result = verifyIdToken(token, { ...usual, ...asked })
  return result.kind === 'verified' ? result.kind : result.reason
}

describe.each(Object.entries(tokenCases))('%s', (_, cases) => {
  test.each(cases)('$attack: refused for $reason', ({ token, reason, twin, asked }) => {
    expect({ attack: verify(token, asked), twin: verify(twin ?? usualToken, asked) }).toEqual({
      attack: reason,
      twin: 'verified',
    })
  })
})

test('a good token gives what it says', () => {
  expect(verifyIdToken(usualToken, usual)).toEqual({
    kind: 'verified',
    claims: {
      issuer,
      subject: 'alice',
      audiences: [clientId],
      expiresMs: (issuedSeconds + 300) * 1000,
      issuedMs: issuedSeconds * 1000,
      all: expect.objectContaining({ sub: 'alice' }),
    },
  })
})

test('a refusal never repeats the token', () => {
  for (const { token, asked } of Object.values(tokenCases).flat()) {
    const [, payload = '', signature = ''] = token.split('.')
    const result = JSON.stringify(verifyIdToken(token, { ...usual, ...asked }))
    for (const part of [payload, signature].filter((one) => one.length > 20)) expect(result).not.toContain(part)
  }
})
