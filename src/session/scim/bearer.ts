// Who a bearer token is: the sub-user that it was made for, with that user's policies and no more. A token is read from the
// store for every call, so that one which was revoked, rotated or has expired is no good from that moment on.
import { timingSafeEqual } from 'node:crypto'
import type { Caller } from '../../actions/define.ts'
import { hashOf } from '../../actions/scim/types.ts'
import { InQuarantine } from '../../dispatch/quarantine.ts'
import type { Store } from '../../store/store.ts'

const form = /^Bearer +([A-Za-z0-9]{1,64})\.([A-Za-z0-9]{1,128})$/i

/** `undefined`: no token, or none that is good. Which of the two is nobody's business. ApiError: its user is in quarantine. */
export async function bearerCaller(
  store: Pick<Store, 'scimToken' | 'read'>,
  authorization: string | undefined,
  nowMs: number,
): Promise<Caller | undefined> {
  const [, tokenId = '', secret = ''] = form.exec(authorization ?? '') ?? []
  if (tokenId === '') return undefined
  const given = Buffer.from(hashOf(secret))
  const holder = await store.scimToken(tokenId)
  if (holder === undefined || holder.expiresMs <= nowMs) return undefined
  const kept = Buffer.from(holder.secretHash)
  if (kept.length !== given.length || !timingSafeEqual(kept, given)) return undefined
  const { account, appId, uin, revision } = holder
  const caller: Caller = { kind: 'user', account, appId, uin, secretId: tokenId, revision, bearer: true }
  if ((await store.read.quarantine.since(account, { kind: 'user', uin })) !== undefined) throw new InQuarantine(caller)
  return caller
}
