// The smallest readable policy that allows recorded calls: actions by name, on the resources that were used, under the conditions
// and the denies of the policy that is in force. What comes is judged by the engine and proven against the old policy.
import {
  assemble,
  type ContextValue,
  compilePolicy,
  decide,
  explain,
  format,
  type ListedRequest,
  noNewAccess,
  type PolicySource,
  type Proof,
  policyLength,
  type Subject,
} from '../policy/index.ts'
import type { RecordedCall } from './recorded.ts'

export interface MinimalOptions {
  /** Whoever made the calls, with the policies that are in force; without any: nothing to stay within. */
  readonly subject: Subject
  /** Forms of the resources that an action is decided on, with `${name}` holes; empty: it is decided on `*`. */
  readonly templatesOf: (action: string) => readonly string[] | undefined
  /** Resources of an action that are listed one by one; more become patterns. */
  readonly resourcesMax: number
}

export interface Minimal {
  /** Policy document in the form of `opencam fmt`; `undefined` where no call needs one. */
  readonly document: string | undefined
  /** Calls that the document was made from. */
  readonly calls: number
  /** Of them, those whose resource was not recorded, so that the action's whole kind stands for it. */
  readonly guessed: number
  /** Calls on resources that no policy can name, such as those of a region that does not exist: left out. */
  readonly unsaid: readonly ListedRequest[]
  /** Calls that the document would refuse: none, or the document is of no use as it is. */
  readonly refused: readonly ListedRequest[]
  /** Whether the document allows nothing that is not allowed now; `undefined` without policies in force. */
  readonly within: Proof | undefined
  /** Characters as they count, of 6144. */
  readonly length: number
}

interface Statement {
  readonly effect: 'allow' | 'deny'
  readonly action: readonly string[]
  readonly resource: readonly string[]
  readonly condition?: unknown
}

/** An action on a resource, allowed under a condition of the policy in force. */
interface Use {
  readonly action: string
  readonly resource: string
  readonly condition: unknown
}

export function minimalOf(recorded: readonly RecordedCall[], options: MinimalOptions): Minimal {
  const { subject } = options
  const calls = recorded.filter(({ passed, asked }) => passed && asked)
  const told = calls.map((call) => resolved(call, options))
  const requests = told.map(({ request }) => request)
  if (calls.length === 0)
    return { document: undefined, calls: 0, guessed: 0, unsaid: [], refused: [], within: undefined, length: 0 }
  const used = requests.map((request) => usesOf(request, subject))
  const said = used.map((uses) => allSaid(uses, subject.account))
  const uses = distinct(said.flatMap((one) => one ?? []))
  const listed = documentOf(statementsOf(uses, Number.POSITIVE_INFINITY), subject)
  const gathered = documentOf(statementsOf(uses, options.resourcesMax), subject)
  const inForce = subject.identity.length > 0
  // A pattern reads better than a long list, but must not reach further than what is allowed now.
  const asPattern = !inForce || withinOf(gathered, subject).answer === 'yes'
  const document = asPattern ? gathered : listed
  const program = assemble({ ...subject, identity: [sourceOf(document, subject)] })
  const unsaid = requests.filter((_, index) => said[index] === undefined)
  return {
    document,
    calls: calls.length,
    unsaid,
    guessed: told.filter(({ guessed }) => guessed).length,
    refused: requests.filter((request) => !unsaid.includes(request) && decide(program, request).effect === 'deny'),
    within: inForce ? withinOf(document, subject) : undefined,
    length: policyLength(document),
  }
}

