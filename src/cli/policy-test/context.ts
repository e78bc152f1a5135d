// What a request of a test carries: the file's words for it as condition keys, and only those that calls of the action carry.
import { readRequestAction } from '../../policy/action.ts'
import type { AccessRequest, ContextValue, ListedRequest } from '../../policy/index.ts'
import { addressFault, type Known, keyFault, timeFault, valueFault } from './names.ts'
import type { Principal } from './principals.ts'
import type { ContextData } from './shape.ts'
import type { Fault, Path, Source } from './source.ts'

export type Asked = AccessRequest & ListedRequest

/** What is wrong with the keys and values of a context. `asked`: keys that the policies of the test ask for. */
export function contextFaults(
  data: ContextData | undefined,
  path: Path,
  source: Source,
  asked: ReadonlySet<string>,
): readonly Fault[] {
  if (data === undefined) return []
  const at = (steps: Path, message: string | undefined): readonly Fault[] =>
    message === undefined ? [] : [{ ...source.place([...path, ...steps]), message }]
  const { ip, time, keys = {} } = data
  return [
    ...at(['ip'], ip === undefined ? undefined : addressFault(ip)),
    ...at(['time'], time === undefined ? undefined : timeFault(time)),
    ...Object.entries(keys).flatMap(([key, given]) => {
      const values = Array.isArray(given) ? given : [given]
      const fault =
        keyFault(key, asked) ?? values.map((value) => valueFault(key, value)).find((one) => one !== undefined)
      return at(['keys', key], fault)
    }),
  ]
}

/** One context over another, member by member. */
export const overlaid = (under: ContextData | undefined, over: ContextData | undefined): ContextData => ({
  ...under,
  ...over,
  keys: { ...under?.keys, ...over?.keys },
})

/** The condition keys of a principal's requests. `whole`: with those that a request has when nobody says them. */
export function keysOf(data: ContextData, { who, mfa }: Principal, whole: boolean): Map<string, ContextValue> {
  const keys = new Map<string, ContextValue>([
    ['qcs:owner_uin', String(who.account)],
    ['qcs:uin', String(who.uin)],
  ])
  const factor = data.mfa ?? (whole || mfa ? mfa : undefined)
  if (factor !== undefined) keys.set('qcs:mfa', String(factor)).set('mfa', factor ? '1' : '0')
  if (data.ip !== undefined) keys.set('qcs:ip', data.ip)
  if (data.time !== undefined) keys.set('qcs:current_time', data.time)
  if (data.tags !== undefined) keys.set('qcs:resource_tag', tagList(data.tags))
  if (data.requestTags !== undefined) keys.set('qcs:request_tag', tagList(data.requestTags))
  for (const [key, value] of Object.entries(data.keys ?? {})) keys.set(key, value)
  return keys
}

const tagList = (tags: NonNullable<ContextData['tags']>): readonly string[] =>
  Object.entries(tags).flatMap(([key, value]) => (Array.isArray(value) ? value : [value]).map((one) => `${key}&${one}`))

/** A request as the server would put it: at the level of its API, without the keys that its calls never carry. */
export function askedOf(
  action: string,
  resources: readonly string[],
  keys: ReadonlyMap<string, ContextValue>,
  { catalogs, words: all }: Known,
): Asked {
  const { product = '', name = '' } = readRequestAction(action) ?? {}
  const words = catalogs.get(product)?.own === true ? undefined : all.service(product)
  const ofService = words?.granularity(name) === 'service'
  const granularity = ofService ? 'service' : resources.every((text) => text === '*') ? 'operation' : 'resource'
  const withheld = (key: string): string | undefined => all.service(product)?.withheld(name, key)
  const carried = new Map([...keys].filter(([key]) => withheld(key) === undefined))
  return { action, resources, granularity, context: Object.assign(carried, { withheld }) }
}
