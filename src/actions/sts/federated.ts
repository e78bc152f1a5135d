// Sessions of roles for people of identity providers. Whoever calls has no key: an assertion or a token proves who it is, and
// the trust policy of the role says whether that one may come in. Nothing else of the account lets it in.
import { decideTrust } from '../../policy/index.ts'
import type { ContextValue, RequestContext } from '../../policy/types.ts'
import type { ProviderKind, ProviderRow, Reads, RoleRow, Writes } from '../../store/store.ts'
import type { ActionInput, UnsignedRule } from '../define.ts'
import { providerArn } from '../identity-provider/provider.ts'
import { type RoleRef, readRoleArn, roleNamed } from './role-arn.ts'
import { type IssuedSession, makeSession } from './session.ts'

/** How far the clock of a provider may be from ours. */
export const providerSkewMs = 60_000

/** What was proved before the transaction begins. */
export interface Proof<P extends ProviderRow = ProviderRow> {
  readonly role: RoleRef
  /** As it was when it verified the proof. */
  readonly provider: P
  /** Who the provider says it is: its own name for somebody. */
  readonly subject: string
  readonly sessionName: string
  /** Condition keys of the proof. */
  readonly keys: ReadonlyMap<string, ContextValue>
}

/** The rule of a row whose parameter `RoleArn` names the account. */
export function unsignedByRole<P extends Proof>(): UnsignedRule<P> {
  return {
    perSecondAndAddress: 20,
    account({ RoleArn }) {
      return typeof RoleArn === 'string' ? readRoleArn(RoleArn)?.account : undefined
    },
    proved: ({ provider, subject, sessionName }) => ({
      kind: provider.kind,
      name: sessionName,
      secretId: '',
      callerAccount: provider.account,
      sourceIdentity: sourceIdentityOf(provider, subject),
    }),
  }
}

/** So marked, it is never taken for an account number, whatever a provider calls its people. */
function sourceIdentityOf({ kind, name }: ProviderRow, subject: string): string {
  return `${kind}-provider/${name}/${subject}`
}

/** The provider of the account under the name, if it is of the kind. */
export async function providerOf<K extends ProviderKind>(
  { identityProviders }: Pick<Reads, 'identityProviders'>,
  account: number,
  kind: K,
  name: string,
): Promise<Extract<ProviderRow, { readonly kind: K }> | undefined> {
  const found = await identityProviders.byName(account, name)
  return found !== undefined && isOf(found, kind) ? found : undefined
}

function isOf<K extends ProviderKind>(
  provider: ProviderRow,
  kind: K,
): provider is Extract<ProviderRow, { readonly kind: K }> {
  return provider.kind === kind
}

type Store = Pick<Reads & Writes, 'identityProviders' | 'roles' | 'sessions'>
type Input = Pick<ActionInput<object, never>, 'context' | 'world' | 'random' | 'nowMs'> & { readonly store: Store }

/**
 * The role that was proved to be meant. `gone`: there is none. `distrusted`: it does not let this one in, or the provider is
 * not what it was when it verified the proof.
 */
export async function trustedRole(
  { store, world, context }: Input,
  action: 'sts:AssumeRoleWithSAML' | 'sts:AssumeRoleWithWebIdentity',
  proof: Proof,
): Promise<RoleRow | 'gone' | 'distrusted'> {
  const { provider, role: ref } = proof
  const now = await store.identityProviders.byName(provider.account, provider.name)
  // Between the proof and this transaction somebody may have taken the key away that verified it.
  if (provenOf(now) !== provenOf(provider)) return 'distrusted'
  const role = await roleNamed(store, ref)
  if (role === undefined) return 'gone'
  const arn = providerArn(provider.account, provider.kind, provider.name)
  const asked = decideTrust(world.decider.trustOf(role), { kind: 'federated', arn }, action, keysOf(proof, context))
  return asked.effect === 'allow' ? role : 'distrusted'
}

/** All of a provider but when its keys are fetched next, which passes without anybody's doing. */
function provenOf(provider: ProviderRow | undefined): string {
  return JSON.stringify({ ...provider, keysDueMs: 0 })
}

/** Keys of the proof before those of the call: no call may say of itself what only a provider can. */
function keysOf({ keys, sessionName }: Proof, call: RequestContext): RequestContext {
  return {
    get(key) {
      if (/^(?:saml|oidc):/.test(key)) return keys.get(key)
      return key === 'sts:role_session_name' ? sessionName : call.get(key)
    },
  }
}

/** The session. It is nobody's of the account: `${uin}` has no value in the policies of its role. */
export function makeFederatedSession(
  { store, random, world, nowMs }: Input,
  { provider, subject, sessionName }: Proof,
  role: RoleRow,
  durationSeconds: number,
): Promise<IssuedSession> {
  const { account, roleId, sessionGeneration: roleGeneration } = role
  return makeSession(
    store,
    { random, world, nowMs },
    {
      account,
      kind: 'role',
      roleId,
      roleGeneration,
      name: sessionName,
      callerAccount: account,
      callerUin: 0,
      issuingSecretId: providerArn(provider.account, provider.kind, provider.name),
      policy: undefined,
      mfa: false,
      sourceIdentity: sourceIdentityOf(provider, subject),
      tags: [],
      durationSeconds,
    },
  )
}
