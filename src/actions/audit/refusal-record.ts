// The record of a refused call as it is read back: by `opencam why`, and by the call that answers it. A record of another
// shape, of an older server, is none.
import { z } from 'zod'

const policy = z.object({ policyId: z.number(), policyName: z.string(), versionId: z.number() })
const via = z.union([
  z.object({ kind: z.literal('direct') }),
  z.object({ kind: z.literal('group'), groupId: z.number(), groupName: z.string() }),
])
const layerName = z.enum(['general', 'identity', 'boundary', 'session'])
const ofStatement = { layer: layerName, by: policy.extend({ statement: z.number(), via }) }
const texts = z.array(z.string())
const value = z.union([z.string(), z.number(), z.boolean()])

const edit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('set-key'), key: z.string(), value }),
  z.object({ kind: z.literal('drop-key'), key: z.string() }),
  z.object({ kind: z.literal('add-action'), ...ofStatement, action: z.string() }),
  z.object({ kind: z.literal('add-resources'), ...ofStatement, resources: texts }),
  z.object({ kind: z.literal('narrow'), ...ofStatement, element: z.enum(['action', 'resource']), texts }),
  z.object({ kind: z.literal('remove-statement'), ...ofStatement }),
  // A policy that is to be attached anew has no face yet, and JSON leaves it out.
  z
    .object({
      kind: z.literal('add-statement'),
      layer: layerName,
      policy: policy.optional(),
      action: z.string(),
      resources: texts,
    })
    .transform(({ policy, ...rest }) => ({ ...rest, policy })),
])

const remedy = z.union([z.object({ edits: z.array(edit) }), z.object({ hopeless: z.string() })])

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
const wanted = texts
const conditionOf = {
  operator: z.string(),
  key: z.string(),
  wanted,
  seen: z.array(value).optional(),
  withheld: z.string().optional(),
}
const obstacle = z.discriminatedUnion('element', [
  z.object({ element: z.literal('action'), wanted }),
  z.object({ element: z.literal('resource'), segment: z.string(), wanted }),
  z.object({ element: z.literal('condition'), ...conditionOf }),
])
const statement = z.object({
  by,
  effect: z.enum(['allow', 'deny']),
  matched: z.boolean(),
  obstacles: z.array(obstacle),
  conditions: z.array(z.object(conditionOf)),
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
  caller: z.object({
    kind: z.string(),
    account: z.number(),
    uin: z.number(),
    secretId: z.string(),
    session: z.object({ kind: z.string(), name: z.string(), role: z.string().optional() }).optional(),
  }),
  from: z.string(),
  action: z.string(),
  resources: texts.default([]),
  parameters: z.unknown(),
  code: z.string(),
  passed: z.literal(true).optional(),
  context: z.array(z.object({ key: z.string(), values: texts })).default([]),
  explanation: z.object({ malformedAction: z.boolean(), resources: z.array(finding) }),
  remedy: remedy.optional(),
})

export type Refusal = z.infer<typeof refusal>
export type FindingRecord = z.infer<typeof finding>
export type LayerRecord = z.infer<typeof layer>
export type StatementRecord = z.infer<typeof statement>
export type ObstacleRecord = z.infer<typeof obstacle>

/** `undefined`: it is no record that is known here. */
export function readRefusal(record: unknown): Refusal | undefined {
  const read = refusal.safeParse(record)
  return read.success ? read.data : undefined
}
