// The policy vectors a second time, through the other door: users, groups and policies made by signed calls, and the
// vector's request put as a signed question. The answer comes from the program that authorises calls.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Preset } from '../../../src/catalog/presets.ts'
import { APP_ID, DECISION_CASES, type DecisionCase, OWNER, type VectorPolicy } from '../../vectors/policy-cases.ts'
import { type Harness, openHarness } from '../harness.ts'
import { freshName, group } from './stored.ts'

/** No call of this chapter makes roles and sessions: those vectors run through the engine alone. */
const isSession = ({ caller, session }: DecisionCase): boolean => caller.kind === 'role' || session !== undefined
/** A question that the engine would answer with a refusal is a bad parameter of the call. */
const isMalformed = ({ request: { action, resources } }: DecisionCase): boolean =>
  !/^[^:]+:[^:]+$/.test(action) || resources.length === 0 || resources.includes('')

const posed = DECISION_CASES.filter((vector) => !isSession(vector))

// Presets cannot be made by calls. They stand in the table under numbers of their own, before the server opens.
const presetIds = new Map<unknown, number>()
const presets = posed
  .flatMap(({ policies }) => policies.filter((policy) => policy.preset === true))
  .map(({ document }, index): Preset => {
    const policyId = 9_099_001 + index
    presetIds.set(document, policyId)
    const text = { description: '', document: JSON.stringify(document), serviceType: '' }
    const times = { addedMs: 0, updatedMs: 0 }
    return { policyId, name: `VectorPreset${index}`, ...text, ...times, serviceLinked: false, createMode: 2 }
  })

describe('policy vectors by signed calls', () => {
  let server: Harness
  let appId: number
  let uin: number
  let groupId: number
  beforeAll(async () => {
    server = await openHarness({ presets })
    // The vectors speak of other accounts by numbers near the first ones: none of them may be a user here.
    await server.world.store.transaction(async ({ ids }) => {
      for (let drawn = 0; drawn < 1_000; drawn += 1) await ids.next('uin')
    })
    appId = Number((await server.ok('GetUserAppId'))['AppId'])
    const user = await server.user('asker')
    uin = user.uin
    groupId = await group(server, 'askers', user.uid)
  })
  afterAll(() => server.close())

  /** A part of the vector with the numbers of this server in place of its own. */
  function here<T>(part: T, vector: DecisionCase): T {
    const own = new Map([
      [String(vector.caller.uin), String(uin)],
      [String(OWNER), String(server.root.account)],
      [String(APP_ID), String(appId)],
    ])
    return JSON.parse(JSON.stringify(part).replace(/\d{10,}/g, (number) => own.get(number) ?? number)) as T
  }

  /** Number of the vector's policy; `made` takes those that have to be deleted again. */
  async function idOf(policy: VectorPolicy, vector: DecisionCase, made: number[]): Promise<number> {
    const preset = presetIds.get(policy.document)
    if (preset !== undefined) return preset
    const parameters = { PolicyName: freshName(), PolicyDocument: JSON.stringify(here(policy.document, vector)) }
    const { PolicyId } = await server.ok('CreatePolicy', parameters)
    made.push(Number(PolicyId))
    return Number(PolicyId)
  }

  /** Gives the user the vector's policies, asks, and takes them away again. */
  async function withPolicies<T>(vector: DecisionCase, ask: () => Promise<T>): Promise<T> {
    const made: number[] = []
    const lent: number[] = []
    for (const policy of vector.policies) {
      const PolicyId = await idOf(policy, vector, made)
      if (policy.preset === true) lent.push(PolicyId)
      if (policy.via === 'group') await server.ok('AttachGroupPolicy', { PolicyId, AttachGroupId: groupId })
      else await server.ok('AttachUserPolicy', { PolicyId, AttachUin: uin })
    }
    const { boundary } = vector
    if (boundary !== undefined) {
      const PolicyId = await idOf(boundary, vector, made)
      await server.ok('PutUserPermissionsBoundary', { TargetUin: uin, PolicyId })
    }
    const answer = await ask()
    if (boundary !== undefined) await server.ok('DeleteUserPermissionsBoundary', { TargetUin: uin })
    for (const PolicyId of lent) await server.ok('DetachUserPolicy', { PolicyId, DetachUin: uin })
    if (made.length > 0) await server.ok('DeletePolicy', { PolicyId: made })
    return answer
  }

  function question(vector: DecisionCase): object {
    const { action, resources, granularity, context } = here(vector.request, vector)
    return {
      ActionName: action,
      Resource: resources,
      Granularity: granularity,
      Context: Object.entries(context).map(([Key, value]) => ({ Key, Values: [value].flat().map(String) })),
      TargetUin: vector.caller.kind === 'root' ? server.root.uin : uin,
    }
  }

  test.each(posed.filter((vector) => !isMalformed(vector)))('$source: $name', async (vector) => {
    const answer = await withPolicies(vector, () => server.ok('CheckAccess', question(vector)))
    const { effect, layer, cause } = vector.expect
    expect(answer).toMatchObject({ Effect: effect, Layer: layer, Cause: cause })
    // A verdict by a statement names it; another one has none to name.
    expect(answer['Statement'] !== null).toBe(cause === 'allow' || cause === 'explicit-deny')
  })

  test.each(posed.filter(isMalformed))('$source: $name, as a bad parameter', async (vector) => {
    await server.refused('InvalidParameter.ParamError', 'CheckAccess', question(vector))
  })

  test('all vectors but those of sessions are here', () => {
    expect(DECISION_CASES.filter(isSession).length).toBeLessThan(DECISION_CASES.length / 10)
    expect(presets.length).toBeGreaterThan(0)
  })
})
