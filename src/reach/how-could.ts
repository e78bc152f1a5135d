// Who could come to do something, in steps: everybody of an account is a start, those who differ in nothing that matters share one
// answer, and each way that is told was played through on the account as it would be changed by it.
import type { Program } from '../policy/index.ts'
import { permitsOf } from './how/permit.ts'
import { isPlain, policiesOf, speaks } from './how/place.ts'
import type { Search, Way } from './how/reached.ts'
import { relaxed } from './how/relaxed.ts'
import { type Found, hopeIn, searchWay } from './how/search.ts'
import { heldKey, type ServerRules } from './how/terms.ts'
import { compiledTexts, type Judge, judgeOf, sharedPrograms, trusts } from './judge.ts'
import { everybody, idleReason, type Population, subjectOf, type User, type Who } from './population.ts'
import { type Ask, asking, type Question, type Rights } from './residual.ts'
import { type Holder, whoCan } from './who-can.ts'

export interface HowCouldQuestion extends Question {
  readonly rules: ServerRules
  readonly detoursMax: number
  readonly statesMax: number
}

/** Somebody, and everybody for whom the same is so. */
export interface Group {
  readonly who: Who
  readonly alike: readonly Who[]
}
export interface Path extends Group, Way {
  /** Whether it takes what requests do not say by themselves: an address, a moment, a second factor. */
  readonly conditional: boolean
}
/** Somebody from elsewhere whom a role trusts, from which on a way leads. */
export interface Outside {
  readonly principal: string
  readonly role: string
  readonly statement: number
}

export interface HowCould {
  /** Who may do it now, without any step. */
  readonly now: readonly Holder[]
  readonly paths: readonly Path[]
  readonly unknown: readonly (Group & { readonly why: string })[]
  /** How many could not get there in any number of steps of those that are known. */
  readonly none: number
  readonly outside: readonly Outside[]
  readonly leftOut: readonly string[]
}

/** Throws a `RangeError` that says what is wrong with the question. */
export function howCould(population: Population, question: HowCouldQuestion): HowCould {
  const compiled = compiledTexts()
  const { holders, leftOut } = whoCan(judgeOf(population, compiled), question)
  const now = new Set(
    holders.filter(({ answer, idle }) => answer === 'all' && idle === undefined).map(({ who }) => keyOf(who)),
  )
  const searchers = searchersOf(population, question, compiled)
  const paths: Path[] = []
  const unknown: HowCould['unknown'][number][] = []
  let none = 0
  const groups = groupsOfStarts(population, searchers.alike).filter(({ who }) => {
    return who.kind !== 'root' && !now.has(keyOf(who))
  })
  // What is found of those who come by the keys of others is found of these as well.
  const [mighty, others] = parted(groups, ({ who }) => searchers.takesKeys(who))
  const answers = new Map([...mighty, ...others].map((group) => [group, searchers.search(group.who)]))
  for (const group of groups) {
    const found = answers.get(group)
    if (found === undefined) continue
    if (found.answer === 'none') none += 1 + group.alike.length
    else if (found.answer === 'unknown') unknown.push({ ...group, why: found.why })
    else paths.push({ ...group, ...found.way, conditional: found.conditional })
  }
  const reaching = new Set([...holders.map(({ who }) => keyOf(who)), ...paths.map(({ who }) => keyOf(who))])
  const idle = everybody(population).filter((who) => idleReason(population, who) !== undefined).length
  return {
    now: holders,
    // Who has it on conditions needs no step for that.
    paths: paths.filter(({ steps }) => steps.length > 0),
    unknown,
    none,
    outside: outsiders(population, reaching),
    leftOut: [
      ...leftOut,
      ...(idle === 0 ? [] : [`${idle} who cannot call at all: no key, no console login, or quarantine`]),
      ...NOT_SEARCHED,
    ],
  }
}

