// What is under the cursor, in a few lines.
import type { Hover } from 'vscode-languageserver/node'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import { ELEMENT_WORDS, operatorWords, PRINCIPAL_WORDS } from '../policy/words.ts'
import { plain } from './diagnostics.ts'
import type { Knowledge } from './knowledge.ts'
import { elementName, isPolicy, type Spot, spotAt } from './spot.ts'
import { actionWords, keyWords, patternWords } from './words.ts'

export function hoverAt(document: TextDocument, offset: number, knowledge: Knowledge): Hover | null {
  const text = plain(document)
  const spot = isPolicy(text) ? spotAt(text.text, offset) : undefined
  const words = spot === undefined ? undefined : wordsFor(spot, knowledge)
  if (spot === undefined || words === undefined) return null
  const range = { start: document.positionAt(spot.from), end: document.positionAt(spot.to) }
  return { contents: { kind: 'markdown', value: words }, range }
}

function wordsFor({ kind, text }: Spot, { catalogs }: Knowledge): string | undefined {
  switch (kind) {
    case 'document-element':
    case 'statement-element':
      return ELEMENT_WORDS.get(elementName(text))
    case 'effect':
      return ELEMENT_WORDS.get('effect')
    case 'action':
      return actionText(text, catalogs)
    case 'operator':
      return operatorWords(text.trim())
    case 'key':
      return keyWords(text.trim())
    case 'principal-kind':
      return PRINCIPAL_WORDS.get(text)
    default:
      return undefined
  }
}

type Catalogs = Knowledge['catalogs']

function actionText(text: string, catalogs: Catalogs): string | undefined {
  const action = text.trim().replace(/^name\//, '')
  if (action.includes('*')) return patternWords(action, catalogs)
  const [product = '', name = ''] = action.split(':')
  return actionWords(product.trim(), name.trim(), catalogs)?.about
}
