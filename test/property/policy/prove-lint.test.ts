// What the linter says of documents is proven for all requests: statements that it calls idle decide nothing, and its
// safe edits change no answer. The linter looks at pairs of statements and knows nothing of the proofs.
import { describe, expect, test } from 'vitest'
import { equivalent, type PolicySource, statementUse } from '../../../src/policy/index.ts'
import { applyFix, type Finding, lint } from '../../../src/policy/lint/index.ts'
import { generateWorld } from './generate.ts'

const seed = Number(process.env['OPENCAM_TEST_SEED'] ?? 20190116)
const idle = ['allow-covered-by-deny', 'exception-after-deny', 'idle-deny', 'shadowed-statement', 'duplicate-statement']

interface Linted {
  readonly source: PolicySource
  readonly subject: { readonly uin: number | undefined; readonly account: number; readonly appId: number }
  readonly findings: readonly Finding[]
}

/** Policies of the agreement proof, with what the linter finds in each. */
function* linted(worlds: number): Generator<Linted> {
  for (let world = 0; world < worlds; world += 1) {
    const { subject } = generateWorld(seed, world, 1)
    for (const source of subject.identity) {
      const purpose = source.preset ? 'preset' : 'identity'
      yield { source, subject, findings: lint(source.document, { purpose, lengthMax: 1e9 }) }
    }
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

describe('the linter', () => {
  test('calls only statements idle that are', { timeout: 120_000 }, () => {
    const counts = new Map<string, number>()
    for (const { source, subject, findings } of linted(200)) {
      for (const { rule, statement } of findings) {
        if (!idle.includes(rule) || statement === undefined) continue
        const { answer } = statementUse(source, statement, { subject })
        expect(answer, `${rule} ${statement} in ${source.document}`).not.toBe('used')
        count(counts, answer)
      }
    }
    expect(counts.get('dead') ?? 0).toBeGreaterThan(100)
    expect(counts.get('unknown') ?? 0).toBeLessThan((counts.get('dead') ?? 0) / 20)
  })

  test('calls only edits safe that are', { timeout: 120_000 }, () => {
    const counts = new Map<string, number>()
    for (const { source, subject, findings } of linted(100)) {
      for (const { rule, fix } of findings) {
        if (fix?.kind !== 'safe') continue
        const after = { ...source, document: applyFix(source.document, fix) }
        const { answer } = equivalent(source, after, { subject })
        expect(answer, `${rule} in ${source.document}`).not.toBe('no')
        count(counts, answer)
      }
    }
    expect(counts.get('yes') ?? 0).toBeGreaterThan(100)
    expect(counts.get('unknown') ?? 0).toBeLessThan((counts.get('yes') ?? 0) / 20)
  })
})
