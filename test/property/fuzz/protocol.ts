// Valid signed requests in all forms, changed in a few places, through the reader and the verifier. A request becomes a Call or an
// ApiError of the table, nothing else; what still verifies says what was signed; an unchanged request is read back exactly.
import { isUtf8 } from 'node:buffer'
import { virtualClock } from '../../../src/kernel/clock.ts'
import { ApiError } from '../../../src/protocol/api-error.ts'
import type { Call, RawValue } from '../../../src/protocol/call.ts'
import { isErrorCode } from '../../../src/protocol/errors.ts'
import { type HttpRequest, mannerOf, readRequest } from '../../../src/protocol/request.ts'
import { refuse, respond } from '../../../src/protocol/response.ts'
import { createVerifier, signTc3, signV1 } from '../../../src/signing/index.ts'
import { products } from '../../protocol/vector.ts'
import type { Dice } from '../policy/dice.ts'
import { type FuzzTarget, hostile, mutate, polluted } from './target.ts'

const forms = ['tc3-json', 'tc3-get', 'tc3-form', 'tc3-multipart', 'v1-get', 'v1-form'] as const
type Form = (typeof forms)[number]

/** A request as plain data. Bytes of the body as latin1 text. */
interface Case {
  readonly form: Form
  readonly changed: boolean
  readonly method: string
  readonly path: string
  readonly rawQuery: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

type Tree = string | number | boolean | readonly Tree[] | { readonly [name: string]: Tree }

const credential = { secretId: 'id', secretKey: 'key', token: 'token' }
const timestamp = 1_700_000_000
const formType = 'application/x-www-form-urlencoded'
const names = ['Name', 'Info', 'Uid', 'PolicyId', 'A', '__proto__', 'constructor', 'toString', 'x y', '中']

function drawText(draw: Dice): string {
  const text = draw.chance(0.5) ? draw.pick(['', 'alice', 'a b', '中文', "~!*'()", '1', '%20']) : draw.pick(hostile)
  return text.replaceAll('\0', '').toWellFormed()
}

function drawTree(draw: Dice, depth: number): Tree {
  const kind = draw.below(depth > 3 ? 4 : 7)
  if (kind < 3) return drawText(draw)
  if (kind === 3) return draw.chance(0.5) ? draw.below(1_000_000) : draw.chance(0.5)
  if (kind === 4) return Array.from({ length: 1 + draw.below(3) }, () => drawTree(draw, depth + 1))
  return drawObject(draw, depth + 1)
}

function drawObject(draw: Dice, depth: number): { readonly [name: string]: Tree } {
  const object: Record<string, Tree> = Object.create(null)
  const count = 1 + draw.below(3)
  for (let index = 0; index < count; index++) object[draw.pick(names)] = drawTree(draw, depth)
  return object
}

function flatten(tree: Tree, name: string): [string, string][] {
  if (typeof tree !== 'object') return [[name, String(tree)]]
  return Object.entries(tree).flatMap(([part, value]) => flatten(value, name === '' ? part : `${name}.${part}`))
}

const encodePairs = (pairs: readonly (readonly [string, string])[]): string =>
  pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')

function multipartOf(tree: Tree): string {
  const parts = flatten(tree, '').filter(([name]) => !/["\r\n]/.test(name))
  const text = parts.map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
  return `${text.join('')}--b--\r\n`
}

const callee = { action: 'GetUser', version: '2019-01-16', region: 'ap-guangzhou', language: 'zh-CN' } as const

/** The request of a form for parameters, signed. */
function signedCase(form: Form, host: string, tree: Tree): Case {
  const base = { form, changed: false, path: '/' }
  if (form === 'v1-get' || form === 'v1-form') {
    const method = form === 'v1-get' ? 'GET' : 'POST'
    const request = { ...callee, host, method, parameters: flatten(tree, '') } as const
    const text = encodePairs(signV1(request, credential, { timestamp, nonce: 5, signatureMethod: 'HmacSHA256' }))
    const headers = { host, 'content-type': formType }
    return { ...base, method, headers, rawQuery: method === 'GET' ? text : '', body: method === 'GET' ? '' : text }
  }
  const pairs = encodePairs(flatten(tree, ''))
  const bodies = {
    'tc3-json': JSON.stringify(tree),
    'tc3-get': '',
    'tc3-form': pairs,
    'tc3-multipart': multipartOf(tree),
  }
  const types = {
    'tc3-json': 'application/json',
    'tc3-get': formType,
    'tc3-form': formType,
    'tc3-multipart': 'multipart/form-data; boundary=b',
  }
  const method = form === 'tc3-get' ? 'GET' : 'POST'
  const rawQuery = form === 'tc3-get' ? pairs : ''
  const body = Buffer.from(bodies[form])
  const request = { ...callee, host, method, service: 'cam', contentType: types[form], query: rawQuery, body } as const
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(signTc3(request, credential, timestamp)))
    headers[name.toLowerCase()] = value
  return { ...base, method, headers, rawQuery, body: body.toString('latin1') }
}

function mutateHeaders(draw: Dice, headers: Readonly<Record<string, string>>): Record<string, string> {
  const changed = { ...headers }
  const name = draw.pick([...Object.keys(headers), 'x-tc-content-sha256', 'x-tc-traceid', 'x-tc-language'])
  const value = changed[name] ?? 'UNSIGNED-PAYLOAD'
  if (draw.chance(0.2)) delete changed[name]
  // Node gives header values as latin1 text without line ends.
  else
    changed[name] = Buffer.from(mutate(draw, value))
      .toString('latin1')
      .replace(/[\r\n\0]/g, '')
  return changed
}

function change(draw: Dice, given: Case): Case {
  const changed = { ...given, changed: true }
  switch (draw.below(10)) {
    case 0:
      return { ...changed, method: draw.pick(['GET', 'POST', 'PUT', 'get', '']) }
    case 1:
      return { ...changed, path: draw.pick(['/', '//', '/v2/index.php', '/%00']) }
    case 2:
    case 3:
      return { ...changed, headers: mutateHeaders(draw, given.headers) }
    case 4:
      return {
        ...changed,
        headers: {
          ...given.headers,
          'content-type': draw.pick([
            '',
            'text/plain',
            formType,
            'application/json',
            'multipart/form-data; boundary=b',
          ]),
        },
      }
    case 5:
      return grow(draw, changed)
    default:
      if (given.method === 'GET' || draw.chance(0.05))
        return { ...changed, rawQuery: latin1(mutate(draw, given.rawQuery)) }
      return { ...changed, body: draw.chance(0.5) ? latin1(mutate(draw, given.body)) : mutateBytes(draw, given.body) }
  }
}

const latin1 = (text: string): string => Buffer.from(text).toString('latin1')

/** Changes single bytes, so that the result is mostly no UTF-8 where there was any. */
function mutateBytes(draw: Dice, body: string): string {
  const bytes = Buffer.from(body, 'latin1')
  for (let count = 1 + draw.below(4); count > 0 && bytes.length > 0; count--)
    bytes[draw.below(bytes.length)] = draw.below(256)
  return bytes.toString('latin1')
}

/** Makes a request large in a way that readers with loops in loops choke on. */
function grow(draw: Dice, given: Case): Case {
  if (draw.chance(0.9)) return given
  const times = 1 + draw.below(20_000)
  const piece = draw.pick([
    '[',
    '{"a":',
    'a.',
    '.0',
    '&a=',
    '%2e',
    '"\\',
    '--b\r\n',
    '\r\n--b',
    ';',
    ' ',
    ',',
    '0',
    'A.0.0.0=1&',
    '\\u0041',
  ])
  const large = given.body.slice(0, draw.below(given.body.length + 1)) + piece.repeat(times)
  return {
    ...given,
    body: large.slice(0, 300_000),
    headers: {
      ...given.headers,
      ...(draw.chance(0.2)
        ? { 'content-type': `multipart/form-data; boundary=b${piece.repeat(50).replace(/[\r\n]/g, '')}` }
        : {}),
    },
  }
}

function requestOf(given: Case): HttpRequest {
  const headers = new Map(Object.entries(given.headers))
  return {
    method: given.method,
    path: given.path,
    rawQuery: given.rawQuery,
    header: (name) => headers.get(name),
    body: Buffer.from(given.body, 'latin1'),
    from: { address: '127.0.0.1', tls: false },
  }
}

const clock = virtualClock(timestamp * 1000)
const verifier = createVerifier(clock)
const secret = { version: '1', reveal: () => credential.secretKey }

/** What is wrong with a value of the parameters, or `undefined`. */
function illFormed(value: RawValue): string | undefined {
  if (typeof value === 'string')
    return value.includes('\0') || !value.isWellFormed() ? 'a text with NUL or half a pair' : undefined
  if (typeof value !== 'object' || value === null) return undefined
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== null) return 'an object with a prototype'
  for (const part of Object.values(value)) {
    const fault = illFormed(part)
    if (fault !== undefined) return fault
  }
  return undefined
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.assign(
          Object.create(null),
          Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))),
        )
      : part,
  )

