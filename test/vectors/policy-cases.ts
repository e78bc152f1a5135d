// The policy vectors as values, for every door they are run through. Shapes of the files in test/vectors/policy.

import { readFileSync } from 'node:fs'
import type {
  AccessRequest,
  ContextValue,
  Decision,
  Granularity,
  PolicySource,
  ReadOptions,
  Subject,
  Vocabulary,
} from '../../src/policy/index.ts'

/** Constants that every vector is written for. */
export const OWNER = 100000000001
export const APP_ID = 1250000000
export const GROUP = { groupId: 13, groupName: 'group' }

export interface VectorPolicy {
  readonly document: unknown
  readonly via: 'direct' | 'group'
  readonly preset?: boolean
}

export interface DecisionCase {
  readonly name: string
  /** Where the expectation comes from. */
  readonly source: string
  readonly caller: { readonly kind: Subject['kind']; readonly uin: number | null }
  readonly policies: readonly VectorPolicy[]
  readonly boundary?: VectorPolicy
  readonly session?: VectorPolicy
  readonly request: {
    readonly action: string
    readonly resources: readonly string[]
    readonly granularity: Granularity
    readonly context: Readonly<Record<string, ContextValue>>
  }
  readonly expect: Pick<Decision, 'effect' | 'layer' | 'cause'>
}

export interface DocumentCase {
  readonly name: string
  readonly source: string
  /** The text itself, or a document to be written as JSON. */
  readonly text?: string
  readonly document?: unknown
  readonly options?: Partial<Omit<ReadOptions, 'vocabulary'>>
  /** Every problem in order; empty: accepted. */
  readonly codes: readonly string[]
}

const DECISION_FILES = ['appendix-a.json', 'resources.json', 'conditions.json', 'layers.json', 'cmq.json']

function read(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`./policy/${file}`, import.meta.url), 'utf8'))
}

export const DECISION_CASES = DECISION_FILES.flatMap((file) => read(file) as readonly DecisionCase[])
export const DOCUMENT_CASES = read('documents.json') as readonly DocumentCase[]

export function policySource(policy: VectorPolicy, policyId: number): PolicySource {
  return {
    policyId,
    policyName: `policy-${policyId}`,
    versionId: 1,
    preset: policy.preset === true,
    creator: OWNER,
    document: JSON.stringify(policy.document),
    via: policy.via === 'group' ? { kind: 'group', ...GROUP } : { kind: 'direct' },
  }
}

export function subjectOf(vector: DecisionCase): Subject {
  const { caller, boundary, session } = vector
  return {
    kind: caller.kind,
    uin: caller.uin ?? undefined,
    account: OWNER,
    appId: APP_ID,
    identity: vector.policies.map((policy, index) => policySource(policy, index + 1)),
    boundary: boundary === undefined ? undefined : policySource(boundary, 1001),
    session: session === undefined ? undefined : policySource(session, 1002),
  }
}

export function requestOf({ request }: DecisionCase): AccessRequest {
  return { ...request, context: new Map(Object.entries(request.context)) }
}

export function textOf(vector: DocumentCase): string {
  return vector.text ?? JSON.stringify(vector.document)
}

const CAM_ACTIONS = new Map<string, Granularity>([
  ['getuser', 'operation'],
  ['listusers', 'operation'],
  ['passrole', 'resource'],
])
const STS_ACTIONS = new Map<string, Granularity>([
  ['assumerole', 'resource'],
  ['assumerolewithsaml', 'operation'],
  ['assumerolewithwebidentity', 'operation'],
])
const CATALOGS = new Map([
  ['cam', CAM_ACTIONS],
  ['sts', STS_ACTIONS],
])

/** Condition keys that calls do not carry. */
const WITHHELD = [
  { action: /^sts:assumerolewith/, key: /^qcs:ip$/, why: 'passes no address' },
  { action: /^(?:sts|cam):/, key: /^qcs:(?:resource_|request_)?tag(?:\/|$)/, why: 'passes no tags' },
]

/** Two small catalogs and a few names, enough for every check of names. */
export const VOCABULARY: Vocabulary = {
  service: (product) => {
    const actions = CATALOGS.get(product)
    if (actions === undefined) return undefined
    return {
      hasAction: (action) => actions.has(action.toLowerCase()),
      granularity: (action) => actions.get(action.toLowerCase()),
      withheld: (action, key) =>
        WITHHELD.find((one) => one.key.test(key) && one.action.test(`${product}:${action}`))?.why,
      actions: [...actions.keys()].map((name) => ({ name })),
    }
  },
  knows: (product) => CATALOGS.has(product) || ['cvm', 'cos', 'vpc'].includes(product),
}
