// Trust policies of the oracle. It writes down every text by which the asker could be named, and looks whether the
// statement contains one of them. It shares no code with the engine that it judges.

import type { TrustAsker } from '../trust.ts'
import type { AccountUin, Effect, RequestContext } from '../types.ts'
import { actionMatches, readAskedAction, readWrittenAction } from './action.ts'
import { readTest, testHolds, type Witness } from './condition.ts'
import { type PlainPrincipal, type PlainTrust, plainTrust } from './document.ts'
import type { Named } from './pattern.ts'

/** One question: may this asker use the role of that account, whose trust policy this is? */
export interface TrustQuestion {
  readonly document: string
  readonly owner: AccountUin
  readonly asker: TrustAsker
  readonly action: string
  readonly context: RequestContext
}

export interface ReferenceTrust {
  readonly effect: Effect
  readonly cause: 'allow' | 'explicit-deny' | 'no-allow'
}

export function referenceTrust(question: TrustQuestion, witness?: Witness): ReferenceTrust {
  return referenceTrustVerdict(referenceTrustMatches(question, witness))
}

/** Deny wins over allow, and silence refuses. */
export function referenceTrustVerdict(matching: readonly (Effect | undefined)[]): ReferenceTrust {
  if (matching.includes('deny')) return { effect: 'deny', cause: 'explicit-deny' }
  return matching.includes('allow') ? { effect: 'allow', cause: 'allow' } : { effect: 'deny', cause: 'no-allow' }
}

/** For each statement: its effect if it matches, else `undefined`. */
export function referenceTrustMatches(question: TrustQuestion, witness?: Witness): (Effect | undefined)[] {
  return plainTrust(question.document).map((statement) => {
    return statementMatches(statement, question, witness) ? statement.effect : undefined
  })
}

function statementMatches(statement: PlainTrust, question: TrustQuestion, witness: Witness | undefined): boolean {
  const { effect, actions, principals, tests } = statement
  const { asker, context, owner } = question
  const action = readAskedAction(question.action)
  const names = effect === 'allow' ? surelyNames(asker, owner) : possiblyNames(asker, owner)
  return (
    action.wellFormed &&
    actions.some((written) => actionMatches(readWrittenAction(written), action, 'resource')) &&
    principals.some((principal) => names(principal)) &&
    tests.every((test) => testHolds(readTest(test, bearer(asker)), context, effect, witness))
  )
}

type Names = (principal: PlainPrincipal) => boolean

/** What must name the asker beyond doubt before it is let in. */
function surelyNames(asker: TrustAsker, owner: AccountUin): Names {
  const texts = textsOf(asker)
  return ({ kind, text }) => {
    if (kind === 'federated' && !text.startsWith(`qcs::cam::uin/${owner}:`)) return false
    return texts.has(`${kind} ${caseless(kind, text)}`)
  }
}

/** Case means nothing in domains of products and names of roles. */
function caseless(kind: string, text: string): string {
  if (kind === 'service') return text.toLowerCase()
  const [owner = '', roleName] = text.split(':roleName/')
  return kind === 'qcs' && roleName !== undefined ? `${owner}:roleName/${roleName.toLowerCase()}` : text
}

/** What may mean the asker is enough to keep it out: everybody, a group it may belong to, another account's provider. */
function possiblyNames(asker: TrustAsker, owner: AccountUin): Names {
  const sure = surelyNames(asker, owner)
  return (principal) => {
    const { kind, text } = principal
    if (kind === 'qcs' && (text === '*' || text === 'qcs::cam::anyone:anyone')) return true
    const member = asker.kind === 'account' && asker.uin !== asker.account
    if (member && kind === 'qcs' && text.startsWith(`qcs::cam::uin/${asker.account}:groupid/`)) return true
    return sure(principal) || (asker.kind === 'federated' && kind === 'federated' && text === asker.arn)
  }
}

/** Every principal, with its kind in front, that stands for the asker. */
function textsOf(asker: TrustAsker): Set<string> {
  if (asker.kind === 'service') return new Set([`service ${asker.name.toLowerCase()}`])
  if (asker.kind === 'federated') return new Set([`federated ${asker.arn}`])
  const account = `qcs qcs::cam::uin/${asker.account}`
  // Root stands for the whole account, and its own uin is another name of it.
  const whole = [`${account}:root`, `${account}:uin/${asker.account}`]
  if (asker.kind === 'role') return new Set([...whole, `${account}:roleName/${asker.roleName.toLowerCase()}`])
  return new Set([...whole, `${account}:uin/${asker.uin}`])
}

/** What the policy variables stand for. Nobody's AppId is known here, nor who is behind the session of a role. */
function bearer(asker: TrustAsker): Named {
  const nobody = { uin: undefined, account: undefined, appId: undefined }
  if (asker.kind === 'account') return { ...nobody, uin: asker.uin, account: asker.account }
  return asker.kind === 'role' ? { ...nobody, account: asker.account } : nobody
}