/** A JSON body that the reader takes must be JSON to the platform's parser too, and mean the same. */
function differsFromJson(call: Call, given: Case): string | undefined {
  if (given.method !== 'POST' || !/^application\/json\b/i.test(given.headers['content-type'] ?? '')) return undefined
  const bytes = Buffer.from(given.body, 'latin1')
  if (!isUtf8(bytes)) return 'what is no UTF-8 was read'
  const text = bytes.toString('utf8')
  if (text === '') return undefined
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return 'what is no JSON was read'
  }
  // Integers that a number cannot hold are kept as text on purpose.
  if (/\d{16}/.test(text)) return undefined
  return canonical(parsed) === canonical(call.parameters) ? undefined : 'JSON was read otherwise than by JSON.parse'
}

function checkCall(call: Call, given: Case, original: Case, tree: Tree): string | undefined {
  const fault = illFormed(call.parameters)
  if (fault !== undefined) return fault
  const otherwise = differsFromJson(call, given)
  if (otherwise !== undefined) return otherwise
  const { claim } = call
  if (claim.kind === 'skip') return given.changed ? undefined : 'not signed'
  const timely = verifier.timely(claim)
  const secretId = claim.secretId === credential.secretId
  const result = timely.kind === 'valid' && secretId ? verifier.verify(call.signed, claim, secret, false) : timely
  const verified = secretId && result.kind === 'valid'
  if (given.changed) return verified ? sameSigned(call, given, original) : undefined
  if (!verified) return `an honest request was refused: ${JSON.stringify(result)}`
  const expected = given.form === 'tc3-json' ? tree : asText(tree)
  return given.form === 'tc3-multipart' || canonical(call.parameters) === canonical(expected)
    ? undefined
    : 'read otherwise than written'
}

