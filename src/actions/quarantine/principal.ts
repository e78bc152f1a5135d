// Who is put in quarantine, as the calls name it: one user by number, or one role by id or name. The owner of an account is
// nobody's to lock out by a call: only an operator does that, on the store.
import { optional, text } from '../../protocol/shape.ts'
import type { QuarantinePrincipal, Reads } from '../../store/store.ts'
import type { Listed } from '../policy/refuse.ts'
import { refuse } from '../policy/refuse.ts'
import { roleOf } from '../role/find.ts'

export const principalParams = {
  TargetUin: optional(text({ about: 'Number of a user of the account.', pattern: /^\d{1,15}$/ })),
  RoleId: optional(text({ about: 'Id of a role of the account.', pattern: /^\d{1,20}$/ })),
  RoleName: optional(text({ about: 'Name of a role of the account.', max: 128 })),
}

export interface PrincipalChoice {
  readonly TargetUin?: string | undefined
  readonly RoleId?: string | undefined
  readonly RoleName?: string | undefined
}

export const principalErrors = [
  'InvalidParameter.OperateEntitiesOverLimit',
  'InvalidParameter.ParamError',
  'InvalidParameter.RoleNotExist',
  'InvalidParameter.UserNotExist',
  'OperationDenied.SubUin',
] as const

/** The user or role that a call names; otherwise the call ends. */
export async function principalOf(
  store: Pick<Reads, 'roles' | 'users'>,
  listed: Listed,
  account: number,
  { TargetUin, ...choice }: PrincipalChoice,
): Promise<QuarantinePrincipal> {
  const namesRole = (choice.RoleId ?? '') !== '' || (choice.RoleName ?? '') !== ''
  if (TargetUin === undefined) {
    if (namesRole) return { kind: 'role', roleId: (await roleOf(store, listed, account, choice)).roleId }
    return refuse(listed, 'InvalidParameter.ParamError', { problem: 'give TargetUin, RoleId or RoleName' })
  }
  if (namesRole) {
    const problem = 'TargetUin is a user, RoleId and RoleName are a role: give one'
    return refuse(listed, 'InvalidParameter.ParamError', { problem })
  }
  const uin = Number(TargetUin)
  if (uin === account) return refuse(listed, 'OperationDenied.SubUin', { user: TargetUin })
  if ((await store.users.byUin(account, uin)) === undefined) {
    return refuse(listed, 'InvalidParameter.UserNotExist', { user: TargetUin })
  }
  return { kind: 'user', uin }
}

/** Last segment of the principal's resource; of a role as it is named in the call. */
export function principalSegment({ TargetUin, RoleId, RoleName }: PrincipalChoice): readonly string[] {
  if (TargetUin !== undefined) return [`uin/${TargetUin}`]
  return [RoleName === undefined || RoleName === '' ? `role/${RoleId ?? '*'}` : `roleName/${RoleName}`]
}
