// What a change of an account gives to each user and role and takes from it, proven over all requests: by everything that is in
// force for it before and after, that of its groups and its boundary included. What is not known is said to be so.
import {
  assemble,
  decide,
  type ListedRequest,
  noNewAccess,
  type PolicySource,
  PROOF_SUBJECT,
  type Proof,
  type ProofPolicy,
  type ProofSubject,
} from '../policy/index.ts'
import { type Estate, gapAt, nameKey, type PolicyRef, presetOf, refKey } from './model.ts'
import { type Numbers, withNumbers } from './names.ts'

export interface AccessParts {
  readonly before: Estate
  readonly after: Estate
  /** Of everything that is there before or after. */
  readonly numbers: Numbers
  /** Text of a preset, or `undefined` where nobody can say it. */
  presetDocument(name: string): string | undefined
  /** A request like the one that was found, with names that exist. */
  readonly known?: ((request: ListedRequest, alike: (other: ListedRequest) => boolean) => ListedRequest) | undefined
}

export interface AccessChange {
  /** Such as `user alice`. */
  readonly principal: string
  readonly newAccess: Proof
  readonly lostAccess: Proof
  /** Whoever may use the role may be somebody else. */
  readonly trustChanged?: true
}

interface Force {
  readonly policies: readonly ProofPolicy[]
  readonly boundary: ProofPolicy | undefined
}
/** `texts`: what is known of it, to tell whether that changes. */
type InForce = Force | { readonly why: string; readonly texts: unknown }

/** Every user and role whose policies in force are not the same texts before and after. */
export function accessChanges(parts: AccessParts): readonly AccessChange[] {
  const remembered = new Map<string, Proof>()
  const { numbers } = parts
  const before = indexOf(parts.before)
  const after = indexOf(parts.after)
  const made: AccessChange[] = []
  for (const kind of ['user', 'role'] as const) {
    const names = new Map([...before[kind], ...after[kind]].map(([key, { name }]) => [key, name]))
    for (const [key, name] of [...names].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
      const [old, now] = [before, after].map((index) => inForce(index, kind, key, numbers, parts))
      const trust = trustOf(before, key) !== trustOf(after, key)
      const changed = JSON.stringify(old) !== JSON.stringify(now) || (kind === 'role' && trust)
      if (!changed || old === undefined || now === undefined) continue
      const subject = subjectOf(kind, name, numbers)
      made.push({
        principal: `${kind} ${name}`,
        newAccess: proven(now, old, subject, parts, remembered),
        lostAccess: proven(old, now, subject, parts, remembered),
        ...(kind === 'role' && trust && { trustChanged: true as const }),
      })
    }
  }
  return made
}

interface Index {
  readonly estate: Estate
  readonly user: ReadonlyMap<string, Holder>
  readonly role: ReadonlyMap<string, Holder>
  readonly policies: ReadonlyMap<string, string>
  /** Groups by the key of a member. */
  readonly groupsOf: ReadonlyMap<string, readonly Holder[]>
}
interface Holder {
  readonly name: string
  readonly policies: readonly PolicyRef[]
  readonly boundary?: PolicyRef | undefined
}

function indexOf(estate: Estate): Index {
  const keyed = <T extends { readonly name: string }>(list: readonly T[]) =>
    new Map(list.map((one) => [nameKey(one.name), one]))
  const groupsOf = new Map<string, Holder[]>()
  for (const group of estate.groups) {
    for (const member of group.members) groupsOf.set(nameKey(member), [...(groupsOf.get(nameKey(member)) ?? []), group])
  }
  const policies = new Map(estate.policies.map(({ name, document }) => [nameKey(name), document]))
  return { estate, user: keyed(estate.users), role: keyed(estate.roles), policies, groupsOf }
}

const trustOf = ({ estate }: Index, key: string): string | undefined =>
  estate.roles.find(({ name }) => nameKey(name) === key)?.trust

/** Somebody who is not there has no access. */
const nothing: Force = { policies: [], boundary: undefined }

function inForce(index: Index, kind: 'user' | 'role', key: string, numbers: Numbers, parts: AccessParts): InForce {
  const holder = index[kind].get(key)
  if (holder === undefined) return nothing
  const groups = kind === 'user' ? (index.groupsOf.get(key) ?? []) : []
  const refs = [holder, ...groups].flatMap(({ policies }) => policies)
  const distinct = [...new Map(refs.map((ref) => [refKey(ref), ref])).values()]
  const texts = distinct.toSorted().map((ref) => documentOf(index, ref, numbers, parts))
  const boundary = holder.boundary === undefined ? undefined : documentOf(index, holder.boundary, numbers, parts)
  const why = openFor(index, kind, holder.name, groups)
  if (why !== undefined) return { why, texts: [texts, boundary] }
  const known: ProofPolicy[] = []
  for (const text of texts) {
    if ('why' in text) return { why: text.why, texts: [texts, boundary] }
    known.push(text)
  }
  if (boundary !== undefined && 'why' in boundary) return { why: boundary.why, texts: [texts, boundary] }
  return { policies: known, boundary }
}

