// Shapes that several user actions share, and which users the calls by name reach.
import { wireTime } from '../../kernel/time.ts'
import { int, nullable, struct, text, timestamp } from '../../protocol/shape.ts'
import type { Reads, UserRow, UserType } from '../../store/store.ts'

/** Sub-users, those from WeCom among them: what ListUsers lists. */
export const subUserTypes: readonly UserType[] = [2, 3]
/** Everybody who can act in the account: sub-users and collaborators. Message recipients are contacts only. */
export const subAccountTypes: readonly UserType[] = [2, 3, 4]

export function isSubAccount(user: UserRow): boolean {
  return subAccountTypes.includes(user.type)
}

/** The sub-account of that name; a message recipient's name means nobody here. */
export async function subAccountNamed(
  read: Pick<Reads, 'users'>,
  account: number,
  name: string,
): Promise<UserRow | undefined> {
  const user = await read.users.byName(account, name)
  return user !== undefined && isSubAccount(user) ? user : undefined
}

/** Last segment of the user's resource; `uin/*` for a name that nobody has, which only a wide grant covers. */
export async function segmentNamed(read: Pick<Reads, 'users'>, account: number, name: string): Promise<string> {
  return `uin/${(await subAccountNamed(read, account, name))?.uin ?? '*'}`
}

export const userNamePattern = /^[\p{L}\p{N}+=,.@_-]+$/u
/** For new names. Mail addresses are legal, because sign-on by SAML maps its subject to the user name. */
export const userName = text({
  about: 'User name: 1 to 64 letters, digits, Han characters and +=,.@_- signs.',
  min: 1,
  max: 64,
  pattern: userNamePattern,
  fault: 'InvalidParameter.UserNameIllegal',
})
/** For picking a user: whatever it says, at worst nobody has that name. Bounded, because refusals repeat it. */
export const namedUser = text({ about: 'Name of the user, without regard to case.', max: 1024 })
export const userRemark = text({ about: 'Free text about the user.', max: 255 })
export const consoleLogin = int({ about: 'Whether the user may sign in to the console: 1 yes, 0 no.', oneOf: [0, 1] })
export const needResetPassword = int({
  about: 'Whether the next sign-in asks for another password: 1 yes, 0 no.',
  oneOf: [0, 1],
})
/** Not bound by shape alone: the rules look at its characters (password.ts). */
export const password = text({ about: 'Password for the console; an empty one counts as left out.', secret: true })
export const phoneNum = text({ about: 'Mobile number.', max: 32, pattern: /^[0-9 +()-]*$/ })
export const countryCode = text({ about: 'Country code that goes with PhoneNum.', max: 8, pattern: /^\+?[0-9-]*$/ })
export const email = text({ about: 'Mail address.', max: 255, pattern: /^[^\s\p{Cc}]*$/u })
/** Answered even where there is no phone. */
export const defaultCountryCode = '86'

export const SubAccountInfo = struct(
  'SubAccountInfo',
  {
    Uin: int({ about: 'Account number of the user.' }),
    Name: text({ about: 'Name of the user.' }),
    Uid: int({ about: 'Number of the user among the sub-accounts.' }),
    Remark: text({ about: 'Free text about the user.' }),
    ConsoleLogin: int({ about: 'Whether the user may sign in to the console: 1 yes, 0 no.' }),
    PhoneNum: text({ about: 'Mobile number, empty without one.' }),
    CountryCode: text({ about: 'Country code that goes with PhoneNum.' }),
    Email: text({ about: 'Mail address, empty without one.' }),
    CreateTime: nullable(timestamp({ about: 'When the user was made, UTC+8.' })),
    NickName: nullable(text({ about: 'Nickname; the name unless somebody chose another.' })),
  },
  { about: 'A sub-account.' },
)

export function subAccountInfo(user: UserRow) {
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
    NickName: user.nickName,
  }
}
