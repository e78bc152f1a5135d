// Whom and what a search can find: people and roles of the account, actions of a catalog or that policies name, our own
// resources in the store, and resources that policies name. Nothing is decided here.
import type { ResourceFilter } from '../../policy/index.ts'
import type { Page } from '../../store/store.ts'
import type { Asking } from './evaluate.ts'
import type { Entity, Question, Searched, Unclear } from './model.ts'
import type { Named, NamedResource } from './named.ts'

/** A part of the list, in an order that stays while nobody changes the account. */
export type List = (page: Page) => Promise<readonly Found[]>

/** What the answer names, and the question that it answers. */
export interface Found {
  readonly result: object
  readonly question: Question
}

export interface Candidates {
  readonly list: List
  /** Nothing else could be found, whatever policies say: `false` where others keep the things. */
  readonly complete: boolean
  /** Whether whatever a filter lets through is in the list. */
  names(filter: ResourceFilter): boolean
}

const no = () => false

type Lister = (asking: Asking, question: Question, named: Named) => Candidates | Unclear

/** A sub-user, one of WeCom, a collaborator. Message recipients are nobody who could ask. */
const people = [2, 3, 4] as const

export const candidates: Readonly<Record<Searched, Lister>> = { subject, resource, action }

const nobody: Candidates = { list: async () => [], complete: true, names: no }

function subject(asking: Asking, question: Question): Candidates {
  const { type, properties } = question.subject
  const ids = subjectIds(asking, type)
  if (ids === undefined) return nobody
  const found = (id: string): Found => ({
    result: { type, id },
    question: { ...question, subject: { type, id, properties } },
  })
  return { list: async (page) => (await ids(page)).map(found), complete: true, names: no }
}

/** Ids by which a question can name them; `undefined`: nobody of this type is listed. */
function subjectIds({ world, asker }: Asking, type: string): ((page: Page) => Promise<readonly string[]>) | undefined {
  const { account } = asker
  const { users, roles } = world.store.read
  switch (type) {
    case 'user':
    case 'identity':
      // A name of digits only is taken for a number.
      return async (page) => {
        const { rows } = await users.list(account, people, page)
        return rows.map(({ name, uin }) => (/^\d{1,16}$/.test(name) ? String(uin) : name))
      }
    case 'role':
      return async (page) => {
        const { rows } = await roles.list(account, {}, page)
        return rows.map(({ name, roleId }) => (/^\d{19}$/.test(name) ? roleId : name))
      }
    case 'root':
      return async (page) => slice([String(account)], page)
    default:
      return undefined
  }
}

const slice = <T>(all: readonly T[], { offset, limit }: Page): readonly T[] => all.slice(offset, offset + limit)

function action(asking: Asking, question: Question, named: Named): Candidates | Unclear {
  const { service } = asking.asker
  const product = service ?? productOf(question.resource)
  if (product === undefined) return { problem: 'a search for actions of any product needs a `resource` of type qcs' }
  const catalog = asking.world.vocabulary.service(product)
  const names = catalog?.actions.map(({ name }) => name) ?? named.actions.get(product) ?? []
  const found = (name: string): Found => {
    const shown = service === undefined ? `${product}:${name}` : name
    return { result: { name: shown }, question: { ...question, action: { ...question.action, name: shown } } }
  }
  return { list: async (page) => slice(names, page).map(found), complete: catalog !== undefined, names: no }
}

function productOf({ type, id }: Entity): string | undefined {
  const product = type === 'qcs' ? id.split(':')[2]?.toLowerCase() : undefined
  return product === '' ? undefined : product
}

function resource(asking: Asking, question: Question, named: Named): Candidates | Unclear {
  const { type, properties } = question.resource
  const [first = '', second] = question.action.name.split(':')
  const product = second === undefined ? asking.asker.service : first.toLowerCase()
  if (product === undefined) return { problem: '`action.name` must be product:Action' }
  const found = (id: string, region = ''): Found => {
    const own = region === '' ? properties : { ...properties, region }
    const shown = region === '' ? { type, id } : { type, id, properties: { region } }
    return { result: shown, question: { ...question, resource: { type, id, properties: own } } }
  }
  if (product === 'cam' && type !== 'qcs') {
    return {
      list: async (page) => (await ownIds(asking, type, page)).map((id) => found(id)),
      complete: true,
      names: no,
    }
  }
  const all = named.resources.get(product) ?? []
  if (type === 'qcs') {
    const owner = `uin/${asking.asker.account}`
    const text = (one: NamedResource) => `qcs::${product}:${one.region}:${owner}:${one.type}/${one.id}`
    return { list: async (page) => slice(all, page).map((one) => found(text(one))), complete: false, names: no }
  }
  const fitting = all.filter((one) => {
    // A region in the question is one more thing that is known of what is searched for.
    return one.type === type && (one.region === '' || (properties['region'] ?? one.region) === one.region)
  })
  const list: List = async (page) => slice(fitting, page).map(({ id, region }) => found(id, region))
  return { list, complete: false, names: (filter) => namesAll(filter, type, new Set(fitting.map(({ id }) => id))) }
}

/** Some layer allows nothing of the type but resources that are listed. */
function namesAll({ layers }: ResourceFilter, type: string, ids: ReadonlySet<string>): boolean {
  const start = `${type}/`
  const isListed = (pattern: string): boolean => {
    const last = pattern.split(':').slice(5).join(':')
    const wild = pattern === '*' ? 0 : last.indexOf('*')
    if (wild === -1) return !last.startsWith(start) || ids.has(last.slice(start.length))
    const before = last.slice(0, wild)
    return !start.startsWith(before) && !before.startsWith(start)
  }
  return layers.some(({ allow }) => allow?.every(({ patterns }) => patterns.every(isListed)))
}

/** Our own resources, under the types of their six-segment descriptions. */
async function ownIds({ world, asker: { account } }: Asking, type: string, page: Page): Promise<readonly string[]> {
  const { users, groups, policies, roles } = world.store.read
  switch (type) {
    case 'uin':
      return (await users.list(account, [...people, 5], page)).rows.map(({ uin }) => String(uin))
    case 'groupid':
      return (await groups.list(account, {}, page)).rows.map(({ groupId }) => String(groupId))
    case 'policyid':
      return slice(await policies.names(account), page).map(({ policyId }) => String(policyId))
    case 'roleName':
      return (await roles.list(account, {}, page)).rows.map(({ name }) => name)
    default:
      return []
  }
}
