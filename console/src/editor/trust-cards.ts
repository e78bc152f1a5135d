// A trust policy as a form: whom each statement lets in, of four kinds, and under which conditions. A text that says anything
// else does not fit and stays a text.
import {
  type CardCondition,
  conditionMember,
  conditionsOf,
  isMembers,
  type Members,
  named,
  parsed,
  textsOf,
} from './cards.ts'

export const trustKinds = ['account', 'service', 'saml', 'oidc'] as const
export type TrustKind = (typeof trustKinds)[number]

export interface TrustCard {
  readonly kind: TrustKind
  /** As the statement names them. */
  readonly names: readonly string[]
  readonly conditions: readonly CardCondition[]
  /** Other elements. */
  readonly rest: Members
}
export interface TrustCards {
  readonly cards: readonly TrustCard[]
  readonly rest: Members
}

const calls: Readonly<Record<TrustKind, string>> = {
  account: 'name/sts:AssumeRole',
  service: 'name/sts:AssumeRole',
  saml: 'name/sts:AssumeRoleWithSAML',
  oidc: 'name/sts:AssumeRoleWithWebIdentity',
}
const members: Readonly<Record<TrustKind, string>> = {
  account: 'qcs',
  service: 'service',
  saml: 'federated',
  oidc: 'federated',
}

export const emptyTrust: TrustCard = { kind: 'account', names: [], conditions: [], rest: {} }

/** `undefined`: the text says something that the form cannot, or is no trust policy. */
export function trustCardsOf(text: string): TrustCards | undefined {
  const document = parsed(text)
  if (!isMembers(document)) return undefined
  const { statement, ...rest } = named(document)
  if (statement === undefined) return undefined
  const cards = (Array.isArray(statement) ? statement : [statement]).map(cardOf)
  const whole = cards.filter((card) => card !== undefined)
  return whole.length === cards.length ? { cards: whole, rest } : undefined
}

export function textOfTrust({ cards, rest }: TrustCards): string {
  return JSON.stringify({ ...rest, statement: cards.map(statementOf) }, null, 2)
}

function statementOf({ kind, names, conditions, rest }: TrustCard): Members {
  return {
    effect: 'allow',
    action: [calls[kind]],
    principal: { [members[kind]]: names },
    ...conditionMember(conditions),
    ...rest,
  }
}

function cardOf(statement: unknown): TrustCard | undefined {
  if (!isMembers(statement)) return undefined
  const { effect, action, principal, condition = {}, ...rest } = named(statement)
  const [actions, conditions] = [textsOf(action), conditionsOf(condition)]
  if (effect !== 'allow' || actions?.length !== 1 || conditions === undefined || !isMembers(principal)) return undefined
  const [[member, value] = [], ...others] = Object.entries(principal)
  const names = textsOf(value)
  if (names === undefined || others.length > 0) return undefined
  const call = plain(actions[0] ?? '')
  const kind = trustKinds.find(
    (one) => members[one] === member && plain(calls[one]) === call && names.every((name) => isOf(one, name)),
  )
  return kind && { kind, names, conditions, rest }
}

const plain = (action: string): string => action.toLowerCase().replace(/^name\//, '')

function isOf(kind: TrustKind, name: string): boolean {
  if (kind === 'saml' || kind === 'oidc') return name.includes(`:${kind}-provider/`)
  return true
}

/** What somebody typed as a statement names it: a bare account number is the account's root, a bare name a provider of ours. */
export function trustName(kind: TrustKind, typed: string, account: number): string {
  const text = typed.trim()
  if (kind === 'account') return /^\d+$/.test(text) ? `qcs::cam::uin/${text}:root` : text
  if (kind === 'service' || text.includes(':')) return text
  return `qcs::cam::uin/${account}:${kind}-provider/${text.replace(/^(?:saml|oidc)-provider\//, '')}`
}

/** A provider that vouches for programs, and what its tokens say. */
export interface TokenProvider {
  readonly name: string
  readonly issuer: string
  readonly audiences: readonly string[]
}
export interface Providers {
  readonly saml: readonly string[]
  readonly oidc: readonly TokenProvider[]
}

/** With those conditions that a statement must have that trusts a provider of tokens, where the provider is known. */
export function withTokenConditions(card: TrustCard, providers: readonly TokenProvider[]): TrustCard {
  const provider = providers.find(({ name }) => card.names.includes(name))
  if (card.kind !== 'oidc' || provider === undefined) return card
  const wanted: readonly CardCondition[] = [
    { operator: 'string_equal', key: 'oidc:iss', values: [provider.issuer] },
    { operator: 'string_equal', key: 'oidc:aud', values: provider.audiences },
  ]
  const missing = wanted.filter(({ key }) => card.conditions.every((one) => one.key !== key))
  return { ...card, conditions: [...card.conditions, ...missing] }
}
