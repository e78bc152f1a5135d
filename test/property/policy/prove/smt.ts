// Two policy documents as a formula of SMT-LIB that is satisfiable exactly if a request is allowed by one and not by
// the other. Written from the rules of the language, over the JSON that the generator made; of the evaluators it only
// uses the reference's wildcards and variables. Each condition key must be compared as values of one type.

import { isIP } from 'node:net'
import { covers, type Pattern, substitute, wildcards } from '../../../../src/policy/reference/pattern.ts'
import { regionNames } from '../../../../src/policy/reference/resource.ts'
import { readFlag, readNumber, readTime } from '../../../../src/policy/reference/values.ts'
import type { ContextScalar, ContextValue, ListedRequest } from '../../../../src/policy/types.ts'
import type { ConditionForm, DocumentForm, StatementForm } from './forms.ts'
import { addressLiteral } from './smt-address.ts'

export interface SmtSubject {
  readonly uin: number | undefined
  readonly account: number
  readonly appId: number
}

type Type = 'text' | 'number' | 'date' | 'ip' | 'bool'
type Effect = StatementForm['effect']

/** A value that a key may have: when it is there, and its parts. */
interface Slot {
  readonly used: string
  readonly value: string
  readonly isEmpty: string
  /** Whether the type can read it. */
  readonly readable: string
  /** It is the value of a tag of a list. */
  readonly mirrors: boolean
}

/** Declarations and facts on the way; what is asked of the keys. */
interface Writer {
  readonly lines: string[]
  readonly keys: ReadonlyMap<string, readonly Slot[]>
  readonly types: ReadonlyMap<string, Type>
  readonly subject: SmtSubject
  readonly accounts: Map<string, number>
}

/** The assertions of the formula; with `example` only that request is left, which makes it a question of evaluation. */
export function differenceFormula(
  first: DocumentForm,
  second: DocumentForm,
  subject: SmtSubject,
  example?: ListedRequest,
): string {
  const conditions = [...first, ...second].flatMap((statement) => statement.conditions)
  const lines = [
    '(declare-const product String)(declare-const name String)',
    '(declare-const whole Bool)(declare-const star Bool)',
    '(declare-const service String)(declare-const region String)(declare-const owner Int)(declare-const content String)',
    '(assert (and (not (= product "")) (not (= name "")) (not (str.contains product ":")) (not (str.contains name ":"))))',
    '(assert (and (not (str.contains service ":")) (not (str.contains region ":")) (>= owner 0)))',
  ]
  // Text that is a short name is never what a region is called after it was read.
  if (
    [...first, ...second].some(({ resources }) => resources.some((text) => (text.split(':')[3] ?? '').includes('*')))
  ) {
    for (const [short] of regionNames) lines.push(`(assert (not (= region ${text(short)})))`)
  }
  const types = typesOf(conditions)
  const keys = declareKeys(lines, [...conditions, { operator: 'string_equal', key: 'mfa', values: ['0'] }], types)
  const writer: Writer = { lines, keys, types, subject, accounts: new Map() }
  const one = allowed(writer, first)
  const two = allowed(writer, second)
  lines.push(`(assert (not (= ${one} ${two})))`)
  if (example !== undefined) lines.push(...exampleLines(writer, example))
  return lines.join('\n')
}

// ——— statements ———

const generals = ['querykeybysecretid', 'setsafeauthflag', 'bindtoken', 'unbindtoken', 'modifymail', 'modifyphonenum']

function allowed(writer: Writer, document: DocumentForm): string {
  const holding = (effect: Effect): string =>
    or(document.filter((one) => one.effect === effect).map((one) => holds(writer, one)))
  const noFactor = conditionHolds(writer, { operator: 'string_equal', key: 'mfa', values: ['0'] }, 'deny')
  const general = and(['(= product "account")', or(generals.map((one) => `(= name ${text(one)})`)), noFactor])
  const foreign = and(['(not star)', '(not (= owner 0))', '(not (and (= product "sts") (= name "assumerole")))'])
  return and([`(not ${general})`, `(not ${foreign})`, holding('allow'), `(not ${holding('deny')})`])
}

function holds(writer: Writer, { effect, actions, resources, conditions }: StatementForm): string {
  return and([
    or(actions.map(actionHolds)),
    or(resources.map((resource) => resourceHolds(writer, resource, effect))),
    ...conditions.map((condition) => conditionHolds(writer, condition, effect)),
  ])
}

