// The policy engine in the browser: a draft among the policies of somebody, a question, and what comes of it. Nothing is sent.
import {
  type AccessRequest,
  applyRemedy,
  assemble,
  type ContextScalar,
  compilePolicy,
  type DecidedBy,
  type Edit,
  type Explanation,
  explain,
  type PolicySource,
  type Reason,
  type Remedy,
  reasonOf,
  remedyOf,
  type Subject,
} from '../../../../src/policy/index.ts'
import { statementSpans } from '../../editor/spans.ts'

/** A stored policy that the draft stands for. */
export interface Stored {
  readonly id: number
  readonly name: string
  /** The text in force. */
  readonly text: string
}

export interface Draft {
  /** `undefined`: a new policy. */
  readonly stored: Stored | undefined
  readonly text: string
}

export interface Question {
  readonly action: string
  /** One a line. */
  readonly resources: string
  readonly ip: string
  readonly time: string
  readonly mfa: 'unsaid' | 'yes' | 'no'
  /** `key=value`, one a line. */
  readonly tags: string
  /** `key = value, value`, one a line. */
  readonly keys: string
}

export const emptyQuestion: Question = {
  action: 'cam:ListUsers',
  resources: '*',
  ip: '',
  time: '',
  mfa: 'unsaid',
  tags: '',
  keys: '',
}

/** Somebody without any policy but the draft. */
export const nobody = (account: number, appId: number): Subject => ({
  kind: 'user',
  uin: undefined,
  account,
  appId,
  identity: [],
  boundary: undefined,
  session: undefined,
})

export function sourceOf({ stored, text }: Draft, account: number): PolicySource {
  const face = { policyId: stored?.id ?? 0, policyName: stored?.name ?? '', versionId: 1 }
  return { ...face, preset: false, creator: account, document: text, via: { kind: 'direct' } }
}

/** A text that cannot be read would deny everything; while it is being written it says nothing. */
export function isReadable({ text }: Pick<Draft, 'text'>, account: number): boolean {
  return text.trim() !== '' && compilePolicy({ document: text, preset: false, creator: account }).problems.length === 0
}

/** The policies of somebody with the draft in place of the policy that it stands for, or beside all others. */
export function withDraft(subject: Subject, draft: Draft): Subject {
  if (!isReadable(draft, subject.account)) return subject
  const own = sourceOf(draft, subject.account)
  const stands = (source: PolicySource | undefined): boolean => source !== undefined && source.policyId === own.policyId
  const replaced = (source: PolicySource): PolicySource => (stands(source) ? { ...own, via: source.via } : source)
  const boundary = subject.boundary && replaced(subject.boundary)
  const identity = subject.identity.map(replaced)
  const there = subject.identity.some(stands) || stands(subject.boundary)
  return { ...subject, boundary, identity: there ? identity : [...identity, own] }
}

export function requestOf(question: Question, subject: Subject): AccessRequest {
  const resources = linesOf(question.resources)
  const asked = resources.length === 0 ? ['*'] : resources
  return {
    action: question.action.trim(),
    resources: asked,
    granularity: asked.every((text) => text === '*') ? 'operation' : 'resource',
    context: contextOf(question, subject),
  }
}

function contextOf({ ip, time, mfa, tags, keys }: Question, { uin, account }: Subject): Map<string, string | string[]> {
  const context = new Map<string, string | string[]>([['qcs:owner_uin', String(account)]])
  if (uin !== undefined) context.set('qcs:uin', String(uin))
  if (ip.trim() !== '') context.set('qcs:ip', ip.trim())
  if (time.trim() !== '') context.set('qcs:current_time', time.trim())
  if (mfa !== 'unsaid') context.set('qcs:mfa', String(mfa === 'yes')).set('mfa', mfa === 'yes' ? '1' : '0')
  const pairs = linesOf(tags).map((line) => line.replace(/\s*[=&]\s*/, '&'))
  if (pairs.length > 0) context.set('qcs:resource_tag', pairs)
  for (const [key, values] of pairsOf(keys)) {
    const [only = ''] = values
    context.set(key, values.length === 1 ? only : [...values])
  }
  return context
}

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

function pairsOf(text: string): readonly (readonly [key: string, values: readonly string[]])[] {
  return linesOf(text).map((line) => {
    const [, key = line, rest = ''] = /^([^=]*?)\s*=\s*(.*)$/.exec(line) ?? []
    return [key.trim(), rest.split(/\s*,\s*/)]
  })
}

