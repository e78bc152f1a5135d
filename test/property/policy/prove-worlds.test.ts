// What is proven about the subjects of the agreement proof holds for the requests that are made for them: policies of
// every kind, several at once, with boundaries and session policies.
import { expect, test } from 'vitest'
import { decide } from '../../../src/policy/decide.ts'
import { assemble } from '../../../src/policy/program.ts'
import { type LimitedPolicies, NOT_CONFIRMED, noNewAccess, overlap } from '../../../src/policy/prove/prove.ts'
import type { PolicySource, Subject } from '../../../src/policy/types.ts'
import { generateWorld } from './generate.ts'

const seed = Number(process.env['OPENCAM_TEST_SEED'] ?? 20190116)
const worlds = 120
const requestsPerWorld = 150

type Limits = Pick<LimitedPolicies, 'boundary' | 'session'>

/** Pairs of sets of policies: all and all but one, two halves, with limits and without. */
function pairsOf({ identity, boundary, session }: Subject): readonly (readonly [LimitedPolicies, LimitedPolicies])[] {
  const half = Math.ceil(identity.length / 2)
  const limited = (policies: readonly PolicySource[], limits: Limits = {}) => ({ policies, ...limits })
  return [
    [limited(identity), limited(identity.slice(1))],
    [limited(identity.slice(1)), limited(identity)],
    [limited(identity.slice(0, half)), limited(identity.slice(half))],
    [limited(identity, { boundary, session }), limited(identity)],
    [limited(identity), limited(identity, { boundary, session })],
  ]
}

function allows(subject: Subject, { policies, boundary, session }: LimitedPolicies): ReturnType<typeof decider> {
  const source = (policy: LimitedPolicies['boundary']) => {
    return [...subject.identity, subject.boundary, subject.session].find((one) => one === policy)
  }
  const identity = subject.identity.filter((one) => policies.includes(one))
  return decider({ ...subject, identity, boundary: source(boundary), session: source(session) })
}

function decider(subject: Subject) {
  const program = assemble(subject)
  return (request: Parameters<typeof decide>[1]): boolean => decide(program, request).effect === 'allow'
}

test('no request contradicts a proof', { timeout: 180_000 }, () => {
  const answers = new Map<string, number>()
  for (let world = 0; world < worlds; world += 1) {
    const { subject: drawn, requests } = generateWorld(seed, world, requestsPerWorld)
    // Policies say nothing about root.
    const subject: Subject = { ...drawn, kind: drawn.uin === undefined ? 'role' : 'user' }
    for (const [first, second] of pairsOf(subject)) {
      const proof = noNewAccess(first, second, { subject })
      const existence = overlap(first, second, { subject })
      for (const one of [proof, existence]) if (one.answer === 'unknown') expect(one.why).not.toBe(NOT_CONFIRMED)
      const [more, both] = [proof.answer, existence.answer]
      const [one, two] = [allows(subject, first), allows(subject, second)]
      for (const request of requests) {
        const [a, b] = [one(request), two(request)]
        if (more === 'yes') expect(a && !b, `world ${world}: ${JSON.stringify(request)}`).toBe(false)
        if (both === 'no') expect(a && b, `world ${world}: ${JSON.stringify(request)}`).toBe(false)
      }
      for (const answer of [`more ${more}`, `both ${both}`]) answers.set(answer, (answers.get(answer) ?? 0) + 1)
    }
  }
  const share = (answer: string): number => (answers.get(answer) ?? 0) / (worlds * 5)
  for (const answer of ['more yes', 'more no', 'both yes', 'both no'])
    expect(share(answer), answer).toBeGreaterThan(0.1)
  for (const answer of ['more unknown', 'both unknown']) expect(share(answer), answer).toBeLessThanOrEqual(0.05)
})
