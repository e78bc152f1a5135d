// What it costs to read and to verify a request, in microseconds of CPU and as a ratio to the bare hashing that a TC3 signature
// cannot do without (body, canonical request, one HMAC). Usage: node bench/verify.ts [milliseconds per measurement]
import { createHmac, createSecretKey, hash, timingSafeEqual } from 'node:crypto'
import { virtualClock } from '../src/kernel/clock.ts'
import type { Call } from '../src/protocol/call.ts'
import { type HttpRequest, type Products, readRequest } from '../src/protocol/request.ts'
import { respond } from '../src/protocol/response.ts'
import { createVerifier, signTc3, signV1, type Verification } from '../src/signing/index.ts'

const budgetMs = Number(process.argv[2] ?? 1_000)
const timestamp = 1_767_323_045
const credential = { secretId: `AKID${'b'.repeat(32)}`, secretKey: 'c'.repeat(32) }
const clock = virtualClock(timestamp * 1000)
const products: Products = { has: (product) => product === 'cam', byVersion: () => 'cam' }
const callee = { host: '127.0.0.1:8600', action: 'GetUser', version: '2019-01-16' }
const formType = 'application/x-www-form-urlencoded'

function requestOf(headers: Record<string, string>, body: Uint8Array): HttpRequest {
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  const from = { address: '127.0.0.1', tls: false }
  return { method: 'POST', path: '/', rawQuery: '', header: (name) => lower[name], body, from }
}

function tc3Request(): HttpRequest {
  const body = Buffer.from('{"Name":"user-17"}')
  const request = { ...callee, method: 'POST', service: 'cam', contentType: 'application/json', body } as const
  return requestOf(signTc3(request, credential, timestamp), body)
}

/** A new nonce each time: a v1 request passes once. */
function v1Request(nonce: number): HttpRequest {
  const request = { ...callee, method: 'POST', parameters: [['Name', 'user-17']] } as const
  const pairs = signV1(request, credential, { timestamp, nonce, signatureMethod: 'HmacSHA256' })
  const text = pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  return requestOf({ Host: callee.host, 'Content-Type': formType }, Buffer.from(text))
}

const read = (request: HttpRequest): Call => readRequest(request, { requestId: 'r', nowMs: clock(), products })

/** Microseconds of CPU for one run. */
function cost(run: (index: number) => unknown): number {
  let index = 0
  while (index < 5_000) run(index++)
  const before = process.cpuUsage()
  const end = performance.now() + budgetMs
  const first = index
  while (performance.now() < end) for (let chunk = 0; chunk < 500; chunk++) run(index++)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / (index - first)
}

function checked(result: Verification): void {
  if (result.kind !== 'valid') throw new Error(`refused: ${result.reason}`)
}

const secret = { version: 'sealed', reveal: () => credential.secretKey }
const verifier = createVerifier(clock)
function verify(call: Call): void {
  if (call.claim.kind !== 'skip') checked(verifier.verify(call.signed, call.claim, secret, false))
}

const tc3 = tc3Request()
const tc3Call = read(tc3)
const v1Requests = Array.from({ length: 4_096 }, (_, index) => v1Request(index))
const v1Calls = v1Requests.map(read)
const key = createSecretKey(Buffer.alloc(32, 7))
const canonical = `POST\n/\n\ncontent-type:application/json\nhost:127.0.0.1:8600\n\ncontent-type;host\n${'0'.repeat(64)}`
const user = {
  Uin: 100000000011,
  Name: 'user-17',
  Uid: 17,
  Remark: '',
  ConsoleLogin: 0,
  PhoneNum: '',
  CountryCode: '',
  Email: '',
}

const bare = cost(() => {
  hash('sha256', tc3.body, 'hex')
  const text = `TC3-HMAC-SHA256\n${timestamp}\n2026-01-02/cam/tc3_request\n${hash('sha256', canonical, 'hex')}`
  const digest = createHmac('sha256', key).update(text).digest()
  return timingSafeEqual(digest, digest)
})

const rows: readonly (readonly [string, number])[] = [
  ['bare hashing of a TC3 signature', bare],
  ['verify TC3, key kept', cost(() => verify(tc3Call))],
  [
    'verify TC3, key derived',
    cost(() => {
      verifier.keys.clear()
      verify(tc3Call)
    }),
  ],
  // More different requests than the guard remembers, so that each passes again.
  ['verify HmacSHA256', cost((index) => verify(v1Calls[index % v1Calls.length] ?? tc3Call))],
  ['read a TC3 JSON request', cost(() => read(tc3))],
  ['read a v1 form', cost((index) => read(v1Requests[index % v1Requests.length] ?? tc3))],
  ['write an answer', cost(() => respond(user, tc3Call))],
]

for (const [name, micros] of rows) {
  console.log(`${name.padEnd(34)} ${micros.toFixed(2).padStart(7)} µs  ${(micros / bare).toFixed(2).padStart(6)} ×`)
}
