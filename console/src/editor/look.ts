// How the editor looks: the console's own colours, which the editor's shadow root inherits. Its styles are adopted by that
// root, so that the page's content security policy needs no exception for them.
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: tags.string, color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--warn)' },
  { tag: tags.separator, color: 'var(--soft)' },
])

const shapes = EditorView.theme({
  '&': {
    background: 'var(--sheet)',
    color: 'var(--ink)',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius)',
    fontSize: '13px',
    overflow: 'hidden',
  },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55', minHeight: 'var(--editor-min, 300px)' },
  '.cm-scroller, &': { maxHeight: 'var(--editor-max, 620px)' },
  '.cm-content': { caretColor: 'var(--ink)', padding: '8px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { background: 'var(--ground)', color: 'var(--soft)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine, .cm-activeLineGutter': { background: 'transparent' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'color-mix(in srgb, var(--accent) 28%, transparent)',
  },
  '&.cm-focused .cm-matchingBracket': { background: 'var(--accent-wash)', outline: '1px solid var(--accent)' },
  '.cm-lit-allow': { background: 'var(--good-wash)', boxShadow: 'inset 3px 0 var(--good)' },
  '.cm-lit-deny': { background: 'var(--bad-wash)', boxShadow: 'inset 3px 0 var(--bad)' },
  '.cm-lit-near': { background: 'var(--warn-wash)', boxShadow: 'inset 3px 0 var(--warn)' },
  '.cm-lit-dead': { opacity: '0.6', boxShadow: 'inset 3px 0 var(--line-strong)' },
  '.cm-tooltip': {
    background: 'var(--raised)',
    color: 'var(--ink)',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius)',
    boxShadow: 'var(--shadow)',
    maxWidth: '460px',
    overflow: 'hidden',
  },
  '.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', maxHeight: '16em' },
  '.cm-tooltip-autocomplete > ul > li': { padding: '2px 8px' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { background: 'var(--accent)', color: 'var(--accent-ink)' },
  '.cm-completionDetail': { fontStyle: 'normal', opacity: '0.75', fontFamily: 'system-ui, sans-serif' },
  '.cm-diagnostic': { padding: '8px 12px', fontFamily: 'system-ui, sans-serif', borderLeft: 'none' },
  '.cm-diagnostic .why': { display: 'block', color: 'var(--soft)', marginTop: '4px' },
  '.cm-diagnosticAction': {
    background: 'var(--accent)',
    color: 'var(--accent-ink)',
    borderRadius: '6px',
    padding: '3px 10px',
    margin: '6px 0 0',
    display: 'inline-block',
  },
  '.cm-lintRange-error, .cm-lintRange-warning, .cm-lintRange-info': { backgroundImage: 'none' },
  '.cm-lintRange-error': { textDecoration: 'underline wavy var(--bad)' },
  '.cm-lintRange-warning': { textDecoration: 'underline wavy var(--warn)' },
  '.cm-lintRange-info': { textDecoration: 'underline dotted var(--soft)' },
  '.cm-changedText, .cm-insertedLine': { background: 'none' },
  '&.cm-merge-a .cm-changedLine, .cm-deletedChunk': { background: 'var(--bad-wash)' },
  '&.cm-merge-b .cm-changedLine': { background: 'var(--good-wash)' },
  '&.cm-merge-a .cm-changedText': { background: 'none', borderBottom: '2px solid var(--bad)' },
  '&.cm-merge-b .cm-changedText': { background: 'none', borderBottom: '2px solid var(--good)' },
  // Drawn without the pictures that the editor would bring as data: addresses.
  '.cm-lint-marker': { content: 'normal', width: '10px', height: '10px', borderRadius: '50%', marginTop: '5px' },
  '.cm-lint-marker-error': { content: 'normal', background: 'var(--bad)' },
  '.cm-lint-marker-warning': { content: 'normal', background: 'var(--warn)', borderRadius: '2px' },
  '.cm-lint-marker-info': { content: 'normal', border: '2px solid var(--line-strong)' },
  '.cm-lintPoint:after': { borderBottomColor: 'var(--bad)' },
})

export const look = [shapes, syntaxHighlighting(colours)]
