// Whether a call would be let through, as this server checks it: on `*` or on what it names, with the keys that its own calls carry.
// What is found is decided by the engine itself before it is believed.
import { type ContextValue, decide, type Granularity, type Program } from '../../policy/index.ts'
import type { Owner } from '../../policy/resource.ts'
import type { Judge } from '../judge.ts'
import type { Who } from '../population.ts'
import { type Ask, asking, existenceOf, nothingKept } from '../residual.ts'
import { keysKnownOf } from '../who-can.ts'
import type { Check, Move, ServerRules, Step } from './terms.ts'

type Keys = ReadonlyMap<string, ContextValue>

/** `unknown`: nothing says that it is refused, and nothing that it is allowed. */
export type Permit = Omit<Step, 'move'> | 'refused' | 'unknown'

/** Questions of one search; what was prepared for one state serves the others. */
export interface Permits {
  /** A move, where it is allowed, with the keys that it must be made with. */
  step(judge: Judge, move: Move): Step | 'refused' | 'unknown'
  /** A call of an operation that is checked on `*`. */
  onStar(judge: Judge, who: Who, action: string): Permit
  /** Whether there is any segment under a pattern on which somebody may, be it on conditions. */
  isOut(judge: Judge, who: Who, action: string, pattern: string): boolean
  /** Whether somebody may make a call on a user of an action that is checked on the user. */
  opens(judge: Judge, who: Who, action: string, uin: number): boolean
  /** Some resource of ours in a pattern of last segments for which somebody may: its last segment. */
  someSegment(judge: Judge, who: Who, action: string, pattern: string): string | undefined
}

/** Every call carries an address and a moment; others come with sessions. */
const ALWAYS = ['qcs:ip', 'qcs:current_time'] as const
const OF_SESSIONS = /^sts:(?:session_name|source_identity|session_tag\/.+)$/

/** Keys that calls of our own API can carry, besides those that are known of the caller. */
export const carriedBy =
  (who: Who) =>
  (key: string): boolean =>
    ALWAYS.some((one) => one === key) || (who.kind === 'role' && OF_SESSIONS.test(key))

/** Without a second factor, and with one. */
export const FACTORS: readonly (readonly (readonly [key: string, value: string])[])[] = [
  [
    ['qcs:mfa', 'false'],
    ['mfa', '0'],
  ],
  [
    ['qcs:mfa', 'true'],
    ['mfa', '1'],
  ],
]

/** What whoever calls chooses freely is no condition. */
const CHOSEN = /^(?:sts:(?:external_id|role_session_name)|saml:.*|oidc:.*)$/

interface Asking {
  readonly owner: Owner
  readonly rules: ServerRules
  readonly context: Keys
  /** Whether calls count that are allowed on conditions only. */
  readonly conditional: boolean
  /** What was found of a program holds in every state in which somebody has it. */
  readonly found: WeakMap<Program, Map<string, Permit>>
  readonly open: WeakMap<Program, Map<string, boolean>>
  ask(who: Who, action: string, resource: string, granularity: Granularity, pattern?: boolean): Ask
}

/** `context`: keys that are known of all requests. `conditional`: whether calls count that are allowed on conditions only. */
export function permitsOf(owner: Owner, rules: ServerRules, context: Keys, conditional: boolean): Permits {
  const asks = new Map<string, Ask>()
  const [ofRoles, ofOthers] = [nothingKept(), nothingKept()]
  const asker: Asking = {
    owner,
    rules,
    context,
    conditional,
    found: new WeakMap(),
    open: new WeakMap(),
    ask(who, action, resource, granularity, pattern = false) {
      const key = `${who.kind} ${action} ${granularity} ${pattern} ${resource}`
      const known = asks.get(key)
      if (known !== undefined) return known
      const carries = carriedBy(who)
      const asked = { action, resource, granularity, pattern, context, closed: false, carries, always: ALWAYS }
      const made = asking(asked, owner, who.kind === 'role' ? ofRoles : ofOthers)
      asks.set(key, made)
      return made
    },
  }
  return {
    step: (judge, move) => stepOf(asker, judge, move),
    onStar: (judge, who, action) => permit(asker, judge, { as: who, action, check: STAR }, NO_KEYS),
    isOut: (judge, who, action, pattern) => isOut(asker, judge, who, action, pattern),
    opens: (judge, who, action, uin) => opens(asker, judge, who, action, uin),
    someSegment: (judge, who, action, pattern) => someSegment(asker, judge, who, action, pattern),
  }
}

