// Runs the vectors of trust policies through the engine and through the naive reference. A new case needs no code.

import { describe, expect, test } from 'vitest'
import { assemble, compileTrust, decide, decideTrust, explainTrust } from '../../src/policy/index.ts'
import { referenceTrust } from '../../src/policy/reference/trust.ts'
import { OWNER, policySource } from './policy-cases.ts'
import { TRUST_CASES as CASES, type TrustCase, textOfTrust as textOf } from './trust-cases.ts'

/** Whether the asker's own policies let it ask at all. */
function mayAsk({ asker, policies = [], action }: TrustCase): boolean {
  if (asker.kind !== 'account') return false
  const program = assemble({
    kind: asker.uin === asker.account ? 'root' : 'user',
    uin: asker.uin,
    account: asker.account,
    appId: 1,
    identity: policies.map((document, index) => policySource({ document, via: 'direct' }, index + 1)),
    boundary: undefined,
    session: undefined,
  })
  const resources = [`qcs::cam::uin/${OWNER}:roleName/r`]
  return decide(program, { action, resources, granularity: 'resource', context: new Map() }).effect === 'allow'
}

describe('trust', () => {
  test.each(CASES)('$source: $name', (vector) => {
    const context = new Map(Object.entries(vector.context))
    const compiled = compileTrust(textOf(vector), OWNER)
    const decision = decideTrust(compiled, vector.asker, vector.action, context)
    expect(decision).toMatchObject(vector.expect)
    const explained = explainTrust(compiled, vector.asker, vector.action, context)
    expect(explained.decision).toEqual(decision)
    for (const { matched, obstacles } of explained.statements) expect(obstacles.length === 0).toBe(matched)
    if (compiled.problems.length > 0) return
    const { asker, action } = vector
    expect(referenceTrust({ document: textOf(vector), owner: OWNER, asker, action, context })).toEqual(vector.expect)
  })

  test.each(CASES.filter(({ permitted }) => permitted !== undefined))('with policies: $name', (vector) => {
    expect(mayAsk(vector) && vector.expect.effect === 'allow').toBe(vector.permitted)
  })
})

test('an explanation says what kept a statement from matching', () => {
  const statement = [
    { effect: 'allow', action: 'sts:AssumeRoleWithSAML', principal: { federated: 'qcs::cam::uin/1:saml-provider/s' } },
    { effect: 'allow', action: 'sts:AssumeRole', principal: { qcs: 'qcs::cam::uin/2:root' } },
    {
      effect: 'allow',
      action: 'sts:AssumeRole',
      principal: { qcs: 'qcs::cam::uin/1:root' },
      condition: { string_equal: { 'sts:external_id': 'x', mfa: '1' } },
    },
  ]
  const compiled = compileTrust(JSON.stringify({ version: '2.0', statement }), 1)
  const asker = { kind: 'account', account: 1, uin: 11 } as const
  const { statements } = explainTrust(compiled, asker, 'sts:AssumeRole', new Map([['mfa', '1']]))
  expect(statements.map(({ obstacles }) => obstacles)).toEqual([
    [{ element: 'action', wanted: ['sts:AssumeRoleWithSAML'] }],
    [{ element: 'principal', wanted: [{ kind: 'root', account: 2 }] }],
    [{ element: 'condition', operator: 'string_equal', key: 'sts:external_id', wanted: ['x'], seen: undefined }],
  ])
  expect(explainTrust(compiled, asker, 'sts', new Map())).toMatchObject({ malformedAction: true, statements: [] })
})
