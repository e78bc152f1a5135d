// What an original request asks of the policy engine: by the catalog of its service where there is one, by the action that
// it names, or by method and route. What cannot be told is refused, never guessed.
import type { ServiceCatalog } from '../../catalog/service.ts'
import type { AccessRequest, RequestContext } from '../../policy/types.ts'
import { type ApiError, apiError } from '../../protocol/api-error.ts'
import type { RawObject } from '../../protocol/call.ts'
import { nest } from '../../protocol/flattened.ts'
import { readJson } from '../../protocol/json-body.ts'
import { readPairs } from '../../protocol/query.ts'
import { queryText, utf8Text } from '../../protocol/utf8.ts'
import { type AccessPlace, accessOf } from '../access.ts'
import { resourcesOf } from '../resources.ts'
import { isPlainPath, type Original } from './original.ts'

export interface QuestionPlace extends AccessPlace {
  readonly service: string
  /** `undefined`: the service has none. */
  readonly catalog: ServiceCatalog | undefined
}

/** The question of a request; ApiError where the request is not clear enough to be asked about. */
export async function questionOf(place: QuestionPlace, original: Original): Promise<AccessRequest> {
  const { service, catalog, account, call } = place
  const named = original.header('x-tc-action')
  if (named === undefined) return byRoute(service, account, original, call)
  if (!/^[A-Za-z0-9_.-]{1,128}$/.test(named)) throw apiError('InvalidAction')
  if (catalog === undefined)
    return { action: `${service}:${named}`, resources: ['*'], granularity: 'operation', context: call }
  const row = catalog.actions.get(named)
  if (row === undefined) throw apiError('InvalidAction')
  const parameters = row.resources.length === 0 && row.requestTags === undefined ? none : parametersOf(original)
  const asked = resourcesOf(service, named, row, { region: original.header('x-tc-region'), account, parameters })
  if (asked.kind === 'refused') throw asked.error
  return accessOf(place, { catalog, name: named, row }, asked)
}

const none: RawObject = Object.create(null)

/** Services without actions: the method is the action, the path the resource. */
function byRoute(service: string, account: number, { method, path }: Original, context: RequestContext): AccessRequest {
  if (!isPlainPath(path)) throw unclear('path', 'servers can read it in several ways')
  const resources = [`qcs::${service}::uin/${account}:route/${path}`]
  return { action: `${service}:${method}`, resources, granularity: 'resource', context }
}

function parametersOf({ method, rawQuery, body, header }: Original): RawObject {
  if (method === 'GET') return nest(readPairs(queryText(rawQuery), 'query'))
  const type = (header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase()
  if (body === undefined) throw unclear('body', 'the parameters are in it, and the proxy does not pass it on')
  if (type === 'application/x-www-form-urlencoded') return nest(readPairs(utf8Text(body, 'body'), 'body'))
  const value = type === 'application/json' && body.length > 0 ? readJson(utf8Text(body, 'body')) : none
  if (type === 'application/json' && isObject(value)) return value
  throw unclear('body', 'it is neither a JSON object nor a form')
}

const unclear = (name: string, problem: string): ApiError =>
  apiError('InvalidParameter', { wording: 'structure', name, problem })

function isObject(value: unknown): value is RawObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
