// What is kept of a refused call for the operator: enough to say why, however many policies the caller has.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RefusalRecord } from '../../src/dispatch/refusals.ts'
import { allow, deny, type Harness, openHarness } from './harness.ts'

let server: Harness
beforeAll(async () => {
  server = await openHarness()
})
afterAll(() => server.close())

interface Kept extends RefusalRecord {
  readonly explanation: {
    readonly resources: readonly {
      readonly layers: readonly {
        readonly outcome: string
        readonly statements: readonly { readonly effect: string; readonly by: { readonly policyName: string } }[]
        readonly nearest?: { readonly by: { readonly policyName: string } }
      }[]
    }[]
  }
}

/** The record of a call that must be refused. */
async function recordOf(action: string, parameters: object, as: Awaited<ReturnType<Harness['user']>>): Promise<Kept> {
  const answer = await server.call(action, parameters, { as })
  expect(answer.Error?.Code).toBe('AuthFailure.UnauthorizedOperation')
  await server.dispatcher.flush()
  const refusal = await server.world.store.refusal(answer.RequestId)
  if (refusal === undefined) throw new Error('nothing was kept')
  expect(refusal).toMatchObject({ account: server.root.account, requestId: answer.RequestId, timeMs: server.clock() })
  return JSON.parse(refusal.record)
}

describe('kept of a refused call', () => {
  test('who asked for what, from where', async () => {
    const user = await server.user('anna')
    expect(await recordOf('CreateGroup', { GroupName: 'g' }, user)).toMatchObject({
      time: '2026-01-02T03:04:05.000Z',
      caller: { kind: 'user', account: server.root.account, uin: user.uin, secretId: user.secretId },
      from: '127.0.0.1',
      action: 'cam:CreateGroup',
      resources: ['*'],
      parameters: { GroupName: 'g' },
      code: 'AuthFailure.UnauthorizedOperation',
    })
  })

  test('the nearest statement, and none of the others', async () => {
    const others = Array.from({ length: 40 }, (_, index) => allow(`cvm:Thing${index}`))
    const user = await server.user('bert', ...others, allow('cam:Get*'))
    const [layer] = (await recordOf('ListUsers', {}, user)).explanation.resources[0]?.layers ?? []
    expect(layer).toMatchObject({ outcome: 'no-allow', statements: [], nearest: { by: { policyName: 'bert-40' } } })
  })

  test('the statements that deny, up to a number, and none that allows', async () => {
    const denies = Array.from({ length: 30 }, () => deny('cam:List*'))
    const user = await server.user('carl', allow('*'), ...denies)
    const [layer] = (await recordOf('ListUsers', {}, user)).explanation.resources[0]?.layers ?? []
    expect(layer?.outcome).toBe('explicit-deny')
    expect(layer?.statements.map(({ effect }) => effect)).toEqual(Array.from({ length: 20 }, () => 'deny'))
  })
})

test('past their time they are gone', async () => {
  const user = await server.user('old')
  const { RequestId } = await server.call('ListUsers', {}, { as: user })
  await server.dispatcher.flush()
  server.clock.advance(7 * 24 * 3_600_000)
  await server.dispatcher.prune()
  expect(await server.world.store.refusal(RequestId)).toBeDefined()
  server.clock.advance(1)
  await server.dispatcher.prune()
  expect(await server.world.store.refusal(RequestId)).toBeUndefined()
})
