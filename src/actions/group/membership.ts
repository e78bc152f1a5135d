// The pairs of a group and a user that AddUserToGroup and RemoveUserFromGroup take. All pairs of a call take effect, or
// none does.
import { int, list, optional, struct } from '../../protocol/shape.ts'
import type { Reads, UserRow } from '../../store/store.ts'
import type { ResourceInput } from '../define.ts'
import { groupId } from './types.ts'

const GroupIdOfUidInfo = struct(
  'GroupIdOfUidInfo',
  {
    GroupId: groupId,
    Uid: optional(int({ about: 'Number of the user among the sub-accounts.' })),
    Uin: optional(int({ about: 'Account number of the user.' })),
  },
  { about: 'A group and a user, named by Uid, Uin or both.' },
)
export const pairs = list(GroupIdOfUidInfo, { about: 'Groups with a user each.', max: 1000 })

/** A user named by one of its numbers or both. */
export interface Named {
  readonly Uid: number | undefined
  readonly Uin: number | undefined
}

export function isUnnamed({ Uid, Uin }: Named): boolean {
  return Uid === undefined && Uin === undefined
}
export function nameOf({ Uid, Uin }: Named): string {
  return String(Uin ?? Uid)
}

/** The user of any kind. Both numbers, where both are given, must be of the same one. */
export async function userOf(
  read: Pick<Reads, 'users'>,
  account: number,
  { Uid, Uin }: Named,
): Promise<UserRow | undefined> {
  if (Uin === undefined) return Uid === undefined ? undefined : read.users.byUid(account, Uid)
  const user = await read.users.byUin(account, Uin)
  return Uid === undefined || user?.uid === Uid ? user : undefined
}

/** Last segments of every group and user of a call; `uin/*` for a user that isn't there. */
export async function segmentsOf({
  params,
  caller,
  read,
}: ResourceInput<{ readonly Info: readonly (Named & { readonly GroupId: number })[] }>): Promise<readonly string[]> {
  const segments = new Set<string>()
  for (const pair of params.Info) {
    segments.add(`groupid/${pair.GroupId}`)
    segments.add(`uin/${(await userOf(read, caller.account, pair))?.uin ?? '*'}`)
  }
  return segments.size === 0 ? ['groupid/*'] : [...segments]
}
