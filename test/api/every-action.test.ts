// What is true of every action alike, generated from its row: each required parameter missing, each limit passed by
// one, unknown and wrongly typed parameters, unsigned, denied.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ActionRow } from '../../src/actions/define.ts'
import { actions } from '../../src/actions/index.ts'
import { readAnswer } from '../../src/client/call.ts'
import type { Shape } from '../../src/protocol/shape.ts'
import { asHttp, type Harness, homeOf, type Identity, openHarness } from './harness.ts'

let server: Harness
let nobody: Identity
beforeAll(async () => {
  server = await openHarness()
  nobody = await server.user('nobody')
})
afterAll(() => server.close())

/** Texts that fit the patterns of the rows. */
const samples = [
  'aaa',
  'cam:GetUser',
  '123456',
  'a@example.com',
  'qcs::cam::uin/1:roleName/A1-',
  'qcs::cam:uin/1::mfa/softToken',
  'qcs::cam::uin/1:saml-provider/corp',
  '2026-01-02',
]

/** Some value that the shape takes. */
function fitting(shape: Shape<unknown>): unknown {
  const { data } = shape
  switch (data.kind) {
    case 'int':
      return data.oneOf?.[0] ?? Math.max(data.min ?? 1, 1)
    case 'text': {
      if (data.oneOf !== undefined) return data.oneOf[0]
      const text = 'A1-'.padEnd(data.min ?? 3, 'a').slice(0, Math.max(data.min ?? 0, Math.min(3, data.max ?? 3)))
      return [text, ...samples].find((candidate) => data.pattern?.test(candidate) ?? true)
    }
    case 'bool':
      return true
    case 'struct':
      return Object.fromEntries(Object.entries(data.fields).map(([name, field]) => [name, fitting(field)]))
    case 'list':
      return [fitting(data.of)]
  }
}

const required = (row: ActionRow): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row.params)
      .filter(([, shape]) => shape.required)
      .map(([name, shape]) => [name, fitting(shape)]),
  )

/** Values just outside the shape's limits. */
function outside(shape: Shape<unknown>): readonly unknown[] {
  const { data } = shape
  if (data.kind === 'int') {
    const beyond = [data.min === undefined ? [] : [data.min - 1], data.max === undefined ? [] : [data.max + 1]].flat()
    return data.oneOf === undefined ? beyond : [Math.max(...data.oneOf) + 1, Math.min(...data.oneOf) - 1]
  }
  if (data.kind === 'text') {
    const letter = 'a'
    return [
      ...(data.max === undefined ? [] : [letter.repeat(data.max + 1)]),
      ...(data.maxBytes === undefined
        ? []
        : [letter.repeat(data.maxBytes + 1), '字'.repeat(Math.floor(data.maxBytes / 3) + 1)]),
      ...(data.min === undefined || data.min === 0 ? [] : [letter.repeat(data.min - 1)]),
      ...(data.oneOf === undefined ? [] : ['none-of-these']),
    ]
  }
  if (data.kind === 'list') {
    const one = fitting(data.of)
    return [
      ...(data.max === undefined ? [] : [Array.from({ length: data.max + 1 }, () => one)]),
      ...(data.min === undefined || data.min === 0 ? [] : [Array.from({ length: data.min - 1 }, () => one)]),
    ]
  }
  return []
}

const wrongType: Readonly<Record<string, unknown>> = {
  int: 'x1',
  text: { a: 1 },
  bool: 'perhaps',
  struct: 'text',
  list: 'text',
}

describe.each(actions.map((row) => [row.name, row] as const))('%s', (name, row) => {
  test('missing: each required parameter', async () => {
    for (const parameter of Object.keys(required(row))) {
      const { [parameter]: _, ...others } = required(row)
      expect(await server.refused('MissingParameter', name, others)).toContain(`\`${parameter}\``)
      await server.refused('MissingParameter', name, { ...others, [parameter]: null })
    }
  })

  test('unknown: a parameter that the action does not have', async () => {
    for (const parameter of ['Nonsense', '__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const parameters = Object.fromEntries([...Object.entries(required(row)), [parameter, 'x']])
      expect(await server.refused('UnknownParameter', name, parameters)).toContain(parameter)
    }
  })

  test('mistyped: each parameter', async () => {
    for (const [parameter, shape] of Object.entries(row.params)) {
      const given = { ...required(row), [parameter]: wrongType[shape.data.kind] }
      expect(await server.refused('InvalidParameter', name, given)).toContain(`\`${parameter}`)
    }
  })

  test('outside: each limit passed by one', async () => {
    for (const [parameter, shape] of Object.entries(row.params)) {
      for (const value of outside(shape)) {
        const { Error: refusal } = await server.call(name, { ...required(row), [parameter]: value })
        const own = row.errors.includes('InvalidParameter.ParamError')
          ? 'InvalidParameter.ParamError'
          : 'InvalidParameterValue'
        expect(refusal?.Code, `${parameter}=${JSON.stringify(value).slice(0, 60)}`).toBe(shape.data.fault ?? own)
      }
    }
  })

  const isSigned = row.unsigned === undefined
  test(isSigned ? 'unsigned: refused before anything else is looked at' : 'unsigned: asked for its proof', async () => {
    const headers = {
      Host: homeOf(name).host,
      'Content-Type': 'application/json',
      'X-TC-Action': name,
      'X-TC-Version': homeOf(name).version,
      'X-TC-Timestamp': String((server.clock() / 1000) | 0),
    }
    const request = asHttp({ method: 'POST', query: '', headers, body: Buffer.from('{"Nonsense":1}') })
    const answer = readAnswer((await server.respond(request)).body)
    expect(answer.Error?.Code).toBe('MissingParameter')
    const skipping = asHttp({
      method: 'POST',
      query: '',
      headers: { ...headers, Authorization: 'SKIP' },
      body: Buffer.from('{}'),
    })
    const code = isSigned ? 'AuthFailure.InvalidAuthorization' : 'MissingParameter'
    expect(readAnswer((await server.respond(skipping)).body).Error?.Code).toBe(code)
  })

  test('a user without any policy: denied, unless the action needs no permission', async () => {
    if (row.resource.level === 'open') {
      const { Error: refusal } = await server.call(name, required(row), { as: nobody })
      expect(refusal?.Code).not.toBe('AuthFailure.UnauthorizedOperation')
      return
    }
    const message = await server.refused('AuthFailure.UnauthorizedOperation', name, required(row), { as: nobody })
    expect(message).toContain(`(${row.product}:${name})`)
  })
})
