// The door of SCIM 2.0 (RFC 7643, 7644): users and groups of one account, for a directory that keeps them. A request
// becomes a row that goes through the stages of every call; what a client may do is decided by the policies of the user
// that its token acts as, never here.
import type { ActionRow } from '../../actions/define.ts'
import { versions } from '../../dispatch/find.ts'
import type { Dispatcher } from '../../dispatch/pipeline.ts'
import { lost } from '../../dispatch/reaching-door.ts'
import { ApiError } from '../../protocol/api-error.ts'
import type { RawObject } from '../../protocol/call.ts'
import type { Door, Reply } from '../../protocol/door.ts'
import { readPairs } from '../../protocol/query.ts'
import { type HttpRequest, mannerOf } from '../../protocol/request.ts'
import type { Manner } from '../../protocol/response.ts'
import { queryText, utf8Text } from '../../protocol/utf8.ts'
import { StoreUnreachable } from '../../store/unreachable.ts'
import { bearerCaller } from './bearer.ts'
import { discoveryDocument } from './discovery.ts'
import { fault } from './fault.ts'
import { isObject } from './filter.ts'
import { createGroup, deleteGroup, patchGroup, readGroup, replaceGroup } from './group-rows.ts'
import { listGroups, listUsers, pageOf } from './list.ts'
import { includes, type Projection, project, readProjection } from './projection.ts'
import { failure, failureOf, reply } from './reply.ts'
import { basePath } from './user-resource.ts'
import { createUser, deleteUser, patchUser, readUser, replaceUser } from './user-rows.ts'

export const scimPath = `${basePath}/`
export const scimBytesMax = 1_048_576

type Parts = Pick<Dispatcher, 'world' | 'performRow' | 'keepRefusal' | 'revisionOf'>

/** The rows of one kind of resource, by what is done. */
interface Rows {
  readonly list: ActionRow
  readonly create: ActionRow
  readonly read: ActionRow
  readonly replace: ActionRow
  readonly patch: ActionRow
  readonly remove: ActionRow
}

const kinds: ReadonlyMap<string, Rows> = new Map<string, Rows>([
  [
    'Users',
    { list: listUsers, create: createUser, read: readUser, replace: replaceUser, patch: patchUser, remove: deleteUser },
  ],
  [
    'Groups',
    {
      list: listGroups,
      create: createGroup,
      read: readGroup,
      replace: replaceGroup,
      patch: patchGroup,
      remove: deleteGroup,
    },
  ],
])

export function createScimDoor({ world, performRow, keepRefusal, revisionOf }: Parts): Door {
  async function answer(request: HttpRequest, manner: Manner): Promise<Reply> {
    const recognised = bearerCaller(world.store, request.header('authorization'), world.clock())
    const caller = await recognised.catch((error: unknown) => {
      const route = routeOf(request)
      // Documents about the service change nothing and tell nothing of anybody.
      if ('status' in route) throw error
      return keepRefusal(error, callOf(request, manner, route.row, {}), route.row)
    })
    if (caller === undefined) {
      const headers = ['WWW-Authenticate', 'Bearer realm="SCIM"']
      return failure({ status: 401, detail: 'a bearer token that is good is needed', headers })
    }
    const route = routeOf(request)
    if ('status' in route) return route
    const projection = readProjection(route.query.get('attributes'), route.query.get('excludedattributes'))
    const parameters = parametersOf(request, route, projection)
    const result = await performRow(route.row, callOf(request, manner, route.row, parameters), caller)
    const { headers, ...answered } = replyOf(route, result, projection)
    return { ...answered, headers: [...headers, ...revisionOf(result)] }
  }

  const callOf = (request: HttpRequest, manner: Manner, row: ActionRow, parameters: RawObject) => ({
    ...manner,
    product: row.product,
    version: versions.get(row.product) ?? '',
    action: row.name,
    region: undefined,
    parameters,
    claim: { kind: 'skip' } as const,
    signed: signedParts(request),
    from: request.from,
    receivedMs: world.clock(),
  })

  return {
    path: scimPath,
    bodyBytesMax: scimBytesMax,
    async respond(request) {
      const manner = mannerOf(request, world.random.uuid(), world.rules.language)
      try {
        return await answer(request, manner)
      } catch (error) {
        if (error instanceof StoreUnreachable) return failureOf(lost(), manner.requestId, manner.language)
        if (error instanceof ApiError) return failureOf(error, manner.requestId, manner.language)
        world.log.error({ requestId: manner.requestId, error }, 'a SCIM request failed')
        const detail = `an error inside the server (RequestId ${manner.requestId})`
        return failure({ status: 500, detail })
      }
    },
  }
}

