// Who signed the call. Order: key known and active, moment, signature, replay, token. The client hears only the code;
// what was expected goes to the log, without any secret.
import { ownProducts } from '../actions/define.ts'
import type { Caller, CredentialClaim, FoundCredential, Log, SignedRequest, World } from '../actions/world.ts'
import { ApiError, apiError } from '../protocol/api-error.ts'
import type { RefusalReason, SecretSource, Verification, Verifier } from '../signing/index.ts'
import type { KeyHolder, SessionHolder } from '../store/store.ts'
import { isTemporaryId } from '../store/token.ts'
import type { Known, Signed } from './stages.ts'

/** Longest SecretId that is looked up at all (temporary ones are long). */
const secretIdLengthMax = 1024

type Parts = Omit<World, 'identify' | 'credential' | 'contextOf'>

/** AuthFailure.* where the call is not signed by an active key, or by a temporary one whose session lasts. */
export async function authenticate(world: Parts, verifier: Verifier, known: Known): Promise<Signed> {
  const { claim, requestId, signed, from, receivedMs } = known.call
  if (claim.kind === 'skip') {
    throw apiError('AuthFailure.InvalidAuthorization', { problem: 'this action must be signed.' })
  }
  refuseScopeOfOthers(world, known)
  return { ...known, caller: await identify(world, verifier, { claim, requestId, signed, from, receivedMs }) }
}

/**
 * The signing key for the scope of another service may be in the hands of that service's guard, which must not be able to
 * call us with it. Scopes that name no service are what client libraries make of an endpoint's name.
 */
function refuseScopeOfOthers({ vocabulary }: Parts, { call, row }: Known): void {
  if (call.claim.kind !== 'tc3') return
  const service = call.claim.service.toLowerCase()
  if (service === row.product || ownProducts.some((own) => own === service)) return
  if (vocabulary.service(service) === undefined) return
  const problem = `\`Service\` in Credential is \`${service}\`, whose signatures are not good for \`${row.product}\`.`
  throw apiError('AuthFailure.InvalidAuthorization', { problem })
}

/** Who signed a request; AuthFailure.* where nobody did who may. */
export async function identify(world: Parts, verifier: Verifier, request: SignedRequest): Promise<Caller> {
  const { claim, receivedMs } = request
  const { secretId } = claim
  if (secretId.length > secretIdLengthMax || !/^[\x21-\x7e]+$/.test(secretId)) {
    throw apiError('AuthFailure.InvalidSecretId')
  }
  const temporary = world.tokens.secretOf(secretId)
  if (temporary === undefined) return permanent(world, verifier, request)
  // The secret of a temporary key never changes, so all that was derived from it stays right.
  checkSignature(world.log, verifier, request, { version: 'temporary', reveal: temporary.reveal })
  return temporaryCaller(world, claim, receivedMs)
}

async function permanent(world: Parts, verifier: Verifier, request: SignedRequest): Promise<Caller> {
  const { claim, receivedMs } = request
  const holder = await world.store.keyHolder(claim.secretId)
  if (holder === undefined || holder.status !== 'Active') {
    // A temporary key of another server, or of a master key that is gone: its token cannot be right.
    throw apiError(isTemporaryId(claim.secretId) ? 'AuthFailure.TokenFailure' : 'AuthFailure.SecretIdNotFound')
  }
  const secret = { version: holder.sealedSecret, reveal: () => world.sealer.open(holder.sealedSecret, holder) }
  checkSignature(world.log, verifier, request, secret)
  // A permanent key has no token: an empty one is ignored, any other is wrong.
  if (claim.token !== undefined && claim.token !== '') throw apiError('AuthFailure.TokenFailure')
  world.usage.touch(holder.account, holder.secretId, receivedMs)
  return callerOf(holder)
}

function checkSignature(log: Log, verifier: Verifier, request: SignedRequest, secret: SecretSource): void {
  const { signed, claim, from } = request
  const timely = verifier.timely(claim)
  if (timely.kind === 'refused') throw refusal(log, request, timely)
  const verification = verifier.verify(signed, claim, secret, from.tls)
  if (verification.kind === 'refused') throw refusal(log, request, verification)
}

function callerOf(holder: KeyHolder): Caller {
  const { account, appId, uin, secretId, revision } = holder
  return { kind: holder.userType === undefined ? 'root' : 'user', account, appId, uin, secretId, revision }
}

/** The session that the token names, if it lasts: not expired, not ended, its role there, its user and key there. */
async function temporaryCaller(world: Parts, { secretId, token }: CredentialClaim, nowMs: number): Promise<Caller> {
  const claims = token === undefined ? undefined : world.tokens.open(secretId, token)
  if (claims === undefined || claims.expiresMs <= nowMs) throw apiError('AuthFailure.TokenFailure')
  const holder = await world.store.session(claims.account, claims.sessionId)
  if (holder === undefined || !lasts(holder, nowMs)) throw apiError('AuthFailure.TokenFailure')
  return sessionCaller(secretId, holder)
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
    if (holder === undefined || holder.status !== 'Active' || (token ?? '') !== '') return undefined
    const reveal = (): string => world.sealer.open(holder.sealedSecret, holder)
    return { caller: callerOf(holder), expiresMs: undefined, reveal }
  }
  try {
    const caller = await temporaryCaller(world, { secretId, token }, nowMs)
    const expiresMs = token === undefined ? undefined : world.tokens.open(secretId, token)?.expiresMs
    return { caller, expiresMs, reveal: temporary.reveal }
  } catch (error) {
    if (error instanceof ApiError) return undefined
    throw error
  }
}

function lasts({ session, role, issuerActive, callerPresent }: SessionHolder, nowMs: number): boolean {
  if (session.expiresMs <= nowMs) return false
  return session.kind === 'role' ? role !== undefined : issuerActive && callerPresent
}

function sessionCaller(secretId: string, { session, role, appId, revision }: SessionHolder): Caller {
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
    session: { ...session, role },
  }
}

const codes: Readonly<Record<RefusalReason, 'expire' | 'header' | 'signature'>> = {
  expired: 'expire',
  'scope-date': 'header',
  'header-missing': 'header',
  'payload-unsigned': 'header',
  signature: 'signature',
  replayed: 'signature',
}

function refusal(
  log: Log,
  { requestId, claim, from }: SignedRequest,
  { reason, problem, expected }: Verification & { kind: 'refused' },
): ApiError {
  const { secretId } = claim
  log.info({ requestId, secretId, from: from.address, reason, expected }, 'signature refused')
  switch (codes[reason]) {
    case 'expire':
      return apiError('AuthFailure.SignatureExpire')
    case 'header':
      return apiError('AuthFailure.InvalidAuthorization', { problem })
    case 'signature':
      return apiError('AuthFailure.SignatureFailure')
  }
}
