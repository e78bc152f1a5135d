// Where moves are looked for: an account as it is by now, its programs, and how the server checks.
import { anyActionMatches, readRequestAction } from '../../policy/action.ts'
import { type CompiledTrust, compilePolicy, type Program } from '../../policy/index.ts'
import type { Judge } from '../judge.ts'
import { type Policy, type Population, versionInForce, type Who } from '../population.ts'
import type { Permits } from './permit.ts'
import type { Move, ServerRules, State } from './terms.ts'

export interface Place {
  /**
   * Steps are taken for what they might be good for, and so may fill what a step that is needed has to go into. Then more is taken in
   * than there is room for, until the steps that are not needed are left out.
   */
  readonly crowded: boolean
  readonly state: State
  readonly judge: Judge
  readonly permits: Permits
  readonly rules: ServerRules
  readonly trustOf: (trust: string) => CompiledTrust
  /** Users that differ in nothing that could matter have one of them for all. */
  readonly alike: (uin: number) => string
  /**
   * The one move that is looked for, in a way that is played: then moves are told too that others do as well as, and those that
   * come to something else may be passed over.
   */
  readonly wanted: Move | undefined
  /** What could not be found out on the way. */
  readonly unsure: Set<string>
  /** By action: who makes those calls in this round, where it is of no account who does. */
  readonly makers: Map<string, Who>
  /** By action: users of whom one at hand, or found in this round, is enough. */
  readonly taken: Set<string>
}

/** Whether one more goes in, where something had `before` at the beginning. */
export const hasRoomFor = ({ crowded }: Place, before: number, now: number, limit: number): boolean =>
  now < limit || (crowded && before < limit)

/** Whether what a move comes to is looked for. */
export const isWanted = ({ wanted }: Place, change: string): boolean => wanted === undefined || wanted.change === change

/**
 * Whether somebody may make calls of an action that changes the same whoever makes it. Where they are checked on `*`, one right is
 * good for all of them, and whoever has it first makes all that there are to make.
 */
export function makes(place: Place, who: Who, action: string): boolean {
  const { judge, permits, rules, makers, unsure } = place
  const maker = makers.get(action)
  if ((maker !== undefined && maker !== who) || !speaks(judge.programOf(who), action)) return false
  if (rules.resourceLevel !== 'vendor') return true
  const found = permits.onStar(judge, who, action)
  if (found === 'unknown') unsure.add(`whether ${action} is allowed`)
  if (typeof found === 'string') return false
  makers.set(action, who)
  return true
}

/** Whether a statement allows the action at all, on whatever and under whatever conditions. */
export function speaks(program: Program, action: string): boolean {
  const known = spoken.get(program) ?? new Map<string, boolean>()
  const found = known.get(action) ?? speaksOf(program, action)
  spoken.set(program, known.set(action, found))
  return found
}

const spoken = new WeakMap<Program, Map<string, boolean>>()

function speaksOf({ identity }: Program, action: string): boolean {
  const asked = readRequestAction(action)
  if (asked === undefined) return false
  const group = identity.byProduct.get(asked.product) ?? identity.open
  return group.rules.some(({ effect, actions }) => effect === 'allow' && anyActionMatches(actions, asked, 'resource'))
}

interface Kind {
  readonly denies: boolean
  readonly allowsAll: boolean
}

const kinds = new WeakMap<Policy, Kind>()

/** What kind of policy it is by its version in force; one that is gone, or cannot be read, denies everything. */
function ofPolicy(policy: Policy | undefined): Kind {
  if (policy === undefined) return { denies: true, allowsAll: false }
  const known = kinds.get(policy)
  if (known !== undefined) return known
  const document = versionInForce(policy)?.document
  const made = document === undefined ? { denies: true, allowsAll: false } : kindOf(document, policy.preset)
  kinds.set(policy, made)
  return made
}

function kindOf(document: string, preset: boolean): Kind {
  const { statements } = compilePolicy({ document, preset, creator: 1 })
  const [first, second] = statements
  const bound = first?.bind({ uin: undefined, owner_uin: undefined, app_id: undefined })
  const allowsAll =
    second === undefined &&
    bound?.effect === 'allow' &&
    bound.conditions.length === 0 &&
    bound.resources.some(({ every }) => every) &&
    bound.actions.some(({ text }) => text === '*' || text === '*:*')
  return { denies: statements.some(({ effect }) => effect === 'deny'), allowsAll }
}

