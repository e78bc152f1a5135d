import { describe, expect, test } from 'vitest'
import { virtualClock } from '../kernel/clock.ts'
import { canonicalForms, hostForms, payloadHash, type SignedParts } from './canonical.ts'
import { deriveKey } from './derive.ts'
import { signTc3, signV1, tc3Authorization } from './sign.ts'
import type { V1Parts } from './v1.ts'
import { createVerifier, matchTc3, type Tc3Claim, utcDate, type V1Claim, verifyTc3, withinSkew } from './verify.ts'

const timestamp = 1_700_000_000
const credential = { secretId: 'id', secretKey: 'the secret key' }
const secret = { version: '1', reveal: () => credential.secretKey }

function partsWith(given: Partial<SignedParts> & { headers?: Record<string, string> } = {}): SignedParts & V1Parts {
  const headers: Record<string, string> = { 'content-type': 'application/json', ...given.headers }
  return {
    method: 'POST',
    path: '/',
    query: '',
    host: 'cam.tencentcloudapi.com',
    header: (name) => headers[name],
    body: Buffer.from('{"Password":"hunter2"}'),
    form: undefined,
    ...given,
  }
}

function claimOf(parts: SignedParts, signedHeaders: readonly string[] = ['content-type', 'host']): Tc3Claim {
  const header = tc3Authorization(parts, signedHeaders, 'cam', credential, timestamp, payloadHash(parts))
  const signature = header.slice(-64)
  return { kind: 'tc3', secretId: 'id', date: '2023-11-14', service: 'cam', signedHeaders, signature, timestamp }
}

const key = deriveKey(credential.secretKey, '2023-11-14', 'cam')

describe('TC3', () => {
  test('what was signed verifies, in the first reading', () => {
    const parts = partsWith()
    expect(matchTc3(parts, claimOf(parts), key)).toBe(0)
    expect(verifyTc3(parts, claimOf(parts), key, false)).toEqual({ kind: 'valid' })
  })

  const changes: [string, Partial<SignedParts> & { headers?: Record<string, string> }][] = [
    ['method', { method: 'GET' }],
    ['host', { host: 'sts.tencentcloudapi.com' }],
    ['body', { body: Buffer.from('{}') }],
    ['content-type', { headers: { 'content-type': 'application/json; charset=utf-8' } }],
    ['query', { query: 'a=1', method: 'GET' }],
  ]
  test.each(changes)('a changed %s does not', (_, change) => {
    expect(matchTc3(partsWith(change), claimOf(partsWith()), key)).toBe(-1)
  })

  test.each<[string, Partial<Tc3Claim>]>([
    ['timestamp', { timestamp: timestamp + 1 }],
    ['date', { date: '2023-11-15' }],
    ['service', { service: 'sts' }],
    ['signature', { signature: '0'.repeat(64) }],
    ['length of the signature', { signature: 'ab' }],
  ])('a changed %s does not', (_, change) => {
    const parts = partsWith()
    expect(matchTc3(parts, { ...claimOf(parts), ...change }, key)).toBe(-1)
  })

  test('an upper-case signature is the same signature', () => {
    const parts = partsWith()
    const claim = claimOf(parts)
    expect(matchTc3(parts, { ...claim, signature: claim.signature.toUpperCase() }, key)).toBe(0)
  })

  test('the readings of a request are few', () => {
    expect(canonicalForms(partsWith(), ['content-type', 'host'])).toHaveLength(1)
    const odd = partsWith({ host: 'http://H:1', path: '/v3', query: 'x=1', headers: { 'content-type': 'A' } })
    expect(canonicalForms(odd, ['content-type', 'host'])).toHaveLength(24)
  })

  test('hosts are read with and without scheme and port', () => {
    expect(hostForms('h')).toEqual(['h'])
    expect(hostForms('h:80')).toEqual(['h:80', 'h'])
    expect(hostForms('HTTP://h:80')).toEqual(['HTTP://h:80', 'h:80', 'h'])
    expect(hostForms('[::1]:80')).toEqual(['[::1]:80', '[::1]'])
  })

  test('the reading that fits is found from wherever the search begins', () => {
    const signed = partsWith({ host: '127.0.0.1' })
    const sent = partsWith({ host: '127.0.0.1:8600' })
    for (const first of [0, 1, 7]) expect(matchTc3(sent, claimOf(signed), key, first)).toBe(1)
  })

  test('the headers that signTc3 makes verify', () => {
    const body = Buffer.from('{"Name":"a"}')
    const callee = { host: 'cam.tencentcloudapi.com', action: 'GetUser', version: '2019-01-16', region: 'ap-guangzhou' }
    const given = {
      ...callee,
      language: 'zh-CN',
      method: 'POST',
      service: 'cam',
      contentType: 'application/json',
      body,
    } as const
    const headers = signTc3(given, { ...credential, token: 't' }, timestamp)
    expect(headers).toMatchObject({ 'X-TC-Token': 't', 'X-TC-Language': 'zh-CN', 'X-TC-Region': 'ap-guangzhou' })
    const claim = { ...claimOf(partsWith()), signature: headers['Authorization']?.slice(-64) ?? '' }
    expect(verifyTc3(partsWith({ body }), claim, key, false)).toEqual({ kind: 'valid' })
    const got = signTc3({ ...given, method: 'GET', query: 'Name=a' }, credential, timestamp)
    const again = { ...claim, signature: got['Authorization']?.slice(-64) ?? '' }
    expect(verifyTc3(partsWith({ method: 'GET', query: 'Name=a' }), again, key, false)).toEqual({ kind: 'valid' })
  })
})

