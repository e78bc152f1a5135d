// Who acts as a role now, newest first: temporary keys that have not expired. Our own call.
import { int, list } from '../../protocol/shape.ts'
import type { Reads, SessionRow } from '../../store/store.ts'
import { action } from '../define.ts'
import { pageNumber, rpTo200, storePage } from '../paging.ts'
import { roleOf, roleSegment } from './find.ts'
import { RoleSession, roleSession } from './session-view.ts'
import { roleId, roleName } from './types.ts'

const newer = true

const errors = [
  'InvalidParameter.OperateEntitiesOverLimit',
  'InvalidParameter.ParamError',
  'InvalidParameter.RoleNotExist',
] as const

export const ListRoleSessions = action({
  name: 'ListRoleSessions',
  product: 'cam',
  group: 'Role',
  summary: 'Lists the sessions of a role that have not expired and that nobody has ended.',
  newer,
  access: 'read',
  perSecond: 10,
  params: { RoleId: roleId, RoleName: roleName, Page: pageNumber, Rp: rpTo200 },
  returns: {
    List: list(RoleSession, { about: 'Sessions of the page, newest first.', newer }),
    TotalNum: int({ about: 'How many there are.', newer }),
  },
  errors,
  resource: { level: 'resource', of: roleSegment },
  async handle({ params, caller, nowMs, store }) {
    const { account } = caller
    const role = await roleOf(store, errors, account, params)
    const { rows, total } = await store.sessions.ofRole(account, role.roleId, nowMs, storePage(params))
    const shown = await Promise.all(rows.map(async (row) => roleSession(row, await facts(store, row))))
    return { List: shown, TotalNum: total }
  },
})

async function facts({ sessions, users }: Reads, { account, sessionId, callerAccount, callerUin }: SessionRow) {
  const holder = await sessions.holder(account, sessionId)
  // Names of another account's users are that account's.
  const user = callerAccount === account ? await users.byUin(account, callerUin) : undefined
  const { issuerLives = false, callerPresent = false, chainWhole = false } = holder ?? {}
  return { userName: user?.name, inForce: issuerLives && callerPresent && chainWhole }
}
