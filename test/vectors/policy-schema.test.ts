// The JSON Schema of policies against the vectors of the reader: what the reader accepts it accepts; what the reader refuses it
// refuses too, or the difference is listed here.
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ReadOptions } from '../../src/policy/index.ts'
import { policySchema } from '../../src/policy/json-schema.ts'
import { readPolicy } from '../../src/policy/validate.ts'
import { LINT_VECTORS, lintOptions, textOfCase } from './lint-cases.ts'
import { DECISION_CASES, DOCUMENT_CASES, textOf, VOCABULARY } from './policy-cases.ts'
import { TRUST_CASES, textOfTrust } from './trust-cases.ts'

type Purpose = ReadOptions['purpose']

const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allowMatchingProperties: true })
const validators = new Map(
  (['identity', 'session', 'preset', 'trust'] as const).map((purpose) => [
    purpose,
    ajv.compile(policySchema({ purpose })),
  ]),
)
const accepts = (purpose: Purpose, document: unknown): boolean => validators.get(purpose)?.(document) === true

/** The text as JSON, where the reader and every other reader take it for the same. */
function jsonOf(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

/**
 * What no schema of a value can see: the text (members written twice, surrogates, length), the catalogs, how elements of an
 * allow belong together, arithmetic. By what the reader says of it.
 */
const BEYOND: readonly { readonly why: string; readonly codes: readonly string[]; readonly says: RegExp }[] = [
  { why: 'the text, which is gone when it is a value', codes: ['PolicyDocumentError'], says: /not JSON/ },
  { why: 'the number of characters', codes: ['PolicyDocumentLengthOverLimit'], says: /characters without blanks/ },
  { why: 'which actions a product has', codes: ['ActionNotExist'], says: /has no action/ },
  {
    why: 'which products there are',
    codes: ['ActionServiceNotExist', 'NotSupportProduct'],
    says: /no product|unknown product/,
  },
  { why: 'which domains products have', codes: ['PrincipalServiceNotExist'], says: /no service principal "[\w.-]+"/ },
  { why: 'what else a trust of an identity provider needs', codes: ['PrincipalError'], says: /kind federated/ },
  {
    why: 'which conditions a trust of tokens needs',
    codes: ['ConditionError', 'ConditionTypeError', 'ConditionContentError'],
    says: /"oidc:(?:iss|aud|sub)"/,
  },
  { why: 'where the path of an object begins', codes: ['ResourceContentError'], says: /path of a COS object/ },
  { why: 'numbers beyond 2^53', codes: ['ResourceUinError', 'PrincipalQcsError'], says: /\d{16}/ },
  {
    why: 'which days a month has, and what an address is',
    codes: ['ConditionContentError'],
    says: /"(?:\w+:)?(?:date|ip)_\w+" cannot use/,
  },
  {
    why: 'a number that is too large',
    codes: ['ConditionContentError'],
    says: /"numeric_\w+" cannot use the value "[+-]?\d/,
  },
]

describe('documents of the vectors', () => {
  // The reader's options that widen what is read are those of old calls; the schema is for documents of today.
  const cases = DOCUMENT_CASES.filter(({ options }) => options?.principalAllowed !== true)
  test.each(cases.map((one) => [one.name.slice(0, 80), one] as const))('%s', (_, one) => {
    const text = textOf(one)
    const json = jsonOf(text)
    const purpose = one.options?.purpose ?? 'identity'
    const refused = one.codes.some((code) => code.startsWith('InvalidParameter.'))
    if (json === undefined) {
      expect(refused).toBe(true)
      return
    }
    const accepted = accepts(purpose, json.value)
    if (!refused)
      expect({ accepted, errors: validators.get(purpose)?.errors ?? null }).toEqual({ accepted: true, errors: null })
    else if (accepted) expect(beyondAll(text, one.options ?? {})).toEqual([])
  })
})

/** The problems of a document that are not listed as beyond a schema. */
function beyondAll(text: string, options: Partial<ReadOptions>): readonly string[] {
  const { problems } = readPolicy(text, { purpose: 'identity', vocabulary: VOCABULARY, ...options })
  return problems
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => `${code.replace('InvalidParameter.', '')}: ${message}`)
    .filter(
      (said) => !BEYOND.some(({ codes, says }) => codes.some((code) => said.startsWith(`${code}:`)) && says.test(said)),
    )
}

test('every document that is decided on in the vectors is accepted', () => {
  const policies = DECISION_CASES.flatMap(({ policies: list, boundary, session }) =>
    [...list, boundary, session].filter((one) => one !== undefined),
  )
  const wrong = policies
    .filter(({ document, preset }) => readable(document, preset === true ? 'preset' : 'identity'))
    .filter(({ document, preset }) => !accepts(preset === true ? 'preset' : 'identity', document))
  expect(wrong).toEqual([])
  const trusts = TRUST_CASES.flatMap((one) => jsonOf(textOfTrust(one)) ?? [])
    .map(({ value }) => value)
    .filter((document) => readable(document, 'trust'))
  expect(trusts.filter((document) => !accepts('trust', document))).toEqual([])
  expect(policies.length + trusts.length).toBeGreaterThan(200)
})