/** Numbers and truth values as the flattened forms carry them. */
function asText(tree: Tree): Tree {
  if (typeof tree !== 'object') return String(tree)
  if (Array.isArray(tree)) return tree.map(asText)
  const object: Record<string, Tree> = Object.create(null)
  for (const [name, value] of Object.entries(tree)) object[name] = asText(value)
  return object
}

/** A changed request that verifies must carry what was signed. */
function sameSigned(call: Call, given: Case, original: Case): string | undefined {
  if (call.claim.kind === 'v1') return undefined
  const sameQuery = given.method === 'POST' || given.rawQuery === original.rawQuery
  const sameBody = given.method === 'GET' || given.body === original.body
  return sameQuery && sameBody && given.method === original.method ? undefined : 'a changed request verifies'
}

function checkAnswer(request: HttpRequest, error: unknown): string | undefined {
  const answer = refuse(error, mannerOf(request, 'r'))
  const parsed: { Response: { Error: { Code: string } } } = JSON.parse(answer.body)
  const length = answer.headers[answer.headers.indexOf('Content-Length') + 1]
  if (length !== String(Buffer.byteLength(answer.body))) return 'the length of the answer is wrong'
  return isErrorCode(parsed.Response.Error.Code) ? undefined : 'the answer has an unknown code'
}

function check(given: Case, original: Case, tree: Tree): string | undefined {
  const request = requestOf(given)
  let call: Call
  try {
    call = readRequest(request, { requestId: 'r', nowMs: clock(), products })
  } catch (error) {
    if (!(error instanceof ApiError)) return `the reader threw ${String(error)}`
    if (!given.changed) return `an honest request was refused: ${error.code} ${JSON.stringify(error.detail)}`
    return checkAnswer(request, error)
  }
  try {
    JSON.parse(respond({ Parameters: call.parameters }, call).body)
    return checkCall(call, given, original, tree)
  } catch (error) {
    return `the verifier or the answer threw ${String(error)}`
  }
}

/** Names whose parts contain dots or look like indexes do not survive flattening; such trees go as JSON. */
function flattens(tree: Tree): boolean {
  return flatten(tree, '').every(([name]) => name.split('.').length <= 32)
}

export const protocolTarget: FuzzTarget = {
  name: 'protocol',
  try(draw) {
    const tree = draw.chance(0.05) ? {} : drawObject(draw, 0)
    const form = draw.pick(forms)
    const host = draw.pick(['127.0.0.1:8600', 'cam.tencentcloudapi.com', 'http://localhost:8600'])
    const original = signedCase(flattens(tree) ? form : 'tc3-json', host, tree)
    let given = original
    for (let count = draw.pick([0, 1, 1, 1, 2, 3]); count > 0; count--) given = change(draw, given)
    const fault = check(given, original, tree) ?? (polluted() ? 'a shared prototype was changed' : undefined)
    return fault === undefined ? undefined : { fault, reproducer: JSON.stringify(given) }
  },
}