/** Whether a policy in force takes anything away; one that is gone does. */
export const denies = ({ policies }: Population, id: number): boolean => ofPolicy(policies.get(id)).denies
/** Whether nothing could allow more than it. */
export const allowsAll = (policy: Policy | undefined): boolean => ofPolicy(policy).allowsAll

/** Policies by which somebody has rights, its groups' too, and its boundary. */
export function policiesOf({ users, roles, groups }: Population, who: Who): readonly number[] {
  const holder = who.kind === 'user' ? users.get(who.uin) : who.kind === 'role' ? roles.get(who.roleId) : undefined
  if (holder === undefined) return []
  const through = who.kind === 'user' ? (users.get(who.uin)?.groups ?? []) : []
  const all = [...holder.policies, ...through.flatMap((id) => groups.get(id)?.policies ?? [])]
  return holder.boundary === undefined ? all : [...all, holder.boundary]
}

/** Policies that anybody's keys at hand are judged by. */
export function policiesAtHand({ population, held }: State): ReadonlySet<number> {
  return new Set([...held.values()].flatMap((who) => policiesOf(population, who)))
}

/** Whether nothing is denied to somebody, and nothing bounds it. */
export function isFree(population: Population, who: Who): boolean {
  const holder = who.kind === 'user' ? population.users.get(who.uin) : undefined
  if (holder === undefined || holder.boundary !== undefined) return false
  return policiesOf(population, who).every((id) => !denies(population, id))
}

/**
 * A user at hand to whom nothing is denied. Where calls are checked on `*`, each needs one right of whoever makes it, so that what
 * it is given does as well as what another one at hand is given.
 */
export function freeUser({ state, rules, wanted }: Place): number | undefined {
  if (rules.resourceLevel !== 'vendor' || wanted !== undefined) return undefined
  for (const who of state.held.values()) if (who.kind === 'user' && isFree(state.population, who)) return who.uin
  return undefined
}

/** Every action that a step can be. */
const STEPS = [
  ...['AssumeRole'].map((name) => `sts:${name}`),
  ...['TagResources'].map((name) => `tag:${name}`),
  ...[
    'AddUser',
    'AddUserToGroup',
    'AttachGroupPolicy',
    'AttachRolePolicy',
    'AttachUserPolicy',
    'CreateAccessKey',
    'CreateOIDCConfig',
    'CreatePolicy',
    'CreatePolicyVersion',
    'CreateRole',
    'CreateSAMLProvider',
    'DeletePolicy',
    'DeleteRolePermissionsBoundary',
    'DeleteUserPermissionsBoundary',
    'DetachGroupPolicy',
    'DetachRolePolicy',
    'DetachUserPolicy',
    'PutRolePermissionsBoundary',
    'PutUserPermissionsBoundary',
    'ReleasePrincipal',
    'RemoveUserFromGroup',
    'SetDefaultPolicyVersion',
    'UpdateAssumeRolePolicy',
    'UpdateOIDCConfig',
    'UpdatePolicy',
    'UpdateSAMLProvider',
    'UpdateUser',
  ].map((name) => `cam:${name}`),
]

/** Whether a policy, in whichever version, can play no part: it allows no step and not the goal, denies nothing, and names nobody. */
export function isPlain(policy: Policy, goal: string): boolean {
  const asked = [...STEPS, goal].flatMap((action) => readRequestAction(action) ?? [])
  return policy.versions.every(({ document }) => {
    if (/\$\{uin\}|qcs:uin/.test(document)) return false
    const { statements } = compilePolicy({ document, preset: policy.preset, creator: 1 })
    return statements.every(({ effect, bind }) => {
      const { actions } = bind({ uin: undefined, owner_uin: undefined, app_id: undefined })
      return effect === 'allow' && asked.every((action) => !anyActionMatches(actions, action, 'resource'))
    })
  })
}
