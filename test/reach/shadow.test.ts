// What a draft changes is what deciding before and after says of each recorded request, and proofs agree with what was recorded.
import { expect, test } from 'vitest'
import { decide } from '../../src/policy/index.ts'
import { judgeOf } from '../../src/reach/judge.ts'
import { everybody, keyOf } from '../../src/reach/population.ts'
import { drafted, type Recorded, shadow } from '../../src/reach/shadow.ts'
import { keysKnownOf } from '../../src/reach/who-can.ts'
import { randomAccount } from './accounts.ts'

const seed = Number(process.env['OPENCAM_TEST_SEED'] ?? 20261127)
const sizes = { users: 24, roles: 4, groups: 4, policies: 16, requests: 120 }
const drafts = [0, 1, 2, 3, 4, 5]

async function* each(all: readonly Recorded[]): AsyncGenerator<Recorded> {
  yield* all
}

test.each(drafts)('draft %i: every change is told, and nothing else', { timeout: 120_000 }, async (index) => {
  const { population, requests } = randomAccount(seed, 100 + index, sizes)
  const other = randomAccount(seed, 200 + index, sizes).population
  const policyId = [...population.policies.values()].find(({ preset }) => !preset)?.policyId ?? 0
  const document = other.policies.get(policyId)?.versions[0]?.document ?? ''
  const all = everybody(population)
  const recorded = requests.flatMap((request, at): readonly Recorded[] => {
    const who = all[at % all.length]
    if (who === undefined) return []
    const context = new Map([...keysKnownOf(population, who), ...request.context])
    return [{ who, request: { ...request, context }, variants: [[]], at: `request ${at}` }]
  })
  const change = new Map([[policyId, document]])
  const found = await shadow(population, change, each(recorded))

  const [before, after] = [judgeOf(population), judgeOf(drafted(population, change))]
  const changed = recorded.filter(({ who, request }) => {
    if (/^(?:name\/)?sts:assumerole$/i.test(request.action)) return false
    return decide(before.programOf(who), request).effect !== decide(after.programOf(who), request).effect
  })
  const told = found.changes.reduce((sum, { count }) => sum + count, 0)
  expect(told + found.same).toBe(recorded.length)
  expect(told).toBeGreaterThanOrEqual(changed.length)
  const names = new Set(found.changes.map(({ who, action }) => `${keyOf(who)} ${action.toLowerCase()}`))
  for (const { who, request } of changed) expect(names).toContain(`${keyOf(who)} ${request.action.toLowerCase()}`)

  expect(found.untouched + found.proven.reduce((sum, { whos }) => sum + whos.length, 0)).toBe(all.length)
  for (const { whos, gains, loses } of found.proven) {
    for (const who of whos) {
      const [old, fresh] = [before.programOf(who), after.programOf(who)]
      const mine = changed.filter((one) => keyOf(one.who) === keyOf(who) && who.kind === 'user')
      for (const { request } of mine) {
        const gained = decide(fresh, request).effect === 'allow'
        expect((gained ? gains : loses).answer, request.action).not.toBe('nothing')
      }
      if (who !== whos[0]) continue
      if (gains.answer === 'something') {
        expect([decide(old, gains.example).effect, decide(fresh, gains.example).effect]).toEqual(['deny', 'allow'])
      }
      if (loses.answer === 'something') {
        expect([decide(old, loses.example).effect, decide(fresh, loses.example).effect]).toEqual(['allow', 'deny'])
      }
    }
  }
})

test('the same document changes nothing, and that is proven', async () => {
  const { population } = randomAccount(seed, 300, sizes)
  const change = new Map(
    [...population.policies.values()].map(({ policyId, versions }) => [policyId, versions[0]?.document ?? '']),
  )
  const { changes, proven } = await shadow(population, change, each([]))
  expect(changes).toEqual([])
  expect(proven.length).toBeGreaterThan(5)
  const answers = new Set(proven.flatMap(({ gains, loses }) => [gains.answer, loses.answer]))
  expect(answers).toEqual(new Set(['nothing']))
})
