// The second-factor switches of the caller itself. Somebody who signs as a role or by a federation token has none: the
// switches are those of a person's own sign-in.
import type { MfaFlags, Reads } from '../../store/store.ts'
import { type Caller, ownUin } from '../define.ts'
import { freshFlags } from '../mfa/types.ts'
import { refuse } from '../policy/refuse.ts'

export const ownFlagCodes = ['FailedOperation', 'InvalidParameter.ParamError', 'ResourceNotFound.UserNotExist'] as const

/** ParamError for a caller without a sign-in of its own, UserNotExist for a user that is gone. */
export async function ownFlags(store: Pick<Reads, 'users'>, caller: Caller): Promise<MfaFlags> {
  const uin = ownUin(caller)
  if (uin === undefined) {
    const problem = 'a temporary credential has no sign-in of its own'
    return refuse(ownFlagCodes, 'InvalidParameter.ParamError', { problem })
  }
  if (uin !== caller.account && (await store.users.byUin(caller.account, uin)) === undefined) {
    return refuse(ownFlagCodes, 'ResourceNotFound.UserNotExist', { user: String(uin) })
  }
  return (await store.users.mfaFlags(caller.account, uin)) ?? freshFlags
}
