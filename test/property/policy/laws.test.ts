// Laws that hold for every policy and every request, whatever the rules in detail are. The seed is fixed;
// OPENCAM_TEST_SEED=n tries another.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type AccessRequest,
  assemble,
  decide,
  type Explanation,
  explain,
  type LayerFinding,
  minify,
  readPolicy,
  type Subject,
} from '../../../src/policy/index.ts'
import { policies, request, source, statement, subject } from './laws-worlds.ts'

const parameters = { seed: Number(process.env['OPENCAM_TEST_SEED'] ?? 20190116), numRuns: 400 }

/** Runs a law on a fresh program, so that nothing remembered helps it. */
function law(name: string, holds: (subject: Subject, request: AccessRequest) => void): void {
  test(name, () => fc.assert(fc.property(subject, request, holds), parameters))
}

/** The verdict that the findings of an explanation lead to, derived without the decision in it. */
function verdict(explanation: Explanation, kind: Subject['kind']): 'allow' | 'deny' {
  const allowed = explanation.resources.every(({ malformed, foreign, layers }) => {
    const says = (layer: LayerFinding) => layer.outcome === 'allow' || layer.outcome === 'silent'
    return (
      !malformed &&
      !foreign &&
      layers.every(says) &&
      (kind === 'root' || layers.some(({ layer }) => layer === 'identity'))
    )
  })
  return allowed && !explanation.malformedAction ? 'allow' : 'deny'
}

describe('decisions', () => {
  test('the worlds are made of documents that are accepted, and both answers occur', () => {
    const effects = fc.sample(fc.tuple(subject, request), parameters).map(([subject, request]) => {
      for (const { document: text, preset } of [
        ...subject.identity,
        subject.boundary ?? [],
        subject.session ?? [],
      ].flat()) {
        const purpose = preset ? 'preset' : 'identity'
        expect(
          readPolicy(text, { purpose, vocabulary: { service: () => undefined }, lengthMax: 1e9 }).problems,
        ).toEqual([])
      }
      return decide(assemble(subject), request).effect
    })
    expect(effects.filter((effect) => effect === 'allow').length).toBeGreaterThan(40)
  })

  law('an explanation leads to the decision', (subject, request) => {
    const program = assemble(subject)
    const explanation = explain(program, request)
    expect(explanation.decision).toEqual(decide(assemble(subject), request))
    expect(verdict(explanation, subject.kind)).toBe(explanation.decision.effect)
  })

  law('the deciding statement is one that matched, and a denial for want of an allow has none', (subject, request) => {
    const { decision, resources } = explain(assemble(subject), request)
    const layers = resources.find(({ resource }) => resource === decision.resource)?.layers ?? []
    const statements = layers.find(({ layer }) => layer === decision.layer)?.statements ?? []
    const matched = statements
      .filter(({ matched, effect }) => matched && effect === decision.effect)
      .map(({ by }) => by)
    if (decision.by === undefined) expect(['no-allow', 'root', 'foreign-resource']).toContain(decision.cause)
    else expect(matched).toContainEqual(decision.by)
  })

  test('one more deny never allows', () => {
    const more = fc.property(subject, request, statement, (subject, request, statement) => {
      const before = decide(assemble(subject), request).effect
      const denied = { ...subject, identity: [...subject.identity, source(99, [{ ...statement, effect: 'deny' }])] }
      if (before === 'deny') expect(decide(assemble(denied), request).effect).toBe('deny')
    })
    fc.assert(more, parameters)
  })

  law('a boundary and a session policy never allow', (subject, request) => {
    const open = { ...subject, boundary: undefined, session: undefined }
    if (decide(assemble(open), request).effect === 'deny') {
      expect(decide(assemble(subject), request).effect).toBe('deny')
    }
  })

  law('the order of policies plays no part', (subject, request) => {
    const turned = { ...subject, identity: subject.identity.toReversed() }
    const { by: _, ...decision } = decide(assemble(subject), request)
    expect(decide(assemble(turned), request)).toMatchObject(decision)
  })

  law('the order of resources plays no part in the effect', (subject, request) => {
    const turned = { ...request, resources: request.resources.toReversed() }
    expect(decide(assemble(subject), turned).effect).toBe(decide(assemble(subject), request).effect)
  })

  test('what a program remembers does not change its answers', () => {
    const asked = fc.property(subject, fc.array(request, { minLength: 5, maxLength: 20 }), (subject, requests) => {
      const program = assemble(subject)
      const answers = requests.map((one) => decide(program, one))
      expect(requests.map((one) => decide(assemble(subject), one))).toEqual(answers)
      expect(requests.map((one) => decide(program, one))).toEqual(answers)
    })
    fc.assert(asked, { ...parameters, numRuns: 100 })
  })

  test('any text as action, resource and key is answered, and nothing is granted by nobody', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 })
    const odd = fc.property(text, fc.array(text), text, subject, (action, resources, key, subject) => {
      const request = { action, resources, granularity: 'resource' as const, context: new Map([[key, key]]) }
      expect(['allow', 'deny']).toContain(decide(assemble(subject), request).effect)
      expect(decide(assemble({ ...subject, kind: 'user', identity: [] }), request).effect).toBe('deny')
      expect(explain(assemble(subject), request).decision.effect).toBeTypeOf('string')
    })
    fc.assert(odd, parameters)
  })
})

