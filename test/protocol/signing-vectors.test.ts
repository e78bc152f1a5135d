// Signatures against what others computed: the documents' intermediate hashes and whole requests of the official SDKs.
import { describe, expect, test } from 'vitest'
import { virtualClock } from '../../src/kernel/clock.ts'
import { readRequest } from '../../src/protocol/request.ts'
import {
  canonicalForms,
  canonicalRequest,
  createVerifier,
  payloadHash,
  type SignedParts,
  sha256,
  stringToSign,
  utcDate,
  v1String,
} from '../../src/signing/index.ts'
import { type Captured, captureCredential, captureSdkRequests } from './capture.ts'
import { products, readVectors, requestOf, type WrittenRequest } from './vector.ts'

interface DocumentVector {
  readonly request: WrittenRequest
  readonly signedHeaders: readonly string[]
  readonly timestamp: number
  readonly date: string
  readonly service: string
  readonly hashedPayload: string
  readonly canonicalRequest: string
  readonly hashedCanonicalRequest: string
  readonly stringToSign: string
  readonly v1: {
    readonly method: string
    readonly host: string
    readonly path: string
    readonly parameters: Readonly<Record<string, string>>
    readonly stringToSign: string
  }
}

describe('the documents', () => {
  const vector = readVectors<DocumentVector>('signing/documents.json')
  const request = requestOf(vector.request)
  const parts: SignedParts = {
    method: 'POST',
    path: '/',
    query: '',
    host: request.header('host') ?? '',
    header: (name) => request.header(name),
    body: request.body,
  }

  test('each step up to the string to sign', () => {
    const bodyHash = payloadHash(parts)
    expect(bodyHash).toBe(vector.hashedPayload)
    const [form] = canonicalForms(parts, vector.signedHeaders)
    if (form === undefined) throw new Error('no canonical form')
    const canonical = canonicalRequest(parts, form, vector.signedHeaders, bodyHash)
    expect(canonical).toBe(vector.canonicalRequest)
    expect(sha256(canonical)).toBe(vector.hashedCanonicalRequest)
    expect(utcDate(vector.timestamp)).toBe(vector.date)
    expect(stringToSign(vector.timestamp, vector.date, vector.service, canonical)).toBe(vector.stringToSign)
  })

  test('the string of a v1 signature, whatever the order received', () => {
    const { v1 } = vector
    const pairs = Object.entries(v1.parameters)
    expect(v1String(v1.method, v1.host, v1.path, pairs)).toBe(v1.stringToSign)
    expect(v1String(v1.method, v1.host, v1.path, pairs.reverse())).toBe(v1.stringToSign)
  })
})

/** Reads and verifies a captured request; gives its parameters. */
function accept(captured: Captured, secretKey: string): unknown {
  const call = readRequest(requestOf(captured), { requestId: 'r', nowMs: 0, products })
  const { claim } = call
  if (claim.kind === 'skip') throw new Error('not signed')
  const verifier = createVerifier(virtualClock(claim.timestamp * 1000))
  expect(call.action).toBe('AddUserToGroup')
  expect(call.product).toBe('cam')
  expect(verifier.timely(claim)).toEqual({ kind: 'valid' })
  expect(verifier.verify(call.signed, claim, { version: '1', reveal: () => secretKey }, false)).toMatchObject({
    kind: 'valid',
  })
  const wrong = verifier.verify(call.signed, claim, { version: '2', reveal: () => `${secretKey}!` }, false)
  expect(wrong.kind === 'refused' && wrong.reason).toBe('signature')
  expect(JSON.stringify(wrong)).not.toContain(secretKey)
  return call.parameters
}

function expectedParameters(captured: Captured): unknown {
  if (captured.name.endsWith('multipart')) return { Name: 'a', Remark: 'b' }
  const json = captured.headers['content-type'] === 'application/json'
  const whole = (value: number): unknown => (json ? value : String(value))
  return {
    Info: [
      { Uid: whole(1000001), GroupId: whole(13) },
      { Uid: whole(1000002), GroupId: whole(14) },
    ],
    Remark: "a b+c&d=e%20~!*'()/中文",
    Empty: '',
  }
}

describe('official SDKs, frozen', () => {
  const { secretKey, requests } = readVectors<{ secretKey: string; requests: readonly Captured[] }>(
    'signing/sdk-node.json',
  )
  test.each(requests)('$name', (captured) => {
    expect(accept(captured, secretKey)).toEqual(expectedParameters(captured))
  })
})

test('official SDKs as installed', async () => {
  const requests = await captureSdkRequests()
  expect(requests).toHaveLength(14)
  for (const captured of requests) {
    expect(accept(captured, captureCredential.secretKey), captured.name).toEqual(expectedParameters(captured))
  }
})
