// Whose permissions boundary a call changes. Boundaries are for users that act; nobody loosens its own.
import type { Reads } from '../../store/store.ts'
import type { ActionInput, Caller } from '../define.ts'

type TargetCode = 'InvalidParameter.UserNotExist' | 'UnauthorizedOperation'

/** Ends the call unless the number is a sub-account of the caller's account and not the caller. */
export async function checkTarget(
  store: Pick<Reads, 'users'>,
  caller: Caller,
  uin: number,
  fail: ActionInput<object, TargetCode>['fail'],
): Promise<void> {
  const user = await store.users.byUin(caller.account, uin)
  // The root account is unbounded by nature, and message recipients do nothing that could be bounded.
  if (user === undefined || user.type === 5) return fail('InvalidParameter.UserNotExist', { user: String(uin) })
  if (uin === caller.uin) {
    fail('UnauthorizedOperation', { problem: 'nobody changes its own permissions boundary' })
  }
}