function actionHolds(action: string): string {
  if (action === '*') return 'true'
  const [product = '', name = ''] = action.replace('name/', '').toLowerCase().split(':')
  const level = /^\*+$/.test(name) ? 'true' : '(not whole)'
  return and([inPattern('product', wildcards(product)), inPattern('name', wildcards(name)), level])
}

function resourceHolds(writer: Writer, resource: string, effect: Effect): string {
  if (resource === '*') return 'true'
  const parts = resource.split(':')
  const [, , service = '', region = '', account = ''] = parts
  const last = parts.slice(5).join(':')
  const pattern = substitute(last === '' || last === '*/*' ? '*' : last, writer.subject, wildcards)
  const owner = ownerNumber(writer, account)
  const isOpen = (segment: string): boolean => segment === '' || segment === '*'
  const forStar = and([
    isOpen(service) ? 'true' : `(= product ${text(service)})`,
    String(isOpen(region) && owner === 0 && (pattern === undefined ? effect === 'deny' : covers(pattern, ['*'], ''))),
  ])
  const forSegments = and([
    isOpen(service) ? 'true' : `(= service ${text(service)})`,
    isOpen(region) ? 'true' : inPattern('region', wildcards(longName(region))),
    `(= owner ${owner})`,
    pattern === undefined ? String(effect === 'deny') : inPattern('content', pattern),
  ])
  return `(ite star ${forStar} ${forSegments})`
}

function longName(region: string): string {
  return regionNames.find(([short]) => short === region)?.[1] ?? region
}

/** Zero is the account that asks; each other account has a number of its own. */
function ownerNumber({ subject, accounts }: Writer, account: string): number {
  const own = ['', '*', 'uin/', `uin/${subject.account}`, `uid/${subject.appId}`]
  if (own.includes(account)) return 0
  const known = accounts.get(account) ?? accounts.size + 1
  accounts.set(account, known)
  return known
}

// ——— conditions ———

function plainOperator(operator: string): string {
  return operator.replace(/^for_(any|all)_value:/, '').replace(/_if_exist$/, '')
}

/** `qcs:tag` is `qcs:resource_tag`. */
function plainKey(key: string): string {
  return key.replace(/^qcs:tag(?=\/|$)/, 'qcs:resource_tag')
}

function typesOf(conditions: readonly ConditionForm[]): ReadonlyMap<string, Type> {
  const types = new Map<string, Type>()
  for (const { operator, key } of conditions) {
    const [family = ''] = plainOperator(operator).split('_')
    const type = { numeric: 'number', date: 'date', ip: 'ip', bool: 'bool', string: 'text', binary: 'text' }[family]
    const known = types.get(plainKey(key))
    if (type !== undefined && known !== undefined && known !== type) throw new Error(`${key} is compared as two types`)
    if (type !== undefined) types.set(plainKey(key), type as Type)
  }
  return types
}

/**
 * As many values for each key as there are conditions on it: each of these, or its opposite, may need one value to
 * hold, and what all values must be like is not disturbed by having fewer of them.
 */
function declareKeys(
  lines: string[],
  conditions: readonly ConditionForm[],
  types: ReadonlyMap<string, Type>,
): ReadonlyMap<string, readonly Slot[]> {
  const slots = new Map<string, Slot[]>()
  const counts = Map.groupBy(conditions, ({ key }) => plainKey(key))
  for (const key of counts.keys()) if (key.includes('_tag/')) counts.set(listKey(key), counts.get(listKey(key)) ?? [])
  for (const [key, own] of counts) {
    slots.set(
      key,
      own.map((_, at) => declareSlot(lines, `k${slots.size}_${at}`, types.get(key) ?? 'text')),
    )
  }
  for (const key of counts.keys()) {
    if (key.includes('_tag/')) for (const tag of slots.get(listKey(key)) ?? []) slots.get(key)?.push(tagSlot(tag, key))
  }
  return slots
}

function listKey(key: string): string {
  return key.slice(0, key.indexOf('/'))
}