/** Nothing of a SCIM request is signed; the parts are there for whoever looks at a call. */
const signedParts = (request: HttpRequest) => ({
  method: 'POST' as const,
  path: request.path,
  query: '',
  host: request.header('host') ?? '',
  header: (name: string) => request.header(name),
  body: new Uint8Array(),
  form: undefined,
})

type Verb = 'list' | 'create' | 'read' | 'replace' | 'patch' | 'remove'

interface Route {
  readonly verb: Verb
  readonly row: ActionRow
  readonly id: string | undefined
  readonly query: ReadonlyMap<string, string>
}

const verbsOfAll: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['GET', 'list'],
  ['POST', 'create'],
])
const verbsOfOne: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['GET', 'read'],
  ['PUT', 'replace'],
  ['PATCH', 'patch'],
  ['DELETE', 'remove'],
])

/** What is done to what, or the answer that needs no stage. */
function routeOf(request: HttpRequest): Route | Reply {
  const path = request.path.slice(basePath.length).replace(/\/$/, '')
  const document = discoveryDocument(decoded(path, 256))
  if (document !== undefined) {
    return request.method === 'GET' ? reply(200, document) : notAllowed(['GET'])
  }
  if (path === '/Bulk' || path === '/Me' || path.endsWith('/.search')) {
    return failure({
      status: 501,
      detail: `${path} is not supported: there is no bulk, no alias and no search by POST`,
    })
  }
  const [, kind = '', id, ...more] = path.split('/')
  const rows = kinds.get(kind)
  if (rows === undefined || more.length > 0) return failure({ status: 404, detail: 'there is nothing at this path' })
  const verbs = id === undefined ? verbsOfAll : verbsOfOne
  const verb = verbs.get(request.method)
  if (verb === undefined) return notAllowed([...verbs.keys()])
  return { verb, row: rows[verb], id, query: queryOf(request) }
}

function notAllowed(methods: readonly string[]): Reply {
  const list = methods.join(', ')
  return failure({ status: 405, detail: `methods here are ${list}`, headers: ['Allow', list] })
}

/** By lower-case name: some clients write `startindex`. */
function queryOf(request: HttpRequest): ReadonlyMap<string, string> {
  const query = new Map<string, string>()
  for (const [name, value] of readPairs(queryText(request.rawQuery), 'query')) {
    const lower = name.toLowerCase()
    if (query.has(lower)) throw fault('invalidSyntax', `${JSON.stringify(name.slice(0, 60))} is given twice`)
    query.set(lower, value)
  }
  return query
}

function parametersOf(request: HttpRequest, { verb, id, query, row }: Route, projection: Projection): RawObject {
  const parameters: Record<string, RawObject[string]> = Object.create(null)
  if (id !== undefined) parameters['Id'] = decoded(id, 64)
  if (verb === 'create' || verb === 'replace' || verb === 'patch') parameters['Body'] = bodyOf(request)
  if ('WithMembers' in row.params) parameters['WithMembers'] = includes(projection, 'members')
  if (verb !== 'list') return parameters
  const [filter, sortBy] = [query.get('filter'), query.get('sortby')]
  if (filter !== undefined && filter !== '') parameters['Filter'] = filter
  if (sortBy !== undefined && sortBy !== '') parameters['SortBy'] = sortBy
  parameters['Descending'] = query.get('sortorder')?.toLowerCase() === 'descending'
  return Object.assign(parameters, pageOf(query.get('startindex'), query.get('count')))
}

/** A part of the path as text, cut to what any id has; empty where it is badly encoded. */
function decoded(text: string, lengthMax: number): string {
  try {
    const plain = decodeURIComponent(text).slice(0, lengthMax)
    return plain.includes('\0') ? '' : plain
  } catch {
    return ''
  }
}

const types: ReadonlySet<string> = new Set(['application/scim+json', 'application/json'])

/** The text of a body that says that it is JSON; that it is, and what it says, is seen by whoever reads it. */
function bodyOf(request: HttpRequest): string {
  const [type = ''] = (request.header('content-type') ?? '').split(';')
  if (!types.has(type.trim().toLowerCase())) {
    throw fault('invalidSyntax', 'Content-Type must be application/scim+json or application/json')
  }
  return utf8Text(request.body, 'body')
}

function replyOf({ verb }: Route, result: object, projection: Projection): Reply {
  if (verb === 'remove') return reply(204, '')
  const resource: unknown = 'Resource' in result ? JSON.parse(String(result.Resource)) : undefined
  if (!isObject(resource)) throw new Error('a SCIM row answered no resource')
  const body = JSON.stringify(project(resource, projection))
  if (verb !== 'create') return reply(200, body)
  const { meta } = resource
  const location = isObject(meta) && typeof meta['location'] === 'string' ? meta['location'] : scimPath
  return reply(201, body, ['Location', location])
}
