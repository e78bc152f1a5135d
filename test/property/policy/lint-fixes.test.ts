// Edits of the linter on generated documents: the finding goes, the document stays readable, and a safe edit changes no
// answer to any question.
import { describe, expect, test } from 'vitest'
import { loadCatalogs } from '../../../src/catalog/load.ts'
import { ownCatalogs } from '../../../src/catalog/own.ts'
import {
  assemble,
  compileCache,
  compileTrust,
  type Decision,
  decide,
  decideTrust,
  type PolicySource,
  type Subject,
} from '../../../src/policy/index.ts'
import { applyFix, type Finding, type LintOptions, lint } from '../../../src/policy/lint/index.ts'
import { type Dice, dice } from './dice.ts'
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

const keys = [
  'qcs:ip',
  'qcs:current_time',
  'qcs:resource_tag',
  'qcs:tag',
  'qcs:tag/a',
  'qcs:request_tag/env',
  'qcs:mfa',
]
const moreKeys = ['mfa', 'qcs:uin', 'vpc:vpc', 'cos:prefix', 'cos:content-type', 'cos:content-length', 'shop:thing']
const values = [
  '10.1.2.3',
  '10.1.2.3/8',
  '::ffff:1.2.3.4',
  '0.0.0.0/0',
  'a',
  'a&b',
  'a&*',
  'env&x',
  '*',
  'x*',
  'x**y',
  'a/b',
]
const moreValues = ['2020-01-01 00:00:00', '2040-01-01T00:00:00Z', '1', '2', 'true', 'false', '${uin}', '$uin', 'b']
const operatorNames = 'string_equal string_not_equal string_like string_not_like string_equal_ignore_case binary_equal'
const moreOperators =
  'ip_equal ip_not_equal date_less_than date_greater_than numeric_equal bool_equal null_equal IpAddress'

/** A statement of words that may or may not fit each other, some of them with a slip. */
function motley(draw: Dice): string {
  const wrong = (text: string) =>
    draw.weighted([
      [8, text],
      [1, text.toUpperCase()],
      [1, ` ${text}`],
      [1, text.slice(1)],
      [1, `${text.slice(0, -1)}${text.at(-1)}${text.at(-1)}`],
    ])
  const operator = () => {
    const name = draw.pick(`${operatorNames} ${moreOperators}`.split(' '))
    return wrong(`${draw.pick(['', '', 'for_any_value:', 'for_all_value:'])}${name}${draw.pick(['', '', '_if_exist'])}`)
  }
  const some = () => Array.from({ length: 1 + draw.below(3) }, () => draw.pick([...values, ...moreValues]))
  const block = () =>
    Object.fromEntries(
      Array.from({ length: 1 + draw.below(2) }, () => [wrong(draw.pick([...keys, ...moreKeys])), some()]),
    )
  const condition = Object.fromEntries(Array.from({ length: 1 + draw.below(2) }, () => [operator(), block()]))
  const resource = draw.pick([
    '*',
    'qcs::cvm:gz::instance/*',
    'qcs:id/0:CVM::*: instance/instance/x',
    'qcs::cos::uid/1250000000:b/*',
  ])
  const action = draw.pick(['cvm:Run', 'cos: Get**', 'cam:ListUsrs', 'cmv:Run', 'name/ses:Gett*'])
  const effect = draw.pick(['allow', 'deny', 'Deny', 'ALLOW'])
  return JSON.stringify({ version: '2.0', statement: [{ effect, action, resource, condition, sid: 's' }] })
}

test('edits mend documents whose words do not fit each other', () => {
  let applied = 0
  for (let index = 0; index < 1500; index += 1) {
    const text = motley(dice(seed, index, 0x6d))
    const options: LintOptions = { vocabulary, nowMs: CORPUS_NOW_MS, account: CORPUS_ACCOUNT, appId: CORPUS_APP_ID }
    const found = lint(text, options)
    for (const finding of found.filter(hasFix)) {
      mended(text, finding, found, options)
      applied += 1
    }
  }
  expect(applied).toBeGreaterThan(1000)
})
