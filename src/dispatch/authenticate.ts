// Who signed the call. Order: key known and active, moment, signature, replay, token. The client hears only the code;
// what was expected goes to the log, without any secret.
import type { Caller } from '../actions/define.ts'
import type { Log, World } from '../actions/world.ts'
import { type ApiError, apiError } from '../protocol/api-error.ts'
import type { Claim } from '../protocol/call.ts'
import type { RefusalReason, Verification, Verifier } from '../signing/index.ts'
import type { KeyHolder } from '../store/store.ts'
import type { Known, Signed } from './stages.ts'

/** Longest SecretId that is looked up at all (temporary ones are long). */
const secretIdLengthMax = 1024

/** AuthFailure.* where the call is not signed by an active key. */
export async function authenticate(world: World, verifier: Verifier, known: Known): Promise<Signed> {
  const { call } = known
  const { claim } = call
  if (claim.kind === 'skip') {
    throw apiError('AuthFailure.InvalidAuthorization', { problem: 'this action must be signed.' })
  }
  if (claim.secretId.length > secretIdLengthMax || !/^[\x21-\x7e]+$/.test(claim.secretId)) {
    throw apiError('AuthFailure.InvalidSecretId')
  }
  const holder = await world.store.keyHolder(claim.secretId)
  if (holder === undefined || holder.status !== 'Active') throw apiError('AuthFailure.SecretIdNotFound')
  const timely = verifier.timely(claim)
  if (timely.kind === 'refused') throw refusal(world.log, known, timely)
  const secret = { version: holder.sealedSecret, reveal: () => world.sealer.open(holder.sealedSecret, holder) }
  const verification = verifier.verify(call.signed, claim, secret, call.from.tls)
  if (verification.kind === 'refused') throw refusal(world.log, known, verification)
  checkToken(claim)
  world.usage.touch(holder.account, holder.secretId, call.receivedMs)
  return { ...known, caller: callerOf(holder) }
}

/** A permanent key has no token: an empty one is ignored, any other is wrong. */
function checkToken(claim: Exclude<Claim, { kind: 'skip' }>): void {
  if (claim.token !== undefined && claim.token !== '') throw apiError('AuthFailure.TokenFailure')
}

function callerOf(holder: KeyHolder): Caller {
  const { account, appId, uin, secretId, revision } = holder
  return { kind: holder.userType === undefined ? 'root' : 'user', account, appId, uin, secretId, revision }
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
  { call }: Known,
  { reason, problem, expected }: Verification & { kind: 'refused' },
): ApiError {
  const secretId = call.claim.kind === 'skip' ? undefined : call.claim.secretId
  log.info({ requestId: call.requestId, secretId, from: call.from.address, reason, expected }, 'signature refused')
  switch (codes[reason]) {
    case 'expire':
      return apiError('AuthFailure.SignatureExpire')
    case 'header':
      return apiError('AuthFailure.InvalidAuthorization', { problem })
    case 'signature':
      return apiError('AuthFailure.SignatureFailure')
  }
}
