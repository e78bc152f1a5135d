// The record of a refused call as text for people. A record of another shape (an older server's) is printed as it is.
import {
  type FindingRecord,
  type LayerRecord,
  type ObstacleRecord,
  type Refusal,
  readRefusal,
  type StatementRecord,
} from '../actions/audit/refusal-record.ts'
import { facts, harmless } from './io.ts'
import { remedyLines } from './remedy.ts'

/** Records are read; findings of the engine, which look alike, are handed over as they are. */
type Fixed<T> = T extends object ? { readonly [K in keyof T]: Fixed<T[K]> } : T
type Statement = Fixed<StatementRecord>
type Layer = Fixed<LayerRecord>
type Finding = Fixed<FindingRecord>

/** Lines of text, without the last line break. `userName`: what the caller is called now, where that is known. */
export function explained(record: unknown, userName?: string): string {
  const read = readRefusal(record)
  if (read === undefined) return JSON.stringify(record, undefined, 2)
  const { requestId, time, caller, from, action, parameters, code, passed, explanation, remedy } = read
  const head = facts([
    ['Request', requestId],
    ['Time', time],
    ['Caller', `${whoIs(caller)}, key ${caller.secretId}, from ${from}`],
    ...(userName === undefined ? [] : ([['User name', userName]] as const)),
    ['Action', action],
    ['Parameters', JSON.stringify(parameters)],
    passed === true ? ['Let through', `in soft mode, instead of ${code}`] : ['Answered', code],
  ])
  const malformed = explanation.malformedAction ? ['The action is no product:Action, so nothing can match it.'] : []
  const lines = remedy === undefined ? [] : remedyLines(remedy)
  const change = lines.length === 0 ? [] : [lines.join('\n')]
  return [head, ...malformed, ...explanation.resources.map(findingText), ...change].join('\n\n')
}

function whoIs({ kind, account, uin, session }: Refusal['caller']): string {
  if (session?.role !== undefined) {
    return `session ${session.name} of role ${session.role} of account ${account}, asked for by ${uin}`
  }
  const who = kind === 'root' ? `root account ${account}` : `user ${uin} of account ${account}`
  return session === undefined ? who : `${session.kind} session ${session.name} of ${who}`
}

/** The caller of a record, for looking its name up. */
export function callerOf(record: unknown): { readonly account: number; readonly uin: number } | undefined {
  return readRefusal(record)?.caller
}

export function findingText(finding: Finding): string {
  const lines = [`Resource ${harmless(finding.resource)}`, verdict(finding), '']
  return [...lines, ...finding.layers.flatMap((layer) => layerLines(layer, finding.resource))].join('\n').trimEnd()
}

/** In one sentence, what settled it. */
function verdict({ malformed, foreign, layers }: Finding): string {
  if (malformed) return 'Refused: it is no six-segment resource, so nothing can match it.'
  if (foreign) return 'Refused: it belongs to another account, and this call may not cross accounts.'
  const denied = layers.find(({ outcome }) => outcome === 'explicit-deny')
  if (denied !== undefined) return `Refused: ${nameOfLayer(denied)} denies it, and a deny wins over every allow.`
  const closed = layers.find(({ outcome }) => outcome === 'no-allow')
  if (closed === undefined) return 'Allowed.'
  if (closed.layer === 'identity') return 'Refused: no policy of the caller or of its groups allows it.'
  return `Refused: ${nameOfLayer(closed)} does not allow it, whatever policies grant.`
}

const layerNames: ReadonlyMap<string, string> = new Map([
  ['general', 'a built-in rule'],
  ['identity', 'a policy of the caller or of its groups'],
  ['boundary', 'the permissions boundary'],
  ['session', 'the session policy'],
])
const nameOfLayer = ({ layer }: Layer): string => layerNames.get(layer) ?? layer

const outcomes: Readonly<Record<Layer['outcome'], string>> = {
  'explicit-deny': 'denied by',
  allow: 'allowed by',
  'no-allow': 'no statement allows it',
  silent: 'nothing to say',
}

function layerLines(layer: Layer, resource: string): readonly string[] {
  const { outcome, statements, nearest } = layer
  const title = `  ${layer.layer}: ${outcomes[outcome]}`
  if (outcome === 'explicit-deny' || outcome === 'allow') {
    const effect = outcome === 'allow' ? 'allow' : 'deny'
    const deciding = statements.filter((one) => one.matched && one.effect === effect)
    return [title, ...deciding.flatMap(decidingLines)]
  }
  if (outcome === 'silent') return [title]
  if (nearest === undefined) return [title, '    there is no statement here that allows anything']
  const obstacles = nearest.obstacles.map((one) => `      ${obstacleText(one, resource)}`)
  return [title, `    nearest: ${nameOf(nearest)}`, ...obstacles]
}

function decidingLines(one: Statement): readonly string[] {
  return [
    `    ${nameOf(one)}`,
    ...one.conditions.map((condition) => harmless(`      condition holds: ${conditionText(condition)}`)),
  ]
}

/** `statement[1]` is the second one of the document, as paths into JSON count. */
function nameOf({ effect, by }: Statement): string {
  const via = by.via.kind === 'group' ? `through group ${by.via.groupName}` : 'attached directly'
  const policy = `policy ${by.policyName} (${by.policyId}, version ${by.versionId})`
  return harmless(`${effect} in statement[${by.statement}] of ${policy}, ${via}`)
}

const segments: ReadonlyMap<string, string> = new Map([
  ['service', 'product'],
  ['region', 'region'],
  ['account', 'account'],
  ['content', 'last segment'],
])

function obstacleText(one: Fixed<ObstacleRecord>, resource: string): string {
  if (one.element === 'action') return harmless(`it covers other actions: ${listed(one.wanted)}`)
  if (one.element === 'condition') return harmless(`condition does not hold: ${conditionText(one)}`)
  if (resource === '*') return harmless(`this API is checked on * only, and it covers less: ${listed(one.wanted)}`)
  const segment = segments.get(one.segment) ?? one.segment
  return harmless(`it covers other resources, which differ in the ${segment}: ${listed(one.wanted)}`)
}

function conditionText({ operator, key, wanted, seen, withheld }: Statement['conditions'][number]): string {
  // A key that the API never carries is no slip of this one call.
  const missing = withheld === undefined ? 'the request has no such key' : `this API ${withheld}`
  const value = seen === undefined ? missing : `seen ${listed(seen.map(String))}`
  return `${operator} ${key}, wanted ${listed(wanted, ' or ')}, ${value}`
}

const shownMax = 10

/** Policies can name thousands of things. */
function listed(values: readonly string[], joint = ', '): string {
  const shown = values.slice(0, shownMax).join(joint)
  return values.length > shownMax ? `${shown} and ${values.length - shownMax} more` : shown
}