describe('the verifier', () => {
  test('keeps a derived key only of what verified, and asks for the secret no more', () => {
    let asked = 0
    const counted = { version: '1', reveal: () => String(asked++ === 0 ? 'wrong' : credential.secretKey) }
    const verifier = createVerifier(virtualClock(timestamp * 1000))
    const parts = partsWith()
    expect(verifier.verify(parts, claimOf(parts), counted, false).kind).toBe('refused')
    expect(verifier.keys.size).toBe(0)
    for (let round = 0; round < 5; round++) {
      expect(verifier.verify(parts, claimOf(parts), counted, false)).toEqual({ kind: 'valid' })
    }
    expect(asked).toBe(2)
    expect(verifier.keys.size).toBe(1)
  })

  test('forgets a derived key when the secret changes', () => {
    const verifier = createVerifier(virtualClock(timestamp * 1000))
    const parts = partsWith()
    expect(verifier.verify(parts, claimOf(parts), secret, false).kind).toBe('valid')
    expect(verifier.verify(parts, claimOf(parts), { version: '2', reveal: () => 'new' }, false).kind).toBe('refused')
  })

  test('begins with the reading that fitted last', () => {
    const verifier = createVerifier(virtualClock(timestamp * 1000))
    const claim = claimOf(partsWith({ host: '127.0.0.1' }))
    const sent = partsWith({ host: '127.0.0.1:8600' })
    expect(verifier.verify(sent, claim, secret, false).kind).toBe('valid')
    expect(verifier.keys.find('id', '2023-11-14', 'cam', '1')?.form).toBe(1)
    // A request with fewer readings must not be missed for it.
    const plain = partsWith()
    expect(verifier.verify(plain, claimOf(plain), secret, false).kind).toBe('valid')
  })

  test('accepts 300 seconds of skew on either side and no more', () => {
    for (const [offsetMs, kind] of [
      [-300_000, 'valid'],
      [300_000, 'valid'],
      [-300_001, 'refused'],
      [300_001, 'refused'],
    ] as const) {
      const verifier = createVerifier(virtualClock(timestamp * 1000 + offsetMs))
      expect(verifier.timely(claimOf(partsWith())).kind).toBe(kind)
    }
    expect(withinSkew(Number.NaN, 0)).toBe(false)
    expect(withinSkew(99_999_999_999, 0)).toBe(false)
  })

  test('compares each stamp with what the clock says of it', () => {
    const [near, far] = [timestamp * 1000 + 299_000, timestamp * 1000 + 900_000_000]
    const nearer = (stampMs: number): number => (Math.abs(stampMs - near) < Math.abs(stampMs - far) ? near : far)
    const verifier = createVerifier(nearer)
    const at = (seconds: number) =>
      verifier.timely({ ...claimOf(partsWith()), timestamp: seconds, date: utcDate(seconds) })
    expect(at(timestamp).kind).toBe('valid')
    expect(at(far / 1000).kind).toBe('valid')
    expect(at(timestamp + 450_000)).toMatchObject({ kind: 'refused', reason: 'expired' })
  })

  test('says which date the scope should have', () => {
    const verifier = createVerifier(virtualClock(timestamp * 1000))
    expect(verifier.timely({ ...claimOf(partsWith()), date: '2023-11-15' })).toMatchObject({
      reason: 'scope-date',
      problem: '`Date` in Credential not valid: it is `2023-11-15`, but the UTC date of the timestamp is `2023-11-14`.',
    })
  })

  test('names a signed header that is not there', () => {
    const verifier = createVerifier(virtualClock(timestamp * 1000))
    const claim = claimOf(partsWith(), ['content-type', 'host', 'x-tc-action'])
    expect(verifier.verify(partsWith(), claim, secret, false)).toMatchObject({ reason: 'header-missing' })
  })

  test('tells the log what was expected, and no secret', () => {
    const verifier = createVerifier(virtualClock(timestamp * 1000))
    const names = ['content-type', 'host', 'x-tc-token']
    const parts = partsWith({
      method: 'GET',
      query: 'Password=hunter2&Name=a%20b&Flag',
      headers: { 'x-tc-token': 'token text' },
    })
    const right = claimOf(parts, names).signature
    const result = verifier.verify(parts, { ...claimOf(parts, names), signature: '0'.repeat(64) }, secret, false)
    if (result.kind !== 'refused') throw new Error('it must be refused')
    expect(result.expected).toContain('Password=<7 bytes>&Name=<5 bytes>&Flag')
    expect(result.expected).toContain('x-tc-token:<10 bytes>')
    expect(result.expected).toContain('host:cam.tencentcloudapi.com')
    for (const hidden of ['hunter2', 'token text', right, credential.secretKey]) {
      expect(result.expected).not.toContain(hidden)
    }
  })
})

