// Carries out a remedy: the policies and the request as they would be. Texts are edited as JSON, so that whatever an edit
// does not name stays as it was spelled.

import { compilePolicy } from '../compile.ts'
import { type JsonNode, type JsonObject, printJson, readJson } from '../json.ts'
import type { AccessRequest, PolicySource, Subject } from '../types.ts'
import { type Edit, isKeyEdit, overlaid, overlayOf, type PolicyEdit } from './edit.ts'

export interface Remedied {
  readonly subject: Subject
  readonly request: AccessRequest
  /** The policies whose text is another one now, and new ones. */
  readonly changed: readonly PolicySource[]
}

/** A policy is edited wherever it is attached. Of a preset that is a copy in its place. */
export function applyRemedy(subject: Subject, request: AccessRequest, edits: readonly Edit[]): Remedied {
  const changed: PolicySource[] = []
  const policies = edits.filter((edit) => !isKeyEdit(edit))
  const edited = (source: PolicySource): PolicySource | undefined => {
    const own = policies.filter((edit) => isAbout(edit, source))
    if (own.length === 0) return source
    // A text that cannot be read denies everything; whatever was meant by it, an edit begins it anew.
    const readable = compilePolicy(source).problems.length === 0
    const document = editedText(readable ? source.document : '', own)
    if (document === undefined) return undefined
    const fresh = { ...source, document }
    changed.push(fresh)
    return fresh
  }
  const identity = subject.identity.flatMap((source) => edited(source) ?? [])
  const limits = { boundary: limited(subject.boundary, edited), session: limited(subject.session, edited) }
  const added = policies.flatMap((edit) => newPolicy(edit, subject) ?? [])
  return {
    subject: { ...subject, ...limits, identity: [...identity, ...added] },
    request: withKeys(request, edits),
    changed: [...changed, ...added],
  }
}

function limited(source: PolicySource | undefined, edited: (source: PolicySource) => PolicySource | undefined) {
  return source && edited(source)
}

function withKeys(request: AccessRequest, edits: readonly Edit[]): AccessRequest {
  const overlay = overlayOf(edits)
  const { contextOf } = request
  return {
    ...request,
    context: overlaid(request.context, overlay),
    ...(contextOf && { contextOf: (resource: string) => overlaid(contextOf(resource), overlay) }),
  }
}

function isAbout(edit: PolicyEdit, { policyId, policyName, versionId }: PolicySource): boolean {
  const policy = edit.kind === 'add-statement' ? edit.policy : edit.by
  return policy?.policyId === policyId && policy.policyName === policyName && policy.versionId === versionId
}

function newPolicy(edit: PolicyEdit, { account }: Subject): PolicySource | undefined {
  if (edit.kind !== 'add-statement' || edit.policy !== undefined) return undefined
  const document = printJson(documentOf([statementOf(edit)]))
  const face = { policyId: 0, policyName: 'new policy', versionId: 1, preset: false, creator: account }
  return { ...face, document, via: { kind: 'direct' } }
}

type Added = Extract<PolicyEdit, { kind: 'add-statement' }>

const text = (value: string): JsonNode => ({ kind: 'string', at: 0, value })
const list = (values: readonly string[]): JsonNode => ({ kind: 'array', at: 0, items: values.map(text) })
const object = (members: readonly (readonly [string, JsonNode])[]): JsonObject => {
  return { kind: 'object', at: 0, members: members.map(([name, value]) => ({ name, at: 0, value })) }
}

function statementOf({ action, resources }: Added): JsonNode {
  return object([
    ['effect', text('allow')],
    ['action', text(action)],
    ['resource', list(resources)],
  ])
}

function documentOf(statements: readonly JsonNode[]): JsonObject {
  return object([
    ['version', text('2.0')],
    ['statement', { kind: 'array', at: 0, items: statements }],
  ])
}

/** `undefined`: no statement is left. */
function editedText(document: string, edits: readonly PolicyEdit[]): string | undefined {
  const read = readJson(document)
  const root = 'node' in read && read.node.kind === 'object' ? read.node : documentOf([])
  const whole = member(root, 'statement')
  const statements = whole === undefined ? [] : whole.kind === 'array' ? whole.items : [whole]
  const kept = statements.flatMap((statement, index) => {
    const own = edits.filter((edit) => edit.kind !== 'add-statement' && edit.by.statement === index)
    return own.reduce<readonly JsonNode[]>((now, edit) => now.flatMap((one) => editedStatement(one, edit)), [statement])
  })
  const added = edits.filter((edit) => edit.kind === 'add-statement').map(statementOf)
  const items = [...kept, ...added]
  const [only] = items
  if (only === undefined) return undefined
  if (whole === undefined) return printJson(documentOf(items))
  const alone = whole.kind !== 'array' && items.length === 1
  return printJson(withMember(root, 'statement', alone ? only : { kind: 'array', at: 0, items }))
}

function editedStatement(statement: JsonNode, edit: PolicyEdit): readonly JsonNode[] {
  if (edit.kind === 'remove-statement' || statement.kind !== 'object') return []
  const element = edit.kind === 'narrow' ? edit.element : edit.kind === 'add-action' ? 'action' : 'resource'
  const had = member(statement, element)
  const items = had === undefined ? [] : had.kind === 'array' ? had.items : [had]
  return [withMember(statement, element, { kind: 'array', at: 0, items: editedItems(items, edit) })]
}

function editedItems(items: readonly JsonNode[], edit: PolicyEdit): readonly JsonNode[] {
  if (edit.kind === 'narrow') {
    return items.filter((item) => item.kind !== 'string' || !edit.texts.includes(item.value))
  }
  const more = edit.kind === 'add-action' ? [edit.action] : edit.kind === 'add-resources' ? edit.resources : []
  return [...items, ...more.map(text)]
}

/** Element names are written with a capital or without. */
const isNamed = (written: string, name: string): boolean =>
  written.slice(0, 1).toLowerCase() + written.slice(1) === name

function member({ members }: JsonObject, name: string): JsonNode | undefined {
  return members.find((one) => isNamed(one.name, name))?.value
}

function withMember(node: JsonObject, name: string, value: JsonNode): JsonObject {
  return { ...node, members: node.members.map((one) => (isNamed(one.name, name) ? { ...one, value } : one)) }
}
