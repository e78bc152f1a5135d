// The public door of the linter, apart from the engine's: its rules are more than half as large as everything else, and
// who enforces policies needs none of them.

export { applyFix } from './edit.ts'
export type { Finding, Fix, LintOptions, LintRule, Severity } from './finding.ts'
export { LINT_RULES, lint } from './lint.ts'