describe('v1', () => {
  const request = {
    method: 'POST',
    host: 'cam.tencentcloudapi.com',
    action: 'AddUser',
    version: '2019-01-16',
    parameters: [['Password', 'hunter2']],
  } as const
  const moment = { timestamp, nonce: 7, signatureMethod: 'HmacSHA256' } as const

  function signed(form: readonly (readonly [string, string])[]): { parts: SignedParts & V1Parts; claim: V1Claim } {
    const signature = form.find(([name]) => name === 'Signature')?.[1] ?? ''
    return {
      parts: partsWith({ form } as Partial<SignedParts>),
      claim: { kind: 'v1', method: 'HmacSHA256', secretId: 'id', signature, timestamp },
    }
  }

  test('what signV1 makes verifies, and says under which text it comes once', () => {
    const verifier = createVerifier(virtualClock(timestamp * 1000))
    const { parts, claim } = signed(signV1(request, { ...credential, token: 't' }, moment))
    expect(verifier.verify(parts, claim, secret, false)).toEqual({ kind: 'valid', once: claim.signature })
  })

  test('that text is the same however the signature is spelled in base64', () => {
    const verifier = createVerifier(virtualClock(timestamp * 1000))
    const { parts, claim } = signed(signV1(request, credential, moment))
    const spellings = [claim.signature.replaceAll('=', ''), claim.signature.replaceAll('+', ' '), `${claim.signature}=`]
    for (const signature of spellings) {
      const result = verifier.verify(parts, { ...claim, signature }, secret, false)
      expect(result).toEqual({ kind: 'valid', once: claim.signature })
    }
  })

  test('a changed or added parameter does not verify, and the log sees no value of it', () => {
    const verifier = createVerifier(virtualClock(timestamp * 1000))
    const form = signV1(request, credential, moment)
    const { claim } = signed(form)
    for (const changed of [
      form.map(([name, value]) => [name, name === 'Password' ? 'hunter3' : value] as const),
      [...form, ['Extra', '1'] as const],
      form.filter(([name]) => name !== 'Password'),
    ]) {
      const result = verifier.verify(signed(changed).parts, claim, secret, false)
      expect(result).toMatchObject({ kind: 'refused', reason: 'signature' })
      expect(JSON.stringify(result)).not.toMatch(/hunter|secret key/)
      expect(JSON.stringify(result)).toContain('Action=AddUser')
    }
  })

  test('the other method does not verify', () => {
    const verifier = createVerifier(virtualClock(timestamp * 1000))
    const { parts, claim } = signed(signV1(request, credential, moment))
    expect(verifier.verify(parts, { ...claim, method: 'HmacSHA1' }, secret, false).kind).toBe('refused')
  })

  test('a request without a form has no v1 signature', () => {
    const verifier = createVerifier(virtualClock(timestamp * 1000))
    const { claim } = signed(signV1(request, credential, moment))
    expect(verifier.verify(partsWith(), claim, secret, false).kind).toBe('refused')
  })
})
