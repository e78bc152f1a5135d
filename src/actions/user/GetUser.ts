// Reads one sub-account by its name.
import { wireTime } from '../../kernel/time.ts'
import { int, nullable, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { namedUser, segmentNamed, subAccountNamed } from './types.ts'

export const GetUser = action({
  name: 'GetUser',
  product: 'cam',
  group: 'User',
  summary: 'Reads a sub-user.',
  access: 'read',
  perSecond: 20,
  params: { Name: namedUser },
  returns: {
    Uin: int({ about: 'Account number of the user.' }),
    Name: text({ about: 'Name of the user.' }),
    Uid: int({ about: 'Number of the user among the sub-accounts.' }),
    Remark: nullable(text({ about: 'Free text about the user.' })),
    ConsoleLogin: int({ about: 'Whether the user may sign in to the console: 1 yes, 0 no.' }),
    PhoneNum: text({ about: 'Mobile number, empty without one.' }),
    CountryCode: text({ about: 'Country code that goes with PhoneNum.' }),
    Email: text({ about: 'Mail address, empty without one.' }),
    RecentlyLoginIP: nullable(text({ about: 'Address of the last sign-in; null before the first.' })),
    RecentlyLoginTime: nullable(text({ about: 'Time of the last sign-in, UTC+8; null before the first.' })),
  },
  errors: ['AuthFailure.UnauthorizedOperation', 'FailedOperation', 'ResourceNotFound.UserNotExist'],
  resource: {
    level: 'operation',
    fine: async ({ params, caller, read }) => [await segmentNamed(read, caller.account, params.Name)],
  },
  async handle({ params, caller, store, fail }) {
    const user = await subAccountNamed(store, caller.account, params.Name)
    if (user === undefined) return fail('ResourceNotFound.UserNotExist', { user: params.Name })
    return {
      Uin: user.uin,
      Name: user.name,
      Uid: user.uid,
      Remark: user.remark,
      ConsoleLogin: user.consoleLogin ? 1 : 0,
      PhoneNum: user.phone,
      CountryCode: user.countryCode,
      Email: user.email,
      RecentlyLoginIP: user.lastLoginIp ?? null,
      RecentlyLoginTime: user.lastLoginMs === undefined ? null : wireTime(user.lastLoginMs),
    }
  },
})
