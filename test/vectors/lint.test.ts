// Each rule of the linter on documents in which it finds something and on documents in which it does not; that every
// rule has both; and that each edit mends what it was proposed for.
import { describe, expect, test } from 'vitest'
import { applyFix, LINT_RULES, lint } from '../../src/policy/lint/index.ts'
import { RULE_REASONS } from '../../src/policy/lint/reasons.ts'
import { LINT_VECTORS, lintOptions, textOfCase } from './lint-cases.ts'

const ids = LINT_RULES.map(({ id }) => id)
const severityOf = new Map(LINT_RULES.map(({ id, severity }) => [id, severity]))

test('every rule has vectors of both kinds, and words', () => {
  const complete = LINT_VECTORS.filter(({ found, clean }) => found.length > 0 && clean.length > 0)
  expect(complete.map(({ rule }) => rule).sort()).toEqual(ids.toSorted())
  expect([...RULE_REASONS.keys()].sort()).toEqual(ids.toSorted())
})

describe.each(LINT_VECTORS.map((vector) => [vector.rule, vector] as const))('%s', (rule, { found, clean }) => {
  test.each(found.map((one) => [textOfCase(one), one] as const))('is found in %s', (text, one) => {
    const findings = lint(text, lintOptions(one))
    const own = findings.filter((finding) => finding.rule === rule)
    expect(
      own.map(({ severity }) => severity),
      JSON.stringify(findings, null, 1),
    ).toContain(severityOf.get(rule))
    for (const finding of own) expect(text.length).toBeGreaterThan(finding.offset)
    if (severityOf.get(rule) !== 'error') expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  test.each(clean.map((one) => [textOfCase(one), one] as const))('is not found in %s', (text, one) => {
    const findings = lint(text, lintOptions(one))
    expect(findings.filter((finding) => finding.rule === rule || finding.severity === 'error')).toEqual([])
  })
})

/** The finding again, wherever it stands now. */
const key = ({ rule, message }: { rule: string; message: string }): string => `${rule} ${message}`

test.each(
  LINT_VECTORS.flatMap(({ found }) => found).flatMap((one) => {
    const text = textOfCase(one)
    const options = lintOptions(one)
    return lint(text, options).flatMap((finding) =>
      finding.fix === undefined ? [] : [[finding, text, options] as const],
    )
  }),
)('the edit mends %j', (finding, text, options) => {
  if (finding.fix === undefined) throw new Error('no edit')
  const mended = lint(applyFix(text, finding.fix), options)
  const before = lint(text, options).filter((other) => key(other) === key(finding)).length
  expect(mended.filter((other) => key(other) === key(finding)).length).toBeLessThan(before)
  // What was accepted stays accepted; what was refused for this fault is refused for other faults at most.
  const errors = mended.filter(({ severity }) => severity === 'error')
  expect(errors.length).toBeLessThanOrEqual(finding.severity === 'error' ? lint(text, options).length - 1 : 0)
})
