// Who of an account is in quarantine.
import { list, struct, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'

const Quarantine = struct(
  'Quarantine',
  {
    Kind: text({ about: '`root`, `user` or `role`.' }),
    Id: text({ about: 'Account number, number of the user, or id of the role.' }),
    Name: text({ about: 'Name of the account, user or role.' }),
    Since: text({ about: 'Moment from which it is in quarantine, in UTC.' }),
  },
  { about: 'Somebody in quarantine.' },
)

export const ListQuarantines = action({
  name: 'ListQuarantines',
  product: 'cam',
  group: 'User',
  summary: 'Lists the users and roles of the account that are in quarantine, and its owner if he is.',
  newer: true,
  access: 'read',
  perSecond: 20,
  params: {},
  returns: { Quarantines: list(Quarantine, { about: 'The owner first, then users, then roles.' }) },
  errors: [],
  resource: { level: 'operation' },
  async handle({ caller: { account }, store }) {
    const rows = await store.quarantine.list(account)
    const Quarantines = rows.map(({ principal, name, sinceMs }) => ({
      Kind: principal.kind,
      Id: principal.kind === 'role' ? principal.roleId : String(principal.kind === 'user' ? principal.uin : account),
      Name: name,
      Since: new Date(sinceMs).toISOString(),
    }))
    return { Quarantines }
  },
})
