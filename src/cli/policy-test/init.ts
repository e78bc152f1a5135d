// A first test for a policy document: for each statement a request that it decides, and kinds of calls that the document can never
// allow. What is written down was run and passed; whether it is what was meant is for people.
import { basename } from 'node:path'
import { stringify } from 'yaml'
import {
  assemble,
  type ContextValue,
  canAllow,
  decide,
  explain,
  type ListedRequest,
  type PolicySource,
  PROOF_SUBJECT,
  type Program,
  statementUse,
} from '../../policy/index.ts'
import { readJson } from '../../policy/json.ts'
import { actionPatternFault, type Known } from './names.ts'
import type { CaseData, ContextData, NeverData, SuiteData } from './shape.ts'

/** Whether a suite, written as a test beside the document, passes. */
export type Try = (suite: SuiteData) => boolean

const holder = 'holder'
const actionsMax = 5
/** Where a statement asks and its example says nothing. */
const somewhere: ContextData = { ip: '198.51.100.1', time: '2026-01-02T03:04:05Z' }

/** Calls that one wants to know of: rights, keys, roles, and everything of a product. */
const grave = [
  'cam:*',
  'cam:Create*',
  'cam:Update*',
  'cam:Delete*',
  'cam:Attach*',
  'cam:CreateAccessKey',
  'cam:PassRole',
  'sts:*',
  'sts:AssumeRole',
]

/** The text of the test. `passes` runs a suite; what does not pass is left out. */
export function firstTest(file: string, document: string, known: Known, passes: Try): string {
  const suite = (more: Partial<SuiteData>): SuiteData => ({
    principals: { [holder]: { policies: [basename(file)] } },
    ...more,
  })
  const program = programOf(document)
  const cases = statementsOf(document).flatMap((index) => {
    const candidates = caseCandidates(document, index, program, known, basename(file))
    return candidates.find((one) => passes(suite({ cases: [one] }))) ?? []
  })
  const never = neverOf(document, known).filter((one) => passes(suite({ never: [one] })))
  const data = suite({ ...(cases.length > 0 ? { cases } : {}), ...(never.length > 0 ? { never } : {}) })
  const head = `# A first test of ${basename(file)}: what it says today. Change what is not meant.\n`
  return head + stringify(data, { aliasDuplicateObjects: false })
}

function programOf(document: string): Program {
  const face = { policyId: 1, policyName: '', versionId: 1, preset: false, creator: PROOF_SUBJECT.account }
  const source: PolicySource = { ...face, document, via: { kind: 'direct' } }
  return assemble({ kind: 'user', ...PROOF_SUBJECT, identity: [source], boundary: undefined, session: undefined })
}

function statementsOf(document: string): readonly number[] {
  const result = readJson(document)
  const root = 'node' in result && result.node.kind === 'object' ? result.node.members : []
  const node = root.find(({ name }) => name.toLowerCase() === 'statement')?.value
  return (node?.kind === 'array' ? node.items : [node]).map((_, index) => index)
}

/** The one that says most first. */
function caseCandidates(
  document: string,
  index: number,
  program: Program,
  known: Known,
  name: string,
): readonly CaseData[] {
  const use = statementUse(document, index)
  if (use.answer !== 'used') return []
  const { example } = use
  const { effect } = decide(program, example)
  const actions = actionsLike(example, index, program, known)
  const context = contextOf(example)
  const because = `${name}#${index}`
  const resources = example.resources
  const resource = resources.length === 1 ? resources[0] : [...resources]
  const about = { name: `statement ${index} decides`, expect: effect, because }
  const asked = actions.length === 0 ? [example.action] : actions
  const carried = [context, { mfa: true, ...context }].flatMap((one) => [one, { ...somewhere, ...one }])
  return [asked, ...asked.map((one) => [one])].flatMap((action) =>
    carried.flatMap((keys) =>
      [undefined, resource, '*'].map((on) => ({
        ...about,
        action,
        ...(on === undefined ? {} : { resource: on }),
        ...(Object.keys(keys).length > 0 ? { context: keys } : {}),
      })),
    ),
  )
}

/** Actions that exist and that the statement decides on the same request. */
function actionsLike(example: ListedRequest, index: number, program: Program, { catalogs }: Known): string[] {
  const found: string[] = []
  for (const { service, actions } of catalogs.all) {
    for (const name of actions.keys()) {
      const request = { ...example, action: `${service}:${name}` }
      const { by } = decide(program, request)
      if (by?.statement !== index || !isOnlyBy(program, request, index)) continue
      found.push(request.action)
      if (found.length === actionsMax) return found
    }
  }
  return found
}

/** No other statement takes part, so that the reason is the statement's own. */
const isOnlyBy = (program: Program, request: ListedRequest, index: number): boolean => {
  const { decision, resources } = explain(program, request)
  return resources.every(({ layers }) =>
    layers.every(({ statements }) =>
      statements.every(({ matched, effect, by }) => !matched || effect !== decision.effect || by.statement === index),
    ),
  )
}

const own = new Set(['qcs:uin', 'qcs:owner_uin'])

function contextOf({ context }: ListedRequest): ContextData {
  const { ip, time, mfa, keys } = {
    ip: textAt(context, 'qcs:ip'),
    time: textAt(context, 'qcs:current_time'),
    mfa: context.get('qcs:mfa') ?? context.get('mfa'),
    keys: [...context].filter(
      ([key]) => !own.has(key) && !['qcs:ip', 'qcs:current_time', 'qcs:mfa', 'mfa'].includes(key),
    ),
  }
  return {
    ...(ip === undefined ? {} : { ip }),
    ...(time === undefined ? {} : { time }),
    ...(mfa === undefined ? {} : { mfa: ['true', '1'].includes(String(mfa)) }),
    ...(keys.length === 0 ? {} : { keys: Object.fromEntries(keys.map(([key, value]) => [key, plain(value)])) }),
  }
}

const textAt = (context: ListedRequest['context'], key: string): string | undefined => {
  const value = context.get(key)
  return typeof value === 'string' ? value : undefined
}

const plain = (value: ContextValue) => (typeof value === 'object' ? [...value] : value)

function neverOf(document: string, known: Known): readonly NeverData[] {
  const proven: string[] = []
  for (const action of grave) {
    const covered = proven.some((one) => one.endsWith('*') && action.startsWith(one.slice(0, -1)))
    if (covered || actionPatternFault(action, known) !== undefined) continue
    if (canAllow(document, { action, resource: '*' }).answer === 'no') proven.push(action)
  }
  return proven.length === 0 ? [] : [{ name: 'what it can never do', action: proven }]
}
