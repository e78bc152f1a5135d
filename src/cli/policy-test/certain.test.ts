// A verdict that is called certain is the same whatever the address and the time of the request are; one that is not can be another.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assemble, type ContextValue, decide, explain, type PolicySource } from '../../policy/index.ts'
import { unsaidIn } from './certain.ts'

const some = <T>(...values: readonly T[]) => fc.constantFrom(...values)

const conditions = fc.dictionary(
  some('ip_equal', 'ip_not_equal', 'ip_equal_if_exist', 'ip_not_equal_if_exist'),
  fc.constant({ 'qcs:ip': '10.0.0.0/8' }),
  { maxKeys: 1 },
)
const others = some<object>(
  {},
  { bool_equal: { 'qcs:mfa': 'true' } },
  { bool_equal: { 'qcs:mfa': 'false' } },
  { date_less_than: { 'qcs:current_time': '2026-01-01T00:00:00Z' } },
  { date_greater_than_if_exist: { 'qcs:current_time': '2026-01-01T00:00:00Z' } },
  { null_equal: { 'qcs:ip': 'true' } },
  { null_equal: { 'qcs:ip': 'false' } },
)
const statement = fc
  .tuple(some('allow', 'deny'), some('cam:*', 'cam:GetUser', 'cam:List*'), conditions, others)
  .map(([effect, action, one, other]) => ({ effect, action, resource: '*', condition: { ...one, ...other } }))
const layer = fc.array(statement, { minLength: 1, maxLength: 3 })

let made = 0
const source = (statements: readonly object[] | undefined): PolicySource | undefined => {
  if (statements === undefined) return undefined
  made += 1
  const face = {
    policyId: made,
    policyName: '',
    versionId: 1,
    preset: false,
    creator: 1,
    via: { kind: 'direct' as const },
  }
  return { ...face, document: JSON.stringify({ version: '2.0', statement: statements }) }
}

const addresses = ['10.1.2.3', '192.0.2.1', '::1']
const times = ['2025-06-01T00:00:00Z', '2026-01-01T00:00:00Z', '2027-06-01T00:00:00Z']

test('certain verdicts do not change, and uncertain ones often can', () => {
  const seen = { certain: 0, open: 0, changes: 0 }
  fc.assert(
    fc.property(
      layer,
      fc.option(layer, { nil: undefined }),
      fc.option(layer, { nil: undefined }),
      (own, limit, last) => {
        const identity = [source(own)].filter((one) => one !== undefined)
        const limits = { boundary: source(limit), session: source(last) }
        const program = assemble({ kind: 'user', uin: 2, account: 1, appId: 3, identity, ...limits })
        const asked = (more: readonly (readonly [string, ContextValue])[]) => ({
          action: 'cam:GetUser',
          resources: ['*'],
          granularity: 'operation' as const,
          context: new Map<string, ContextValue>([['qcs:mfa', 'false'], ...more]),
        })
        const explanation = explain(program, asked([]))
        const effects = addresses.flatMap((ip) =>
          times.map(
            (time) =>
              decide(
                program,
                asked([
                  ['qcs:ip', ip],
                  ['qcs:current_time', time],
                ]),
              ).effect,
          ),
        )
        const same = effects.every((effect) => effect === explanation.decision.effect)
        if (unsaidIn(explanation) === undefined) {
          seen.certain += 1
          expect({ own, limit, last, same }).toEqual({ own, limit, last, same: true })
        } else {
          seen.open += 1
          if (!same) seen.changes += 1
        }
      },
    ),
    { numRuns: 4000, seed: 7 },
  )
  expect(seen.certain).toBeGreaterThan(500)
  expect(seen.changes / seen.open).toBeGreaterThan(0.5)
})
