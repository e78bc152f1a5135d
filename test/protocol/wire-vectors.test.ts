// Requests as clients really send them, through the reader and the verifier: what they mean, or with which text they are refused.
import { describe, expect, test } from 'vitest'
import { virtualClock } from '../../src/kernel/clock.ts'
import { ApiError } from '../../src/protocol/api-error.ts'
import type { Call } from '../../src/protocol/call.ts'
import { mannerOf, readRequest } from '../../src/protocol/request.ts'
import { refuse } from '../../src/protocol/response.ts'
import { createVerifier } from '../../src/signing/index.ts'
import { products, readVectors, requestOf, type WrittenRequest } from './vector.ts'

interface ClientVectors {
  readonly secretKey: string
  readonly timestamp: number
  readonly cases: readonly {
    readonly name: string
    readonly request: WrittenRequest
    readonly expected: Readonly<Record<string, unknown>> & { readonly verification?: string }
  }[]
}

const clients = readVectors<ClientVectors>('wire/clients.json')

function summary(call: Call, expected: object): Record<string, unknown> {
  const all: Record<string, unknown> = {
    ...call,
    kind: call.claim.kind,
    token: call.claim.kind === 'skip' ? undefined : call.claim.token,
  }
  return Object.fromEntries(Object.keys(expected).map((key) => [key, all[key] ?? null]))
}

describe('clients', () => {
  test.each(clients.cases)('$name', ({ request, expected: { verification, ...expected } }) => {
    const clock = virtualClock(clients.timestamp * 1000)
    const call = readRequest(requestOf(request), { requestId: 'r', nowMs: clock(), products })
    expect(summary(call, expected)).toEqual(expected)
    if (verification === undefined) return
    const { claim } = call
    if (claim.kind === 'skip') throw new Error('a case without a signature cannot be verified')
    const verifier = createVerifier(clock)
    const secret = { version: '1', reveal: () => clients.secretKey }
    const timely = verifier.timely(claim)
    const result = timely.kind === 'valid' ? verifier.verify(call.signed, claim, secret, call.from.tls) : timely
    expect(result.kind === 'valid' ? 'valid' : result.reason).toBe(verification)
    // No secret that was not this one may do as well.
    if (timely.kind === 'valid') {
      const other = { version: '2', reveal: () => `${clients.secretKey}x` }
      expect(verifier.verify(call.signed, claim, other, call.from.tls).kind).toBe('refused')
    }
  })
})

interface RefusedVectors {
  readonly cases: readonly {
    readonly name: string
    readonly request: WrittenRequest
    readonly code: string
    readonly message: string
  }[]
}

function refusalOf(written: WrittenRequest): unknown {
  const request = requestOf(written)
  try {
    return readRequest(request, { requestId: 'r', nowMs: 0, products })
  } catch (error) {
    expect(error).toBeInstanceOf(ApiError)
    return JSON.parse(refuse(error, mannerOf(request, 'r')).body)
  }
}

describe('refused', () => {
  test.each(readVectors<RefusedVectors>('wire/refused.json').cases)('$name', ({ request, code, message }) => {
    expect(refusalOf(request)).toEqual({ Response: { Error: { Code: code, Message: message }, RequestId: 'r' } })
  })
})