function declareSlot(lines: string[], id: string, type: Type): Slot {
  const [used, value, isEmpty, readable] = [`${id}_used`, `${id}_value`, `${id}_empty`, `${id}_readable`]
  lines.push(`(declare-const ${used} Bool)`)
  if (type === 'text') {
    lines.push(`(declare-const ${value} String)`)
    return { used, value, isEmpty: `(= ${value} "")`, readable: 'true', mirrors: false }
  }
  lines.push(
    `(declare-const ${isEmpty} Bool)(declare-const ${readable} Bool)(assert (not (and ${isEmpty} ${readable})))`,
  )
  if (type === 'ip') {
    lines.push(`(declare-const ${value} (_ BitVec 128))(declare-const ${value}_four Bool)`)
    // An IPv4 address is the last word; an IPv6 address is never a mapped one.
    lines.push(
      `(assert (ite ${value}_four (= ((_ extract 127 32) ${value}) (_ bv0 96)) (not (= ((_ extract 127 32) ${value}) (_ bv65535 96)))))`,
    )
  } else lines.push(`(declare-const ${value} ${type === 'bool' ? 'Bool' : 'Real'})`)
  return { used, value, isEmpty, readable, mirrors: false }
}

/** The value of a tag of a list, where it has the key. */
function tagSlot(tag: Slot, key: string): Slot {
  const tagKey = key.slice(key.indexOf('/') + 1)
  const before = text(`${tagKey}&`)
  const bare = `(= ${tag.value} ${text(tagKey)})`
  const value = `(ite ${bare} "" (str.substr ${tag.value} ${tagKey.length + 1} (str.len ${tag.value})))`
  const used = and([tag.used, or([bare, `(str.prefixof ${before} ${tag.value})`])])
  return { used, value, isEmpty: `(= ${value} "")`, readable: 'true', mirrors: true }
}

function conditionHolds(writer: Writer, { operator, key, values }: ConditionForm, effect: Effect): string {
  const slots = writer.keys.get(plainKey(key)) ?? []
  const present = or(slots.map(({ used }) => used))
  if (operator === 'null_equal') {
    const allEmpty = and(slots.map(({ used, isEmpty }) => `(=> ${used} ${isEmpty})`))
    return or(values.map((value) => (value === 'true' ? allEmpty : present)))
  }
  const passing = slots.map((slot) => ({
    used: slot.used,
    passes: passes(writer, operator, key, values, slot, effect),
  }))
  const quantified = operator.startsWith('for_all_value:')
    ? and(passing.map(({ used, passes }) => `(=> ${used} ${passes})`))
    : or(passing.map(({ used, passes }) => `(and ${used} ${passes})`))
  return `(ite ${present} ${quantified} ${operator.endsWith('_if_exist')})`
}

function passes(
  writer: Writer,
  operator: string,
  key: string,
  values: readonly string[],
  slot: Slot,
  effect: Effect,
): string {
  const plain = plainOperator(operator)
  const positive = plain.replace('_not_', '_')
  const compared = values.map((value) => comparison(writer, positive, plainKey(key), value, slot))
  const known = compared.filter((one) => one !== undefined)
  const isUnknown = known.length < compared.length
  const found = or(known)
  const maybe = String(effect === 'deny')
  const answer =
    positive === plain
      ? isUnknown
        ? or([found, maybe])
        : found
      : isUnknown
        ? and([`(not ${found})`, maybe])
        : `(not ${found})`
  return slot.readable === 'true' ? answer : `(ite ${slot.readable} ${answer} ${maybe})`
}

/** `undefined`: a variable has no value. */
function comparison(
  writer: Writer,
  operator: string,
  key: string,
  wanted: string,
  { value }: Slot,
): string | undefined {
  const pattern = substitute(wanted, writer.subject, wildcards)
  if (pattern === undefined) return undefined
  const plain = pattern.map((symbol) => symbol ?? '*').join('')
  const order = { equal: '=', less_than: '<', less_than_equal: '<=', greater_than: '>', greater_than_equal: '>=' }
  switch (writer.types.get(key)) {
    case 'number':
    case 'date': {
      const number = operator.startsWith('date') ? readTime(plain) : readNumber(plain)
      const sign = order[operator.replace(/^(numeric|date)_/, '') as keyof typeof order]
      return `(${sign} ${value} ${real(number ?? Number.NaN)})`
    }
    case 'bool':
      return `(= ${value} ${readFlag(plain)})`
    case 'ip':
      return addressLiteral(plain, value)
    default:
      if (operator === 'string_like') return inPattern(value, pattern)
      if (operator === 'string_equal_ignore_case') return inExpression(value, Array.from(plain, eitherCase))
      return `(= ${value} ${text(plain)})`
  }
}

