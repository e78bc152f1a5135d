// Who signed the call. Order: key known and active, moment, signature, token, for v1 whether it came before, quarantine. The client hears only
// the code; what was expected goes to the log, without any secret.
import { ownProducts } from '../actions/define.ts'
import type { Caller, CredentialClaim, FoundCredential, Log, World } from '../actions/world.ts'
import { ApiError, apiError } from '../protocol/api-error.ts'
import type { Call, Claim } from '../protocol/call.ts'
import type { RefusalReason, SecretSource, Verification, Verifier } from '../signing/index.ts'
import type { KeyHolder, SessionHolder } from '../store/store.ts'
import { isTemporaryId } from '../store/token.ts'
import { comesFirst } from './once.ts'
import { InQuarantine } from './quarantine.ts'
import type { Known, Read, Signed } from './stages.ts'

/** Longest SecretId that is looked up at all (temporary ones are long). */
const secretIdLengthMax = 1024

type SignedClaim = Exclude<Claim, { kind: 'skip' }>

// The reason goes along as the cause: it is counted, and the client does not hear it.

/** What is there before anybody can be identified. */
type Parts = Omit<World, 'identify' | 'credential' | 'contextOf'>

/** What is looked at to find out who signed. */
export type SignedCall = Pick<Call, 'requestId' | 'claim' | 'signed' | 'from' | 'receivedMs'>

/** AuthFailure.* where the call is not signed by an active key, or by a temporary one whose session lasts, and must be. */
export async function authenticate(world: Parts, verifier: Verifier, known: Known): Promise<Signed> {
  const { call, row } = known
  const { unsigned } = row
  if (unsigned === undefined) return { ...known, caller: await signerOf(world, verifier, call, row.product) }
  return { ...known, caller: await stranger(world, unsigned.account(call.parameters)) }
}

/** The same for calls that must be signed whatever their row says, or have none. */
export async function authenticateSigner<K extends Read>(
  world: Parts,
  verifier: Verifier,
  known: K,
): Promise<K & { readonly caller: Caller }> {
  return { ...known, caller: await signerOf(world, verifier, known.call, known.call.product) }
}

/** The same for what has come through a door and is no call yet. `service`: what it was sent to, ours where left out. */
export async function signerOf(world: Parts, verifier: Verifier, call: SignedCall, service?: string): Promise<Caller> {
  const { claim } = call
  if (claim.kind === 'skip') {
    throw apiError('AuthFailure.InvalidAuthorization', { problem: 'this action must be signed.' })
  }
  if (claim.kind === 'tc3') refuseScopeOfOthers(world, claim.service, service)
  const { secretId } = claim
  if (secretId.length > secretIdLengthMax || !/^[\x21-\x7e]+$/.test(secretId)) {
    throw apiError('AuthFailure.InvalidSecretId')
  }
  const temporary = world.tokens.secretOf(secretId)
  if (temporary === undefined) return permanent(world, verifier, call, claim)
  // The secret of a temporary key never changes, so all that was derived from it stays right.
  const once = checkSignature(world.log, verifier, call, claim, { version: 'temporary', reveal: temporary.reveal })
  const holder = await lastingSession(world, claim, call.receivedMs)
  const caller = sessionCaller(secretId, holder)
  if (once !== undefined) await refuseAgain(world, call, claim, { account: caller.account, signature: once })
  if (holder.quarantined) throw new InQuarantine(caller)
  return caller
}

/** Nobody, calling about an account: an unsigned row asks for its proof later, among the parameters. */
async function stranger({ store }: Parts, named: number | undefined): Promise<Caller> {
  const found = named === undefined ? undefined : await store.read.accounts.get(named)
  const { account = 0, appId = 0 } = found ?? {}
  return { kind: 'stranger', account, appId, uin: 0, secretId: '', revision: 0 }
}

/**
 * The signing key for the scope of another service may be in the hands of that service's guard, which must not be able to
 * call us, or anybody else, with it. Scopes that name no service are what client libraries make of an endpoint's name.
 */
function refuseScopeOfOthers({ vocabulary }: Parts, scope: string, service: string | undefined): void {
  const named = scope.toLowerCase()
  if (named === service || ownProducts.some((own) => own === named)) return
  if (vocabulary.service(named) === undefined) return
  const problem = `\`Service\` in Credential is \`${named}\`: such a signature is for that service alone.`
  throw apiError('AuthFailure.InvalidAuthorization', { problem })
}

async function permanent(world: Parts, verifier: Verifier, call: SignedCall, claim: SignedClaim): Promise<Caller> {
  const holder = await world.store.keyHolder(claim.secretId)
  if (holder === undefined || holder.status !== 'Active') {
    // A temporary key of another server, or of a master key that is gone: its token cannot be right.
    throw apiError(isTemporaryId(claim.secretId) ? 'AuthFailure.TokenFailure' : 'AuthFailure.SecretIdNotFound')
  }
  const secret = { version: holder.sealedSecret, reveal: () => world.sealer.open(holder.sealedSecret, holder) }
  const once = checkSignature(world.log, verifier, call, claim, secret)
  // A permanent key has no token: an empty one is ignored, any other is wrong.
  if (claim.token !== undefined && claim.token !== '') throw apiError('AuthFailure.TokenFailure')
  if (once !== undefined) await refuseAgain(world, call, claim, { account: holder.account, signature: once })
  if (holder.quarantined) throw new InQuarantine(callerOf(holder))
  world.usage.touch(holder.account, holder.secretId, call.receivedMs)
  return callerOf(holder)
}

