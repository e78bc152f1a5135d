// The remedy in the record of a refused call as text: what would have to change for the call to be allowed.
import { z } from 'zod'
import { editText } from '../policy/index.ts'
import { harmless } from './io.ts'

const policy = z.object({ policyId: z.number(), policyName: z.string(), versionId: z.number() })
const via = z.union([
  z.object({ kind: z.literal('direct') }),
  z.object({ kind: z.literal('group'), groupId: z.number(), groupName: z.string() }),
])
const layer = z.enum(['general', 'identity', 'boundary', 'session'])
const ofStatement = { layer, by: policy.extend({ statement: z.number(), via }) }
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
      layer,
      policy: policy.optional(),
      action: z.string(),
      resources: texts,
    })
    .transform(({ policy, ...rest }) => ({ ...rest, policy })),
])

export const remedy = z.union([z.object({ edits: z.array(edit) }), z.object({ hopeless: z.string() })])

/** Lines of text; none where nothing would help, which the verdict has said. */
export function remedyLines(found: z.infer<typeof remedy>): readonly string[] {
  if (!('edits' in found) || found.edits.length === 0) return []
  return ['The smallest change that would allow it:', ...found.edits.map((one) => `  ${harmless(editText(one))}`)]
}
