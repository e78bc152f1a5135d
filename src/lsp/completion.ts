// Proposals at the cursor: elements, effects, actions of the catalogs, the resources of the actions at hand, operators, keys. They
// come from the rows that documents are read by, so that nothing is proposed that would be refused for its form.
import { type CompletionItem, CompletionItemKind, InsertTextFormat } from 'vscode-languageserver/node'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import { KEYS, keyRow } from '../policy/lint/keys.ts'
import { IF_EXIST, OPERATORS, QUANTIFIERS, readOperator } from '../policy/operators/index.ts'
import { neededType } from '../policy/read-condition.ts'
import { PRINCIPAL_KINDS } from '../policy/read-principal.ts'
import { STATEMENT_ELEMENTS } from '../policy/read-statement.ts'
import { DOCUMENT_ELEMENTS, DOCUMENT_VERSION } from '../policy/validate.ts'
import { VARIABLE_NAMES } from '../policy/variables.ts'
import { ELEMENT_WORDS, OPERATOR_WORDS, operatorWords, PRINCIPAL_WORDS } from '../policy/words.ts'
import { plain } from './diagnostics.ts'
import type { Knowledge } from './knowledge.ts'
import { elementName, isPolicy, memberOf, namesIn, purposeOf, type Spot, spotAt, treeOf } from './spot.ts'
import { actionWords, keyWords, type ResourcePattern, resourceForms, textsOf } from './words.ts'

/** What can be chosen. */
interface Proposal {
  /** The text between the quotes. */
  readonly text: string
  /** With places to fill in; `undefined` where the text is all. */
  readonly snippet?: string | undefined
  readonly detail?: string | undefined
  readonly about?: string | undefined
  /** Later ones come behind. */
  readonly rank?: number
}

export interface CompletionScene {
  readonly knowledge: Knowledge
  /** Whether the editor knows places to fill in. */
  readonly snippets: boolean
}

/** Proposals for a place; none of a document that is no policy. */
export function completionsAt(document: TextDocument, offset: number, scene: CompletionScene): CompletionItem[] {
  const text = plain(document)
  const spot = spotAt(text.text, offset)
  if (spot === undefined || !isPolicy(text)) return []
  const trust = (scene.knowledge.purpose ?? purposeOf(text)) === 'trust'
  const proposals = proposalsFor(spot, text.text, trust, scene.knowledge)
  const isName = ['document-element', 'statement-element', 'operator', 'key', 'principal-kind'].includes(spot.kind)
  return proposals.map((one, index) => itemOf(one, index, spot, isName, document, scene))
}

function itemOf(
  { text, snippet, detail, about, rank = 0 }: Proposal,
  index: number,
  spot: Spot,
  isName: boolean,
  document: TextDocument,
  { snippets }: CompletionScene,
): CompletionItem {
  const quoted = JSON.stringify(text)
  const value = isName && !spot.hasValue ? valueFor(spot.kind, text) : undefined
  const filled = snippets && (snippet !== undefined || value !== undefined)
  const name = snippets && snippet !== undefined ? `"${snippet}"` : filled ? escaped(quoted) : quoted
  const after = value === undefined ? '' : filled ? `: ${value}` : ': '
  return {
    label: text,
    kind: isName ? CompletionItemKind.Property : CompletionItemKind.Value,
    ...(detail === undefined ? {} : { detail }),
    ...(about === undefined ? {} : { documentation: { kind: 'markdown', value: about } }),
    filterText: quoted,
    sortText: `${rank}${String(index).padStart(4, '0')}`,
    insertTextFormat: filled ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: {
      range: { start: document.positionAt(spot.from), end: document.positionAt(spot.to) },
      newText: name + after,
    },
  }
}

const escaped = (text: string): string => text.replace(/[\\$}]/g, '\\$&')

/** What begins behind a name. */
function valueFor(kind: Spot['kind'], name: string): string {
  if (kind === 'operator') return '{ $1 }'
  if (kind === 'key' || kind === 'principal-kind') return '["$1"]'
  switch (name) {
    case 'version':
      return `"${DOCUMENT_VERSION}"`
    case 'statement':
      return '[{ $1 }]'
    case 'action':
    case 'resource':
      return '["$1"]'
    case 'condition':
    case 'principal':
      return '{ $1 }'
    default:
      return '"$1"'
  }
}

function proposalsFor(spot: Spot, text: string, trust: boolean, knowledge: Knowledge): readonly Proposal[] {
  switch (spot.kind) {
    case 'document-element':
      return elements(
        DOCUMENT_ELEMENTS.filter((name) => trust || name !== 'principal'),
        namesIn(treeOf(text)),
        spot,
      )
    case 'statement-element': {
      const names = STATEMENT_ELEMENTS.filter((name) => name !== (trust ? 'resource' : 'principal'))
      return elements(names, namesIn(spot.statement), spot)
    }
    case 'version':
      return [{ text: DOCUMENT_VERSION, about: ELEMENT_WORDS.get('version') }]
    case 'effect':
      return [{ text: 'allow' }, { text: 'deny' }]
    case 'action':
      return actions(spot, knowledge)
    case 'resource':
      return resources(spot, knowledge)
    case 'operator':
      return operators()
    case 'key':
      return keys(spot)
    case 'value':
      return values(spot, knowledge)
    case 'principal-kind':
      return [...PRINCIPAL_KINDS.keys()].map((kind) => ({ text: kind, about: PRINCIPAL_WORDS.get(kind) }))
    case 'principal':
      return principals(spot, knowledge)
  }
}

