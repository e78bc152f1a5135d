// Findings of the linter as diagnostics: the same rules, messages and edits as `opencam lint`.

import { findNodeAtOffset } from 'jsonc-parser'
import { type Diagnostic, DiagnosticSeverity, type Range } from 'vscode-languageserver/node'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import { type Finding, lint, type Severity } from '../policy/lint/index.ts'
import type { Knowledge, Text } from './knowledge.ts'
import { isPolicy, purposeOf, treeOf } from './spot.ts'

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  notice: DiagnosticSeverity.Information,
}

/** The document as plain values. */
export const plain = (document: TextDocument): Text => ({
  uri: document.uri,
  languageId: document.languageId,
  text: document.getText(),
})

/** All findings; none of a document that is no policy. */
export function findingsOf(text: Text, { words, nowMs, purpose }: Knowledge): readonly Finding[] {
  if (!isPolicy(text) || text.text.trim() === '') return []
  return lint(text.text, { purpose: purpose ?? purposeOf(text), vocabulary: words, nowMs: nowMs() })
}

export function diagnosticsOf(document: TextDocument, knowledge: Knowledge): Diagnostic[] {
  return findingsOf(plain(document), knowledge).map((finding) => diagnosticOf(finding, document, knowledge))
}

export function diagnosticOf(finding: Finding, document: TextDocument, { pageOf }: Knowledge): Diagnostic {
  const { rule, severity, message } = finding
  const href = pageOf(rule)
  return {
    range: rangeOf(finding, document),
    severity: severities[severity],
    source: 'opencam',
    code: rule,
    ...(href === undefined ? {} : { codeDescription: { href } }),
    message,
  }
}

/** From where the finding stands to the end of what stands there; of a whole object, its first line. */
export function rangeOf({ offset }: Pick<Finding, 'offset'>, document: TextDocument): Range {
  const text = document.getText()
  const tree = treeOf(text)
  const node = tree === undefined ? undefined : findNodeAtOffset(tree, offset)
  const length = node?.offset === offset ? node.length : 1
  const left = /[\r\n]|$/.exec(text.slice(offset))?.index ?? 0
  // At the end of a line or of the text nothing can be marked but what is before it.
  const start = left === 0 ? Math.max(0, offset - 1) : offset
  const end = left === 0 ? offset : offset + Math.min(length, left)
  return { start: document.positionAt(start), end: document.positionAt(end) }
}
