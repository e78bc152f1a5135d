// The vectors of the linter as values: for each rule documents in which it finds something and documents in which it does
// not. Shapes of the files in test/vectors/lint.

import { readdirSync, readFileSync } from 'node:fs'
import { catalogsOf, loadCatalogs } from '../../src/catalog/load.ts'
import { ownCatalogs } from '../../src/catalog/own.ts'
import type { ServiceCatalog } from '../../src/catalog/service.ts'
import type { LintOptions } from '../../src/policy/lint/index.ts'

/** One statement, several, or a whole document; whatever a statement leaves out is filled in. */
export interface LintCase {
  readonly one?: object
  readonly many?: readonly object[]
  /** Statements of a trust policy. */
  readonly trust?: readonly object[]
  readonly document?: object
  readonly text?: string
  /** `vocabulary: false`: without catalogs. */
  readonly options?: Omit<LintOptions, 'vocabulary'> & { readonly vocabulary?: false }
}

export interface LintVector {
  readonly rule: string
  readonly found: readonly LintCase[]
  readonly clean: readonly LintCase[]
}

const folder = new URL('./lint/', import.meta.url)

export const LINT_VECTORS: readonly LintVector[] = readdirSync(folder)
  .sort()
  .flatMap((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as readonly LintVector[])

/** A product that is granted as a whole; none of those that ship is. */
const bulk: ServiceCatalog = {
  service: 'bulk',
  product: 'Bulk',
  console: false,
  tags: false,
  level: 'service',
  ip: 'supported',
  updated: '',
  actions: new Map(
    ['SendAll', 'GetState'].map((name) => [
      name,
      { class: name === 'GetState' ? 'read' : 'write', level: 'service', resources: [], ip: true, summary: '' },
    ]),
  ),
}

export const LINT_VOCABULARY = catalogsOf([...loadCatalogs(undefined, ownCatalogs([])).all, bulk]).vocabulary()

export const LINT_ACCOUNT = 100000000001
export const LINT_APP_ID = 1250000000

/** The moment at which vectors are judged. */
const NOW_MS = Date.parse('2026-01-01T00:00:00Z')

export function lintOptions({ options = {}, trust }: LintCase): LintOptions {
  const { vocabulary, ...rest } = options
  return {
    purpose: trust === undefined ? 'identity' : 'trust',
    nowMs: NOW_MS,
    account: LINT_ACCOUNT,
    appId: LINT_APP_ID,
    ...(vocabulary !== false && { vocabulary: LINT_VOCABULARY }),
    ...rest,
  }
}

const ANY_STATEMENT = { effect: 'allow', action: 'cvm:RunInstances', resource: 'qcs::cvm:::instance/*' }
const ANY_TRUST = {
  effect: 'allow',
  action: 'name/sts:AssumeRole',
  principal: { qcs: `qcs::cam::uin/${LINT_ACCOUNT}:root` },
}

export function textOfCase({ one, many, trust, document, text }: LintCase): string {
  if (text !== undefined) return text
  if (document !== undefined) return JSON.stringify(document)
  const statement =
    trust?.map((parts) => ({ ...ANY_TRUST, ...parts })) ??
    (many ?? [one ?? {}]).map((parts) => ({ ...ANY_STATEMENT, ...parts }))
  return JSON.stringify({ version: '2.0', statement })
}
