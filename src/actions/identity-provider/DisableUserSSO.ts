// Has sub-users sign in with what they have here again. What was set stays and can be put in force anew; where nothing is in
// force, that is what was asked for.
import { action } from '../define.ts'

export const DisableUserSSO = action({
  name: 'DisableUserSSO',
  product: 'cam',
  group: 'IdentityProvider',
  summary: "Switches sign-in by the account's own identity provider off.",
  access: 'write',
  perSecond: 20,
  params: {},
  returns: {},
  errors: ['InvalidParameterValue.MetadataError'],
  resource: { level: 'operation' },
  async handle({ caller, nowMs, store }) {
    await store.identityProviders.disableUserSso(caller.account, nowMs)
    return {}
  },
})