const whole = ({ owner }: Asking, segment: string): string => `qcs::cam::uin/${owner.account}:${segment}`

function someSegment(asker: Asking, judge: Judge, who: Who, action: string, pattern: string): string | undefined {
  const own = new Map([...keysKnownOf(judge.population, who), ...(FACTORS[0] ?? [])])
  const ask = asker.ask(who, action, whole(asker, pattern), 'resource', true)
  const { answer, example } = ask(judge.programOf(who), own)
  if (answer === 'all') return pattern.replaceAll('*', 'opencam-path')
  const resource = example.find(([key]) => key === 'resource')?.[1]
  return answer === 'some' && typeof resource === 'string' ? resource.split(':').slice(5).join(':') : undefined
}

/** Whether somebody may on no resource of ours in a pattern of last segments, whatever else the call says. */
function isOut(asker: Asking, judge: Judge, who: Who, action: string, pattern: string): boolean {
  const ask = asker.ask(who, action, whole(asker, pattern), 'resource', true)
  const program = judge.programOf(who)
  const own = keysKnownOf(judge.population, who)
  const isSaid = ['mfa', 'qcs:mfa'].some((key) => asker.context.has(key))
  return (isSaid ? [[]] : FACTORS).every((factor) => ask(program, new Map([...own, ...factor])).answer === 'none')
}

function opens(asker: Asking, judge: Judge, who: Who, action: string, uin: number): boolean {
  const program = judge.programOf(who)
  const known = asker.open.get(program) ?? new Map<string, boolean>()
  const key = `${action} ${uin}`
  const check: Check = { kind: 'own', level: 'resource', segments: [`uin/${uin}`] }
  const found = known.get(key) ?? typeof searchPermit(asker, judge, { as: who, action, check }, NO_KEYS) !== 'string'
  asker.open.set(program, known.set(key, found))
  return found
}

function stepOf(asker: Asking, judge: Judge, move: Move): Step | 'refused' | 'unknown' {
  const said = new Map((move.with ?? []).filter(([key]) => !CHOSEN.test(key)))
  if (!asker.conditional && said.size > 0) return 'refused'
  const found = permit(asker, judge, move, said)
  if (typeof found !== 'string') return { ...found, move, conditions: [...new Map([...said, ...found.conditions])] }
  const both = said.size === 0 ? found : together(asker, judge, move)
  return typeof both === 'string' ? both : { ...both, move }
}

const STAR: Check = { kind: 'own', level: 'operation', segments: [] }
const NO_KEYS: Keys = new Map()

type Asked = Pick<Move, 'as' | 'action' | 'check'>

function permit(asker: Asking, judge: Judge, move: Asked, said: Keys): Permit {
  const { as, action, check } = move
  const program = judge.programOf(as)
  const on = check.kind === 'own' ? [check.level, ...check.segments] : check.kind === 'names' ? check.names : []
  const key = [action, check.kind, ...on, ...[...said].flat()].join(' ')
  const known = asker.found.get(program) ?? new Map<string, Permit>()
  const found = known.get(key) ?? searchPermit(asker, judge, move, said)
  asker.found.set(program, known.set(key, found))
  return found
}

/** `said`: keys that the call must be made with for others to allow it. */
function searchPermit(asker: Asking, judge: Judge, { as, action, check }: Asked, said: Keys): Permit {
  if (check.kind === 'open') return { resources: [], by: undefined, conditions: [] }
  const own = new Map([...keysKnownOf(judge.population, as), ...said])
  const isSaid = ['mfa', 'qcs:mfa'].some((key) => asker.context.has(key) || said.has(key))
  let unsure = false
  for (const factor of isSaid ? [[]] : FACTORS) {
    const shown = factor === FACTORS[1]
    if (shown && !asker.conditional) break
    const call = { who: as, action, program: judge.programOf(as), own: new Map([...own, ...factor]) }
    const found = check.kind === 'names' ? permitNames(asker, call, check.names) : permitAll(asker, call, check)
    if (found === 'unknown') unsure = true
    else if (found !== 'refused') return shown ? { ...found, conditions: [...factor, ...found.conditions] } : found
  }
  return unsure ? 'unknown' : 'refused'
}

