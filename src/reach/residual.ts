// What is left of somebody's rights once action, resource and known keys are given: nothing, everything, or conditions. The
// partial evaluation tells it; whether conditions can hold together at all is proven.
import { uinKey } from '../policy/account.ts'
import { anyActionMatches, isAssumeRole, readRequestAction } from '../policy/action.ts'
import { readConditionKey } from '../policy/condition.ts'
import {
  type ContextValue,
  canAllow,
  compilePolicy,
  type Effect,
  type Existence,
  type FilterClause,
  type FilterLayer,
  type Granularity,
  type LeftCondition,
  type Program,
  type ResourceFilter,
  resourcesFor,
} from '../policy/index.ts'
import { covers, disjoint, placeOf, readPlace } from '../policy/partial/place.ts'
import { namesOf } from '../policy/partial/resources-for.ts'
import {
  type Owner,
  type ResourceMatcher,
  readRequestResource,
  requestResource,
  resourceMatches,
} from '../policy/resource.ts'

/** What is asked about, of whomever it is asked. */
export interface Question {
  /** `product:Action`, without wildcards. */
  readonly action: string
  readonly granularity: Granularity
  /** A resource as requests name it, or with `pattern` one as policies do: then some resource in it is enough. */
  readonly resource: string
  readonly pattern: boolean
  /** Values of condition keys that are known. Of a key that is not there nothing is known, unless `closed`. */
  readonly context: ReadonlyMap<string, ContextValue>
  /** Keys without a value are missing in the request. */
  readonly closed: boolean
  /** Keys that requests of this kind can carry at all; the others are missing. All where it is left out. */
  readonly carries?: ((key: string) => boolean) | undefined
  /** Keys that every such request has, whatever their values. */
  readonly always?: readonly string[] | undefined
}

/** `all`: whatever else the request says. `some`: on some resources, or under conditions. `unknown`: could not be found out. */
export type Answer = 'all' | 'some' | 'none' | 'unknown'

export interface Rights {
  readonly answer: Answer
  /** Every layer must let the request pass; empty unless the answer is `some` or `unknown`. */
  readonly layers: readonly FilterLayer[]
  /** A request that is allowed, where the answer is `some`: its resource, where several were asked about, and its keys. */
  readonly example: readonly (readonly [key: string, value: ContextValue])[]
  /** The statements that allow it; of the root account none. */
  readonly by: FilterClause['by']
  /** Why the answer is `unknown`. */
  readonly why: string | undefined
}

/** Asks of one program; `own` are the keys that are known of its principal. */
export type Ask = (program: Program, own?: ReadonlyMap<string, ContextValue>) => Rights

const NOTHING: Rights = { answer: 'none', layers: [], example: [], by: [], why: undefined }
const NO_KEYS: ReadonlyMap<string, ContextValue> = new Map()
const ALWAYS: readonly FilterClause[] = [{ patterns: ['*'], conditions: [], by: [] }]

/** What was found out, for questions that differ in nothing but action and resource. */
export interface Kept {
  readonly filters: WeakMap<Program, Map<string, ResourceFilter>>
  readonly proven: Map<string, Existence>
}

export const nothingKept = (): Kept => ({ filters: new WeakMap(), proven: new Map() })

/**
 * Ready to ask many people the same. Throws a `RangeError` that says what is wrong with the question. `kept` may be shared by
 * questions that differ in nothing but action and resource.
 */
