// What a browser's session is worth: temporary keys of whoever is signed in, for the pages to sign calls with. They end with
// the session, and say whether a second factor was shown in it.

import { makeSession } from '../actions/sts/session.ts'
import type { Reply } from '../protocol/door.ts'
import { uinOf } from './admission.ts'
import type { Live } from './browser.ts'
import { nameOf } from './pages/console.ts'
import { jsonReply } from './reply.ts'
import { assume, mayGoOn } from './roles.ts'
import type { Place } from './route.ts'
import type { Visit } from './visit.ts'

const keySeconds = 900

/** Who is signed in, for scripts of our pages: with the token that their requests need. */
export async function showSession(_: Place, { nowMs }: Visit, { row, who, token }: Live): Promise<Reply> {
  return jsonReply({
    account: row.account,
    uin: row.uin,
    name: nameOf(who),
    kind: who.kind,
    role: row.role === undefined ? null : { account: row.role.account, roleId: row.role.roleId, name: row.role.name },
    secondFactor: row.verifiedMs !== undefined,
    expires: new Date(row.expiresMs).toISOString(),
    // A browser's clock may be wrong by more than a signature may be old.
    now: new Date(nowMs).toISOString(),
    token,
  })
}

export async function giveKeys(place: Place, visit: Visit, live: Live): Promise<Reply> {
  const { world } = place
  const { row, who } = live
  const left = Math.floor((row.expiresMs - visit.nowMs) / 1000)
  const durationSeconds = Math.min(keySeconds, left)
  if (durationSeconds < 1) return jsonReply({ error: 'signed-out' }, { status: 401 })
  if (who.kind !== 'role' && row.role !== undefined) {
    const issued = await assume(place, visit, live, row.role.account, row.role.name)
    // Looked at after the key was made: one that was made after the role's sessions were ended is given to nobody.
    const allowed = issued !== undefined && (await mayGoOn(place, row.role))
    return !allowed ? jsonReply({ error: 'role-refused' }, { status: 403 }) : jsonReply(issued)
  }
  const uin = uinOf(who)
  const issued = await world.store.transaction(async (writes) => {
    const { account, key, verifiedMs } = row
    return makeSession(
      writes,
      { random: world.random, world, nowMs: visit.nowMs },
      {
        account,
        kind: who.kind === 'role' ? 'role' : 'console',
        roleId: who.kind === 'role' ? who.role.roleId : undefined,
        roleGeneration: row.role?.generation ?? 0,
        name: who.kind === 'role' ? row.name : String(uin),
        callerAccount: account,
        callerUin: uin,
        issuingSecretId: key,
        policy: undefined,
        mfa: verifiedMs !== undefined,
        sourceIdentity: undefined,
        tags: [],
        durationSeconds,
      },
    )
  })
  return jsonReply(issued)
}
