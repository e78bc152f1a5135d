// A JSON Schema (draft 2020-12) of policy documents, made from the rows of the reader. It accepts every document that the
// reader accepts. It cannot say everything that the reader refuses: docs/editor.md lists what.

import { TAG_KEYS } from './condition.ts'
import type { OperandType, Operator } from './operators/family.ts'
import { IF_EXIST, OPERATORS, type OperatorUse, QUANTIFIERS } from './operators/index.ts'
import { NUMERAL } from './operators/number.ts'
import { NAME, PRODUCT } from './read-action.ts'
import { BARE_KEYS, KEY, KEY_TYPES, neededType } from './read-condition.ts'
import type { ReadOptions } from './read-options.ts'
import { HOST, PRINCIPAL_KINDS, PRINCIPAL_NAME } from './read-principal.ts'
import { PROJECT, REGION, SERVICE } from './read-resource.ts'
import { EFFECTS, STATEMENT_ELEMENTS } from './read-statement.ts'
import { DOCUMENT_ELEMENTS, DOCUMENT_VERSION } from './validate.ts'
import { VARIABLE_NAMES } from './variables.ts'
import { ELEMENT_WORDS, OPERATOR_WORDS, PRINCIPAL_WORDS } from './words.ts'

export type Schema = Readonly<Record<string, unknown>>

export interface SchemaOptions {
  readonly purpose: ReadOptions['purpose']
  /** Actions by full name, to be proposed by editors. They are not the only ones that are accepted. */
  readonly actions?: readonly string[]
}

/** The schema as a JSON value. */
export function policySchema({ purpose, actions = [] }: SchemaOptions): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `OpenCAM ${purpose === 'trust' ? 'trust policy' : purpose === 'identity' ? 'policy' : `${purpose} policy`}`,
    ...elements(
      DOCUMENT_ELEMENTS.filter((name) => purpose === 'trust' || name !== 'principal'),
      {
        version: { const: DOCUMENT_VERSION },
        statement: { anyOf: [ref('statement'), { type: 'array', minItems: 1, items: ref('statement') }] },
        principal: ref('principal'),
      },
      ['version', 'statement'],
    ),
    ...(purpose === 'trust' ? principalOnce : {}),
    $defs: {
      statement: statementOf(purpose),
      ...(purpose === 'trust' ? { principal: principal() } : {}),
      action: proposing(actions, { type: 'string', pattern: actionPattern() }),
      ...(purpose === 'trust' ? {} : { resource: { type: 'string', pattern: resourcePattern(purpose) } }),
      condition: conditions(),
      ...operands(),
    },
  }
}