describe('documents', () => {
  const options = { purpose: 'preset' as const, vocabulary: { service: () => undefined }, lengthMax: 1e9 }

  test('printing and reading again changes nothing', () => {
    const roundTrip = fc.property(policies, (sources) => {
      for (const { document: text } of sources) {
        const spaced = JSON.stringify(JSON.parse(text), undefined, 3)
        const read = readPolicy(spaced, options)
        expect(read.problems).toEqual([])
        expect(read.document?.text).toBe(text)
        expect(readPolicy(read.document?.text ?? '', options)).toEqual(read)
      }
    })
    fc.assert(roundTrip, { ...parameters, numRuns: 100 })
  })

  test('minified JSON has the same value, and minifying again changes nothing', () => {
    const same = fc.property(fc.json(), fc.integer({ min: 0, max: 4 }), (text, indent) => {
      const small = minify(JSON.stringify(JSON.parse(text), undefined, indent))
      fc.pre(small !== undefined)
      expect(JSON.parse(small ?? '')).toEqual(JSON.parse(text))
      expect(minify(small ?? '')).toBe(small)
    })
    fc.assert(same, parameters)
  })

  test('the reader agrees with JSON.parse on what is JSON, but for what it refuses on purpose', () => {
    const texts = fc.oneof(fc.json(), fc.string({ unit: 'binary' }), mutated(fc.json()))
    const agree = fc.property(texts, (text) => {
      if (minify(text) !== undefined) expect(() => JSON.parse(text)).not.toThrow()
    })
    fc.assert(agree, parameters)
  })

  test('no text makes the reader throw; a document comes with no error and an error with a place', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      mutated(policies.map((list) => list[0]?.document ?? '')),
    )
    const total = fc.property(texts, fc.constantFrom('identity', 'preset', 'trust', 'session'), (text, purpose) => {
      const { document, problems } = readPolicy(text, { ...options, purpose })
      const errors = problems.filter(({ severity }) => severity === 'error')
      expect(document === undefined).toBe(errors.length > 0)
      for (const { offset, line, column } of problems) {
        expect(offset).toBeLessThanOrEqual(text.length)
        expect(Math.min(line, column)).toBeGreaterThan(0)
      }
    })
    fc.assert(total, { ...parameters, numRuns: 1500 })
  })
})

/** A text with one piece replaced by something that is likely to hurt. */
function mutated(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const piece = fc.constantFrom(
    '',
    '"',
    '{',
    ']',
    ',',
    '\\u0000',
    '\\ud800',
    '\u0000',
    '${uin',
    'null',
    '1e999',
    '*',
    ':',
  )
  return fc.tuple(texts, fc.nat(), fc.nat({ max: 6 }), piece).map(([text, at, length, inserted]) => {
    const from = text.length === 0 ? 0 : at % text.length
    return text.slice(0, from) + inserted + text.slice(from + length)
  })
}
