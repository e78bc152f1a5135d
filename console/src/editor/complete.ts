// What may be written at a place of a policy: elements, actions and resources of the catalogs, condition operators and keys.
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import type { EditorState } from '@codemirror/state'
import { KEYS } from '../../../src/policy/lint/keys.ts'
import { OPERATORS } from '../../../src/policy/operators/index.ts'
import { knownCatalogs, resourcesOf } from './catalogs.ts'
import { type Place, placeAt, textsOf } from './place.ts'

export interface CompleteOptions {
  readonly account: number
  /** A trust policy of a role. */
  readonly trust: boolean
}

export function completions({ account, trust }: CompleteOptions) {
  return ({ state, pos }: CompletionContext): CompletionResult | null => {
    const place = placeAt(state, pos)
    if (place === undefined) return null
    const options = optionsAt(state, place, { account, trust }, state.sliceDoc(place.from, pos))
    if (options.length === 0) return null
    return { from: place.from, to: place.to, options, validFor: /^[^":]*$/ }
  }
}

const option = (label: string, detail = '', type = 'constant'): Completion => ({
  label,
  type,
  ...(detail !== '' && { detail }),
})
const names = (text: string): readonly Completion[] => text.split(' ').map((name) => option(name, '', 'property'))

function optionsAt(
  state: EditorState,
  { path, naming, object }: Place,
  options: CompleteOptions,
  typed: string,
): readonly Completion[] {
  const [root = '', element = '', operator = '', key = ''] = path.map((name) => name.toLowerCase())
  if (naming) return namesBelow(path, options.trust)
  if (root === 'version') return [option('2.0')]
  if (root !== 'statement') return []
  switch (element) {
    case 'effect':
      return [option('allow'), option('deny')]
    case 'action':
      return actionOptions(typed)
    case 'resource':
      return object === undefined ? [] : resourceOptions(textsOf(state, object, 'action'), options.account)
    case 'condition':
      return valueOptions(operator, key, options.account)
    case 'principal':
      return principalOptions(operator, options.account)
    default:
      return []
  }
}

function namesBelow([root, element, operator]: readonly string[], trust: boolean): readonly Completion[] {
  if (root === undefined) return names('version statement')
  if (element === undefined)
    return names(trust ? 'effect action principal condition' : 'effect action resource condition')
  if (element.toLowerCase() === 'principal') return names('qcs service federated')
  if (element.toLowerCase() !== 'condition') return []
  return operator === undefined ? operatorOptions : keyOptions
}

const operatorOptions: readonly Completion[] = [...OPERATORS.values()].flatMap(({ name, type }) => [
  option(name, type, 'keyword'),
  ...(type === 'null' ? [] : [option(`${name}_if_exist`, type, 'keyword')]),
  ...(type === 'string'
    ? [option(`for_any_value:${name}`, type, 'keyword'), option(`for_all_value:${name}`, type, 'keyword')]
    : []),
])
const keyOptions: readonly Completion[] = [...KEYS].map(([key, { types }]) => option(key, types.join(', '), 'variable'))

/** Products first; the actions of one once its colon is there. */
function actionOptions(typed: string): readonly Completion[] {
  const { catalogs, vocabulary } = knownCatalogs()
  const [product = '', rest] = typed.split(':')
  const catalog = rest === undefined ? undefined : catalogs.find(({ service }) => service === product.toLowerCase())
  if (catalog !== undefined) {
    const own = [...catalog.actions].map(([name, { summary }]) => option(`${product}:${name}`, summary, 'function'))
    const many = ['*', 'Get*', 'List*', 'Describe*'].map((name) => option(`${product}:${name}`, '', 'keyword'))
    return [...many, ...own]
  }
  const products = vocabulary.services.map(({ service, product: name }) =>
    option(`${service}:`, name === service ? '' : name, 'namespace'),
  )
  return [option('*', '', 'keyword'), ...products]
}

const resourcesMax = 200

/** The resources that the statement's actions are checked on, with every name left open. */
function resourceOptions(actions: readonly string[], account: number): readonly Completion[] {
  const found = new Set(actions.flatMap((action) => resourcesOf(action, account)))
  return [option('*', '', 'keyword'), ...[...found].slice(0, resourcesMax).map((text) => option(text, '', 'type'))]
}

function valueOptions(operator: string, key: string, account: number): readonly Completion[] {
  if (key === '') return []
  if (operator.includes('bool') || operator.startsWith('null') || key.endsWith('mfa')) return names('true false')
  if (operator.includes('ip')) return [option('10.0.0.0/8'), option('192.168.0.0/16')]
  if (operator.includes('date')) return [option('2030-01-01T00:00:00Z')]
  if (key.endsWith('uin')) return [option(String(account)), option('${uin}')]
  return operator.includes('string') ? [option('${uin}'), option('${owner_uin}'), option('${app_id}')] : []
}

function principalOptions(kind: string, account: number): readonly Completion[] {
  if (kind === 'service') return knownCatalogs().vocabulary.servicePrincipals.map((domain) => option(domain))
  if (kind !== 'qcs') return []
  return [option(`qcs::cam::uin/${account}:root`), option(`qcs::cam::uin/${account}:uin/`)]
}