export function asking(question: Question, owner: Owner, { filters, proven }: Kept = nothingKept()): Ask {
  const { action, resource, pattern, granularity, context, closed, carries = () => true } = question
  const read = readRequestAction(action)
  if (read === undefined || action.includes('*')) throw new RangeError('the action must be product:Action, in full')
  const asked = pattern ? placeAsked(resource, owner, !isAssumeRole(read)) : undefined
  const inHand = requestResource()
  if (!pattern && !readRequestResource(inHand, resource, read.product, owner)) {
    throw new RangeError('the resource must be * or have six segments, its account written as uin/<number>')
  }
  const foreign = !pattern && !inHand.own
  /** The statements that allow all of it without conditions. */
  const wholly = ({ identity, account, appId }: Program, place: ResourceMatcher | undefined): FilterClause['by'] =>
    identity.rules.flatMap(({ effect, actions, conditions, resources, by }) => {
      if (effect !== 'allow' || conditions.length > 0 || !anyActionMatches(actions, read, granularity)) return []
      const all = resources.some((one) => {
        if (place === undefined) return resourceMatches(one, inHand)
        const own = placeOf(one, { account, appId }, !isAssumeRole(read))
        return own !== undefined && covers({ ...own.matcher, account: own.matcher.account || uinKey(account) }, place)
      })
      return all ? [by] : []
    })
  const filterOf = (program: Program, keys: Question['context']): ResourceFilter => {
    const key = JSON.stringify([action, granularity, [...keys]])
    const known = filters.get(program) ?? new Map<string, ResourceFilter>()
    const found = known.get(key)
    if (found !== undefined) return found
    const open = closed ? [] : openKeys(program, keys).filter(carries)
    const made = resourcesFor(program, { action, granularity, context: keys, open })
    filters.set(program, known.set(key, made))
    return made
  }
  return (program, own = NO_KEYS) => {
    const known = own.size === 0 ? context : new Map([...own, ...context])
    const filter = filterOf(program, known)
    if (filter.kind === 'none' || (foreign && filter.ownOnly)) return NOTHING
    const layers = filter.layers.map((layer) => (asked === undefined ? at(layer, inHand) : near(layer, asked)))
    if (layers.some(({ allow, deny }) => allow?.length === 0 || deny.some((one) => isSure(one, asked)))) return NOTHING
    const by = grantedBy(program, layers) ?? wholly(program, asked)
    if (layers.every(({ allow = ALWAYS, deny }) => deny.length === 0 && allow.some((one) => isSure(one, asked)))) {
      return { answer: 'all', layers: [], example: [], by, why: undefined }
    }
    // Conditions may exclude each other. The same ones are proven once for all who have them.
    const key = JSON.stringify([action, granularity, pattern && resource, layers.map(saysOf), filter.known])
    const found = proven.get(key) ?? existenceOf(layers, { ...question, context: known }, owner)
    proven.set(key, found)
    if (found.answer === 'no') return NOTHING
    if (found.answer === 'unknown') return { answer: 'unknown', layers, example: [], by, why: found.why }
    const { context: values, resources } = found.example
    const sample = pattern ? [['resource', resources[0] ?? ''] as const] : []
    const example = [...sample, ...[...values].filter(([name]) => !known.has(name))]
    return { answer: 'some', layers, example, by, why: undefined }
  }
}

const saysOf = ({ layer, allow, deny }: FilterLayer) => {
  const says = ({ patterns, conditions }: FilterClause) => [patterns, conditions]
  return [layer, allow?.map(says), deny.map(says)]
}

/** Keys that conditions look up and of which nothing is known. Who names one tag names all tags of that kind. */
function openKeys({ identity, boundary, session }: Program, known: Question['context']): readonly string[] {
  const named = new Set([...known.keys()].flatMap((name) => [name, ...(readConditionKey(name).tag?.lists ?? [])]))
  const open = new Set<string>()
  for (const index of [identity, boundary, session]) {
    for (const { conditions } of index?.rules ?? []) {
      for (const condition of conditions) {
        const names = namesOf(condition)
        if (!names.some((name) => named.has(name))) for (const name of names) open.add(name)
      }
    }
  }
  // The general policies ask for it.
  if (!named.has('mfa')) open.add('mfa')
  return [...open]
}

/** The resource of a question as policies would name it. */
function placeAsked(resource: string, owner: Owner, ownOnly: boolean): ResourceMatcher {
  const document = JSON.stringify({ version: '2.0', statement: [{ effect: 'allow', action: '*', resource }] })
  const { statements, problems } = compilePolicy({ document, preset: false, creator: owner.account })
  if (problems[0] !== undefined) throw new RangeError(`the resource cannot be read: ${problems[0].message}`)
  const values = { uin: undefined, owner_uin: String(owner.account), app_id: String(owner.appId) }
  const [first] = statements[0]?.bind(values).resources ?? []
  const place = first && placeOf(first, owner, ownOnly)
  // A place read from its text has the number of its account.
  if (place !== undefined) return { ...place.matcher, account: place.matcher.account || uinKey(owner.account) }
  throw new RangeError('the resource belongs to another account, and only roles are used across accounts')
}

const placeTest = (test: (place: ResourceMatcher) => boolean) => (text: string) => {
  const place = readPlace(text)
  return place === undefined || test(place)
}

/** The clauses of a layer that speak about one resource. */
function at({ layer, allow, deny }: FilterLayer, resource: ReturnType<typeof requestResource>): FilterLayer {
  const speaks = placeTest((place) => resourceMatches(place, resource))
  const here = (clauses: readonly FilterClause[]) => clauses.filter(({ patterns }) => patterns.some(speaks))
  return { layer, ...(allow && { allow: here(allow) }), deny: here(deny) }
}

/** The clauses of a layer that may speak about a resource in the place. */
function near({ layer, allow, deny }: FilterLayer, asked: ResourceMatcher): FilterLayer {
  const speaks = placeTest((place) => !disjoint(place, asked))
  const here = (clauses: readonly FilterClause[]) =>
    clauses.flatMap((clause) => {
      const patterns = clause.patterns.filter(speaks)
      return patterns.length === 0 ? [] : [{ ...clause, patterns }]
    })
  return { layer, ...(allow && { allow: here(allow) }), deny: here(deny) }
}