/** Those that are not there yet, and the one in hand. */
function elements(names: readonly string[], there: readonly string[], { text }: Spot): readonly Proposal[] {
  const taken = new Set(there.map(elementName))
  return names
    .filter((name) => !taken.has(name) || elementName(text) === name)
    .map((name) => ({ text: name, about: ELEMENT_WORDS.get(name), rank: name === 'sid' || name === 'id' ? 1 : 0 }))
}

/** Behind a colon the actions of its product, before it the products too. */
function actions({ text }: Spot, { catalogs, words }: Knowledge): readonly Proposal[] {
  const prefix = text.startsWith('name/') ? 'name/' : ''
  const [product = '', ...rest] = text.slice(prefix.length).split(':')
  const catalog = rest.length > 0 ? catalogs.get(product) : undefined
  const shown = catalog === undefined ? catalogs.all : [catalog]
  const named = shown.flatMap(({ service, actions: rows }) =>
    [...rows.keys()].map((name) => ({
      text: `${prefix}${service}:${name}`,
      detail: actionWords(service, name, catalogs)?.short,
      about: actionWords(service, name, catalogs)?.about,
    })),
  )
  if (rest.length > 0) {
    const all = words.knows(product) ? [{ text: `${prefix}${product}:*`, detail: 'every action of the product' }] : []
    return [...(catalog === undefined ? [] : named), ...all.map((one) => ({ ...one, rank: 1 }))]
  }
  const products = words.services.map(({ service, product: name }) => ({
    text: `${prefix}${service}:*`,
    detail: name === service ? undefined : name,
    rank: catalogs.get(service) === undefined ? 2 : 1,
  }))
  return [...named, ...products, { text: '*', detail: 'every action of every product', rank: 2 }]
}

function resources({ statement }: Spot, { catalogs }: Knowledge): readonly Proposal[] {
  const forms = resourceForms(statement, catalogs)
  // Of several products, of patterns of them, or of none: any.
  const products = new Set(textsOf(memberOf(statement, 'action')).map((action) => productOf(action)))
  const [only = ''] = products.size === 1 ? products : []
  const product = /^[a-z0-9_-]+$/.test(only) ? only : ''
  const open: ResourcePattern = {
    text: `qcs::${product}:::*`,
    snippet: `qcs::${product === '' ? '${1:product}' : product}:\${2}::\${3:*}`,
    detail: 'six segments: product, region, account, resource',
  }
  const every = { text: '*', detail: 'everything; the only one for APIs that are checked as a whole', rank: 1 }
  return [...forms, every, { ...open, rank: 2 }]
}

const productOf = (action: string): string =>
  action
    .toLowerCase()
    .replace(/^name\//, '')
    .split(':', 1)[0]
    ?.trim() ?? ''

function operators(): readonly Proposal[] {
  return [...OPERATORS.values()].flatMap(({ name, type }) => {
    const plainOne = { text: name, detail: type, about: OPERATOR_WORDS.get(name) }
    if (type === 'null') return [plainOne]
    const prefixes = ['', ...QUANTIFIERS.map(({ prefix }) => prefix)]
    const others = prefixes.flatMap((prefix) => [prefix + name, prefix + name + IF_EXIST]).slice(1)
    return [plainOne, ...others.map((text) => ({ text, detail: type, about: operatorWords(text), rank: 1 }))]
  })
}

/** Those that are of the operator's type first; none that it could not judge. */
function keys({ operator = '' }: Spot): readonly Proposal[] {
  const use = readOperator(operator)
  const type = use?.operator.type
  const known = [...KEYS].filter(([key]) => use === undefined || neededType(use, key) === undefined)
  return known.map(([key, { types }]) => {
    const fits = type === undefined || type === 'null' || types.includes(type)
    return { text: key, detail: types.join(', '), about: keyWords(key), rank: fits ? 0 : 1 }
  })
}

function values({ operator = '', key = '' }: Spot, { nowMs }: Knowledge): readonly Proposal[] {
  const use = readOperator(operator)?.operator
  if (use?.type === 'bool' || use?.type === 'null') return [{ text: 'true' }, { text: 'false' }]
  if (use?.type === 'date') return [{ text: new Date(nowMs()).toISOString().replace(/\.\d+Z$/, 'Z'), detail: 'now' }]
  if (use?.type === 'ip') return ['10.0.0.0/8', '192.168.0.0/16'].map((text) => ({ text, detail: 'such as' }))
  const tag = keyRow(key)?.several === true ? [{ text: 'key&value', snippet: '${1:key}&${2:value}' }] : []
  const variables = use?.variables === true ? VARIABLE_NAMES.map((name) => ({ text: `\${${name}}`, rank: 1 })) : []
  return [...tag, ...variables]
}

function principals({ principal }: Spot, { words }: Knowledge): readonly Proposal[] {
  if (principal === 'service') return words.servicePrincipals.map((text) => ({ text }))
  const owner = 'qcs::cam::uin/'
  const forms = (ends: readonly (readonly [text: string, snippet: string])[]) =>
    ends.map(([text, snippet]) => ({ text: `${owner}account:${text}`, snippet: `${owner}\${1:account}:${snippet}` }))
  if (principal === 'federated') {
    return forms([
      ['saml-provider/name', 'saml-provider/${2:name}'],
      ['oidc-provider/name', 'oidc-provider/${2:name}'],
    ])
  }
  return forms([
    ['root', 'root'],
    ['uin/user', 'uin/${2:user}'],
    ['roleName/role', 'roleName/${2:role}'],
  ])
}
