// What the control endpoints take, as JSON: shapes with plain reasons.
import { z } from 'zod'

const name = z.string().min(1).max(64)
const milliseconds = z.number().min(0)

/** A fault without the function that no JSON can hold; `all` stands for Infinity. */
const fault = z.strictObject({
  product: z.string().optional(),
  action: z.string().optional(),
  code: z.string().optional(),
  detail: z.record(z.string(), z.string()).optional(),
  delayMs: milliseconds.optional(),
  clockMs: milliseconds.optional(),
  drop: z.enum(['before', 'after']).optional(),
  times: z.union([z.int().min(1), z.literal('all').transform(() => Number.POSITIVE_INFINITY)]).optional(),
  share: z.number().optional(),
})

export const bodies = {
  mark: z.strictObject({ name }),
  reset: z.strictObject({ mark: name.optional() }),
  clock: z
    .strictObject({ advanceMs: milliseconds.optional(), toMs: milliseconds.optional() })
    .refine(({ advanceMs, toMs }) => (advanceMs === undefined) !== (toMs === undefined), {
      error: 'must have advanceMs or toMs',
    }),
  fault,
  user: z.strictObject({
    name,
    policies: z.array(z.union([z.record(z.string(), z.unknown()), z.int(), z.string()])).optional(),
  }),
  nothing: z.strictObject({}),
}

const decisions = ['allow', 'deny', 'none'] as const

/** Of a query: which calls. */
export const callsQuery = z.strictObject({
  product: z.string().optional(),
  action: z.string().optional(),
  outcome: z.string().optional(),
  decision: z.enum(decisions).optional(),
  secretId: z.string().optional(),
})

/** Members with a value: what is left out is not there. */
export type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> }

export function present<T extends object>(value: T): Partial<Present<T>> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<Present<T>>
}
