// A filter says of every resource what the decision says of the whole request, whatever is known beforehand and whatever
// comes with the resource. The seed is fixed unless OPENCAM_TEST_SEED gives another.
import { describe, expect, test } from 'vitest'
import {
  actionsFor,
  assemble,
  decide,
  filterTest,
  filterText,
  listing,
  type Program,
  type ResourceFilter,
  resourcesFor,
} from '../../../src/policy/index.ts'
import type { ContextValue, ListedRequest } from '../../../src/policy/types.ts'
import { type Dice, dice } from './dice.ts'
import { generateWorld } from './generate.ts'

const seed = Number(process.env['OPENCAM_TEST_SEED'] ?? 20190116)

type Keys = ReadonlyMap<string, ContextValue>

/** A way to cut the keys of a request into those known beforehand and those that come with the resource. */
interface Cut {
  readonly known: Keys
  readonly open: readonly string[] | 'rest'
  readonly own: Keys
  /** All that a whole request would have. */
  readonly whole: Keys
}

function drawCut(draw: Dice, context: Keys): Cut {
  const share = draw.pick([0, 0.3, 0.6, 1])
  const known = new Map([...context].filter(() => draw.chance(share)))
  if (draw.chance(0.5))
    return { known, open: 'rest', own: new Map([...context].filter(([key]) => !known.has(key))), whole: context }
  const open = [...context.keys()].filter((key) => !known.has(key) && draw.chance(0.6))
  const own = new Map([...context].filter(([key]) => open.includes(key)))
  // A value that is stated for a key that is missing by declaration, or known to be another, plays no part.
  const noisy = new Map([...context].filter(([key]) => open.includes(key) || draw.chance(0.5)))
  return { known, open, own: noisy, whole: new Map([...known, ...own]) }
}

function filterOf(program: Program, { action, granularity }: ListedRequest, { known, open }: Cut): ResourceFilter {
  return resourcesFor(program, { action, granularity, context: known, open })
}

describe('a filter', () => {
  test('lets through what is allowed, for 60,000 resources of 1,250 subjects', { timeout: 180_000 }, () => {
    const seen = { all: 0, none: 0, some: 0, asked: 0, allowed: 0, left: 0 }
    for (let world = 0; world < 1250; world += 1) {
      const { subject, twin, requests } = generateWorld(seed, world, 12)
      const places = requests.flatMap(({ resources }) => resources)
      const programs = [assemble(subject), assemble(twin)] as const
      for (const [index, request] of requests.entries()) {
        const draw = dice(seed, world, index + 1, 0x9a17)
        const program = draw.pick(programs)
        const cut = drawCut(draw, request.context)
        const filter = filterOf(program, request, cut)
        // What is sent and read back asks the same.
        const passes = filterTest(draw.chance(0.5) ? filter : JSON.parse(JSON.stringify(filter)))
        seen[filter.kind] += 1
        if (
          filter.layers.some(({ allow = [], deny }) => [...allow, ...deny].some((one) => one.conditions.length > 0))
        ) {
          seen.left += 1
        }
        const others = [draw.pick(places), draw.pick(places), draw.pick(places)]
        for (const resource of [...request.resources, ...others]) {
          // Keys of a resource reach a decision in either way.
          const keys = draw.chance(0.5) ? { context: cut.whole } : { context: cut.known, contextOf: () => cut.whole }
          const { effect } = decide(program, { ...request, ...keys, resources: [resource] })
          const where = `world ${world}, request ${index}, ${resource}\n${filterText(filter)}`
          expect(passes(resource, cut.own), where).toBe(effect === 'allow')
          seen.asked += 1
          if (effect === 'allow') seen.allowed += 1
        }
      }
    }
    expect(seen.asked).toBeGreaterThan(60_000)
    // A generator that no longer reaches a kind would prove nothing about it.
    for (const [kind, times] of Object.entries(seen)) expect(times, kind).toBeGreaterThan(400)
  })

  test('names what has to come with the resource: other keys change nothing', () => {
    for (let world = 0; world < 300; world += 1) {
      const { subject, requests } = generateWorld(seed, world, 6)
      const program = assemble(subject)
      for (const [index, request] of requests.entries()) {
        const cut = drawCut(dice(seed, world, index, 0x0bec), request.context)
        const filter = filterOf(program, request, cut)
        const passes = filterTest(filter)
        const needed = new Map([...cut.own].filter(([key]) => filter.open.includes(key)))
        for (const resource of request.resources) {
          expect(passes(resource, needed)).toBe(passes(resource, cut.own))
        }
      }
    }
  })
})

test('listing lets a call through exactly when the filter is not closed, and shows what is allowed', () => {
  let hidden = 0
  for (let world = 0; world < 200; world += 1) {
    const { subject, requests } = generateWorld(seed, world, 8)
    const program = assemble(subject)
    const [first] = requests
    if (first === undefined) continue
    const { action, granularity } = first
    const { callable, visible } = listing(program, { action, granularity, context: new Map(), open: 'rest' })
    const shown = visible(requests, ({ resources, context }) => ({ resource: resources[0] ?? '', context }))
    const allowed = requests.filter(({ resources, context }) => {
      const request = { action, granularity, context, resources: [resources[0] ?? ''] }
      return decide(program, request).effect === 'allow'
    })
    expect(shown).toEqual(allowed)
    if (!callable) expect(allowed).toEqual([])
    hidden += requests.length - shown.length
  }
  expect(hidden).toBeGreaterThan(100)
})

test('the actions of a resource are those that are allowed on it', () => {
  const { subject, requests } = generateWorld(seed, 3, 30)
  const program = assemble({ ...subject, kind: 'root', session: undefined })
  const resources = [`qcs::cvm::uin/${subject.account}:x/1`]
  const actions = requests.map(({ action, granularity }) => ({ action, granularity }))
  const found = actionsFor(program, { resources, context: new Map() }, actions)
  const context = new Map()
  expect(found).toEqual(actions.filter((one) => decide(program, { ...one, resources, context }).effect === 'allow'))
  expect(found.length).toBeGreaterThan(0)
})
