// How many of everything the account has.
import { int } from '../../protocol/shape.ts'
import { action } from '../define.ts'

export const GetAccountSummary = action({
  name: 'GetAccountSummary',
  product: 'cam',
  group: 'User',
  summary: 'Counts what the account has.',
  access: 'read',
  perSecond: 20,
  params: {},
  returns: {
    Policies: int({ about: 'Number of custom policies.' }),
    Roles: int({ about: 'Number of roles.' }),
    Idps: int({ about: 'Number of identity providers.' }),
    User: int({ about: 'Number of sub-users.' }),
    Group: int({ about: 'Number of user groups.' }),
    Member: int({ about: 'Number of sub-users that are in a group.' }),
    IdentityProviders: int({ about: 'Number of identity providers, under its newer name.', newer: true }),
  },
  errors: ['InternalError.SystemError'],
  resource: { level: 'operation' },
  async handle({ caller, store }) {
    const { policies, users, groups, members, roles } = await store.accounts.summary(caller.account)
    // The store keeps no identity providers, so an account has none of them.
    const providers = { Idps: 0, IdentityProviders: 0 }
    return { Policies: policies, Roles: roles, User: users, Group: groups, Member: members, ...providers }
  },
})
