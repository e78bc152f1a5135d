// Lists everybody that belongs to the account, itself first, then users of every kind, newest first. A marker is the place
// of the last one shown, so that nobody is shown twice or missed while others come and go.
import { wireTime } from '../../kernel/time.ts'
import { bool, int, list, optional, sometimes, struct, text } from '../../protocol/shape.ts'
import type { AccountRow, Reads, UserRow, UserType } from '../../store/store.ts'
import { action } from '../define.ts'

const newer = true

const allTypes: readonly UserType[] = [2, 3, 4, 5]
const kindOfType: Readonly<Record<UserType, string>> = {
  2: 'SubUser',
  3: 'WechatCorpUser',
  4: 'Collaborator',
  5: 'MessageReceiver',
}
/** Identity centre and agents are products of their own: no such users are made here, so there are none to list. */
const kindNames = ['Owner', 'SubUser', 'CICUser', 'WechatCorpUser', 'AgentIdentity', 'Collaborator', 'MessageReceiver']

const ListAllUser = struct(
  'ListAllUser',
  {
    Uin: int({ about: 'Account number.', newer }),
    Name: text({ about: 'Name.', newer }),
    Uid: int({ about: 'Number of the user among the sub-accounts; 0 for the root account.', newer }),
    Remark: text({ about: 'Free text about the user.', newer }),
    ConsoleLogin: int({ about: 'Whether the user may sign in to the console: 1 yes, 0 no.', newer }),
    PhoneNum: text({ about: 'Mobile number, empty without one.', newer }),
    CountryCode: text({ about: 'Country code of the mobile number.', newer }),
    Email: text({ about: 'Mail address, empty without one.', newer }),
    CreateTime: text({ about: 'When the user was made, UTC+8.', newer }),
    UserType: text({ about: 'Kind of the user.', oneOf: kindNames, newer }),
  },
  { about: 'A user of any kind.', newer },
)

export const ListAccounts = action({
  name: 'ListAccounts',
  product: 'cam',
  group: 'User',
  summary: 'Lists the root account and all its users.',
  newer,
  access: 'read',
  perSecond: 20,
  params: {
    MaxItems: optional(int({ about: 'Entries at most.', min: 1, max: 100, fault: 'InvalidParameter', newer }), 100),
    Marker: optional(
      text({
        about: 'Where to go on: the marker of the answer before.',
        pattern: /^(?:[1-9]\d{0,14})?$/,
        fault: 'InvalidParameter.PaginationTokenInvalid',
        newer,
      }),
      '',
    ),
    UserType: optional(
      text({ about: 'Kind of users; all of them by default.', oneOf: kindNames, fault: 'InvalidParameter', newer }),
    ),
  },
  returns: {
    Users: list(ListAllUser, { about: 'The users, the root account first.', newer }),
    Marker: sometimes(text({ about: 'Where to go on; left out at the end.', newer })),
    IsTruncated: bool({ about: 'Whether there are more.', newer }),
  },
  errors: ['InvalidParameter', 'InvalidParameter.PaginationTokenInvalid'],
  resource: { level: 'operation' },
  async handle({ params, caller, store }) {
    const { MaxItems, Marker, UserType } = params
    const withOwner = Marker === '' && (UserType === undefined || UserType === 'Owner')
    const owner = withOwner ? await store.accounts.get(caller.account) : undefined
    const shownOwner = owner === undefined ? [] : [ownerEntry(owner)]
    const below = Marker === '' ? Number.MAX_SAFE_INTEGER : Number(Marker)
    // One more than fits tells whether there are more.
    const room = MaxItems - shownOwner.length
    const found = await usersBelow(store, caller.account, UserType, below, room + 1)
    const shown = found.slice(0, room)
    const truncated = found.length > room
    // With room for the owner only, everybody else is still to come: nobody has a uid as large.
    const last = shown.at(-1)?.uid ?? 10 ** 15 - 1
    return {
      Users: [...shownOwner, ...shown.map(userEntry)],
      Marker: truncated ? String(last) : undefined,
      IsTruncated: truncated,
    }
  },
})

async function usersBelow(
  { users }: Reads,
  account: number,
  kind: string | undefined,
  uid: number,
  limit: number,
): Promise<readonly UserRow[]> {
  const types = kind === undefined ? allTypes : allTypes.filter((type) => kindOfType[type] === kind)
  return types.length === 0 ? [] : users.listBelow(account, types, uid, limit)
}

function ownerEntry(root: AccountRow) {
  return {
    Uin: root.account,
    Name: root.name,
    Uid: 0,
    Remark: '',
    ConsoleLogin: 1,
    PhoneNum: root.phone,
    CountryCode: root.countryCode,
    Email: root.email,
    CreateTime: wireTime(root.createdMs),
    UserType: 'Owner',
  }
}

function userEntry(user: UserRow) {
  return {
    Uin: user.uin,
    Name: user.name,
    Uid: user.uid,
    Remark: user.remark,
    ConsoleLogin: user.consoleLogin ? 1 : 0,
    PhoneNum: user.phone,
    CountryCode: user.countryCode,
    Email: user.email,
    CreateTime: wireTime(user.createdMs),
    UserType: kindOfType[user.type],
  }
}
