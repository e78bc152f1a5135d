// How much the linter finds and how much it makes up: two hundred faults put into correct policies, and the correct ones
// themselves; and the presets, which must not have an error.
import { expect, test } from 'vitest'
import { loadCatalogs } from '../../../src/catalog/load.ts'
import { ownCatalogs } from '../../../src/catalog/own.ts'
import { loadPresets } from '../../../src/catalog/presets.ts'
import { readPolicy } from '../../../src/policy/index.ts'
import { type Finding, lint } from '../../../src/policy/lint/index.ts'
import { CORPUS_ACCOUNT, CORPUS_APP_ID, CORPUS_NOW_MS, corpusEntry } from './lint-corpus.ts'

const seed = Number(process.env['OPENCAM_TEST_SEED'] ?? 20190116)
const count = 200
const foundMin = 0.95

const catalogs = loadCatalogs(undefined, ownCatalogs([]))
const vocabulary = catalogs.vocabulary()

const findings = (text: string, purpose: 'identity' | 'trust'): readonly Finding[] =>
  lint(text, { purpose, vocabulary, nowMs: CORPUS_NOW_MS, account: CORPUS_ACCOUNT, appId: CORPUS_APP_ID })

const entries = Array.from({ length: count }, (_, index) => corpusEntry(seed, index))

test('nearly every fault is found, and named', () => {
  const missed = entries.filter(({ faulty, clean, purpose, rules }) => {
    const own = (text: string) => findings(text, purpose).filter(({ rule }) => rules.includes(rule)).length
    return own(faulty) <= own(clean)
  })
  const share = 1 - missed.length / count
  const kinds = [...new Set(missed.map(({ fault }) => fault))]
  expect(share, `missed: ${kinds.join('; ')}`).toBeGreaterThanOrEqual(foundMin)
})

test('correct policies have no errors and no warnings', () => {
  const doubted = entries.flatMap(({ clean, purpose }) =>
    findings(clean, purpose)
      .filter(({ severity }) => severity !== 'notice')
      .map(({ rule, message }) => `${rule}: ${message} in ${clean}`),
  )
  expect(doubted).toEqual([])
})

test('correct policies have few notices', () => {
  const noticed = entries.flatMap(({ clean, purpose }) => findings(clean, purpose))
  expect(noticed.length / count, [...new Set(noticed.map(({ rule }) => rule))].join(' ')).toBeLessThan(0.5)
})

test('no preset has an error', () => {
  const presets = loadPresets(catalogs).all.flatMap(({ name, document }) =>
    lint(document, { purpose: 'preset', vocabulary, nowMs: CORPUS_NOW_MS, account: CORPUS_ACCOUNT })
      .filter(({ severity }) => severity === 'error')
      .map(({ rule }) => `${name}: ${rule}`),
  )
  expect(presets).toEqual([])
})

test('each warning of the reader is one finding, under its name', () => {
  const doubts = ['unknown-action', 'unknown-product', 'operation-level-resource', 'ip-not-passed', 'tag-not-passed']
  let warned = 0
  for (const { faulty, clean, purpose } of entries) {
    for (const text of [faulty, clean]) {
      const { document, problems } = readPolicy(text, { purpose, vocabulary })
      if (document === undefined) continue
      const found = findings(text, purpose).filter(({ rule }) => doubts.includes(rule))
      const codes = problems.map(({ code }) => code.replace('warning.', ''))
      const named = found.map(({ rule }) => (rule === 'unknown-product' ? 'unknown-action' : rule))
      expect(named.sort(), text).toEqual(codes.sort())
      warned += codes.length
    }
  }
  expect(warned).toBeGreaterThan(5)
})