function real(number: number): string {
  const size = Math.abs(number)
  const digits = Number.isSafeInteger(size) || size < 2 ** 53 ? size.toFixed(6) : `${BigInt(size)}.0`
  return number < 0 ? `(- ${digits})` : digits
}

// ——— one request ———

function exampleLines(writer: Writer, { action, resources, granularity, context }: ListedRequest): readonly string[] {
  const [product = '', name = ''] = action.toLowerCase().split(':')
  const [resource = ''] = resources
  const parts = resource.split(':')
  const [, , service = '', region = '', account = ''] = parts
  const segments =
    resource === '*'
      ? ['star']
      : [
          '(not star)',
          `(= service ${text(service)})`,
          `(= region ${text(region)})`,
          `(= owner ${ownerNumber(writer, account)})`,
          `(= content ${text(parts.slice(5).join(':'))})`,
        ]
  const values = [...writer.keys].flatMap(([key, slots]) =>
    valueLines(writer.types.get(key) ?? 'text', slots, context.get(key)),
  )
  const whole = granularity === 'service' ? 'whole' : '(not whole)'
  return [`(= product ${text(product)})`, `(= name ${text(name)})`, whole, ...segments, ...values].map(
    (one) => `(assert ${one})`,
  )
}

/** The values of a key in its first places; places that mirror a list of tags follow from that list. */
function valueLines(type: Type, slots: readonly Slot[], value: ContextValue | undefined): readonly string[] {
  const values = value === undefined ? [] : typeof value === 'object' ? value : [value]
  const own = slots.filter(({ mirrors }) => !mirrors)
  if (values.length > own.length) throw new Error('the request has more values than conditions')
  return own.flatMap((slot, at) => {
    const one = values[at]
    return one === undefined ? [`(not ${slot.used})`] : [slot.used, ...valueLine(type, slot, one)]
  })
}

function valueLine(type: Type, slot: Slot, value: ContextScalar): readonly string[] {
  if (type === 'text') return [`(= ${slot.value} ${text(String(value))})`]
  const meaning = meaningOf(type, slot, value)
  return [value === '' ? slot.isEmpty : `(not ${slot.isEmpty})`, meaning ?? `(not ${slot.readable})`]
}

function meaningOf(type: Type, { value: name, readable }: Slot, value: ContextScalar): string | undefined {
  if (type === 'ip') return isIP(String(value)) === 0 ? undefined : and([readable, addressLiteral(String(value), name)])
  if (type === 'bool') {
    const flag = readFlag(value)
    return flag === undefined ? undefined : and([readable, `(= ${name} ${flag})`])
  }
  const number = type === 'number' ? readNumber(value) : readTime(value)
  return number === undefined ? undefined : and([readable, `(= ${name} ${real(number)})`])
}

// ——— texts ———

function inPattern(subject: string, pattern: Pattern): string {
  if (!pattern.includes(undefined)) return `(= ${subject} ${text(pattern.join(''))})`
  if (pattern.every((symbol) => symbol === undefined)) return 'true'
  return inExpression(
    subject,
    pattern.map((symbol) => (symbol === undefined ? 're.all' : `(str.to_re ${text(symbol)})`)),
  )
}

function inExpression(subject: string, parts: readonly string[]): string {
  if (parts.length === 0) return `(= ${subject} "")`
  return `(str.in_re ${subject} ${parts.length === 1 ? parts[0] : `(re.++ ${parts.join(' ')})`})`
}

function eitherCase(character: string): string {
  const lower = character.toLowerCase()
  const cases = new Set([lower, character.toUpperCase(), ...(lower === 'k' ? ['\u212a'] : [])])
  const texts = [...cases].map((one) => `(str.to_re ${text(one)})`)
  return texts.length === 1 ? (texts[0] ?? '') : `(re.union ${texts.join(' ')})`
}

function text(value: string): string {
  const escaped = Array.from(value, (character) => {
    const code = character.codePointAt(0) ?? 0
    return code < 0x20 || code > 0x7e || character === '\\' ? `\\u{${code.toString(16)}}` : character
  })
  return `"${escaped.join('').replaceAll('"', '""')}"`
}

function and(parts: readonly string[]): string {
  return parts.length === 0 ? 'true' : parts.length === 1 ? (parts[0] ?? '') : `(and ${parts.join(' ')})`
}

function or(parts: readonly string[]): string {
  return parts.length === 0 ? 'false' : parts.length === 1 ? (parts[0] ?? '') : `(or ${parts.join(' ')})`
}
