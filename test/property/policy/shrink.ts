// Makes a disagreement small enough to read: takes things away from the subject, its documents and the request, one
// at a time, for as long as the two evaluators still disagree.
import type { ContextValue, ListedRequest, PolicySource, Subject } from '../../../src/policy/types.ts'

export interface Case {
  readonly subject: Subject
  readonly request: ListedRequest
}

/** The smallest case reached from `found`. `fails` says whether a case still shows the fault; it must not throw. */
export function shrink(found: Case, fails: (smaller: Case) => boolean): Case {
  return shrinkBy(found, smallerCases, fails)
}

/** The same for cases of any kind: `smallerOf` yields cases with one thing less. */
export function shrinkBy<T>(found: T, smallerOf: (current: T) => Iterable<T>, fails: (smaller: T) => boolean): T {
  let current = found
  for (let rounds = 0; rounds < 500; rounds += 1) {
    const next = firstFailing(smallerOf(current), fails)
    if (next === undefined) return current
    current = next.smaller
  }
  return current
}

function firstFailing<T>(cases: Iterable<T>, fails: (smaller: T) => boolean): { readonly smaller: T } | undefined {
  for (const smaller of cases) if (fails(smaller)) return { smaller }
  return undefined
}

function* smallerCases({ subject, request }: Case): Generator<Case> {
  for (const smaller of smallerSubjects(subject)) yield { subject: smaller, request }
  for (const smaller of smallerRequests(request)) yield { subject, request: smaller }
}

function* smallerSubjects(subject: Subject): Generator<Subject> {
  if (subject.boundary !== undefined) yield { ...subject, boundary: undefined }
  if (subject.session !== undefined) yield { ...subject, session: undefined }
  const { identity, boundary, session } = subject
  for (const index of identity.keys()) yield { ...subject, identity: identity.toSpliced(index, 1) }
  for (const [index, source] of identity.entries()) {
    for (const smaller of smallerSources(source)) yield { ...subject, identity: identity.with(index, smaller) }
  }
  if (boundary !== undefined) for (const smaller of smallerSources(boundary)) yield { ...subject, boundary: smaller }
  if (session !== undefined) for (const smaller of smallerSources(session)) yield { ...subject, session: smaller }
}

function* smallerSources(source: PolicySource): Generator<PolicySource> {
  const parsed: unknown = JSON.parse(source.document)
  const compact = JSON.stringify(parsed)
  if (compact.length < source.document.length) yield { ...source, document: compact }
  for (const smaller of smallerValues(parsed)) yield { ...source, document: JSON.stringify(smaller) }
}

/** The value with one member or element left out, at any depth; a list of one also as its element. */
export function* smallerValues(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    if (value.length === 1) yield value[0]
    if (value.length > 1) for (const index of value.keys()) yield value.toSpliced(index, 1)
    for (const [index, element] of value.entries()) {
      for (const smaller of smallerValues(element)) yield value.with(index, smaller)
    }
  } else if (typeof value === 'object' && value !== null) {
    const members: [string, unknown][] = Object.entries(value)
    for (const index of members.keys()) yield Object.fromEntries(members.toSpliced(index, 1))
    for (const [index, [name, member]] of members.entries()) {
      for (const smaller of smallerValues(member)) yield Object.fromEntries(members.with(index, [name, smaller]))
    }
  }
}

function* smallerRequests(request: ListedRequest): Generator<ListedRequest> {
  if (request.resources.length > 1) {
    for (const index of request.resources.keys()) yield { ...request, resources: request.resources.toSpliced(index, 1) }
  }
  for (const context of smallerContexts(request.context)) yield { ...request, context }
}

/** The context without one of its keys, or without one of several values of a key. */
export function* smallerContexts(context: ReadonlyMap<string, ContextValue>): Generator<Map<string, ContextValue>> {
  for (const [key, value] of context) {
    const entries = [...context]
    yield new Map(entries.filter(([name]) => name !== key))
    if (typeof value !== 'object') continue
    for (const index of value.keys()) {
      const shorter = value.toSpliced(index, 1)
      yield new Map(entries.map(([name, old]) => [name, name === key ? shorter : old]))
    }
  }
}
