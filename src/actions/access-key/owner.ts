// Whose access keys a call means. The same rule in every call: the root account's keys are the root account's alone,
// and a number that isn't in the caller's account says nothing about others.
import type { Reads } from '../../store/store.ts'
import { type ActionInput, type Caller, isRootItself, ownUin, type ResourceInput } from '../define.ts'

type OwnerCode = 'FailedOperation.Accesskey' | 'InvalidParameter.UserNotExist' | 'OperationDenied.SubUin'
type Fail = ActionInput<object, OwnerCode>['fail']
interface Target {
  readonly TargetUin: number | undefined
}

/** The owner's uin: the user named, or the caller. Ends the call where there are no such keys or not for the caller. */
export async function ownerOf(
  store: Pick<Reads, 'users'>,
  caller: Caller,
  { TargetUin }: Target,
  fail: Fail,
): Promise<number> {
  const self = ownUin(caller)
  const uin = TargetUin ?? self
  if (uin === undefined) {
    return fail('FailedOperation.Accesskey', { problem: 'a temporary key has no access keys of its own: name a user' })
  }
  if (uin === self) return uin
  refuseRootKeys(uin, caller, fail)
  const user = await store.users.byUin(caller.account, uin)
  if (user === undefined) return fail('InvalidParameter.UserNotExist', { user: String(uin) })
  if (user.type === 5) {
    return fail('FailedOperation.Accesskey', { problem: `${user.name} is a message recipient and has no access keys` })
  }
  return uin
}

/** Ends the call of anybody but the root account itself that touches a key of the root account. */
export function refuseRootKeys(owner: number, caller: Caller, fail: Fail): void {
  if (owner === caller.account && !isRootItself(caller)) fail('OperationDenied.SubUin', { user: String(owner) })
}

export function ownerSegment({ params, caller }: ResourceInput<Target>): readonly string[] {
  return [`uin/${params.TargetUin ?? ownUin(caller) ?? 0}`]
}
