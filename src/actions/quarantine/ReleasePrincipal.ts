// Lets a user or role in again. Nobody in quarantine can make this call, so nobody releases himself.
import { bool } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { principalErrors, principalOf, principalParams, principalSegment } from './principal.ts'

export const ReleasePrincipal = action({
  name: 'ReleasePrincipal',
  product: 'cam',
  group: 'User',
  summary: 'Ends the quarantine of a user or role.',
  newer: true,
  access: 'write',
  perSecond: 20,
  params: principalParams,
  returns: { Released: bool({ about: 'Whether it was in quarantine.' }) },
  errors: principalErrors,
  resource: { level: 'operation', fine: ({ params }) => principalSegment(params) },
  async handle({ params, caller, store }) {
    const { account } = caller
    const principal = await principalOf(store, principalErrors, account, params)
    const since = await store.quarantine.since(account, principal)
    await store.quarantine.set(account, principal, undefined)
    return { Released: since !== undefined }
  },
})
