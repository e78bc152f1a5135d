// Locks a user or role out of everything at once: its keys, sessions and whatever came from them, on every server.
import { text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { principalErrors, principalOf, principalParams, principalSegment } from './principal.ts'

export const QuarantinePrincipal = action({
  name: 'QuarantinePrincipal',
  product: 'cam',
  group: 'User',
  summary: 'Refuses every call of a user or role, with whatever key or session, until it is released.',
  newer: true,
  access: 'write',
  perSecond: 20,
  params: principalParams,
  returns: { Since: text({ about: 'Moment from which it is in quarantine, in UTC.' }) },
  errors: principalErrors,
  resource: { level: 'operation', fine: ({ params }) => principalSegment(params) },
  async handle({ params, caller, nowMs, store }) {
    const { account } = caller
    const principal = await principalOf(store, principalErrors, account, params)
    const since = (await store.quarantine.since(account, principal)) ?? nowMs
    await store.quarantine.set(account, principal, since)
    // Whoever is released later signs in anew.
    if (principal.kind === 'user') await store.consoleSessions.endOfUser(account, principal.uin)
    return { Since: new Date(since).toISOString() }
  },
})
