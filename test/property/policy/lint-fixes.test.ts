// Edits of the linter on generated documents: the finding goes, the document stays readable, and a safe edit changes no
// answer to any question.
import { describe, expect, test } from 'vitest'
import { loadCatalogs } from '../../../src/catalog/load.ts'
import { ownCatalogs } from '../../../src/catalog/own.ts'
import {
  applyFix,
  assemble,
  compileCache,
  compileTrust,
  type Decision,
  decide,
  decideTrust,
  type Finding,
  type LintOptions,
  lint,
  type PolicySource,
  type Subject,
} from '../../../src/policy/index.ts'
import { generateWorld } from './generate.ts'
import { CORPUS_ACCOUNT, CORPUS_APP_ID, CORPUS_NOW_MS, corpusEntry } from './lint-corpus.ts'
import { generateTrust } from './trust-worlds.ts'

const seed = Number(process.env['OPENCAM_TEST_SEED'] ?? 20190116)
const worlds = 100
const requestsPerWorld = 20

const vocabulary = loadCatalogs(undefined, ownCatalogs([])).vocabulary()
const anyName: LintOptions = { vocabulary: { service: () => undefined } }

type Fixed = Finding & Required<Pick<Finding, 'fix'>>
const hasFix = (finding: Finding): finding is Fixed => finding.fix !== undefined
const isError = ({ severity }: Finding): boolean => severity === 'error'

const family = (rule: string): string => (rule === 'duplicate-statement' ? 'shadowed-statement' : rule)

/** The text after an edit, which mends what it was proposed for and breaks nothing. */
function mended(text: string, finding: Fixed, found: readonly Finding[], options: LintOptions): string {
  const after = applyFix(text, finding.fix)
  const left = lint(after, options)
  // Counted, not compared: what stands behind the edit may have other numbers now, and be covered by another statement.
  const same = (all: readonly Finding[]) => all.filter(({ rule }) => family(rule) === family(finding.rule))
  expect(same(left).length, `${finding.rule} in ${text}`).toBeLessThan(same(found).length)
  if (!isError(finding)) expect(left.filter(isError), `${finding.rule} in ${text}`).toEqual([])
  return after
}

/** What was decided, by which layer and why; the number of the statement may change. */
const answer = ({ effect, layer, cause }: Decision): string => `${effect} ${layer} ${cause}`

function withDocument(subject: Subject, source: PolicySource, document: string): Subject {
  const swap = (one: PolicySource): PolicySource => (one === source ? { ...one, document } : one)
  const { boundary, session } = subject
  return {
    ...subject,
    identity: subject.identity.map(swap),
    boundary: boundary && swap(boundary),
    session: session && swap(session),
  }
}

describe('safe edits', () => {
  const seen = new Map<string, number>()

  test('of policies change no decision', () => {
    for (let index = 0; index < worlds; index += 1) {
      const { subject, requests } = generateWorld(seed, index, requestsPerWorld)
      const compiled = compileCache(64)
      const unchanged = assemble(subject, compiled)
      const before = requests.map((request) => answer(decide(unchanged, request)))
      for (const source of [...subject.identity, subject.boundary ?? [], subject.session ?? []].flat()) {
        const options: LintOptions = { ...anyName, purpose: source.preset ? 'preset' : 'identity', lengthMax: 1e9 }
        const found = lint(source.document, options)
        for (const finding of found.filter(hasFix)) {
          const after = mended(source.document, finding, found, options)
          if (finding.fix.kind !== 'safe') continue
          seen.set(finding.rule, (seen.get(finding.rule) ?? 0) + 1)
          const program = assemble(withDocument(subject, source, after), compiled)
          expect(
            requests.map((request) => answer(decide(program, request))),
            `${finding.rule} in ${source.document}`,
          ).toEqual(before)
        }
      }
    }
    // The generator makes what these are about; without that nothing was shown of them.
    const shown = ['repeated-action', 'repeated-resource', 'repeated-value', 'shadowed-statement', 'capital-element']
    for (const rule of [...shown, 'blank-in-action', 'short-region', 'double-wildcard', 'host-bits', 'date-form']) {
      expect(seen.get(rule) ?? 0, rule).toBeGreaterThan(5)
    }
  })

  test('of trust policies change no decision', () => {
    const options: LintOptions = { ...anyName, purpose: 'trust', principalAllowed: true, lengthMax: 1e9 }
    let shown = 0
    for (let index = 0; index < worlds; index += 1) {
      const questions = generateTrust(seed, index, requestsPerWorld)
      const [first] = questions
      if (first === undefined) continue
      const answers = (document: string) => {
        const compiled = compileTrust(document, first.owner)
        return questions.map(({ asker, action, context }) => {
          const { effect, cause } = decideTrust(compiled, asker, action, context)
          return `${effect} ${cause}`
        })
      }
      const before = answers(first.document)
      const found = lint(first.document, options)
      for (const finding of found.filter(hasFix)) {
        const after = mended(first.document, finding, found, options)
        if (finding.fix.kind !== 'safe') continue
        shown += 1
        expect(answers(after), `${finding.rule} in ${first.document}`).toEqual(before)
      }
    }
    expect(shown).toBeGreaterThan(50)
  })
})

test('edits mend the faults of the corpus', () => {
  let applied = 0
  for (let index = 0; index < 200; index += 1) {
    const { faulty, purpose } = corpusEntry(seed, index)
    const place = { account: CORPUS_ACCOUNT, appId: CORPUS_APP_ID, nowMs: CORPUS_NOW_MS }
    const options: LintOptions = { purpose, vocabulary, ...place }
    const found = lint(faulty, options)
    for (const finding of found.filter(hasFix)) {
      mended(faulty, finding, found, options)
      applied += 1
    }
  }
  expect(applied).toBeGreaterThan(50)
})
