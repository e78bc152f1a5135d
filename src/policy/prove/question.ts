// One question about requests: which sets of policies must allow, which must not, and whether there is a request for
// which that is so. What is found is asked of the engine itself before it is believed.
//
// A request for several resources is allowed if each of them is, with the context that it has for it. So whatever can
// be told apart by such a request is told apart by one of its resources, and requests for one resource are enough.

import { withoutApiPrefix } from '../action.ts'
import { compilePolicy } from '../compile.ts'
import { decide } from '../decide.ts'
import { GENERAL } from '../general.ts'
import { compilePattern } from '../pattern.ts'
import { assemble } from '../program.ts'
import type { Owner } from '../resource.ts'
import type { AccessRequest, ContextValue, Granularity, ListedRequest, PolicySource, Subject } from '../types.ts'
import type { VariableValues } from '../variables.ts'
import { type Effort, type Found, isSpent, spend } from './effort.ts'
import { contentsHere, namesHere, type Place, places, type Statement } from './places.ts'
import { type Demand, fails, findState, oneHolds } from './search.ts'
import {
  CONTENT,
  conditionFact,
  findPart,
  type Literal,
  NAME,
  type Space,
  type State,
  spaceOf,
  textFact,
  withLiterals,
} from './space.ts'

/** Policies in force for a subject, and how the engine judges them. */
export interface Side {
  /** What is allowed must be allowed by each of these: the policies, and what limits them. */
  readonly layers: readonly (readonly Statement[])[]
  readonly allows: (request: AccessRequest) => boolean
}

export interface Question {
  readonly owner: Owner
  readonly variables: VariableValues
  readonly granularities: readonly Granularity[]
  /** Condition keys whose values are given. */
  readonly fixed: ReadonlyMap<string, ContextValue>
  readonly allowing: readonly Side[]
  readonly refusing: Side | undefined
  /** A statement that must match, whatever comes of it. */
  readonly matching: Statement | undefined
  readonly effort: Effort
}

/** The statements of policies for a subject; `without` is the index of one that is left out, where there is one policy. */
export function sideOf(subject: Subject, without?: number): Side {
  const compiled = (source: PolicySource) => {
    const policy = compilePolicy(source)
    return { ...policy, statements: policy.statements.filter((_, index) => index !== without) }
  }
  const program = assemble(subject, compiled)
  const { identity, boundary, session } = program
  return {
    layers: [identity, boundary, session].flatMap((layer) => (layer === undefined ? [] : [layer.rules])),
    allows: (request) => decide(program, request).effect === 'allow',
  }
}

/** A request that all of `allowing` allow and `refusing` does not. */
export function findRequest(question: Question): Found<ListedRequest> {
  const { effort, allowing, refusing, matching } = question
  const sides = refusing === undefined ? allowing : [...allowing, refusing]
  const all = [...sides.flatMap(({ layers }) => layers.flat()), ...(matching === undefined ? [] : [matching])]
  const conditions = [...all, ...GENERAL.rules].flatMap((statement) => statement.conditions)
  const space = spaceOf(conditions, question.fixed, question.variables, effort)
  const tried = new Set<string>()
  let open = false
  for (const place of places(all, question.owner, question.granularities, effort)) {
    if (!spend(effort, 1)) break
    const local = localQuestion(space, question, place)
    const key = JSON.stringify(local, (name, value) => (name === 'fact' ? value.id : value))
    if (tried.has(key)) continue
    tried.add(key)
    const found = findLocal(space, local)
    if (found === 'open') open = true
    else if (found !== 'none') return { value: requestOf(space, question, all, place, found.value) }
  }
  return open || isSpent(effort) ? 'open' : 'none'
}

/** What statements of one layer take to hold in a place; those that cannot hold there are left out. */
interface LocalLayer {
  readonly allow: readonly (readonly Literal[])[]
  readonly deny: readonly (readonly Literal[])[]
}

interface LocalQuestion {
  readonly settled: readonly Literal[]
  readonly general: readonly (readonly Literal[])[]
  /** The layers of all sides that must allow. */
  readonly allowing: readonly LocalLayer[]
  readonly refusing: readonly LocalLayer[] | undefined
  readonly matching: readonly (readonly Literal[])[] | undefined
}

