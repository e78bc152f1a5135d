// What the linter says of a policy while it is written: at its place in the text, with the edit that mends it.
import { type Diagnostic, linter } from '@codemirror/lint'
import { StateEffect } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'
import type { Finding, LintOptions } from '../../../src/policy/lint/finding.ts'
import { lint } from '../../../src/policy/lint/lint.ts'
import { knownCatalogs } from './catalogs.ts'
import { type Wording, wordingOf } from './wording.ts'

export type { Finding } from '../../../src/policy/lint/finding.ts'

const severities = { error: 'error', warning: 'warning', notice: 'info' } as const

export interface FindingOptions extends Pick<LintOptions, 'account' | 'purpose'> {
  readonly nowMs: () => number
  /** The word on the button that mends. */
  readonly fixWord: string
  readonly onFindings: (findings: readonly Finding[]) => void
}

export function findingsOf(text: string, { account, purpose, nowMs }: Omit<FindingOptions, 'onFindings' | 'fixWord'>) {
  const { vocabulary } = knownCatalogs()
  const options = { vocabulary, nowMs: nowMs(), ...(purpose && { purpose }), ...(account !== undefined && { account }) }
  return lint(text, options)
}

/** Says that more is known of catalogs than when the text was last judged. */
export const catalogsLearnt = StateEffect.define<undefined>()

export function policyLinter(options: FindingOptions) {
  return linter(
    async (view) => {
      const text = view.state.doc.toString()
      // Nothing written yet is no fault.
      const findings = text.trim() === '' ? [] : findingsOf(text, options)
      options.onFindings(findings)
      if (findings.length === 0) return []
      const wordings = await Promise.all(findings.map(wordingOf))
      return findings.map((finding, at) => diagnosticOf(text, finding, wordings[at], options.fixWord))
    },
    {
      delay: 250,
      needsRefresh: ({ transactions }) =>
        transactions.some(({ effects }) => effects.some((effect) => effect.is(catalogsLearnt))),
    },
  )
}

function diagnosticOf(text: string, finding: Finding, wording: Wording | undefined, fixWord: string): Diagnostic {
  const { offset, severity, rule, fix } = finding
  const message = wording?.message ?? finding.message
  return {
    from: Math.min(offset, text.length),
    to: endOfToken(text, offset),
    severity: severities[severity],
    source: rule,
    message,
    renderMessage: () => {
      const shown = document.createElement('span')
      shown.append(message)
      const reason = document.createElement('span')
      reason.className = 'why'
      reason.textContent = wording?.why ?? ''
      shown.append(reason)
      return shown
    },
    ...(fix && { actions: [{ name: fixWord, apply: (view: EditorView) => mend(view, fix) }] }),
  }
}

/** Carries an edit of the linter out. */
export function mend(view: EditorView, { offset, length, replacement }: NonNullable<Finding['fix']>): void {
  view.dispatch({ changes: { from: offset, to: offset + length, insert: replacement }, userEvent: 'input.fix' })
}

/** Behind the text or word at the offset; one character of anything else. */
function endOfToken(text: string, offset: number): number {
  const rest = text.slice(offset)
  const token = /^"(?:[^"\\]|\\.)*"|^[\w.+-]+/.exec(rest)?.[0] ?? rest.slice(0, 1)
  return Math.min(offset + token.length, text.length)
}