/** Whether a clause speaks for all that is asked. */
function isSure({ conditions, patterns }: FilterClause, asked: ResourceMatcher | undefined): boolean {
  if (conditions.length > 0 || asked === undefined) return conditions.length === 0
  return patterns.some((text) => {
    const place = readPlace(text)
    return place !== undefined && covers(place, asked)
  })
}

/** The statements that allow it, where their conditions hold; `undefined` where so much is allowed that none of them is left over. */
function grantedBy({ kind }: Program, layers: readonly FilterLayer[]): FilterClause['by'] | undefined {
  if (kind === 'root') return []
  return layers.find(({ layer }) => layer === 'identity')?.allow?.flatMap(({ by }) => by)
}

/** Whether what is left allows anything at all of what is asked; `also` is a document that must allow it as well. */
export function existenceOf(layers: readonly FilterLayer[], asked: Question, owner: Owner, also?: string): Existence {
  const { pattern, action, resource, context, always = [] } = asked
  const texts = new Map(layers.map((layer) => [layer.layer, documentOf(layer, pattern, always)]))
  for (const document of texts.values()) {
    const [problem] = compilePolicy({ document, preset: false, creator: owner.account }).problems
    if (problem !== undefined) return { answer: 'unknown', why: `what is left cannot be read: ${problem.message}` }
  }
  const identity = texts.get('identity') ?? documentOf(undefined, pattern)
  const all = [...texts.values(), also ?? '']
  const used = always.filter((key) => !context.has(key) && all.some((text) => text.includes(`"${key}"`)))
  const policies = {
    policies: [identity, ...used.map(presenceOf)],
    boundary: texts.get('boundary'),
    session: also ?? texts.get('session'),
  }
  const subject = { uin: undefined, account: owner.account, appId: owner.appId }
  // What is left speaks about every action, so that the level of the check plays no part any more.
  const options = { subject, granularities: ['resource', 'operation'] as const }
  const found = canAllow(policies, { action, resource: pattern ? resource : '*', context }, options)
  if (found.answer !== 'yes') return found
  const single = [...found.example.context].map(([key, value]) => {
    return [key, always.includes(key) && Array.isArray(value) ? (value[0] ?? '') : value] as const
  })
  return { ...found, example: { ...found.example, context: new Map(single) } }
}

/** Without the key nothing is allowed. */
function presenceOf(key: string): string {
  const condition = { null_equal: { [key]: 'true' } }
  return JSON.stringify({ version: '2.0', statement: [{ effect: 'deny', action: '*', resource: '*', condition }] })
}

/** A layer as a policy; without one, everything. */
function documentOf(layer: FilterLayer | undefined, pattern: boolean, single: readonly string[] = []): string {
  const { allow = ALWAYS, deny = [] } = layer ?? {}
  const texts = (effect: Effect) => (clause: FilterClause) => {
    return statementText(effect, clause, pattern, (key) => single.includes(key))
  }
  return `{"version":"2.0","statement":[${[...allow.map(texts('allow')), ...deny.map(texts('deny'))].join(',')}]}`
}

/**
 * A statement for every action. Two conditions with one operator and key make a text that cannot be read: nothing is lost unseen.
 * Of a key that is `single` in every request all values must do, so that each of them does alone.
 */
export function statementText(
  effect: Effect,
  { patterns, conditions }: Omit<FilterClause, 'by'>,
  pattern: boolean,
  single: (key: string) => boolean = () => false,
): string {
  const resource = pattern ? patterns : ['*']
  const head = `"effect":"${effect}","action":"*","resource":${JSON.stringify(resource)}`
  if (conditions.length === 0) return `{${head}}`
  const spelled = ({ operator, key }: LeftCondition): string =>
    effect === 'deny' || !single(key) || operator.includes('null') ? operator : forAll(operator)
  const operators = [...Map.groupBy(conditions, spelled)].map(([operator, same]) => {
    const keys = same.map(({ key, wanted }) => `${JSON.stringify(key)}:${JSON.stringify(wanted.map(wantedText))}`)
    return `${JSON.stringify(operator)}:{${keys.join(',')}}`
  })
  return `{${head},"condition":{${operators.join(',')}}}`
}

const forAll = (operator: string): string => `for_all_value:${operator.replace(/^for_(?:all|any)_value:/, '')}`

/** A value that nobody knows stays a variable without one. */
const wantedText = (text: string | null): string => text ?? UNKNOWN_VALUE
const UNKNOWN_VALUE = `\${uin}`