function localQuestion(space: Space, question: Question, place: Place): LocalQuestion {
  const { owner, allowing, refusing, matching } = question
  const layerHere = (statements: readonly Statement[]): LocalLayer => ({
    allow: statements.filter(({ effect }) => effect === 'allow').flatMap((one) => takes(space, one, place, owner)),
    deny: statements.filter(({ effect }) => effect === 'deny').flatMap((one) => takes(space, one, place, owner)),
  })
  // At the level of a whole product the general policies still name single actions.
  const single: Place = { ...place, granularity: 'operation' }
  return {
    settled: isForeign(place, owner) ? nameIs(space, 'assumerole') : [],
    general: GENERAL.rules.flatMap((rule) => takes(space, rule, single, owner)),
    allowing: allowing.flatMap(({ layers }) => layers.map(layerHere)),
    refusing: refusing?.layers.map(layerHere),
    matching: matching === undefined ? undefined : takes(space, matching, place, owner),
  }
}

function isForeign({ resource }: Place, owner: Owner): boolean {
  return resource !== undefined && resource.account !== owner.account
}

function nameIs(space: Space, name: string): readonly Literal[] {
  const fact = textFact(space, NAME, [compilePattern(name)])
  return typeof fact === 'string' ? [] : [{ fact, holds: true }]
}

/** What a statement takes to hold in a place, as a list of one; an empty list where it cannot. */
function takes(space: Space, statement: Statement, place: Place, owner: Owner): readonly (readonly Literal[])[] {
  const name = textFact(space, NAME, namesHere(statement.actions, place))
  const content = textFact(space, CONTENT, contentsHere(statement.resources, place, owner))
  if (name === 'never' || content === 'never') return []
  const conditions = statement.conditions.map((condition) => conditionFact(space, condition, statement.effect))
  const facts = [name, content, ...conditions].filter((fact) => fact !== 'always')
  return [facts.map((fact) => ({ fact, holds: true }))]
}

function findLocal(space: Space, local: LocalQuestion): Found<State> {
  const { settled, general, allowing, refusing, matching } = local
  const demands: readonly Demand[] = [
    ...(matching === undefined ? [] : [oneHolds(matching)]),
    ...allowing.map(({ allow }) => oneHolds(allow)),
    ...allowing.flatMap(({ deny }) => deny.map(fails)),
    ...general.map(fails),
  ]
  const state = withLiterals(new Map(), settled)
  if (refusing === undefined) return findState(space, state, demands)
  // Refused by one of the layers, because no statement allows or because one denies.
  const ways = refusing.flatMap(({ allow, deny }) => [
    allow.map(fails),
    ...deny.map((statement) => [oneHolds([statement])]),
  ])
  let open = false
  for (const way of ways) {
    const found = findState(space, state, [...demands, ...way])
    if (found === 'open') open = true
    else if (found !== 'none') return found
  }
  return open ? 'open' : 'none'
}

/** The request that a state describes; parts of which nothing is asked are filled with something plain. */
function requestOf(
  space: Space,
  question: Question,
  statements: readonly Statement[],
  place: Place,
  state: State,
): ListedRequest {
  const context = new Map(question.fixed)
  let name = 'x'
  let content = 'x'
  for (const [part, literals] of state) {
    const found = findPart(space, part, literals)
    if (typeof found === 'string') continue
    if (typeof found.value !== 'string') for (const [key, value] of found.value) context.set(key, value)
    else if (part === NAME) name = found.value
    else content = found.value
  }
  const { product, granularity } = place
  const action = asWritten(`${product}:${name}`, statements)
  return { action, resources: [resourceText(place, content)], granularity, context }
}

/** An action with the capitals that a statement gives it. */
function asWritten(action: string, statements: readonly Statement[]): string {
  for (const { text } of statements.flatMap(({ actions }) => actions)) {
    const written = withoutApiPrefix(text)
    if (written.toLowerCase() === action) return written
  }
  return action
}

function resourceText({ resource }: Place, content: string): string {
  if (resource === undefined) return '*'
  const { service, region, account } = resource
  return `qcs::${service}:${region}:${account > 0 ? 'uin' : 'uid'}/${Math.abs(account)}:${content}`
}