/** What keeps the policies in force from being known. */
function openFor(
  { estate }: Index,
  kind: 'user' | 'role',
  name: string,
  groups: readonly Holder[],
): string | undefined {
  const paths = [
    ...['boundary', 'policies'].map((member) => `${kind}s/${name}/${member}`),
    ...(kind === 'user' ? ['groups', ...estate.groups.map((group) => `groups/${group.name}/members`)] : []),
    ...groups.map((group) => `groups/${group.name}/policies`),
  ]
  for (const path of paths) {
    const gap = gapAt(estate.incomplete, path)
    if (gap !== undefined) return `${gap.what} could not be read: ${gap.why}`
  }
  return undefined
}

type Found = { readonly document: string; readonly preset: boolean } | { readonly why: string }

function documentOf({ policies, estate }: Index, ref: PolicyRef, numbers: Numbers, parts: AccessParts): Found {
  const preset = presetOf(ref)
  if (preset !== undefined) {
    const document = parts.presetDocument(preset)
    return document === undefined ? { why: `the text of ${ref} is not known` } : { document, preset: true }
  }
  const document = policies.get(nameKey(ref))
  const gap = gapAt(estate.incomplete, `policies/${ref}`)
  if (document === undefined) return { why: gap === undefined ? `there is no policy ${ref}` : gap.why }
  const { text, missing } = withNumbers(document, numbers)
  const [first] = missing
  if (first !== undefined) return { why: `policy ${ref} names ${first.kind} ${first.name}, of which nothing is known` }
  return { document: text, preset: false }
}

// ——— proofs ———

function proven(
  one: InForce,
  other: InForce,
  subject: ProofSubject,
  { known = (request) => request }: AccessParts,
  remembered: Map<string, Proof>,
): Proof {
  if ('why' in one) return { answer: 'unknown', why: one.why }
  if ('why' in other) return { answer: 'unknown', why: other.why }
  // Only variables look at who asks.
  const texts = JSON.stringify([one, other])
  const key = texts.includes('${') ? JSON.stringify([texts, subject]) : texts
  const before = remembered.get(key)
  if (before !== undefined) return before
  const asks = subject.uin === undefined && /\$\{[\w:]*uin\}/i.test(texts)
  const proof = asks ? forWhoever(one, other, subject) : noNewAccess(one, other, { subject })
  const made: Proof =
    proof.answer === 'no'
      ? { ...proof, counterexample: known(proof.counterexample, (request) => differs(one, other, subject, request)) }
      : proof
  remembered.set(key, made)
  return made
}

/** Sessions of a role have the number of whoever uses it, or none: one that is found counts, that there is none does not. */
function forWhoever(one: Force, other: Force, subject: ProofSubject): Proof {
  for (const uin of [undefined, PROOF_SUBJECT.uin]) {
    const proof = noNewAccess(one, other, { subject: { ...subject, uin } })
    if (proof.answer !== 'yes') return proof
  }
  return { answer: 'unknown', why: 'its policies ask for the number of whoever uses the role' }
}

const differs = (one: Force, other: Force, subject: ProofSubject, request: ListedRequest): boolean =>
  allows(one, subject, request) && !allows(other, subject, request)

function allows({ policies, boundary }: Force, subject: ProofSubject, request: ListedRequest): boolean {
  const source = (policy: ProofPolicy, index: number): PolicySource => {
    const { document, preset = false } = typeof policy === 'string' ? { document: policy } : policy
    const face = { policyId: index + 1, policyName: '', versionId: 1, creator: subject.account }
    return { ...face, document, preset, via: { kind: 'direct' } }
  }
  const limit = boundary === undefined ? undefined : source(boundary, policies.length)
  const identity = policies.map(source)
  const program = assemble({ kind: 'user', ...subject, identity, boundary: limit, session: undefined })
  return decide(program, request).effect === 'allow'
}

function subjectOf(kind: 'user' | 'role', name: string, numbers: Numbers): ProofSubject {
  const uin = kind === 'user' ? numbers.numberOf('user', name) : undefined
  return {
    uin: uin === undefined ? undefined : Number(uin),
    account: Number(numbers.account),
    appId: Number(numbers.appId),
  }
}

/** Numbers of the account, and made up ones for what has none yet; unlike any that the account has. */
export function withInvented(
  numbers: Numbers,
  estates: readonly Estate[],
): Numbers & { readonly invented: readonly (readonly [number: string, name: string])[] } {
  const made = new Map<string, string>()
  for (const kind of ['user', 'group', 'policy', 'role'] as const) {
    for (const { name } of estates.flatMap((estate) => listOf(estate, kind))) {
      const key = `${kind}:${nameKey(name)}`
      if (numbers.numberOf(kind, name) !== undefined || made.has(key)) continue
      made.set(key, String((kind === 'role' ? 4_880_000_000_000_000 : 990_000_000_000) + made.size))
    }
  }
  return {
    ...numbers,
    numberOf: (kind, name) => numbers.numberOf(kind, name) ?? made.get(`${kind}:${nameKey(name)}`),
    invented: [...made].map(([key, number]) => [number, `<${key}>`]),
  }
}

const listOf = (estate: Estate, kind: 'user' | 'group' | 'policy' | 'role'): readonly { readonly name: string }[] =>
  ({ user: estate.users, group: estate.groups, policy: estate.policies, role: estate.roles })[kind]
