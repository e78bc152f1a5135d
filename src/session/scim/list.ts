// Lists of users and groups: filter, order, page. All of an account is looked at unless the filter names one thing by what
// there is an index for; an account has no more users and groups than its limits allow.
import { action } from '../../actions/define.ts'
import { subUserTypes } from '../../actions/user/types.ts'
import { bool, int, optional, text } from '../../protocol/shape.ts'
import type { GroupRow, Reads, UserRow } from '../../store/store.ts'
import type { Resource } from './body.ts'
import { fault } from './fault.ts'
import {
  type AttributePath,
  type Filter,
  filterLengthMax,
  matches,
  parseFilter,
  parsePatchPath,
  valuesAt,
} from './filter.ts'
import { groupOfId, groupResource, membersOf } from './group-resource.ts'
import { groupType, type ResourceType, userType } from './schema.ts'
import { userOfId, userResource } from './user-resource.ts'
import { returns } from './user-rows.ts'

export const listSchema = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
export const countMax = 200
const countDefault = 100

const common = { product: 'cam', group: 'User', perSecond: 20, access: 'read', returns } as const
const errors = ['InternalError.SystemError', 'InvalidParameter.ParamError'] as const

const params = {
  Filter: optional(text({ about: 'Which are listed.', max: filterLengthMax })),
  SortBy: optional(text({ about: 'Attribute that gives the order.', max: 256 })),
  Descending: bool({ about: 'Whether the order is the other way round.' }),
  StartIndex: int({ about: 'Place of the first, from 1.', min: 1 }),
  Count: int({ about: 'How many at most.', min: 0, max: countMax }),
  WithMembers: bool({ about: 'Whether members of groups are asked for.' }),
}

export const listUsers = action({
  ...common,
  name: 'ListUsers',
  summary: 'Lists sub-users as SCIM resources.',
  params,
  errors,
  resource: { level: 'operation' },
  async handle({ params, caller, store }) {
    const { account } = caller
    const filter = params.Filter === undefined ? undefined : parseFilter(params.Filter, userType)
    const order = orderOf(userType, params.SortBy)
    const users = await usersFor(store, account, filter)
    const holders = new Set(await store.keys.activeHolders(account))
    const resources = users.map((user) => userResource(user, user.consoleLogin || holders.has(user.uin)))
    return { Resource: page(chosen(resources, filter, order, params.Descending), params) }
  },
})

async function usersFor(read: Reads, account: number, filter: Filter | undefined): Promise<readonly UserRow[]> {
  const named = namedBy(filter)
  const are = (users: readonly (UserRow | undefined)[]): readonly UserRow[] =>
    users.flatMap((user) => (user !== undefined && subUserTypes.includes(user.type) ? [user] : []))
  if (named?.name === 'userName') return are([await read.users.byName(account, named.value)])
  if (named?.name === 'externalId') return are(await read.users.byExternalId(account, named.value))
  if (named?.name === 'id') return are([await userOfId(read, account, named.value)])
  return (await read.users.list(account, subUserTypes)).rows
}

export const listGroups = action({
  ...common,
  name: 'ListGroups',
  summary: 'Lists user groups as SCIM resources.',
  params,
  errors,
  resource: { level: 'operation' },
  async handle({ params, caller, store }) {
    const filter = params.Filter === undefined ? undefined : parseFilter(params.Filter, groupType)
    const order = orderOf(groupType, params.SortBy)
    const groups = await groupsFor(store, caller.account, filter)
    const byId = new Map(groups.map((group) => [String(group.groupId), group]))
    const early = filter !== undefined && speaksOfMembers(filter)
    const resources: Resource[] = []
    for (const group of groups) resources.push(groupResource(group, early ? await membersOf(store, group) : undefined))
    const found = chosen(resources, filter, order, params.Descending)
    // Members are read for the page only, where the filter does not ask about them.
    const shown = slice(found, params)
    const whole: Resource[] = []
    for (const resource of shown) {
      const group = byId.get(String(resource['id']))
      const members = group === undefined || !params.WithMembers ? undefined : await membersOf(store, group)
      whole.push(group === undefined ? resource : groupResource(group, members))
    }
    return { Resource: listText(whole, found.length, params.StartIndex) }
  },
})

