// The record of a refused call as text for people. A record of another shape (an older server's) is printed as it is.
import { z } from 'zod'
import { facts, harmless } from './io.ts'

const by = z.object({
  policyId: z.number(),
  policyName: z.string(),
  versionId: z.number(),
  statement: z.number(),
  via: z.union([
    z.object({ kind: z.literal('direct') }),
    z.object({ kind: z.literal('group'), groupName: z.string() }),
  ]),
})
const wanted = z.array(z.string())
const obstacle = z.discriminatedUnion('element', [
  z.object({ element: z.literal('action'), wanted }),
  z.object({ element: z.literal('resource'), segment: z.string(), wanted }),
  z.object({
    element: z.literal('condition'),
    operator: z.string(),
    key: z.string(),
    wanted,
    seen: z.array(z.union([z.string(), z.number(), z.boolean()])).optional(),
  }),
])
const statement = z.object({
  by,
  effect: z.enum(['allow', 'deny']),
  matched: z.boolean(),
  obstacles: z.array(obstacle),
})
const layer = z.object({
  layer: z.string(),
  outcome: z.enum(['explicit-deny', 'allow', 'no-allow', 'silent']),
  statements: z.array(statement),
  nearest: statement.optional(),
})
const finding = z.object({
  resource: z.string(),
  malformed: z.boolean(),
  foreign: z.boolean(),
  layers: z.array(layer),
})
const refusal = z.object({
  requestId: z.string(),
  time: z.string(),
  caller: z.object({ kind: z.string(), account: z.number(), uin: z.number(), secretId: z.string() }),
  from: z.string(),
  action: z.string(),
  parameters: z.unknown(),
  code: z.string(),
  explanation: z.object({ malformedAction: z.boolean(), resources: z.array(finding) }),
})

type Statement = z.infer<typeof statement>
type Layer = z.infer<typeof layer>
type Finding = z.infer<typeof finding>

/** Lines of text, without the last line break. */
export function explained(record: unknown): string {
  const read = refusal.safeParse(record)
  if (!read.success) return JSON.stringify(record, undefined, 2)
  const { requestId, time, caller, from, action, parameters, code, explanation } = read.data
  const who =
    caller.kind === 'root' ? `root account ${caller.account}` : `user ${caller.uin} of account ${caller.account}`
  const head = facts([
    ['Request', requestId],
    ['Time', time],
    ['Caller', `${who}, key ${caller.secretId}, from ${from}`],
    ['Action', action],
    ['Parameters', JSON.stringify(parameters)],
    ['Answered', code],
  ])
  const malformed = explanation.malformedAction ? ['The action is no product:Action, so nothing can match it.'] : []
  return [head, ...malformed, ...explanation.resources.map(findingText)].join('\n\n')
}

function findingText({ resource, malformed, foreign, layers }: Finding): string {
  const title = `On ${harmless(resource)}`
  if (malformed) return `${title}\n  It is no six-segment resource, so nothing can match it.`
  const other = foreign ? ['  It belongs to another account, and this call may not cross accounts.'] : []
  return [title, ...other, ...layers.flatMap(layerLines)].join('\n')
}

const outcomes: Readonly<Record<Layer['outcome'], string>> = {
  'explicit-deny': 'denied by a statement',
  allow: 'allowed by a statement',
  'no-allow': 'no statement allows it',
  silent: 'nothing to say',
}

function layerLines({ layer, outcome, statements, nearest }: Layer): readonly string[] {
  const title = `  ${layer}: ${outcomes[outcome]}`
  const effect = outcome === 'explicit-deny' ? 'deny' : 'allow'
  const deciding = statements.filter((one) => one.matched && one.effect === effect)
  if (outcome === 'explicit-deny' || outcome === 'allow') return [title, ...deciding.map((one) => `    ${nameOf(one)}`)]
  if (outcome === 'silent') return [title]
  if (nearest === undefined) return [title, '    there is no allow statement here at all']
  return [title, `    nearest: ${nameOf(nearest)}`, ...nearest.obstacles.map((one) => `      ${obstacleText(one)}`)]
}

function nameOf({ effect, by }: Statement): string {
  const via = by.via.kind === 'group' ? `through group ${by.via.groupName}` : 'attached directly'
  const policy = `policy ${by.policyName} (${by.policyId}, version ${by.versionId})`
  return harmless(`${effect} in statement ${by.statement} of ${policy}, ${via}`)
}

function obstacleText(one: z.infer<typeof obstacle>): string {
  const values = one.wanted.join(', ')
  if (one.element === 'action') return harmless(`its actions are others: ${values}`)
  if (one.element === 'resource') return harmless(`its resources differ in the ${one.segment}: ${values}`)
  const seen = one.seen === undefined ? 'the key is missing' : `it was ${one.seen.join(', ')}`
  return harmless(`its condition does not hold: ${one.operator} ${one.key} ${values}; ${seen}`)
}