/** The request of a call; where its resource was not recorded, everything of the kind that the action is about. */
function resolved(call: RecordedCall, { subject, templatesOf }: MinimalOptions) {
  const known = call.resources.length > 0
  const templates = known ? [] : (templatesOf(call.action) ?? [])
  const everything = templates.map((template) =>
    template.replaceAll('${uin}', String(subject.account)).replace(/\$\{[^}]*\}/g, '*'),
  )
  const resources = known ? call.resources : everything.length > 0 ? everything : ['*']
  const context = new Map<string, ContextValue>()
  if (call.sourceIp !== '') context.set('qcs:ip', call.sourceIp)
  if (call.timeMs > 0) context.set('qcs:current_time', new Date(call.timeMs).toISOString())
  const granularity = resources.every((one) => one === '*') ? 'operation' : 'resource'
  const request: ListedRequest = { action: call.action, resources, granularity, context }
  return { request, guessed: !known && everything.length > 0 }
}

/** As a policy says them; `undefined` where it cannot. */
function allSaid(uses: readonly Use[], account: number): readonly Use[] | undefined {
  const said = uses.map((use) => written(use, account))
  return said.every((use) => use !== undefined) ? said : undefined
}

/** Each resource with the condition of the statement that allows it now; the one without a condition where there is a choice. */
function usesOf(request: ListedRequest, subject: Subject): readonly Use[] {
  const { action, resources } = request
  if (subject.identity.length === 0) return resources.map((resource) => ({ action, resource, condition: undefined }))
  const findings = explain(assemble(subject), request).resources
  return resources.flatMap((resource, index) => {
    const layer = findings[index]?.layers.find((one) => one.layer === 'identity')
    const allowing = (layer?.statements ?? [])
      .filter(({ matched, effect }) => matched && effect === 'allow')
      .flatMap(({ by }): readonly Members[] => statementAt(subject, by.policyId, by.statement))
    const chosen = allowing.find((one) => one['condition'] === undefined) ?? allowing[0]
    const condition = chosen?.['condition']
    const all = resource === '*' && chosen !== undefined ? everythingIn(chosen, request, subject) : []
    return (all.length > 0 ? all : [resource]).map((one) => ({ action, resource: one, condition }))
  })
}

/** What of a statement's resources stands for everything: there is more than one way to say it, and they differ in reach. */
function everythingIn(statement: Members, request: ListedRequest, subject: Subject): readonly string[] {
  const texts = [statement['resource']].flat().filter((one) => typeof one === 'string')
  if (texts.includes('*')) return ['*']
  const alone = { ...request, resources: ['*'] }
  return texts.filter((resource) => {
    const document = JSON.stringify({
      version: '2.0',
      statement: [{ effect: 'allow', action: request.action, resource }],
    })
    const program = assemble({ ...subject, identity: [sourceOf(document, subject)], boundary: undefined })
    return faultOf(document, subject.account) === undefined && decide(program, alone).effect === 'allow'
  })
}

function statementAt(subject: Subject, policyId: number, index: number): readonly Members[] {
  const source = subject.identity.find((one) => one.policyId === policyId)
  return source === undefined ? [] : rawStatements(source.document).slice(index, index + 1)
}

type Members = Readonly<Record<string, unknown>>

/** Statements of a document that the engine reads, as they are written; names of members in small letters. */
function rawStatements(document: string): readonly Members[] {
  const small = (value: object): Members =>
    Object.fromEntries(Object.entries(value).map(([name, one]) => [name.toLowerCase(), one]))
  const { statement } = small(JSON.parse(document))
  return [statement].flat().map((one) => small(Object(one)))
}

/**
 * As a policy may say it, or `undefined` where it cannot or can say only more. The segment of the project is history and decides
 * nothing; regions are written small; what reads like a variable would be one.
 */
