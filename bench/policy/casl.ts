// The workload for CASL as its documentation has it: conditions are data in the manner of MongoDB queries, with one
// operator of our own for blocks of addresses. Its index knows whole names only, so wildcards of actions are written out; a
// product is a type of subjects. Denies come last: of two rules that match, CASL takes the later one.

import { Ability, type AbilityTuple, buildMongoQueryMatcher, type RawRuleOf } from '@casl/ability'
import type { AccessRequest } from '../../src/policy/index.ts'
import { inBlocks } from './naive.ts'
import type { Peer } from './peer.ts'
import { type PlainStatement, writtenOut } from './workload.ts'

/** What a rule of CASL is asked about. */
interface Subject {
  readonly product: string
  readonly region: string
  readonly content: string
  readonly ip: string
  readonly time: string
  readonly tags: readonly string[]
}

/** As far as it is used here. */
interface FieldCondition<Value> {
  readonly field: string
  readonly value: Value
}

interface Getter {
  readonly get: (subject: Subject, field: string) => unknown
}

type Query = Readonly<Record<string, unknown>>
type Guard = Ability<AbilityTuple<string, string | Subject>, Query>
type Rule = RawRuleOf<Guard>

const matcher = buildMongoQueryMatcher(
  { $inBlocks: { type: 'field' } },
  {
    inBlocks: (condition: FieldCondition<readonly string[]>, subject: Subject, { get }: Getter) => {
      return blocksOf(condition)(String(get(subject, condition.field)))
    },
  },
)

const read = new WeakMap<FieldCondition<readonly string[]>, (address: string) => boolean>()

/** The blocks of a condition, read once. */
function blocksOf(condition: FieldCondition<readonly string[]>): (address: string) => boolean {
  const known = read.get(condition) ?? inBlocks(condition.value)
  read.set(condition, known)
  return known
}

const options = {
  conditionsMatcher: (query: Query) => matcher(query),
  detectSubjectType: (subject: Subject) => subject.product,
}

/** Rules of a statement, one for each of its resources; shared by everybody to whom it applies. */
const translated = new Map<PlainStatement, readonly Rule[]>()

function rulesOf(statement: PlainStatement): readonly Rule[] {
  const known = translated.get(statement) ?? translate(statement)
  translated.set(statement, known)
  return known
}

function translate(statement: PlainStatement): readonly Rule[] {
  const { effect, resource, condition } = statement
  const action = [...writtenOut(statement)]
  return resource.map((text) => {
    const [, , product = '', region = '', , content = ''] = text.split(':')
    const conditions = {
      ...(region === '' ? {} : { region }),
      ...(content === '*' ? {} : { content: content.endsWith('*') ? { $regex: `^${content.slice(0, -1)}` } : content }),
      ...conditionsOf(condition),
    }
    const bare = { inverted: effect === 'deny', action, subject: product }
    return Object.keys(conditions).length === 0 ? bare : { ...bare, conditions }
  })
}

function conditionsOf(condition: PlainStatement['condition']): Query {
  const found = Object.entries(condition ?? {}).map(([operator, keys]) => {
    const values = Object.values(keys).flat()
    if (operator === 'ip_equal') return ['ip', { $inBlocks: values }]
    return operator === 'date_less_than' ? ['time', { $lt: values[0] }] : ['tags', { $in: values }]
  })
  return Object.fromEntries(found)
}

function subjectOf({ resources: [resource = ''], context }: AccessRequest): Subject {
  const [, , product = '', region = '', , content = ''] = resource.split(':')
  return {
    product,
    region,
    content,
    ip: String(context.get('qcs:ip')),
    time: String(context.get('qcs:current_time')),
    tags: [context.get('qcs:resource_tag') ?? []].flat().map(String),
  }
}

export const casl: Peer<Guard> = {
  name: 'CASL',
  prepare(policies) {
    const rules = policies.flatMap(({ statements }) => statements.flatMap(rulesOf))
    const denies = rules.filter(({ inverted }) => inverted)
    return new Ability([...rules.filter(({ inverted }) => !inverted), ...denies], options)
  },
  ask: (ability, request) => (ability.can(request.action, subjectOf(request)) ? 'allow' : 'deny'),
}
