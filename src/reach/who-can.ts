// Who may do something now, of a whole population: each principal's own program is asked, so that the answer is the server's.
// Nobody is passed over in silence; what depends on keys that nobody gave is said as conditions.
import type { ContextValue } from '../policy/index.ts'
import type { Judge } from './judge.ts'
import { everybody, idleReason, type Population, subjectOf, type Who } from './population.ts'
import { asking, type Question, type Rights } from './residual.ts'

export interface Holder extends Rights {
  readonly who: Who
  /** Why it cannot use the right at this moment: no key, or quarantine. */
  readonly idle: string | undefined
  /** Its policies name `${uin}`: what a session of this role may do depends on who asked for it as well. */
  readonly perCaller: boolean
}

export interface WhoCan {
  readonly holders: readonly Holder[]
  /** How many were asked: everybody but message recipients. */
  readonly asked: number
  /** What the answer does not cover, and why. */
  readonly leftOut: readonly string[]
}

/** Throws a `RangeError` that says what is wrong with the question. */
export function whoCan({ population, programsAbout }: Judge, question: Question): WhoCan {
  const ask = asking(question, { account: population.account, appId: population.appId })
  const programOf = programsAbout(question.action, question.granularity)
  const holders: Holder[] = []
  const all = everybody(population)
  const perCaller: string[] = []
  for (const who of all) {
    const program = programOf(who)
    if (program === undefined) continue
    const rights = ask(program, keysKnownOf(population, who))
    const depends = who.kind === 'role' && namesCaller(population, who)
    if (depends && rights.answer !== 'all') perCaller.push(population.roles.get(who.roleId)?.name ?? who.roleId)
    if (rights.answer === 'none') continue
    holders.push({ ...rights, who, idle: idleReason(population, who), perCaller: depends })
  }
  return { holders, asked: all.length, leftOut: leftOut(population, perCaller) }
}

/** Condition keys that every request of somebody carries. */
export function keysKnownOf({ account, roles }: Population, who: Who): ReadonlyMap<string, ContextValue> {
  const own = new Map<string, ContextValue>([['qcs:owner_uin', String(account)]])
  if (who.kind === 'root') return own.set('qcs:uin', String(account))
  if (who.kind === 'user') return own.set('qcs:uin', String(who.uin))
  if (who.uin !== undefined) own.set('qcs:uin', String(who.uin))
  return own.set('sts:role_id', who.roleId).set('sts:role_name', roles.get(who.roleId)?.name ?? '')
}

/** Whether what a session may do depends on the number of whoever asked for it. */
function namesCaller(population: Population, who: Who): boolean {
  const { identity, boundary } = subjectOf(population, who)
  return [...identity, ...(boundary === undefined ? [] : [boundary])].some(({ document }) => document.includes(CALLER))
}
const CALLER = `\${uin}`

function leftOut({ users }: Population, perCaller: readonly string[]): readonly string[] {
  const recipients = [...users.values()].filter(({ kind }) => kind === 'recipient').length
  return [
    ...(recipients === 0 ? [] : [`${recipients} message recipients, who can neither call nor have policies`]),
    ...(perCaller.length === 0
      ? []
      : [`what sessions of ${perCaller.join(', ')} may do by the number of whoever asks for them (\${uin})`]),
  ]
}
