// The signature that the console makes with WebCrypto, held against what others computed of the same requests.
import { createHash, createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { authorizationOf, contentType, signingSteps } from '../../console/src/api/sign.ts'
import { signTc3 } from '../../src/signing/index.ts'
import type { Captured } from '../protocol/capture.ts'
import { readVectors } from '../protocol/vector.ts'

interface Recorded {
  readonly secretId: string
  readonly secretKey: string
  readonly requests: readonly Captured[]
}

const recorded = readVectors<Recorded>('signing/sdk-node.json')
const comparable = recorded.requests.filter(
  ({ method, headers }) => method === 'POST' && headers['content-type'] === contentType && headers['authorization'],
)

describe('the official SDK', () => {
  test('is there to compare with', () => {
    expect(comparable.length).toBeGreaterThan(0)
  })

  test.each(comparable)('signs the same: $name', async ({ headers, body }) => {
    const authorization = headers['authorization'] ?? ''
    const secretId = /Credential=([^/]+)\//.exec(authorization)?.[1] ?? ''
    const product = /Credential=[^/]+\/[^/]+\/([^/]+)\//.exec(authorization)?.[1] ?? ''
    const timestamp = Number(headers['x-tc-timestamp'])
    // This client signs the host without its port.
    const host = headers['host']?.replace(/:\d+$/, '') ?? ''
    const call = { host, product, body: body ?? '', timestamp }
    expect(await authorizationOf(call, { secretId, secretKey: recorded.secretKey })).toBe(authorization)
  })
})

describe("the server's own signer", () => {
  test.each([
    ['ascii', '{}', 1_551_113_065],
    ['other letters', '{"Name":"中文 é 😀"}', 1_767_323_045],
    ['the last second of a day', '{"A":1}', 1_767_311_999],
    ['the first second of a day', '{"A":1}', 1_767_312_000],
  ])('signs the same: %s', async (_, body, timestamp) => {
    const keys = { secretId: 'AKIDexample', secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE' }
    for (const host of ['localhost:8600', 'cam.example', 'CAM.example:1']) {
      const request = {
        host,
        action: 'GetUser',
        version: '2019-01-16',
        method: 'POST',
        service: 'cam',
        contentType,
        body: Buffer.from(body),
      } as const
      const expected = signTc3(request, keys, timestamp)['Authorization']
      expect(await authorizationOf({ host, product: 'cam', body, timestamp }, keys)).toBe(expected)
    }
  })
})

test('each step follows from the ones before it, and the last is the header', async () => {
  const secretKey = 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE'
  const call = { host: 'localhost:8600', product: 'sts', body: '{"A":"中"}', timestamp: 1_767_323_045 }
  const steps = await signingSteps(call, { secretId: 'AKIDexample', secretKey })
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
  const hmac = (key: string, text: string): string =>
    createHmac('sha256', Buffer.from(key, 'hex')).update(text).digest('hex')
  expect(steps.canonicalRequest.split('\n').at(-1)).toBe(sha256(call.body))
  expect(steps.hashedRequest).toBe(sha256(steps.canonicalRequest))
  expect(steps.stringToSign).toBe(`TC3-HMAC-SHA256\n${call.timestamp}\n${steps.scope}\n${steps.hashedRequest}`)
  expect(steps.dateKey).toBe(hmac(Buffer.from(`TC3${secretKey}`).toString('hex'), '2026-01-02'))
  expect(steps.serviceKey).toBe(hmac(steps.dateKey, 'sts'))
  expect(steps.signingKey).toBe(hmac(steps.serviceKey, 'tc3_request'))
  expect(steps.signature).toBe(hmac(steps.signingKey, steps.stringToSign))
  expect(steps.authorization).toContain(`${steps.scope}, SignedHeaders=content-type;host, Signature=${steps.signature}`)
})