async function groupsFor(read: Reads, account: number, filter: Filter | undefined): Promise<readonly GroupRow[]> {
  const named = namedBy(filter)
  const are = (groups: readonly (GroupRow | undefined)[]): readonly GroupRow[] =>
    groups.flatMap((group) => (group === undefined ? [] : [group]))
  if (named?.name === 'displayName') return are([await read.groups.byName(account, named.value)])
  if (named?.name === 'externalId') return are(await read.groups.byExternalId(account, named.value))
  if (named?.name === 'id') return are([await groupOfId(read, account, named.value)])
  return (await read.groups.list(account, {}, { offset: 0, limit: Number.MAX_SAFE_INTEGER })).rows
}

/** What a filter of one test by `eq` names: the filter is applied to what was found all the same. */
function namedBy(filter: Filter | undefined): { readonly name: string; readonly value: string } | undefined {
  if (filter?.kind !== 'test' || filter.operator !== 'eq' || typeof filter.value !== 'string') return undefined
  return { name: filter.path.attribute.name, value: filter.value }
}

function speaksOfMembers(filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.parts.some(speaksOfMembers)
    case 'not':
      return speaksOfMembers(filter.part)
    case 'one':
      return filter.attribute.name === 'members'
    default:
      return filter.path.attribute.name === 'members'
  }
}

function orderOf(type: ResourceType, sortBy: string | undefined): AttributePath | undefined {
  const path = sortBy === undefined ? undefined : parsePatchPath(sortBy, type)
  if (path?.chosen !== undefined || path?.attribute.name === 'members') {
    throw fault('invalidPath', 'the order can be that of one attribute only')
  }
  return path
}

/** Those that satisfy the filter, in order; ties, and all where no order is asked for, by ascending number. */
function chosen(
  resources: readonly Resource[],
  filter: Filter | undefined,
  order: AttributePath | undefined,
  descending: boolean,
): readonly Resource[] {
  const found = filter === undefined ? resources : resources.filter((resource) => matches(filter, resource))
  const sign = descending ? -1 : 1
  return found
    .map((resource) => ({
      resource,
      key: order === undefined ? '' : keyOf(order, resource),
      id: Number(resource['id']),
    }))
    .sort((a, b) => (a.key === b.key ? a.id - b.id : a.key < b.key ? -sign : sign))
    .map(({ resource }) => resource)
}

function keyOf(order: AttributePath, resource: Resource): string {
  const [first] = valuesAt(order, resource)
  const exact = (order.sub ?? order.attribute).caseExact
  return first === undefined ? '' : exact ? String(first) : String(first).toLowerCase()
}

interface Page {
  readonly StartIndex: number
  readonly Count: number
}

const slice = (found: readonly Resource[], { StartIndex, Count }: Page): readonly Resource[] =>
  found.slice(StartIndex - 1, StartIndex - 1 + Count)
const page = (found: readonly Resource[], params: Page): string =>
  listText(slice(found, params), found.length, params.StartIndex)

function listText(resources: readonly Resource[], totalResults: number, startIndex: number): string {
  return JSON.stringify({
    schemas: [listSchema],
    totalResults,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  })
}

/** Bounds of a page as the standard says: too small numbers mean the smallest, and a server may give fewer than asked. */
export function pageOf(startIndex: string | undefined, count: string | undefined): Page {
  const start = startIndex === undefined ? 1 : wholeNumber('startIndex', startIndex)
  const many = count === undefined ? countDefault : wholeNumber('count', count)
  return { StartIndex: Math.max(1, start), Count: Math.min(countMax, Math.max(0, many)) }
}

function wholeNumber(name: string, value: string): number {
  if (!/^-?\d{1,9}$/.test(value)) throw fault('invalidValue', `${name} must be a whole number`)
  return Number(value)
}
