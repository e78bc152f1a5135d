// What the language server is told of the world: products, the time, where the pages about rules are, what documents are for.
import type { Catalogs, CatalogVocabulary } from '../catalog/load.ts'
import type { LintOptions } from '../policy/lint/index.ts'

export type Purpose = NonNullable<LintOptions['purpose']>

export interface Knowledge {
  readonly catalogs: Catalogs
  readonly words: CatalogVocabulary
  readonly nowMs: () => number
  /** Address of the page about a rule of the linter; `undefined` where there is none. */
  readonly pageOf: (rule: string) => string | undefined
  /** What all documents are for; `undefined`: each document shows it itself. */
  readonly purpose: Purpose | undefined
}

/** One document as the editor has it. */
export interface Text {
  readonly uri: string
  readonly languageId: string
  readonly text: string
}
