// Asks the engine: would this be allowed? The answer comes from the very programs that authorise calls, and names the
// statement that decided. Nothing is done, and only users of the caller's own account can be asked about.
import { action } from '../define.ts'
import { decisionFields, decisionView, questionFields, requestOf, TargetUin, userOf } from './access.ts'

export const CheckAccess = action({
  name: 'CheckAccess',
  product: 'cam',
  group: 'Policy',
  summary: 'Tells whether a request would be allowed, and which statement decides.',
  newer: true,
  access: 'read',
  perSecond: 20,
  params: { ...questionFields, TargetUin },
  returns: decisionFields,
  errors: ['InvalidParameter.ParamError', 'ResourceNotFound.UserNotExist'],
  resource: { level: 'operation', fine: ({ params, caller }) => [`uin/${params.TargetUin ?? caller.uin}`] },
  async handle({ params, caller, store, world, fail }) {
    const who = params.TargetUin === undefined ? caller : userOf(caller, params.TargetUin)
    if (who.kind === 'user' && (await store.users.byUin(who.account, who.uin)) === undefined) {
      fail('ResourceNotFound.UserNotExist', { user: String(who.uin) })
    }
    const request = requestOf(params)
    if (typeof request === 'string') return fail('InvalidParameter.ParamError', { problem: request })
    return decisionView(await world.decider.decide(who, request))
  },
})
