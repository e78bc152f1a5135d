// Bad component calls: each is answered in the envelope, says what is wrong, and changes nothing.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { interfaces } from '../../../src/gateway/component/interfaces.ts'
import { returnCodes, returnNameOf } from '../../../src/gateway/component/return-codes.ts'
import { errors, isErrorCode } from '../../../src/protocol/errors.ts'
import { allow, type Harness, openHarness } from '../../api/harness.ts'
import { type ComponentCaller, componentCaller } from './caller.ts'

let server: Harness
let caller: ComponentCaller
let before: unknown
beforeAll(async () => {
  server = await openHarness()
  caller = componentCaller(server)
  before = await revision()
})
afterAll(async () => {
  expect(await revision()).toEqual(before)
  await server.close()
})

const revision = async (): Promise<unknown> =>
  (await server.world.store.read.audit.list(server.root.account, {}, { limit: 10 })).length

const para = { strategyName: 'never', strategyInfo: allow('cmqqueue:*') }
const inner = { interfaceName: 'CreateCamStrategy', para }
const whole = { version: 1, componentName: 'MC', eventId: 5, interface: inner }
const without = (name: keyof typeof whole): object => ({ ...whole, [name]: undefined })

const bodies: readonly (readonly [name: string, body: string | Uint8Array, problem: RegExp, eventId: number])[] = [
  ['empty', '', /not JSON/, 0],
  ['no JSON', 'version=1&componentName=MC', /not JSON/, 0],
  ['single quotes', JSON.stringify(whole).replaceAll('"', "'"), /not JSON/, 0],
  ['a comma too many', JSON.stringify(whole).replace(/}$/, ',}'), /not JSON/, 0],
  ['text behind the end', `${JSON.stringify(whole)}x`, /not JSON/, 0],
  ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), /not UTF-8/, 0],
  ['UTF-16', Buffer.from(JSON.stringify(whole), 'utf16le'), /not JSON/, 0],
  ['a byte order mark', `\ufeff${JSON.stringify(whole)}`, /not JSON/, 0],
  ['a list', JSON.stringify([whole]), /no JSON object/, 0],
  ['null', 'null', /no JSON object/, 0],
  ['very deep', `${'['.repeat(100_000)}`, /nested deeper/, 0],
  ['a member twice', JSON.stringify(whole).replace('{', '{"eventId":6,'), /not JSON: .*eventId/, 0],
  ['half a surrogate pair', JSON.stringify(whole).replace('never', '\\ud800'), /surrogate/, 0],
  ['no version', JSON.stringify(without('version')), /version must be 1/, 5],
  ['version 2', JSON.stringify({ ...whole, version: 2 }), /version must be 1/, 5],
  ['version as text', JSON.stringify({ ...whole, version: '1' }), /version must be 1/, 5],
  ['no component', JSON.stringify(without('componentName')), /componentName must be MC/, 5],
  ['another component', JSON.stringify({ ...whole, componentName: 'mc' }), /componentName must be MC/, 5],
  ['no event', JSON.stringify(without('eventId')), /eventId must be/, 0],
  ['event as text', JSON.stringify({ ...whole, eventId: '5' }), /eventId must be/, 0],
  ['event with a fraction', JSON.stringify({ ...whole, eventId: 1.5 }), /eventId must be/, 0],
  ['event below zero', JSON.stringify({ ...whole, eventId: -1 }), /eventId must be/, 0],
  ['event null', JSON.stringify({ ...whole, eventId: null }), /eventId must be/, 0],
  ['event a list', JSON.stringify({ ...whole, eventId: [5] }), /eventId must be/, 0],
  ['event beyond 2^53', JSON.stringify(whole).replace(':5,', ':9007199254740993,'), /eventId must be/, 0],
  ['event beyond all', JSON.stringify(whole).replace(':5,', ':1e999,'), /eventId must be/, 0],
  ['an unknown member', JSON.stringify({ ...whole, password: 'x' }), /no member "password"/, 5],
  ['a member of every object', JSON.stringify(whole).replace('{', '{"__proto__":{"x":1},'), /no member/, 5],
  ['no interface', JSON.stringify(without('interface')), /interface must be an object/, 5],
  ['interface as text', JSON.stringify({ ...whole, interface: 'CreateCamStrategy' }), /must be an object/, 5],
  ['an unknown member of interface', JSON.stringify({ ...whole, interface: { ...inner, x: 1 } }), /no member "x"/, 5],
  ['no name', JSON.stringify({ ...whole, interface: { para } }), /interfaceName must be a text/, 5],
  ['no para', JSON.stringify({ ...whole, interface: { interfaceName: 'x' } }), /para must be an object/, 5],
  ['para a list', JSON.stringify({ ...whole, interface: { ...inner, para: [] } }), /para must be an object/, 5],
  ['para as text', JSON.stringify({ ...whole, interface: { ...inner, para: '{}' } }), /para must be an object/, 5],
]