test('documents of the linter are taken as the reader takes them, but for what is listed', () => {
  const cases = LINT_VECTORS.flatMap(({ found, clean }) => [...found, ...clean])
  const seen = { accepted: 0, refused: 0 }
  for (const one of cases) {
    const [text, { purpose = 'identity', vocabulary: _, ...options }] = [textOfCase(one), lintOptions(one)]
    const json = jsonOf(text)
    if (json === undefined || options.principalAllowed === true) continue
    const refused = readPolicy(text, { ...options, purpose, vocabulary: ANY_NAME }).document === undefined
    seen[refused ? 'refused' : 'accepted'] += 1
    const accepted = accepts(purpose, json.value)
    if (!refused) expect({ text, accepted }).toEqual({ text, accepted: true })
    else if (accepted) expect({ text, beyond: beyondAll(text, { ...options, purpose }) }).toEqual({ text, beyond: [] })
  }
  expect(seen.accepted).toBeGreaterThan(400)
  expect(seen.refused).toBeGreaterThan(50)
})

const ANY_NAME = { service: () => undefined }
const readable = (document: unknown, purpose: Purpose): boolean =>
  readPolicy(JSON.stringify(document), { purpose, vocabulary: ANY_NAME }).document !== undefined

test('what the reader accepts is accepted, whatever is made up', () => {
  const some = (...words: readonly string[]) => fc.constantFrom(...words)
  /** Mostly what is read, sometimes what is not. */
  const mostly = (good: readonly string[], bad: readonly string[]) =>
    fc.oneof({ weight: 8, arbitrary: some(...good) }, { weight: 1, arbitrary: some(...bad) })
  const maybeList = <T>(one: fc.Arbitrary<T>) => fc.oneof(one, fc.array(one, { minLength: 1, maxLength: 3 }))
  const actions = mostly(
    ['*', 'cos:*', 'name/cos: Get', ' cvm:Run ', '\u212am:Do'],
    ['cos:Get?', 'c o:s', 'cvm', 'a:b:c'],
  )
  const resources = mostly(
    ['*', 'qcs::cos:gz:uid/1:a/*', 'qcs::\u212am:::x', 'qcs:id/0:cvm::uin/:${uin}', 'qcs::a:b::$c$', 'qcs::::*:'],
    ['qcs::cvm:::${x}', 'qcs::a:b:c:d'],
  )
  const numbers = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  const block = (operators: fc.Arbitrary<string>, keys: fc.Arbitrary<string>, values: fc.Arbitrary<unknown>) =>
    fc.dictionary(operators, fc.dictionary(keys, maybeList(values), { minKeys: 1, maxKeys: 2 }), { maxKeys: 1 })
  const free = some(' cos:prefix ', 'mfa', 'a:b/c d', 'cvm:region')
  const texts = some('string_equal', ' string_like', 'for_any_value:string_not_equal_if_exist ')
  const condition = fc.oneof(
    block(
      texts,
      fc.oneof(free, some('qcs:resource_tag/a b', 'qcs:tag')),
      fc.oneof(numbers, some('${uin}', '$', 'x\n')),
    ),
    block(
      some('ip_equal', 'for_all_value:ip_not_equal_if_exist'),
      some('qcs:ip', 'a:b'),
      some('10.0.0.0/8', '::1/64', '::ffff:1.2.3.4'),
    ),
    block(
      some('date_less_than'),
      some('qcs:current_time'),
      some('2026-01-02T03:04:05Z', ' 2026-01-02  T 03:04:05 +08:00', '2026-01-02 03:04:05'),
    ),
    block(
      some('numeric_equal', 'for_any_value:numeric_less_than'),
      free,
      fc.oneof(numbers, some(' 7 ', '1e3', '-.5', '+1.5', '${uin}1')),
    ),
    block(some('bool_equal', 'null_equal'), free, some('true', 'false', 'TRUE')),
    block(some('string_equal'), some('qcs:ip'), some('1.2.3.4')),
    block(some('null_equal'), some('qcs:ip', 'qcs:tag/x', 'qcs:current_time'), some('true')),
    block(
      mostly(['binary_equal'], ['null_equal_if_exist', 'equals']),
      mostly(['a:b'], ['x', 'a:${uin}']),
      fc.anything(),
    ),
  )
  const statement = fc.record(
    {
      effect: mostly(['allow', 'Deny'], ['DENY']),
      action: maybeList(actions),
      Resource: maybeList(resources),
      condition,
      sid: fc.anything(),
    },
    { requiredKeys: ['effect', 'action', 'Resource'] },
  )
  const document = fc.record({ version: mostly(['2.0'], ['1.0']), Statement: maybeList(statement) })
  let read = 0
  fc.assert(
    fc.property(
      document.map((made) => JSON.parse(JSON.stringify(made))),
      (one: unknown) => {
        if (!readable(one, 'identity')) return
        read += 1
        expect({ one, accepted: accepts('identity', one) }).toEqual({ one, accepted: true })
      },
    ),
    { numRuns: 3000, seed: 1 },
  )
  expect(read).toBeGreaterThan(500)
})

test('a schema with actions proposes them and accepts others', () => {
  const validate = ajv.compile(policySchema({ purpose: 'identity', actions: ['cam:GetUser'] }))
  const document = (action: string) => ({ version: '2.0', statement: [{ effect: 'allow', action, resource: '*' }] })
  expect(validate(document('cvm:Run'))).toBe(true)
  expect(validate(document('cvm'))).toBe(false)
  expect(JSON.stringify(policySchema({ purpose: 'identity', actions: ['cam:GetUser'] }))).toContain(
    '"enum":["cam:GetUser"]',
  )
})
