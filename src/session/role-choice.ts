// Which roles of the own account somebody could act as at the console, for a page to offer. The engine is asked what the
// call would ask it; the verdict is the call's, when one of them is taken.
import { namesOf } from '../actions/sts/role-arn.ts'
import { CallContext } from '../dispatch/context.ts'
import { decide, decideTrust } from '../policy/index.ts'
import type { RoleRow } from '../store/store.ts'
import type { Live } from './browser.ts'
import { callerOf, callOf } from './caller.ts'
import type { Place } from './route.ts'
import type { Visit } from './visit.ts'

/** As many as a page shows well; any other is named by hand. */
const offeredMax = 20
/** The newest are looked at. */
const lookedAtMax = 200

/** What somebody is called as a role, in audit events and policies. */
export const sessionNameOf = ({ row }: Live): string => `console-${row.uin}`

/** Names of roles, in their order. */
export async function rolesAtHand(place: Place, visit: Visit, live: Live): Promise<readonly string[]> {
  const { store, decider } = place.world
  const { account, uin } = live.row
  const { rows } = await store.read.roles.list(account, {}, { offset: 0, limit: lookedAtMax })
  const caller = await callerOf(place, live)
  const call = new CallContext(callOf(place, visit, { product: 'sts', action: 'AssumeRole', parameters: {} }), caller)
  const program = await decider.programOf(caller)
  /** One thing under several names, as the call sees it: a deny of any counts, and an allow of one is enough. */
  const allowed = (role: RoleRow): boolean => {
    const decisions = namesOf(role).map((name) =>
      decide(program, { action: 'sts:AssumeRole', resources: [name], granularity: 'resource', context: call }),
    )
    return (
      decisions.every(({ cause }) => cause !== 'explicit-deny') && decisions.some(({ effect }) => effect === 'allow')
    )
  }
  const said = new Map([['sts:role_session_name', sessionNameOf(live)]])
  const context = { get: (key: string) => said.get(key) ?? call.get(key) }
  const trusted = (role: RoleRow): boolean =>
    decideTrust(decider.trustOf(role), { kind: 'account', account, uin }, 'sts:AssumeRole', context).effect === 'allow'
  const fit = rows.filter((role) => role.consoleLogin && allowed(role) && trusted(role))
  return fit
    .slice(0, offeredMax)
    .map(({ name }) => name)
    .toSorted()
}
