// Edits of the linter as code actions: the safe ones, also all at once, and those that change the meaning to what was probably
// meant.
import { type CodeAction, CodeActionKind, type Range, type TextEdit } from 'vscode-languageserver/node'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import { applyFix, type Finding, type Fix } from '../policy/lint/index.ts'
import { diagnosticOf, findingsOf, plain, rangeOf } from './diagnostics.ts'
import type { Knowledge } from './knowledge.ts'

const fixAll = `${CodeActionKind.SourceFixAll}.opencam`

export const actionKinds: readonly string[] = [CodeActionKind.QuickFix, fixAll]

/** Actions for a range. `only`: kinds that the editor wants, each with all below it; all where it does not say. */
export function codeActions(
  document: TextDocument,
  range: Range,
  only: readonly string[] | undefined,
  knowledge: Knowledge,
): CodeAction[] {
  const wants = (kind: string) => only?.some((one) => kind === one || kind.startsWith(`${one}.`)) ?? true
  const findings = findingsOf(plain(document), knowledge)
  const single = wants(CodeActionKind.QuickFix)
    ? findings.filter((finding) => meets(rangeOf(finding, document), range))
    : []
  const whole = only !== undefined && wants(fixAll) ? allSafe(document, knowledge) : []
  return [...single.flatMap((finding) => actionOf(finding, document, knowledge)), ...whole]
}

function actionOf(finding: Finding, document: TextDocument, knowledge: Knowledge): CodeAction[] {
  const { fix } = finding
  if (fix === undefined) return []
  return [
    {
      title: titleOf(fix, finding),
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnosticOf(finding, document, knowledge)],
      isPreferred: fix.kind === 'safe',
      edit: { changes: { [document.uri]: [editOf(fix, document)] } },
    },
  ]
}

function titleOf({ kind, replacement }: Fix, { rule }: Finding): string {
  const shownMax = 60
  const shown = replacement.trim()
  const what = shown === '' ? 'Take it out' : shown.length > shownMax ? 'Rewrite it' : `Change it to ${shown}`
  return kind === 'safe' ? `${what} (${rule}; every request is answered as before)` : `${what} (${rule})`
}

const editOf = ({ offset, length, replacement }: Fix, document: TextDocument): TextEdit => ({
  range: { start: document.positionAt(offset), end: document.positionAt(offset + length) },
  newText: replacement,
})

/** As `opencam lint --fix`: the last edit first, and again, since one edit can make room for another. */
function allSafe(document: TextDocument, knowledge: Knowledge): CodeAction[] {
  const before = plain(document)
  let { text } = before
  for (;;) {
    const fix = findingsOf({ ...before, text }, knowledge)
      .flatMap((finding) => (finding.fix?.kind === 'safe' ? [finding.fix] : []))
      .at(-1)
    if (fix === undefined) break
    text = applyFix(text, fix)
  }
  if (text === before.text) return []
  const edit = { changes: { [document.uri]: [whole(document, text)] } }
  return [{ title: 'Make all safe edits', kind: fixAll, edit }]
}

/** One edit that puts another text in place of the whole. */
export const whole = (document: TextDocument, text: string): TextEdit => ({
  range: { start: { line: 0, character: 0 }, end: document.positionAt(document.getText().length) },
  newText: text,
})

function meets(a: Range, b: Range): boolean {
  const before = (one: Range, other: Range) =>
    one.end.line < other.start.line || (one.end.line === other.start.line && one.end.character < other.start.character)
  return !before(a, b) && !before(b, a)
}
