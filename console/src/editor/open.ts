// The editor itself, with all that it is made of; fetched by the first page that shows one. It stands in a shadow root,
// where its styles are adopted instead of being written into the page.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { bracketMatching, indentOnInput } from '@codemirror/language'
import { lintGutter, lintKeymap } from '@codemirror/lint'
import { MergeView } from '@codemirror/merge'
import { EditorState, type Extension } from '@codemirror/state'
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view'
import { serverNowMs } from '../api/session.ts'
import { completions } from './complete.ts'
import { catalogsLearnt, type Finding, mend, policyLinter } from './findings.ts'
import { look } from './look.ts'
import { statementSpans } from './spans.ts'
import { light, litStatements, type Mark } from './statements.ts'

export interface EditorOptions {
  readonly label: string
  readonly text: string
  readonly account: number
  readonly trust: boolean
  readonly fixWord: string
  readonly onChange: (text: string) => void
  readonly onFindings: (findings: readonly Finding[]) => void
}

export interface OpenEditor {
  /** Puts another text in its place, unless it is there already. */
  show(text: string): void
  light(marks: readonly Mark[]): void
  mend(finding: Finding): void
  /** Judges the text anew: more is known of catalogs. */
  judgeAgain(): void
  goTo(offset: number): void
  close(): void
}

/** A shadow root in a box of its own: a second opening of the same place finds it empty. */
function shadowIn(host: HTMLElement): { readonly box: HTMLElement; readonly root: ShadowRoot } {
  const box = document.createElement('div')
  host.append(box)
  return { box, root: box.attachShadow({ mode: 'open' }) }
}

const shown: Extension = [lineNumbers(), json(), look, EditorView.lineWrapping]

export function openEditor(host: HTMLElement, options: EditorOptions): OpenEditor {
  const { box, root } = shadowIn(host)
  const { account, trust, label, fixWord, onFindings, onChange } = options
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        shown,
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ override: [completions({ account, trust })] }),
        policyLinter({ account, purpose: trust ? 'trust' : 'identity', nowMs: serverNowMs, fixWord, onFindings }),
        lintGutter(),
        litStatements,
        // The tab key stays the page's, so that nobody is caught in here.
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap]),
        // Editable text takes the focus anyway; what checks pages wants to be told.
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) onChange(state.doc.toString())
        }),
      ],
    }),
  })
  return {
    show(text) {
      if (view.state.doc.toString() === text) return
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
    },
    light(marks) {
      light(view, marks)
      const first = marks[0] && statementSpans(view.state.doc.toString())[marks[0].statement]
      if (first !== undefined) view.dispatch({ effects: EditorView.scrollIntoView(first.from, { y: 'nearest' }) })
    },
    mend({ fix }) {
      if (fix !== undefined) mend(view, fix)
    },
    judgeAgain() {
      view.dispatch({ effects: catalogsLearnt.of(undefined) })
    },
    goTo(offset) {
      const at = Math.min(offset, view.state.doc.length)
      view.dispatch({ selection: { anchor: at }, scrollIntoView: true })
      view.focus()
    },
    close() {
      view.destroy()
      box.remove()
    },
  }
}

/**
 * Two texts side by side, with what differs marked. They are read and never written, so no key belongs to them: the place around
 * them takes the focus and scrolls, and the tab key goes on.
 */
export function openComparison(
  host: HTMLElement,
  [first, second]: readonly [before: Compared, after: Compared],
): { close(): void } {
  const { box, root } = shadowIn(host)
  const side = ({ text, label }: Compared) => ({
    doc: text,
    extensions: [
      shown,
      EditorState.readOnly.of(true),
      EditorView.editable.of(false),
      EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true' }),
    ],
  })
  const view = new MergeView({ a: side(first), b: side(second), parent: root, root })
  return {
    close() {
      view.destroy()
      box.remove()
    },
  }
}

export interface Compared {
  readonly text: string
  readonly label: string
}
