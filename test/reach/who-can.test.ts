// Who may do something is what deciding says for each principal one by one, on random accounts of two hundred.
import { expect, test } from 'vitest'
import { type ContextValue, decide, type Effect, type ListedRequest } from '../../src/policy/index.ts'
import { judgeOf } from '../../src/reach/judge.ts'
import { everybody, keyOf, type Who } from '../../src/reach/population.ts'
import type { Question } from '../../src/reach/residual.ts'
import { keysKnownOf, whoCan } from '../../src/reach/who-can.ts'
import { randomAccount } from './accounts.ts'

const seed = Number(process.env['OPENCAM_TEST_SEED'] ?? 20261127)
const sizes = { users: 170, roles: 29, groups: 12, policies: 60, requests: 60 }
const accounts = [0, 1, 2]

/** One resource each; of several the server asks for each. */
const singles = (requests: readonly ListedRequest[]): readonly ListedRequest[] =>
  requests.flatMap((request) => request.resources.map((resource) => ({ ...request, resources: [resource] })))

function questionOf(request: ListedRequest, context: Question['context'], closed: boolean): Question {
  const [resource = ''] = request.resources
  const { action, granularity } = request
  return { action, granularity, resource, pattern: false, context, closed }
}

/** What is found, by principal; `undefined` where the question is none, so that nobody may. */
function found(judge: ReturnType<typeof judgeOf>, question: Question) {
  try {
    return new Map(whoCan(judge, question).holders.map((holder) => [keyOf(holder.who), holder]))
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

test.each(accounts)('account %i: with all keys given it is the verdict, principal by principal', (index) => {
  const { population, requests } = randomAccount(seed, index, sizes)
  const judge = judgeOf(population)
  const all = everybody(population)
  expect(all.length).toBe(200)
  const tally = { allow: 0, deny: 0 }
  for (const request of singles(requests)) {
    const holders = found(judge, questionOf(request, request.context, true))
    for (const who of all) {
      const context = new Map([...keysKnownOf(population, who), ...request.context])
      const { effect } = decide(judge.programOf(who), { ...request, context })
      tally[effect] += 1
      const answer = holders?.get(keyOf(who))?.answer ?? 'none'
      expect({ who, request, answer }).toEqual({ who, request, answer: effect === 'allow' ? 'all' : 'none' })
    }
  }
  // A generator of only one kind would prove nothing.
  expect(Math.min(tally.allow, tally.deny)).toBeGreaterThan(500)
})

const isOwn = (key: string): boolean => ['qcs:uin', 'qcs:owner_uin', 'sts:role_id', 'sts:role_name'].includes(key)
const isTag = (key: string): boolean => /^qcs:(?:resource_tag|request_tag|tag)(?:\/|$)/.test(key)

test.each(accounts)(
  'account %i: with some keys given, yes and no hold for the others, and examples are allowed',
  (index) => {
    const { population, requests } = randomAccount(seed, index, sizes)
    const judge = judgeOf(population)
    const tally = new Map<string, number>()
    for (const [at, request] of singles(requests).entries()) {
      // What is known of a principal is the same in every request.
      const kept = [...request.context].filter(([key], place) => !isTag(key) && (isOwn(key) || (place + at) % 2 === 0))
      const known = new Map<string, ContextValue>(kept)
      const holders = found(judge, questionOf(request, known, false))
      for (const who of everybody(population)) {
        const holder = holders?.get(keyOf(who))
        const answer = holder?.answer ?? 'none'
        tally.set(answer, (tally.get(answer) ?? 0) + 1)
        const verdict = (context: Question['context']): Effect => {
          const all = new Map([...keysKnownOf(population, who), ...context])
          return decide(judge.programOf(who), { ...request, context: all }).effect
        }
        const shown = JSON.stringify([who, request.action, request.resources, [...request.context], kept])
        if (answer === 'all') expect(verdict(request.context), shown).toBe('allow')
        if (answer === 'none') expect(verdict(request.context), shown).toBe('deny')
        if (answer === 'some') expect(verdict(new Map([...known, ...(holder?.example ?? [])])), shown).toBe('allow')
      }
    }
    expect(Math.min(...['all', 'some', 'none'].map((answer) => tally.get(answer) ?? 0))).toBeGreaterThan(100)
    expect(tally.get('unknown') ?? 0).toBeLessThan(50)
  },
)

test.each(accounts)('account %i: a pattern of resources is what holds for those in it', (index) => {
  const { population, requests } = randomAccount(seed, index, sizes)
  const judge = judgeOf(population)
  const tally = new Map<string, number>()
  for (const request of singles(requests)) {
    const [resource = ''] = request.resources
    const wide = /^(qcs:[^:]*:[^:]*:[^:]*:[^:]*:)(.{0,2})/.exec(resource)
    if (wide === null) continue
    const pattern = `${wide[1]}${wide[2]}*`
    const question = { ...questionOf(request, request.context, true), resource: pattern, pattern: true }
    const holders = found(judge, question)
    if (holders === undefined) continue
    for (const who of everybody(population)) {
      const holder = holders.get(keyOf(who))
      const answer = holder?.answer ?? 'none'
      tally.set(answer, (tally.get(answer) ?? 0) + 1)
      const verdict = (one: string): Effect => {
        const context = new Map([...keysKnownOf(population, who), ...request.context])
        return decide(judge.programOf(who), { ...request, resources: [one], context }).effect
      }
      const shown = JSON.stringify([who, request.action, pattern, resource])
      const inside = resource !== '*'
      if (answer === 'all' && inside) expect(verdict(resource), shown).toBe('allow')
      if (answer === 'none' && inside) expect(verdict(resource), shown).toBe('deny')
      if (answer === 'some') {
        const example = holder?.example.find(([key]) => key === 'resource')?.[1]
        expect(verdict(String(example)), `${shown} ${String(example)}`).toBe('allow')
      }
    }
  }
  expect(Math.min(...['all', 'some', 'none'].map((answer) => tally.get(answer) ?? 0))).toBeGreaterThan(50)
})

test('a question that is none is refused with what is wrong', () => {
  const { population } = randomAccount(seed, 0, { users: 2, roles: 1, groups: 1, policies: 3, requests: 0 })
  const judge = judgeOf(population)
  const question: Question = {
    action: 'cos:Get*',
    granularity: 'resource',
    resource: '*',
    pattern: true,
    context: new Map(),
    closed: false,
  }
  expect(() => whoCan(judge, question)).toThrow('product:Action')
  expect(() => whoCan(judge, { ...question, action: 'cos:GetObject', resource: 'x', pattern: false })).toThrow(
    'six segments',
  )
  expect(() => whoCan(judge, { ...question, action: 'cos:GetObject', resource: 'qcs::cos' })).toThrow('cannot be read')
})

const whoIs = (who: Who): string => keyOf(who)

test('who cannot call is among those who may, and it is said why', () => {
  const { population } = randomAccount(seed, 0, { users: 3, roles: 1, groups: 1, policies: 3, requests: 0 })
  const everything = '{"version":"2.0","statement":[{"effect":"allow","action":"*","resource":"*"}]}'
  const policies = new Map(population.policies)
  const [first] = policies.values()
  if (first === undefined) throw new Error('there is no policy')
  policies.set(99, {
    ...first,
    policyId: 99,
    preset: false,
    versions: [{ versionId: 1, document: everything }],
    inForce: 1,
  })
  const users = new Map(
    [...population.users].map(([uin, one]) => {
      const face = { policies: [99], groups: [], boundary: undefined }
      return [uin, { ...one, ...face, keys: uin % 2 === 0 ? 'none' : 'active' } as const]
    }),
  )
  const question = {
    action: 'cos:GetObject',
    granularity: 'operation',
    resource: '*',
    pattern: false,
    context: new Map(),
    closed: false,
  } as const
  const { holders } = whoCan(judgeOf({ ...population, users, policies }), question)
  const idle = holders.filter((one) => one.idle !== undefined).map(({ who }) => whoIs(who))
  expect(idle).toEqual([...users.values()].filter(({ keys }) => keys === 'none').map(({ uin }) => `user/${uin}`))
})