/** The text under which the call may come once only; `undefined` for one that may come again. */
function checkSignature(
  log: Log,
  verifier: Verifier,
  call: SignedCall,
  claim: SignedClaim,
  secret: SecretSource,
): string | undefined {
  const { signed, from } = call
  const timely = verifier.timely(claim)
  if (timely.kind === 'refused') throw refusal(log, call, timely)
  const verification = verifier.verify(signed, claim, secret, from.tls)
  if (verification.kind === 'refused') throw refusal(log, call, verification)
  return verification.once
}

/** After all that a signature can be refused for: such a call has used nothing up. */
async function refuseAgain(
  { store, log }: Parts,
  call: SignedCall,
  { secretId, timestamp }: SignedClaim,
  of: { readonly account: number; readonly signature: string },
): Promise<void> {
  if (await comesFirst(store, { ...of, secretId, timestamp })) return
  const expected = 'a v1 request that has not come before'
  throw refusal(log, call, { kind: 'refused', reason: 'replayed', problem: '', expected })
}

function callerOf(holder: KeyHolder): Caller {
  const { account, appId, uin, secretId, revision, generation: keyGeneration } = holder
  return {
    kind: holder.userType === undefined ? 'root' : 'user',
    account,
    appId,
    uin,
    secretId,
    revision,
    keyGeneration,
  }
}

/** The session that the token names, if it lasts. */
async function lastingSession(
  world: Parts,
  { secretId, token }: CredentialClaim,
  nowMs: number,
): Promise<SessionHolder> {
  const claims = token === undefined ? undefined : world.tokens.open(secretId, token)
  if (claims === undefined || claims.expiresMs <= nowMs) throw apiError('AuthFailure.TokenFailure')
  const holder = await world.store.session(claims.account, claims.sessionId)
  if (holder === undefined || !lasts(holder, nowMs)) throw apiError('AuthFailure.TokenFailure')
  return holder
}

/** Whose key it is, if it could sign now: the same checks as for a signature, but for the signature itself. */
export async function credentialOf(
  world: Parts,
  { secretId, token }: CredentialClaim,
  nowMs: number,
): Promise<FoundCredential | undefined> {
  const temporary = world.tokens.secretOf(secretId)
  if (temporary === undefined) {
    const holder = await world.store.keyHolder(secretId)
    if (holder === undefined || holder.status !== 'Active' || (token ?? '') !== '' || holder.quarantined)
      return undefined
    const reveal = (): string => world.sealer.open(holder.sealedSecret, holder)
    return { caller: callerOf(holder), expiresMs: undefined, reveal }
  }
  try {
    const holder = await lastingSession(world, { secretId, token }, nowMs)
    if (holder.quarantined) return undefined
    const caller = sessionCaller(secretId, holder)
    const expiresMs = token === undefined ? undefined : world.tokens.open(secretId, token)?.expiresMs
    return { caller, expiresMs, reveal: temporary.reveal }
  } catch (error) {
    if (error instanceof ApiError) return undefined
    throw error
  }
}

/** Not expired, and all that it stands on is there: its role, the roles before, the key and the user at the beginning. */
export function lasts(holder: SessionHolder, nowMs: number): boolean {
  const { session, role, issuerLives, callerPresent, chainWhole } = holder
  if (session.expiresMs <= nowMs) return false
  if (session.kind === 'role' && role === undefined) return false
  return issuerLives && callerPresent && chainWhole
}

function sessionCaller(secretId: string, holder: SessionHolder): Caller {
  const { session, role, appId, revision } = holder
  const { account, callerUin, callerAccount, kind } = session
  // A number of another account would mean somebody else here.
  const uin = callerAccount === account ? callerUin : 0
  const user = callerUin === account ? 'root' : 'user'
  return {
    kind: kind === 'role' ? 'role' : user,
    account,
    appId,
    uin,
    secretId,
    revision,
    session: { ...session, role, console: holder.console },
  }
}

const codes: Readonly<Record<RefusalReason | 'replayed', 'expire' | 'header' | 'signature'>> = {
  expired: 'expire',
  'scope-date': 'header',
  'header-missing': 'header',
  'payload-unsigned': 'header',
  signature: 'signature',
  replayed: 'signature',
}

type Refusal = Omit<Verification & { kind: 'refused' }, 'reason'> & { readonly reason: RefusalReason | 'replayed' }

function refusal(log: Log, call: SignedCall, { reason, problem, expected }: Refusal): ApiError {
  const secretId = call.claim.kind === 'skip' ? undefined : call.claim.secretId
  log.info({ requestId: call.requestId, secretId, from: call.from.address, reason, expected }, 'signature refused')
  switch (codes[reason]) {
    case 'expire':
      return new ApiError('AuthFailure.SignatureExpire', {}, reason)
    case 'header':
      return new ApiError('AuthFailure.InvalidAuthorization', { problem }, reason)
    case 'signature':
      return new ApiError('AuthFailure.SignatureFailure', {}, reason)
  }
}
