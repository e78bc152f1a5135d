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
    Policies: int({ about: 'How many custom policies it has.' }),
    Roles: int({ about: 'How many roles it has.' }),
    Idps: int({ about: 'How many identity providers it has.' }),
    User: int({ about: 'How many sub-users it has.' }),
    Group: int({ about: 'How many user groups it has.' }),
    Member: int({ about: 'How many of its sub-users are in at least one group.' }),
    IdentityProviders: int({ about: 'The same as Idps, under its newer name.', newer: true }),
  },
  errors: ['InternalError.SystemError'],
  resource: { level: 'operation' },
  async handle({ caller, store }) {
    const { policies, users, groups, members, roles, providers } = await store.accounts.summary(caller.account)
    const named = { Idps: providers, IdentityProviders: providers }
    return { Policies: policies, Roles: roles, User: users, Group: groups, Member: members, ...named }
  },
})