interface Call {
  readonly who: Who
  readonly action: string
  readonly program: Program
  readonly own: Map<string, ContextValue>
}

/** Every resource must be allowed. */
function permitAll(asker: Asking, call: Call, { level, segments }: Extract<Check, { kind: 'own' }>): Permit {
  const { rules, conditional, context } = asker
  const { who, action, program, own } = call
  const onStar = level === 'operation' && (rules.resourceLevel === 'vendor' || segments.length === 0)
  const resources = onStar ? ['*'] : [...new Set(segments.map((segment) => whole(asker, segment)))]
  const granularity = onStar ? 'operation' : 'resource'
  const needed: (readonly [string, ContextValue])[] = []
  for (const resource of resources) {
    const { answer, example } = asker.ask(who, action, resource, granularity)(program, own)
    if (answer === 'none' || (answer === 'some' && !conditional)) return 'refused'
    if (answer === 'unknown') return 'unknown'
    needed.push(...example)
  }
  const keys = new Map([...own, ...context, ...needed])
  const decision = decide(program, { action, resources, granularity, context: keys })
  if (decision.effect === 'allow') return { resources, by: decision.by, conditions: [...new Map(needed)] }
  // Conditions of one resource stand in the way of another one's.
  return needed.length === 0 ? 'refused' : 'unknown'
}

/** One name must be allowed and none denied. */
function permitNames(asker: Asking, call: Call, names: readonly string[]): Permit {
  const { conditional, context } = asker
  const { who, action, program, own } = call
  let unsure = false
  for (const name of names) {
    const { answer, example } = asker.ask(who, action, name, 'resource')(program, own)
    if (answer === 'unknown') unsure = true
    if (answer === 'unknown' || answer === 'none' || (answer === 'some' && !conditional)) continue
    const keys = new Map([...own, ...context, ...example])
    const verdict = (one: string) =>
      decide(program, { action, resources: [one], granularity: 'resource', context: keys })
    const denied = names.some((one) => verdict(one).cause === 'explicit-deny')
    if (!denied && othersFree(asker, call, names, name)) {
      return { resources: [...names], by: verdict(name).by, conditions: example }
    }
    unsure ||= example.length > 0
  }
  return unsure ? 'unknown' : 'refused'
}

/** Whether no other name is denied on conditions: only asked where conditions do not count. */
function othersFree(
  asker: Asking,
  { who, action, program, own }: Call,
  names: readonly string[],
  allowed: string,
): boolean {
  if (asker.conditional) return true
  return names.every((name) => {
    if (name === allowed) return true
    const { answer, layers } = asker.ask(who, action, name, 'resource')(program, own)
    return answer !== 'some' || layers.every(({ deny }) => deny.length === 0)
  })
}

/** The caller's policies and the trust of the role have conditions that must hold together. */
function together(asker: Asking, judge: Judge, { as, action, check, trust }: Move): Permit {
  if (check.kind !== 'names' || trust?.document === undefined) return 'refused'
  const program = judge.programOf(as)
  const { owner, context } = asker
  for (const factor of FACTORS) {
    const own = new Map([...keysKnownOf(judge.population, as), ...factor])
    for (const name of check.names) {
      const { answer, layers, by } = asker.ask(as, action, name, 'resource')(program, own)
      if (answer !== 'some') continue
      const known = new Map([...own, ...context])
      const asked = { action, resource: name, granularity: 'resource', pattern: false, closed: false } as const
      const found = existenceOf(layers, { ...asked, context: known, always: ALWAYS }, owner, trust.document)
      if (found.answer !== 'yes') continue
      const keys = found.example.context
      const verdicts = check.names.map((one) => {
        return decide(program, { action, resources: [one], granularity: 'resource', context: keys })
      })
      if (verdicts.some(({ cause }) => cause === 'explicit-deny')) continue
      const more = [...keys].filter(([key]) => !known.has(key))
      const shown = factor === FACTORS[1] ? factor : []
      return { resources: [...check.names], by: by[0], conditions: [...shown, ...more] }
    }
  }
  return 'unknown'
}