const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` })

/** The reader takes the first letter of an element in either case. */
const spellings = (name: string): readonly string[] => [name, name.slice(0, 1).toUpperCase() + name.slice(1)]

const present = (name: string): Schema => ({ anyOf: spellings(name).map((one) => ({ required: [one] })) })

/** An object of elements: no others, none in both spellings, and these at least. */
function elements(
  names: readonly string[],
  schemas: Readonly<Record<string, Schema>>,
  required: readonly string[],
): Schema {
  const properties = names.flatMap((name) =>
    spellings(name).map((one) => [one, { description: ELEMENT_WORDS.get(name), ...schemas[name] }]),
  )
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(properties),
    allOf: [...required.map(present), ...names.map((name) => ({ not: { required: spellings(name) } }))],
  }
}

function statementOf(purpose: ReadOptions['purpose']): Schema {
  const trust = purpose === 'trust'
  const names = STATEMENT_ELEMENTS.filter((name) => trust || name !== 'principal')
  return elements(
    names,
    {
      effect: { enum: [...EFFECTS.keys()] },
      action: oneOrMore(ref('action')),
      resource: trust ? { const: '*' } : oneOrMore(ref('resource')),
      condition: ref('condition'),
      principal: ref('principal'),
    },
    trust ? ['effect', 'action'] : ['effect', 'action', 'resource'],
  )
}

/** The principal stands in the document or in every statement, never in both. */
const principalOnce = ifElse(
  present('principal'),
  ofStatements({ not: present('principal') }),
  ofStatements(present('principal')),
)

/** Made from pairs: an object with a member of that name looks like a promise to others. */
function ifElse(condition: Schema, met: Schema, otherwise: Schema): Schema {
  return Object.fromEntries([
    ['if', condition],
    ['then', met],
    ['else', otherwise],
  ])
}

function ofStatements(schema: Schema): Schema {
  const each = ifElse({ type: 'array' }, { items: schema }, schema)
  return { properties: Object.fromEntries(spellings('statement').map((name) => [name, each])) }
}

const oneOrMore = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'array', minItems: 1, items: schema }] })

const proposing = (values: readonly string[], schema: Schema): Schema =>
  values.length === 0 ? schema : { anyOf: [{ enum: values }, schema] }

// ——— patterns ———

/** A pattern of the reader without its ends, to stand among others. */
const inner = ({ source }: RegExp): string => source.replace(/^\^/, '').replace(/\$$/, '')

/** Of a text that the reader lowers first. The Kelvin sign is the one letter beyond ASCII that becomes one of these. */
const anyCase = (pattern: RegExp): string => inner(pattern).replaceAll('a-z', 'a-zA-Z\\u212a')

function actionPattern(): string {
  const blanks = '[ \\t]*'
  const named = `(?:name\\/)?${blanks}${anyCase(PRODUCT)}${blanks}:${blanks}${anyCase(NAME)}`
  return `^${blanks}(?:\\*|${named})${blanks}$`
}

const VARIABLE = `\\$\\{(?:${VARIABLE_NAMES.join('|')})\\}`
const ACCOUNT = '[1-9][0-9]{0,15}'

function resourcePattern(purpose: ReadOptions['purpose']): string {
  const account = ['', 'uin\\/', '\\*', `u(?:in|id)\\/${ACCOUNT}`, ...(purpose === 'preset' ? ['uin\\/-1'] : [])]
  const content = `(?:[^\\u0000-\\u001f\\u007f$]|\\$(?!\\{)|${VARIABLE})*`
  const segments = [inner(PROJECT), `(?:\\*|${anyCase(SERVICE)})`, inner(REGION), `(?:${account.join('|')})`, content]
  return `^(?:\\*|qcs:${segments.join(':')})$`
}

// ——— principals ———

function principal(): Schema {
  const owner = `qcs::cam::uin\\/${ACCOUNT}`
  const name = inner(PRINCIPAL_NAME)
  const patterns = new Map([
    ['qcs', `^${owner}:(?:root|uin\\/${ACCOUNT}|roleName\\/${name})$`],
    ['service', HOST.source],
    ['federated', `^${owner}:(?:saml|oidc)-provider\\/${name}$`],
  ])
  const properties = [...PRINCIPAL_KINDS.keys()].map((kind) => [
    kind,
    { description: PRINCIPAL_WORDS.get(kind), ...oneOrMore({ type: 'string', pattern: patterns.get(kind) }) },
  ])
  return {
    type: 'object',
    additionalProperties: false,
    minProperties: 1,
    properties: Object.fromEntries(properties),
  }
}

// ——— conditions ———

/** An operator's plain name is a property, so that editors propose it; what stands around the name is a pattern. */
function conditions(): Schema {
  const operators = [...OPERATORS.values()]
  const properties = operators.map((operator) => [
    operator.name,
    { description: OPERATOR_WORDS.get(operator.name), ...ref(operandOf(operator)) },
  ])
  const patterns = operators.map((operator) => [spelledPattern(operator), ref(operandOf(operator))])
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(properties),
    patternProperties: Object.fromEntries(patterns),
  }
}

function spelledPattern({ name, type }: Operator): string {
  if (type === 'null') return `^\\s*${name}\\s*$`
  return `^\\s*(?:${QUANTIFIERS.map(({ prefix }) => prefix).join('|')})?${name}(?:${IF_EXIST})?\\s*$`
}

/** An older document compares the text of an address, so that this operator may judge a key more. */
const isPlainEqual = ({ name }: Operator): boolean => name === 'string_equal'

const operandOf = (operator: Operator): string =>
  isPlainEqual(operator) ? 'keys-of-string_equal' : `keys-of-${operator.type}`

function operands(): Schema {
  const all = [...OPERATORS.values()].map((operator) => [operandOf(operator), keysOf(operator)])
  return Object.fromEntries(all)
}

function keysOf(operator: Operator): Schema {
  const { type } = operator
  const key = `(?:${inner(KEY)}|${BARE_KEYS.join('|')})`
  return {
    type: 'object',
    minProperties: 1,
    propertyNames: {
      pattern: `^\\s*${key}\\s*$`,
      not: { pattern: ['\\$\\{', ...barredKeys(operator)].join('|') },
    },
    additionalProperties: oneOrMore(values[type]),
  }
}

/** Keys that the operator cannot judge. */
function barredKeys(operator: Operator): readonly string[] {
  const use: OperatorUse = { text: operator.name, operator, quantifier: 'any', ifExists: false }
  const barred = (keys: readonly string[]) => keys.filter((key) => neededType(use, key) !== undefined)
  const tags = barred(TAG_KEYS)
  return [
    ...barred([...KEY_TYPES.keys()]).map((key) => `^\\s*${key}\\s*$`),
    ...(tags.length === 0 ? [] : [`^\\s*(?:${tags.join('|')})(?:\\/|\\s*$)`]),
  ]
}

const truth: Schema = { enum: ['true', 'false'] }
const text: Schema = { anyOf: [{ type: 'string', pattern: `^(?:[^$]|\\$(?!\\{)|${VARIABLE})*$` }, { type: 'number' }] }
const numeral = `^\\s*${inner(NUMERAL)}\\s*$`
const templated = `^(?:[^$]|\\$(?!\\{)|${VARIABLE})*${VARIABLE}(?:[^$]|\\$(?!\\{)|${VARIABLE})*$`

/** What operators of a type can judge by. */
const values: Readonly<Record<OperandType, Schema>> = {
  string: text,
  binary: text,
  number: { anyOf: [{ type: 'number' }, { type: 'string', pattern: numeral }, { type: 'string', pattern: templated }] },
  // Day and time, such as 2026-01-02T03:04:05Z; the reader looks closer.
  date: { type: 'string', pattern: '^\\s*\\d{4}-\\d\\d-\\d\\d[\\sT]' },
  ip: { type: 'string', pattern: '^[0-9A-Fa-f:.]+(?:\\/\\d{1,3})?$' },
  bool: truth,
  null: truth,
}
