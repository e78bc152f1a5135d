// Which provider a call means, what it is called in policies, and whether the account has room for another one. Only
// providers of the caller's account are ever looked at.
import type { OidcProviderRow, ProviderKind, Reads, SamlProviderRow } from '../../store/store.ts'
import type { ResourceInput } from '../define.ts'
import { type Listed, refuse } from '../policy/refuse.ts'
import { quotaOf } from '../quotas.ts'
import type { World } from '../world.ts'

type Providers = Pick<Reads, 'identityProviders'>

/** Six-segment name of a provider, as trust policies have it. */
export function providerArn(account: number, kind: ProviderKind, name: string): string {
  return `qcs::cam::uin/${account}:${segmentOf(kind, name)}`
}

export const segmentOf = (kind: ProviderKind, name: string): string => `${kind}-provider/${name}`

export async function samlProvider(
  { identityProviders }: Providers,
  account: number,
  name: string,
): Promise<SamlProviderRow | undefined> {
  const found = await identityProviders.byName(account, name)
  return found?.kind === 'saml' ? found : undefined
}

export async function oidcProvider(
  { identityProviders }: Providers,
  account: number,
  name: string,
): Promise<OidcProviderRow | undefined> {
  const found = await identityProviders.byName(account, name)
  return found?.kind === 'oidc' ? found : undefined
}

/**
 * Last segment of the provider's resource, in its own spelling whatever the caller's was; a wildcard for one that is not
 * there, which only a wide grant covers.
 */
export async function providerSegment(
  kind: ProviderKind,
  { params, caller, read }: Omit<ResourceInput<{ readonly Name: string }>, 'presets'>,
): Promise<readonly string[]> {
  const found = await read.identityProviders.byName(caller.account, params.Name)
  return [segmentOf(kind, found?.kind === kind ? found.name : '*')]
}

export interface RoomPlace {
  readonly listed: Listed
  readonly world: World
  readonly store: Pick<Reads, 'accounts' | 'identityProviders'>
  readonly account: number
}

/** Ends the call with LimitExceeded.IdentityFull. An OIDC provider that users sign in with counts as one. */
export async function checkRoom({ listed, world, store, account }: RoomPlace): Promise<void> {
  const limit = await quotaOf(world.quotas, store.accounts, account, 'identity-providers')
  const ofUsers = (await store.identityProviders.userOidc(account)) === undefined ? 0 : 1
  const used = (await store.identityProviders.count(account)) + ofUsers
  if (used >= limit) refuse(listed, 'LimitExceeded.IdentityFull', { limit: String(limit) })
}

/** The client ids, each once. Ends the call with LimitExceeded.IdentityFull where they are too many. */
export async function distinctClients(
  { listed, world, store, account }: RoomPlace,
  given: readonly string[],
): Promise<readonly string[]> {
  const distinct = [...new Set(given)]
  const limit = await quotaOf(world.quotas, store.accounts, account, 'clients-per-provider')
  if (distinct.length > limit) refuse(listed, 'LimitExceeded.IdentityFull', { limit: String(limit) })
  return distinct
}
