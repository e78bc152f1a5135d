// Looks users of every kind up by their account numbers, in the order asked, each once. A number that is nobody's in
// this account is left out.
import { wireTime } from '../../kernel/time.ts'
import { int, list, nullable, struct, text, timestamp } from '../../protocol/shape.ts'
import type { AccountRow, UserRow } from '../../store/store.ts'
import { action } from '../define.ts'

const SubAccountUser = struct(
  'SubAccountUser',
  {
    Uid: int({ about: 'Number of the user among the sub-accounts; 0 for the root account.' }),
    Uin: int({ about: 'Account number.' }),
    Name: text({ about: 'Name.' }),
    UserType: int({
      about: 'Kind: root account (1), sub-user (2), sub-user from WeCom (3), collaborator (4), message recipient (5).',
    }),
    Remark: text({ about: 'Free text about the user.' }),
    CreateTime: nullable(timestamp({ about: 'When the user was made, UTC+8.' })),
    LastLoginIp: text({ about: 'Address of the last sign-in; empty before the first.' }),
    LastLoginTime: text({ about: 'Time of the last sign-in, UTC+8; empty before the first.' }),
  },
  { about: 'A user of any kind.' },
)

export const DescribeSubAccounts = action({
  name: 'DescribeSubAccounts',
  product: 'cam',
  group: 'User',
  summary: 'Looks up users by their account numbers.',
  access: 'read',
  perSecond: 20,
  params: {
    FilterSubAccountUin: list(int({ about: 'Account number.' }), {
      about: 'Account numbers to look up.',
      max: 50,
      fault: 'InvalidParameter',
    }),
  },
  returns: { SubAccounts: list(SubAccountUser, { about: 'The users found.' }) },
  errors: ['FailedOperation', 'InternalError.SystemError', 'InvalidParameter'],
  resource: { level: 'operation', fine: ({ params }) => segments(params.FilterSubAccountUin) },
  async handle({ params, caller, store }) {
    const uins = [...new Set(params.FilterSubAccountUin)]
    const users = new Map((await store.users.byUins(caller.account, uins)).map((user) => [user.uin, user]))
    const root = uins.includes(caller.account) ? await store.accounts.get(caller.account) : undefined
    return {
      SubAccounts: uins.flatMap((uin) => {
        const user = users.get(uin)
        if (user !== undefined) return [subAccountUser(user)]
        return uin === root?.account ? [rootUser(root)] : []
      }),
    }
  },
})

function segments(uins: readonly number[]): readonly string[] {
  return uins.length === 0 ? ['uin/*'] : uins.map((uin) => `uin/${uin}`)
}

function subAccountUser(user: UserRow) {
  return {
    Uid: user.uid,
    Uin: user.uin,
    Name: user.name,
    UserType: user.type,
    Remark: user.remark,
    CreateTime: wireTime(user.createdMs),
    LastLoginIp: user.lastLoginIp ?? '',
    LastLoginTime: user.lastLoginMs === undefined ? '' : wireTime(user.lastLoginMs),
  }
}

function rootUser(root: AccountRow) {
  return {
    Uid: 0,
    Uin: root.account,
    Name: root.name,
    UserType: 1,
    Remark: '',
    CreateTime: wireTime(root.createdMs),
    LastLoginIp: root.lastLoginIp ?? '',
    LastLoginTime: root.lastLoginMs === undefined ? '' : wireTime(root.lastLoginMs),
  }
}