describe('envelopes', () => {
  test.each(bodies)('%s', async (_name, body, problem, eventId) => {
    const answer = await caller.send(body)
    expect(answer).toMatchObject({ returnCode: 4600, returnValue: 4600, eventId, data: {} })
    expect(answer.returnMessage).toMatch(problem)
    expect(answer.returnMessage.length).toBeLessThan(300)
  })

  test.each(['UpdateCamStrategy', 'createCamStrategy', 'constructor', '__proto__', ''])(
    'interface %j, which there is not',
    async (interfaceName) => {
      expect(await caller.refused(6100, interfaceName, para)).toContain('CreateCamStrategy')
    },
  )

  test.each(['GET', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])('method %s', async (method) => {
    const reply = await caller.reply(caller.request(JSON.stringify(whole), { method }))
    expect(reply.status).toBe(405)
    expect(reply.headers.slice(-2)).toEqual(['Allow', 'POST'])
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=gbk', undefined])(
    'content type %s',
    async (type) => {
      const answer = await caller.send(JSON.stringify(whole), { headers: { 'content-type': type } })
      expect(answer).toMatchObject({ returnCode: 4600, returnMessage: expect.stringContaining('Content-Type') })
    },
  )
})

const parameters: readonly (readonly [
  name: string,
  interfaceName: string,
  para: object,
  code: number,
  text: RegExp,
])[] = [
  ['nothing', 'CreateCamStrategy', {}, 4000, /^MissingParameter: .*strategyName/],
  ['no text', 'CreateCamStrategy', { strategyName: 'x' }, 4000, /^MissingParameter: .*strategyInfo/],
  ['an unknown one', 'CreateCamStrategy', { ...para, type: 1 }, 4000, /^UnknownParameter: .*type/],
  ['a name with a blank', 'CreateCamStrategy', { ...para, strategyName: 'a b' }, 4000, /PolicyNameError/],
  ['a name that is a list', 'CreateCamStrategy', { ...para, strategyName: ['a'] }, 4000, /strategyName/],
  ['a long remark', 'CreateCamStrategy', { ...para, remark: 'x'.repeat(301) }, 4000, /DescriptionLengthOverlimit/],
  ['a policy that is a list', 'CreateCamStrategy', { ...para, strategyInfo: [] }, 4000, /strategyInfo/],
  ['a policy that is a number', 'CreateCamStrategy', { ...para, strategyInfo: 5 }, 4000, /PolicyDocumentError/],
  ['an empty policy', 'CreateCamStrategy', { ...para, strategyInfo: {} }, 4000, /VersionError/],
  [
    'a policy too long',
    'CreateCamStrategy',
    { ...para, strategyInfo: allow('cos:*', `qcs::cos:::${'x'.repeat(7_000)}`) },
    4000,
    /PolicyDocumentLengthOverLimit/,
  ],
  ['no target', 'OperateCamStrategy', operate(-1, -1), 4000, /groupId.*relateUin/],
  ['two targets', 'OperateCamStrategy', operate(3, 100000000002), 4000, /groupId.*relateUin/],
  ['target zero', 'OperateCamStrategy', operate(-1, 0), 4000, /groupId.*relateUin/],
  ['target below -1', 'OperateCamStrategy', operate(-2, 100000000002), 4000, /groupId/],
  ['one target left out', 'OperateCamStrategy', { relateUin: 5, strategyId: 1, actionType: 1 }, 4000, /groupId/],
  ['action 0', 'OperateCamStrategy', { ...operate(-1, 5), actionType: 0 }, 4000, /actionType/],
  ['action 3', 'OperateCamStrategy', { ...operate(-1, 5), actionType: 3 }, 4000, /actionType/],
  ['action as a word', 'OperateCamStrategy', { ...operate(-1, 5), actionType: 'attach' }, 4000, /actionType/],
  ['no action', 'OperateCamStrategy', { ...operate(-1, 5), actionType: null }, 4000, /MissingParameter.*actionType/],
  ['policy 0', 'OperateCamStrategy', { ...operate(-1, 5), strategyId: 0 }, 4000, /strategyId/],
  ['policy with a fraction', 'OperateCamStrategy', { ...operate(-1, 5), strategyId: 1.5 }, 4000, /strategyId/],
  ['policy of many', 'OperateCamStrategy', { ...operate(-1, 5), strategyId: [1, 2] }, 4000, /strategyId/],
]

function operate(groupId: number, relateUin: number): object {
  return { groupId, relateUin, strategyId: 99_999_999, actionType: 1 }
}

test.each(parameters)('parameters: %s', async (_name, interfaceName, given, code, text) => {
  expect(await caller.refused(code, interfaceName, given)).toMatch(text)
})

test('parameters are judged for callers alone who are known', async () => {
  const as = { ...server.root, secretKey: 'wrong' }
  expect(await caller.call('CreateCamStrategy', {}, { as })).toMatchObject({ returnCode: 4100 })
})

test('messages are in the language asked for', async () => {
  const headers = { 'x-tc-language': 'zh-CN' }
  expect((await caller.call('CreateCamStrategy', {}, { headers })).returnMessage).toMatch(/[\u4e00-\u9fff]/)
})

describe('return codes', () => {
  test('each has a number of its own, in order, and only success is 0', () => {
    const numbers = returnCodes.map(({ code }) => code)
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
    expect(returnCodes.filter(({ code }) => code === 0).map(({ name }) => name)).toEqual(['ok'])
  })

  test('what a row takes is a code or a family of the API, and no two rows take the same', () => {
    const families = new Set(Object.keys(errors).map((code) => code.split('.')[0]))
    const taken = returnCodes.flatMap(({ takes }) => takes)
    expect(taken.filter((one) => !isErrorCode(one) && !families.has(one))).toEqual([])
    expect(new Set(taken).size).toBe(taken.length)
  })

  test('no code of the API is told as success, as a replay or as a fault of the envelope', () => {
    const names = Object.keys(errors).map((code) => (isErrorCode(code) ? returnNameOf(code) : 'ok'))
    expect(names.filter((name) => ['ok', 'replay', 'protocol', 'interface'].includes(name))).toEqual([])
  })
})

test('every parameter of an interface says what it is', () => {
  for (const row of interfaces) {
    expect(row.summary).toMatch(/^[A-Z].*\.$/)
    for (const shape of Object.values(row.para)) expect(shape.data.about).toMatch(/\.$/)
  }
})
