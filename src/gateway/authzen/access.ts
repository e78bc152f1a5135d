// What a question asks of the policy engine: `product:Action` and the resource in six segments. One pair of type and id has
// one text and the other way round, so that nobody reaches a resource by a cleverly chosen id.
import type { CatalogVocabulary } from '../../catalog/load.ts'
import type { AccessRequest } from '../../policy/types.ts'
import { clip } from '../../protocol/utf8.ts'
import type { Asker } from '../asker.ts'
import type { Question, Unclear } from './model.ts'

export interface Access extends Pick<AccessRequest, 'action' | 'resources' | 'granularity'> {
  readonly product: string
}

const productPattern = /^[a-z][a-z0-9-]{0,63}$/
const namePattern = /^[A-Za-z0-9_.-]{1,128}$/
const typePattern = /^[A-Za-z0-9_.-]{1,64}$/
const regionPattern = /^[a-z0-9-]{1,64}$/

/** Why a question cannot be asked here goes to the asker as it is. */
export function accessOf(question: Question, asker: Asker, vocabulary: CatalogVocabulary): Access | Unclear {
  const named = actionOf(question.action.name, asker)
  if ('problem' in named) return named
  const { product, name } = named
  const catalog = vocabulary.service(product)
  if (catalog !== undefined && !catalog.hasAction(name)) {
    return { problem: `the service ${product} has no action \`${clip(name)}\`` }
  }
  const resource = resourceOf(question, product, asker.account)
  if (typeof resource !== 'string') return resource
  const action = `${product}:${name}`
  // The catalog says how an action is checked; what is checked as a whole has no object.
  const level = catalog?.granularity(name) ?? (resource === '*' ? 'operation' : 'resource')
  return { product, action, granularity: level, resources: [level === 'resource' ? resource : '*'] }
}

function actionOf(text: string, { service }: Asker): { readonly product: string; readonly name: string } | Unclear {
  const colon = text.indexOf(':')
  const product = colon === -1 ? service : text.slice(0, colon).toLowerCase()
  // A second colon is in no name.
  const name = text.slice(colon + 1)
  if (product === undefined) return { problem: `\`action.name\` must be product:Action, not \`${clip(text)}\`` }
  if (!productPattern.test(product) || !namePattern.test(name)) {
    return { problem: `\`action.name\` is no name of an action: \`${clip(text)}\`` }
  }
  if (service !== undefined && product !== service) {
    return { problem: `this token asks about actions of ${service}, not of ${product}` }
  }
  return { product, name }
}

function resourceOf({ resource }: Question, product: string, account: number): string | Unclear {
  const { type, id, properties } = resource
  if (type === '*' && id === '*') return '*'
  // Its owner and product are then the asker's word; another account's is refused by the engine.
  if (type === 'qcs') return id.startsWith('qcs:') ? id : { problem: '`resource.id` is no six-segment description' }
  if (!typePattern.test(type)) return { problem: '`resource.type` has 1 to 64 letters, digits and ._- signs' }
  const region = properties['region'] ?? ''
  if (region !== '' && (typeof region !== 'string' || !regionPattern.test(region))) {
    return { problem: '`resource.properties.region` is no name of a region' }
  }
  return `qcs::${product}:${region}:uin/${account}:${type}/${id}`
}
