// Every hostile SAML message is refused for its own reason, and the same message without the attack is believed.
import { describe, expect, test } from 'vitest'
import { verifySamlResponse } from '../../../src/federation/saml/response.ts'
import { base64 } from '../saml-idp.ts'
import { type Message, plain, type SamlCase, usual } from './saml-case.ts'
import { claims } from './saml-claims.ts'
import { readers } from './saml-readers.ts'
import { signatures } from './saml-signatures.ts'
import { wrappings } from './saml-wrapping.ts'

function verify({ xml, asked }: Message) {
  const result = verifySamlResponse(base64(xml), { ...usual, ...asked })
  return result.kind === 'verified' ? result.kind : result.reason
}

describe.each<[string, readonly SamlCase[]]>([
  ['wrapping', wrappings],
  ['readers', readers],
  ['signatures', signatures],
  ['claims', claims],
])('%s', (_, cases) => {
  test.each(cases)('$attack: refused for $reason', ({ message, reason, twin }) => {
    expect({ attack: verify(message), twin: verify(twin ?? plain) }).toEqual({ attack: reason, twin: 'verified' })
  })
})

test('no attack is there twice', () => {
  const attacks = [wrappings, readers, signatures, claims].flatMap((cases) => cases.map(({ attack }) => attack))
  expect(new Set(attacks).size).toBe(attacks.length)
})

test('what is not base64 of text is refused', () => {
  for (const text of ['', '%%%', 'PHNhbWxw*', Buffer.from([0xff, 0xfe]).toString('base64')]) {
    expect(verifySamlResponse(text, usual)).toMatchObject({ reason: 'base64' })
  }
})