function written({ action, resource, condition }: Use, account: number): Use | undefined {
  const [, head = '', service = '', region = '', rest = ''] =
    /^(qcs:)[^:]*:([^:]*):([^:]*):(.*)$/is.exec(resource) ?? []
  const said = {
    action: action.replace(/^name\//i, ''),
    resource: head === '' ? resource : `${head}:${service}:${region.toLowerCase()}:${rest}`,
  }
  const document = JSON.stringify({ version: '2.0', statement: [{ effect: 'allow', ...said }] })
  const fits =
    !said.resource.includes('${') && !/\*|^name\//i.test(said.action) && faultOf(document, account) === undefined
  return fits ? { ...said, condition } : undefined
}

function distinct(uses: readonly Use[]): readonly Use[] {
  return [
    ...new Map(
      uses.map((use) => [JSON.stringify([use.action.toLowerCase(), use.resource, use.condition]), use]),
    ).values(),
  ]
}

/** Statements for readers: what has the same resources and condition stands together, in order of the actions. */
function statementsOf(uses: readonly Use[], resourcesMax: number): readonly Statement[] {
  const resourcesOf = new Map<string, { use: Use; resources: Set<string> }>()
  for (const use of uses) {
    const key = JSON.stringify([use.action.toLowerCase(), use.condition])
    const known = resourcesOf.get(key) ?? { use, resources: new Set() }
    known.resources.add(use.resource)
    resourcesOf.set(key, known)
  }
  const statements = new Map<string, { actions: string[]; resource: readonly string[]; condition: unknown }>()
  for (const { use, resources } of resourcesOf.values()) {
    const resource = gathered([...resources].toSorted(), resourcesMax)
    const key = JSON.stringify([resource, use.condition])
    const known = statements.get(key) ?? { actions: [], resource, condition: use.condition }
    known.actions.push(use.action)
    statements.set(key, known)
  }
  return [...statements.values()]
    .map(({ actions, resource, condition }) => ({
      effect: 'allow' as const,
      action: actions.toSorted(),
      resource,
      ...(condition !== undefined && { condition }),
    }))
    .toSorted((a, b) => ((a.action[0] ?? '') < (b.action[0] ?? '') ? -1 : 1))
}

/** As they are, or, where there are more than `most`, by kind: what stands before the last name, and any name. */
function gathered(resources: readonly string[], most: number): readonly string[] {
  if (resources.includes('*')) return ['*']
  if (resources.length <= most) return resources
  return [...new Set(resources.map((one) => one.replace(/[^/:]*$/, '*')))].toSorted()
}

/** The document, with each deny in force that takes something from what it allows. */
function documentOf(allowing: readonly Statement[], subject: Subject): string {
  const allowed = sourceOf(JSON.stringify({ version: '2.0', statement: allowing }), subject)
  const denies = subject.identity.flatMap((source) =>
    rawStatements(source.document).filter((one) => {
      if (String(one['effect']).toLowerCase() !== 'deny') return false
      const only = { ...source, document: JSON.stringify({ version: '2.0', statement: [one] }) }
      return noNewAccess([allowed], [allowed, only], { subject: whoOf(subject) }).answer !== 'yes'
    }),
  )
  // Presets speak of the account of whoever is judged in a way that only they may.
  const document = JSON.stringify({ version: '2.0', statement: [...allowing, ...denies] }).replaceAll(
    ':uin/-1:',
    `:uin/${subject.account}:`,
  )
  return format(document) ?? document
}

const whoOf = ({ uin, account, appId }: Subject) => ({ uin, account, appId })

function withinOf(document: string, subject: Subject): Proof {
  const { boundary, session } = subject
  const limits = { boundary, session }
  const before = { policies: subject.identity, ...limits }
  return noNewAccess({ policies: [sourceOf(document, subject)], ...limits }, before, { subject: whoOf(subject) })
}

function sourceOf(document: string, { account }: Subject): PolicySource {
  const face = { policyId: 0, policyName: '(least privilege)', versionId: 1, preset: false, creator: account }
  return { ...face, document, via: { kind: 'direct' } }
}

/** Why the engine would not take the document, or `undefined`. */
export function faultOf(document: string, account: number): string | undefined {
  return compilePolicy({ document, preset: false, creator: account }).problems[0]?.message
}
