// What the calls of guards share: on what they are authorised, which questions a guard may ask, which keys it may state,
// and what of a caller it is told. A guard stands before one product and learns nothing of others.
import type { ContextValue, RequestContext } from '../../policy/types.ts'
import { type Infer, int, list, sometimes, struct, text } from '../../protocol/shape.ts'
import type { Caller, World } from '../world.ts'
import { Service } from './types.ts'

export const GuardService = Service

/** Where a guard's calls are authorised. */
export const guardSegment = ({ params }: { readonly params: { readonly Service: string } }): readonly string[] => [
  `guard/${params.Service}`,
]

/** Why a guard of the product may not ask this; `undefined`: it may. */
export function beyondGuard(service: string, actionName: string): string | undefined {
  const [product = ''] = actionName.split(':', 1)
  if (product.toLowerCase() === service) return undefined
  return `\`ActionName\` must be of the product \`${service}\``
}

/** Keys that say what the server knows of a caller and the moment. A guard cannot state them. */
const reserved = /^(?:qcs:(?:current_time|uin|owner_uin|mfa)$|mfa$|sts:)/i

/** What the server knows of the caller over what the guard states; a text where it states what it cannot know. */
export function overlaid(known: RequestContext, stated: ReadonlyMap<string, ContextValue>): RequestContext | string {
  for (const key of stated.keys()) {
    if (reserved.test(key)) return `the key \`${key}\` is what the server knows; it cannot be stated`
  }
  return { get: (key) => (reserved.test(key) ? known.get(key) : (stated.get(key) ?? known.get(key))) }
}

const Tag = struct(
  'GuardTag',
  { Key: text({ about: 'Key of the tag.' }), Value: text({ about: 'Value of the tag.' }) },
  { about: 'A tag that the session was asked for with.' },
)

export const GuardCaller = struct(
  'GuardCaller',
  {
    Kind: text({ about: 'root, user or role.', oneOf: ['root', 'user', 'role'] }),
    Account: int({ about: 'Root account whose rights it has.' }),
    AppId: int({ about: 'AppId of that root account.' }),
    Uin: int({ about: 'Number of the caller; 0 where it is of another account.' }),
    SecretId: text({ about: 'Key that signed.' }),
    SessionKind: sometimes(text({ about: 'Of a temporary key: role, federation or mfa.' })),
    SessionName: sometimes(text({ about: 'Of a temporary key: the name that it was asked for under.' })),
    RoleId: sometimes(text({ about: 'Of a role session: the role.' })),
    RoleName: sometimes(text({ about: 'Of a role session: the name of the role.' })),
    SourceIdentity: sometimes(
      text({ about: 'Of a temporary key: the identity at the beginning, where one was given.' }),
    ),
    SecondFactor: int({ about: '1: a second factor was shown.' }),
    Tags: list(Tag, { about: 'Tags of the session.' }),
  },
  { about: 'Who signed a request.' },
)

export function callerView(caller: Caller): Infer<typeof GuardCaller> {
  const { kind, account, appId, uin, secretId, session } = caller
  return {
    Kind: kind,
    Account: account,
    AppId: appId,
    Uin: uin,
    SecretId: secretId,
    SessionKind: session?.kind,
    SessionName: session?.name,
    RoleId: session?.role?.roleId,
    RoleName: session?.role?.name,
    SourceIdentity: session?.sourceIdentity,
    SecondFactor: session?.mfa === true ? 1 : 0,
    Tags: (session?.tags ?? []).map(({ key, value }) => ({ Key: key, Value: value })),
  }
}

/** Whether keys may be handed out for the product: it has a catalog, so our own calls refuse its scope. */
export function isGuarded({ vocabulary }: Pick<World, 'vocabulary'>, service: string, own: readonly string[]): boolean {
  return vocabulary.service(service) !== undefined && !own.includes(service)
}
