// The words of the linter: what a rule is, what it finds, and what may be done about it. Values only.

import type { Position } from '../position.ts'
import type { ProblemCode } from '../problem.ts'
import type { ReadOptions } from '../read-options.ts'
import type { AccountUin } from '../types.ts'

/**
 * `error`: the document is refused. `warning`: it is accepted and does something else than it seems to say, or gives more
 * than one would think. `notice`: it could be said better.
 */
export type Severity = 'error' | 'warning' | 'notice'

/** A replacement in the text of the document. */
export interface Fix {
  /** `safe`: every request is answered as before. `suggestion`: the meaning changes, to what was probably meant. */
  readonly kind: 'safe' | 'suggestion'
  /** UTF-16 units from the start of the text. */
  readonly offset: number
  readonly length: number
  readonly replacement: string
}

export interface Finding extends Position {
  /** Id of the rule, which never changes its meaning. */
  readonly rule: string
  readonly severity: Severity
  /** English sentence that names the statement and the offending text. */
  readonly message: string
  /** JSON path of the node, such as `$.statement[0].action[1]`. */
  readonly path: string
  /** Index of the statement; `undefined` for what concerns the document as a whole. */
  readonly statement: number | undefined
  readonly fix?: Fix
  /** With which a call that sends the document is refused; errors only. */
  readonly code?: ProblemCode
}

/** What a rule cannot judge without: where it is not given, the rule is passed over. */
export type Need = 'catalog' | 'nowMs' | 'account'

/** A rule as it is declared; what it finds and what comes of it, in words, is in `reasons.ts`. */
export interface LintRule {
  /** In kebab case. */
  readonly id: string
  readonly severity: Severity
  readonly needs?: Need
}

/** What the linter is told beside the text. `purpose` is `identity` unless said otherwise. */
export interface LintOptions extends Partial<ReadOptions> {
  /** The moment in which the document is judged, in milliseconds since 1970. */
  readonly nowMs?: number
  /** Root account that the policy or the role belongs to, and its AppId. */
  readonly account?: AccountUin
  readonly appId?: number
  /** Regions beside the known ones, by long name. */
  readonly regions?: readonly string[]
}