/** Ways that are not searched, each with the reason. */
const NOT_SEARCHED = [
  'what services do with roles that are passed to them (cam:PassRole, cam:CreateServiceLinkedRole): that is up to the service',
  'sign-in by the identity provider of the whole account (cam:CreateUserSAMLConfig and its kind) and SCIM tokens',
  'keys that are turned on again (cam:UpdateAccessKey), which serve only who has their secret, and room for new ones (cam:DeleteAccessKey)',
  'rights that other accounts give',
]

const keyOf = (who: Who): string =>
  who.kind === 'role' ? `role/${who.roleId}` : who.kind === 'user' ? `user/${who.uin}` : 'root'

type Answered =
  | Extract<Found, { answer: 'unknown' }>
  | { readonly answer: 'none' }
  | { readonly answer: 'way'; readonly way: Way; readonly conditional: boolean }

function searchersOf(population: Population, question: HowCouldQuestion, compiled: ReturnType<typeof compiledTexts>) {
  const { rules, context, detoursMax, statesMax } = question
  const owner = { account: population.account, appId: population.appId }
  const alike = alikeIn(population, question)
  const base = { rules, judge: judges(compiled), trustOf: trusts(population.account), alike, detoursMax, statesMax }
  const searcher = (conditional: boolean): Search => ({
    ...base,
    conditional,
    goal: remembered(asking(question, owner)),
    resource: question.pattern || question.resource === '*' ? undefined : question.resource,
    permits: permitsOf(owner, rules, context, conditional),
  })
  const [strict, lenient] = [searcher(false), searcher(true)]
  const hopeless = new Set<string>()
  const hasHope = hopeIn(lenient, relaxed(population))
  return {
    alike,
    takesKeys(who: Who): boolean {
      const program = base.judge(population).programOf(who)
      return ['cam:CreateAccessKey', 'cam:UpdateUser'].some((action) => speaks(program, action))
    },
    search(who: Who): Answered {
      // In the account where more is possible there is nothing to branch on, so this ends soon.
      if (hopeless.has(heldKey(who)) || !hasHope(who)) return { answer: 'none' }
      const sure = searchWay(strict, population, who)
      if (sure.answer === 'way') return { ...sure, conditional: false }
      const found = searchWay(lenient, population, who)
      if (found.answer === 'way') return { ...found, conditional: true }
      if (found.answer === 'none') for (const one of found.held.keys()) hopeless.add(one)
      return found
    },
  }
}

function parted<T>(all: readonly T[], test: (one: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(test), all.filter((one) => !test(one))]
}

/** A judge for each population, with programs that all of them share. */
function judges(compiled: ReturnType<typeof compiledTexts>): (population: Population) => Judge {
  const programs = sharedPrograms(compiled)
  const kept = new WeakMap<Population, Judge>()
  return (population) => {
    const judge = kept.get(population) ?? judgeOf(population, compiled, programs)
    kept.set(population, judge)
    return judge
  }
}

/** What was answered of a program and the same keys is not asked again. */
function remembered(ask: Ask): Ask {
  const kept = new WeakMap<Program, Map<string, Rights>>()
  return (program, own = new Map()) => {
    const known = kept.get(program) ?? new Map<string, Rights>()
    const key = JSON.stringify([...own])
    const rights = known.get(key) ?? ask(program, own)
    kept.set(program, known.set(key, rights))
    return rights
  }
}

// ---- who is alike ----------------------------------------------------------------------------------------------------------

