// The step by which somebody in quarantine is let in again: by others, since nobody in quarantine can call.
import type { Who } from '../population.ts'
import { withRole, withUser } from './changes.ts'
import { makes, type Place } from './place.ts'
import { type Move, own } from './terms.ts'

/** By the actions that they make. */
export const releaseMoves = [[/^cam:ReleasePrincipal$/, releasing]] as const

function* releasing(place: Place, who: Who): Generator<Move> {
  const { users, roles } = place.state.population
  const held = [
    ...[...users.values()].filter(({ quarantined, kind }) => quarantined && kind !== 'recipient'),
    ...[...roles.values()].filter(({ quarantined }) => quarantined),
  ]
  const action = 'cam:ReleasePrincipal'
  if (held.length === 0 || !makes(place, who, action)) return
  for (const one of held) {
    const isUser = 'uin' in one
    const segment = isUser ? `uin/${one.uin}` : `roleName/${one.name}`
    yield {
      as: who,
      action,
      parameters: isUser ? { TargetUin: String(one.uin) } : { RoleName: one.name },
      check: own(segment),
      says: `let ${isUser ? 'user' : 'role'} ${one.name} out of quarantine`,
      grows: true,
      gives: undefined,
      change: `release ${segment}`,
      apply: (now) =>
        isUser
          ? withUser(now, { ...(now.users.get(one.uin) ?? one), quarantined: false })
          : withRole(now, { ...(now.roles.get(one.roleId) ?? one), quarantined: false }),
    }
  }
}
