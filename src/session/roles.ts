// Acting as a role from the console: the same AssumeRole that a signed call makes, with the same trust policies and rights,
// and only into roles that may be used at the console. What the role gives is asked anew for each temporary key.

import { ApiError } from '../protocol/api-error.ts'
import type { Reply } from '../protocol/door.ts'
import type { ConsoleRole, RoleRow } from '../store/store.ts'
import { refresh } from './admission.ts'
import type { Live } from './browser.ts'
import { callerOf, callOf } from './caller.ts'
import { messagePage } from './pages/layout.ts'
import { rolePage } from './pages/role.ts'
import { goTo, pageReply } from './reply.ts'
import { rolesAtHand, sessionNameOf } from './role-choice.ts'
import type { Place } from './route.ts'
import type { Visit } from './visit.ts'

export async function showRoleChoice(place: Place, visit: Visit, live: Live): Promise<Reply> {
  if (live.who.kind === 'role') return pageReply(messagePage(visit, 'notFound', '/console/'), { status: 404 })
  const { account: own } = live.row
  const offered = await rolesAtHand(place, visit, live)
  return pageReply(rolePage(visit, { token: live.token, account: String(own), own, offered }))
}

export async function takeRole(place: Place, visit: Visit, live: Live): Promise<Reply> {
  if (live.who.kind === 'role') return pageReply(messagePage(visit, 'notFound', '/console/'), { status: 404 })
  const account = (visit.form.get('account') ?? '').trim()
  const name = (visit.form.get('role') ?? '').trim()
  const role = await allowedRole(place, visit, live, account, name)
  if (role === undefined) {
    // One answer for a role that is not there, one that is not for the console, and one that does not trust the user.
    const offered = await rolesAtHand(place, visit, live)
    const typed = { account, role: name, problem: visit.text('roleRefused') }
    const page = rolePage(visit, { token: live.token, own: live.row.account, offered, ...typed })
    return pageReply(page, { status: 403 })
  }
  const taken = { account: role.account, roleId: role.roleId, name: role.name, generation: role.sessionGeneration }
  return refresh(place, visit, live, { role: taken }, '/console/')
}

export function leaveRole(place: Place, visit: Visit, live: Live): Promise<Reply> {
  if (live.who.kind === 'role') return Promise.resolve(goTo('/console/'))
  return refresh(place, visit, live, { role: undefined }, '/console/')
}

async function allowedRole(
  place: Place,
  visit: Visit,
  live: Live,
  account: string,
  name: string,
): Promise<RoleRow | undefined> {
  if (!/^[1-9]\d{0,14}$/.test(account) || !/^[\w+=,.@-]{1,128}$/.test(name)) return undefined
  if ((await assume(place, visit, live, Number(account), name)) === undefined) return undefined
  const role = await place.world.store.read.roles.byName(Number(account), name)
  return role?.consoleLogin === true ? role : undefined
}

/** Whether the role is the one that was taken, and its sessions were not ended since. */
export async function mayGoOn({ world }: Place, { account, roleId, generation }: ConsoleRole): Promise<boolean> {
  return (await world.store.read.roles.byId(account, roleId))?.sessionGeneration === generation
}

const keySeconds = 900

/** A temporary key of the role; `undefined` where the user may not have one. */
export async function assume(
  place: Place,
  visit: Visit,
  live: Live,
  account: number,
  name: string,
): Promise<object | undefined> {
  const call = callOf(place, visit, {
    product: 'sts',
    action: 'AssumeRole',
    parameters: {
      RoleArn: `qcs::cam::uin/${account}:roleName/${name}`,
      RoleSessionName: sessionNameOf(live),
      DurationSeconds: keySeconds,
    },
  })
  try {
    return await place.perform(call, await callerOf(place, live))
  } catch (error) {
    if (error instanceof ApiError) return undefined
    throw error
  }
}
