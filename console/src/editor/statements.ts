// Lines of a policy's text that are lit up, statement by statement.
import { type EditorState, type Range, StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view'
import { statementSpans } from './spans.ts'

export interface Mark {
  /** Index of the statement. */
  readonly statement: number
  /** What it did: allowed, denied, came nearest to allowing; or does nothing at all. */
  readonly as: 'allow' | 'deny' | 'near' | 'dead'
}

const setMarks = StateEffect.define<readonly Mark[]>()

interface Marks {
  readonly marks: readonly Mark[]
  readonly lines: DecorationSet
}

function linesOf(state: EditorState, marks: readonly Mark[]): DecorationSet {
  const spans = statementSpans(state.doc.toString())
  const ranges: Range<Decoration>[] = []
  for (const { statement, as } of marks) {
    const span = spans[statement]
    if (span === undefined) continue
    const [first, last] = [state.doc.lineAt(span.from).number, state.doc.lineAt(span.to).number]
    for (let line = first; line <= last; line += 1) {
      ranges.push(Decoration.line({ class: `cm-lit-${as}` }).range(state.doc.line(line).from))
    }
  }
  return Decoration.set(ranges, true)
}

export const litStatements = StateField.define<Marks>({
  create: () => ({ marks: [], lines: Decoration.none }),
  update({ marks, lines }, { state, effects, docChanged }) {
    const set = effects.find((effect) => effect.is(setMarks))
    if (set === undefined && !docChanged) return { marks, lines }
    const wanted = set?.is(setMarks) === true ? set.value : marks
    return { marks: wanted, lines: linesOf(state, wanted) }
  },
  provide: (field) => EditorView.decorations.from(field, ({ lines }) => lines),
})

/** Lights statements up, and brings the first into sight. */
export function light(view: EditorView, marks: readonly Mark[]): void {
  view.dispatch({ effects: setMarks.of(marks) })
}
