// Lists the sub-users that came from WeCom, newest first. WeCom's own id of them is not kept: it is answered empty.
import { wireTime } from '../../kernel/time.ts'
import { int, list, struct, text } from '../../protocol/shape.ts'
import type { UserRow } from '../../store/store.ts'
import { action } from '../define.ts'

const newer = true

const WeChatWorkSubAccount = struct(
  'WeChatWorkSubAccount',
  {
    Uin: int({ about: 'Account number of the user.', newer }),
    Name: text({ about: 'Name of the user.', newer }),
    Uid: int({ about: 'Number of the user among the sub-accounts.', newer }),
    Remark: text({ about: 'Free text about the user.', newer }),
    ConsoleLogin: int({ about: 'Whether the user may sign in to the console: 1 yes, 0 no.', newer }),
    PhoneNum: text({ about: 'Mobile number, empty without one.', newer }),
    CountryCode: text({ about: 'Country code of the mobile number.', newer }),
    Email: text({ about: 'Mail address, empty without one.', newer }),
    WeChatWorkUserId: text({ about: 'Id of the user in WeCom; empty where it is not known.', newer }),
    CreateTime: text({ about: 'When the user was made, UTC+8.', newer }),
  },
  { about: 'A sub-user from WeCom.', newer },
)

export const ListWeChatWorkSubAccounts = action({
  name: 'ListWeChatWorkSubAccounts',
  product: 'cam',
  group: 'User',
  summary: 'Lists the sub-users from WeCom.',
  newer,
  access: 'read',
  perSecond: 20,
  params: {
    Offset: int({ about: 'How many entries to pass over.', min: 0, newer }),
    Limit: int({ about: 'Entries at most.', min: 1, max: 1000, newer }),
  },
  returns: {
    Data: list(WeChatWorkSubAccount, { about: 'The users of the page.', newer }),
    TotalCount: int({ about: 'Number of all of them.', newer }),
  },
  errors: ['FailedOperation'],
  resource: { level: 'operation' },
  async handle({ params, caller, store }) {
    const page = { offset: params.Offset, limit: params.Limit }
    const { total, rows } = await store.users.list(caller.account, [3], page)
    return { Data: rows.map(subAccount), TotalCount: total }
  },
})

function subAccount(user: UserRow) {
  return {
    Uin: user.uin,
    Name: user.name,
    Uid: user.uid,
    Remark: user.remark,
    ConsoleLogin: user.consoleLogin ? 1 : 0,
    PhoneNum: user.phone,
    CountryCode: user.countryCode,
    Email: user.email,
    WeChatWorkUserId: '',
    CreateTime: wireTime(user.createdMs),
  }
}