export interface Judged {
  readonly subject: Subject
  readonly request: AccessRequest
  readonly explanation: Explanation
  readonly reason: Reason
  readonly remedy: Remedy
}

export function judge(subject: Subject, draft: Draft, question: Question): Judged {
  const whole = withDraft(subject, draft)
  const request = requestOf(question, whole)
  const program = assemble(whole)
  const explanation = explain(program, request)
  const presets = new Set(
    [...whole.identity, whole.boundary].flatMap((one) => (one?.preset === true ? one.policyId : [])),
  )
  const remedy = remedyOf(program, request, ({ policyId }) => presets.has(policyId))
  return {
    subject: whole,
    request,
    explanation,
    reason: reasonOf(explanation),
    remedy: spelled(remedy, request.action),
  }
}

/** Edits name the action in the capitals of the question; the engine has none. */
function spelled(remedy: Remedy, action: string): Remedy {
  if (!('edits' in remedy)) return remedy
  return { edits: remedy.edits.map((edit) => ('action' in edit ? { ...edit, action } : edit)) }
}

/** A statement of a policy in force, as text; `undefined` where its policy is not among them. */
export function statementText({ identity, boundary }: Subject, by: DecidedBy): string | undefined {
  const source = [...identity, boundary].find((one) => one?.policyId === by.policyId)
  const span = source && statementSpans(source.document)[by.statement]
  return span && source.document.slice(span.from, span.to)
}

/** Whether the draft can take these edits: all that are of policies are of it, or of a policy still to be made. */
export function fitsDraft(edits: readonly Edit[], { stored }: Draft): boolean {
  return edits.every((edit) => {
    if ('key' in edit) return true
    if (edit.kind !== 'add-statement') return edit.by.policyId === (stored?.id ?? 0)
    return edit.policy === undefined ? edit.layer === 'identity' : edit.policy.policyId === (stored?.id ?? 0)
  })
}

/** The custom policy that the first of these edits is about; `undefined` for new ones and for none. */
export function policyOfEdits(edits: readonly Edit[]): number | undefined {
  for (const edit of edits) {
    if ('key' in edit) continue
    const policy = edit.kind === 'add-statement' ? edit.policy : edit.by
    if (policy !== undefined && policy.policyId !== 0) return policy.policyId
  }
  return undefined
}

/** The draft with edits carried out; what is to be allowed anew is written into it. */
export function editedDraft(draft: Draft, edits: readonly Edit[], judged: Judged): Draft {
  const own = sourceOf(draft, judged.subject.account)
  const face = { policyId: own.policyId, policyName: own.policyName, versionId: own.versionId }
  const readable = isReadable(draft, own.creator)
  const given = edits.map((edit): Edit => {
    return edit.kind === 'add-statement' && edit.policy === undefined && readable ? { ...edit, policy: face } : edit
  })
  const { changed } = applyRemedy(judged.subject, judged.request, given)
  const [text] = changed.filter(({ policyId }) => policyId === own.policyId).map(({ document }) => document)
  return text === undefined ? draft : { ...draft, text: JSON.stringify(JSON.parse(text), null, 2) }
}

/** The question with the keys that edits name. */
export function editedQuestion(question: Question, edits: readonly Edit[]): Question {
  let now = question
  for (const edit of edits) if ('key' in edit) now = withKey(now, edit.key, edit.value)
  return now
}

/** `undefined`: the key is not there. */
function withKey(question: Question, key: string, given: ContextScalar | undefined): Question {
  const value = String(given ?? '')
  switch (key) {
    case 'qcs:ip':
      return { ...question, ip: value }
    case 'qcs:current_time':
      return { ...question, time: value }
    case 'qcs:mfa':
    case 'mfa':
      return { ...question, mfa: /^(?:true|1)$/.test(value) ? 'yes' : 'no' }
    case 'qcs:resource_tag':
      return { ...question, tags: value.replace('&', '=') }
    default: {
      const others = linesOf(question.keys).filter((line) => line.split('=', 1)[0]?.trim() !== key)
      return { ...question, keys: [...others, ...(given === undefined ? [] : [`${key} = ${value}`])].join('\n') }
    }
  }
}