/** Users have the same text who have the same policies, unless something names one of them. */
function alikeIn(population: Population, question: HowCouldQuestion): (uin: number) => string {
  const { resource, context, action, rules } = question
  const plain = plainIn(population, action)
  const texts = [...population.policies.values()].flatMap(({ versions }) => versions.map(({ document }) => document))
  texts.push(
    ...[...population.roles.values()].map(({ trust }) => trust),
    resource,
    ...[...context.values()].map(String),
  )
  const named = new Set<string>()
  const beginnings = new Set<string>()
  for (const text of new Set(texts)) {
    for (const [, digits = '', wildcard] of text.matchAll(/(\d+)(\*?)/g)) {
      named.add(digits)
      if (wildcard === '*') beginnings.add(digits)
    }
  }
  const sameOf = (user: User): string => {
    const { keyCount, hasPassword, console, quarantined } = user
    const isPlain = rules.resourceLevel === 'vendor' && plain(user)
    const rights = isPlain ? ['plain', keyCount, hasPassword, console, quarantined] : rightsOf(user)
    return JSON.stringify([user.kind, ...rights])
  }
  const known = new Map<number, string>()
  return (uin) => {
    const found = known.get(uin)
    if (found !== undefined) return found
    const user = population.users.get(uin)
    const text = String(uin)
    const single = named.has(text) || [...beginnings].some((one) => text.startsWith(one))
    const made = user === undefined || single || namesItself(population, user) ? text : sameOf(user)
    known.set(uin, made)
    return made
  }
}

/** Users none of whose policies can play a part, as long as calls are checked on `*`. */
function plainIn(population: Population, action: string): (user: User) => boolean {
  const known = new Map<number, boolean>()
  const isPlainId = (id: number): boolean => {
    const policy = population.policies.get(id)
    const found = known.get(id) ?? (policy !== undefined && isPlain(policy, action))
    known.set(id, found)
    return found
  }
  return (user) => {
    return user.boundary === undefined && policiesOf(population, { kind: 'user', uin: user.uin }).every(isPlainId)
  }
}

const rightsOf = (user: User) => [
  user.policies,
  user.groups,
  user.boundary ?? null,
  user.keys,
  user.keyCount,
  user.console,
  user.hasPassword,
  user.quarantined,
]

function namesItself(population: Population, { uin }: User): boolean {
  const { identity, boundary } = subjectOf(population, { kind: 'user', uin })
  const texts = [...identity, ...(boundary === undefined ? [] : [boundary])].map(({ document }) => document)
  return texts.some((text) => text.includes(`\${uin}`) || text.includes('qcs:uin'))
}

function groupsOfStarts(population: Population, alike: (uin: number) => string): readonly Group[] {
  const starts = everybody(population).filter((who) => idleReason(population, who) === undefined)
  const groups = Map.groupBy(starts, (who) => (who.kind === 'user' ? `user ${alike(who.uin)}` : keyOf(who)))
  return [...groups.values()].flatMap(([who, ...others]) => (who === undefined ? [] : [{ who, alike: others }]))
}

// ---- from elsewhere --------------------------------------------------------------------------------------------------------

/** Accounts, services and identity providers that may use a role from which it can be reached. */
function outsiders({ account, roles }: Population, reaching: ReadonlySet<string>): readonly Outside[] {
  const trustOf = trusts(account)
  return [...roles.values()].flatMap((role) => {
    if (!reaching.has(`role/${role.roleId}`)) return []
    return trustOf(role.trust).statements.flatMap(({ effect, principals, index }) =>
      principals.flatMap(({ principal }) => {
        const name = effect === 'allow' ? elsewhere(principal, account) : undefined
        return name === undefined ? [] : [{ principal: name, role: role.name, statement: index }]
      }),
    )
  })
}

type Principal = ReturnType<ReturnType<typeof trusts>>['statements'][number]['principals'][number]['principal']

function elsewhere(principal: Principal, account: number): string | undefined {
  switch (principal.kind) {
    case 'service':
      return `service ${principal.name}`
    case 'provider':
      return `whoever ${principal.protocol} provider ${principal.name} vouches for`
    case 'root':
      return principal.account === account ? undefined : `account ${principal.account}`
    case 'user':
      return principal.account === account ? undefined : `user ${principal.uin} of account ${principal.account}`
    case 'role':
      return principal.account === account ? undefined : `role ${principal.roleName} of account ${principal.account}`
    default:
      return undefined
  }
}
