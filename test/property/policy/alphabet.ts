// Small alphabets: so few names, ids and values that generated policies and requests meet often, and enough near
// misses among them that a wrong comparison shows.

export const products = ['cvm', 'cvm', 'cvm', 'cos', 'cos', 'vpc', 'cam', 'p-1', 'sts', 'account'] as const

export const actionNames = ['Get', 'GetA', 'GetAB', 'GetABC', 'PutA', 'PutAB', 'A', 'AB', 'Run'] as const

/** Guarded by the built-in denies; the last two are near misses. */
export const guardedNames = [
  'QueryKeyBySecretId',
  'SetSafeAuthFlag',
  'BindToken',
  'UnbindToken',
  'ModifyMail',
  'ModifyPhoneNum',
  'BindTokens',
  'ModifyPhone',
] as const

/** Who exists: short numbers make prefixes of each other, long ones look as they do in the field. */
export interface Numbers {
  readonly own: number
  readonly foreign: number
  readonly ownApp: number
  readonly foreignApp: number
  readonly user: number
  readonly otherUser: number
}

export const numberSets: readonly Numbers[] = [
  {
    own: 100000000001,
    foreign: 100000000002,
    ownApp: 1250000000,
    foreignApp: 1250000001,
    user: 100000000011,
    otherUser: 100000000012,
  },
  { own: 1, foreign: 12, ownApp: 12, foreignApp: 1, user: 11, otherUser: 112 },
  { own: 21, foreign: 2, ownApp: 21, foreignApp: 2, user: 5, otherUser: 55 },
]

/** Replaces the letters that stand for numbers in alphabet texts. */
export function numbered(text: string, numbers: Numbers): string {
  return text
    .replaceAll('U', String(numbers.user))
    .replaceAll('V', String(numbers.otherUser))
    .replaceAll('W', String(numbers.own))
}

/** Last segments as products write them; `U`, `V` and `W` stand for the caller's uin, another one and the root's. */
export const lastSegments = [
  'x/1',
  'x/1',
  'x/2',
  'x/12',
  'y/1',
  'X/1',
  'x',
  'x/',
  'x/a',
  'x/a/b',
  'x/a/c/b',
  'x/a:b',
  'x:1',
  'x/é',
  'x/日本/1',
  'x/😀/1',
  'x/a+b.c',
  'b-1/dir/k',
  'b-1/dir/',
  'b-1/dir',
  'b-1/dir1/k',
  'roleName/r',
  'root',
  'uin/U',
  'uin/V',
  'q/uin/U/1',
  'q/uin/U/1',
  'q/uin/V/1',
  'q/W/1',
  'x/[a]',
  'x/(1|2)',
  'x/?1',
  'x/aabaab',
  'x/aaab',
  'x/ababac/ababab',
  `x/${'ab'.repeat(12)}ac`,
  `x/${'ab'.repeat(13)}ac`,
  `x/${'aab'.repeat(8)}aaab/1`,
  'x/$uin',
  'x/U$',
  'x/\\1',
] as const

export interface TextKey {
  readonly name: string
  readonly values: readonly (string | number | boolean)[]
  /** How often a request has a list under this key. */
  readonly listed: number
}

const tags = [
  'a&b',
  'a&b',
  'a&c',
  'c&d',
  'e&f',
  'op&x',
  'op&',
  'op',
  'OP&x',
  'Op&X',
  'a&b&c',
  '部门&研发部',
  'op&U',
  '__proto__&x',
  'a&B',
]
const tagValues = ['x', 'x', 'b', 'c', '', 'X', 'U', 'b&c']
const words = [
  'v',
  'v',
  'w',
  't',
  'T',
  'vw',
  '',
  'v/w',
  'U',
  'uU',
  'W',
  'true',
  'ÄÖ',
  'äö',
  'straße',
  'STRASSE',
  'K',
  'k',
]

export const textKeys: readonly TextKey[] = [
  { name: 'qcs:resource_tag', values: tags, listed: 0.8 },
  { name: 'qcs:request_tag', values: tags, listed: 0.8 },
  { name: 'qcs:tag', values: tags, listed: 0.8 },
  { name: 'qcs:tag/op', values: tagValues, listed: 0 },
  { name: 'qcs:resource_tag/op', values: tagValues, listed: 0 },
  { name: 'qcs:request_tag/a', values: tagValues, listed: 0 },
  { name: 'qcs:resource_tag/__proto__', values: tagValues, listed: 0 },
  { name: 'vpc:vpc', values: words, listed: 0.25 },
  { name: 'vpc:accepter_vpc', values: words, listed: 0.25 },
  { name: 'cos:prefix', values: ['dir/', 'dir/a', 'dir', '', '*', 'dir/*', 'a*b', 'aXb', 'image%2Fjpeg'], listed: 0.1 },
  { name: 'qcs:create_uin', values: ['U', 'U', 'V', 'W'], listed: 0.1 },
  { name: 'qcs:uin', values: ['U', 'U', 'V'], listed: 0 },
  { name: 'cvm:size', values: [1, '1', 10, '10', 1.5, '1.5', '1.50', true, 'true', 100], listed: 0.2 },
  { name: 'mfa', values: ['0', '1', 0, 1, ''], listed: 0.05 },
  { name: 'qcs:ip', values: ['10.0.0.1', '10.0.0.2', '::1'], listed: 0 },
  { name: 'x:__proto__', values: words, listed: 0.1 },
  { name: 'x:constructor', values: words, listed: 0.1 },
]

export const numberKeys = ['cos:content-length', 'mfa', 'qcs:mfa', 'cos:tls-version', 'cvm:size'] as const
export const timeKeys = ['qcs:current_time', 'x:expires'] as const
export const flagKeys = ['cos:secure-transport', 'qcs:mfa', 'x:flag'] as const
export const addressKeys = ['qcs:ip', 'qcs:ip', 'x:source'] as const
export const byteKeys = ['x:blob', 'x:blob2'] as const

export const byteValues = ['v', 'V', 'é', 'e\u0301', 'a\u0000b', 'a', '', '日本', 'v*'] as const

/** Texts of numbers as JSON numbers (bare) and as strings. */
export const numberTexts = [
  '0',
  '1',
  '1',
  '2',
  '10',
  '10',
  '11',
  '-1',
  '1.5',
  '1.2',
  '1.20',
  '100',
  '1.0',
  '1e1',
] as const
/** What a request may hold under a key of numbers though it is none. */
export const noNumbers = [
  'abc',
  '',
  '1x',
  '1 2',
  '0x10',
  '0b1',
  '١',
  '1_0',
  '.5',
  '5.',
  '+1',
  ' 1 ',
  '-0',
  '01',
  '1e',
  '1e999',
  'Infinity',
  'NaN',
  '9007199254740993',
] as const
export const noTimes = [
  'yesterday',
  '',
  '2024',
  '2024-02-29',
  '2024-13-01T00:00:00Z',
  '2023-02-29T00:00:00Z',
  '2024-02-29T24:00:00Z',
  '2024-02-29T23:59:60Z',
  '2024-02-29t23:59:59z',
  '2024-02-29T23:59:59+0800',
  '2024-02-29T23:59:59+25:00',
  '2024-02-29T23:59Z',
  '12024-02-29T23:59:59Z',
  1709251199000,
] as const
export const noAddresses = [
  'unknown',
  '',
  '10.0.0',
  '10.0.0.256',
  '10.0.0.1/32',
  '010.0.0.1',
  '0x0a.0.0.1',
  '1::2::3',
  '10.0.0.1:80',
  ' 10.0.0.1',
  '[::1]',
  '::1%lo',
  '::10.0.0.1',
  '1:2:3:4:5:6:7::',
  '1:2:3:4:5:6:7:8::',
  '::1:2:3:4:5:6:7:8',
  '0:0:0:0:0:ffff:10.0.0.1',
  '::ffff:10.0.0.1:1',
  '::12345',
  ':::',
  ':1',
  167772161,
] as const
export const noFlags = ['', 'maybe', 'yes', 1, 0, '1', '0', 2] as const

/** Texts that are no action or no resource of a request. */
export const noActions = [
  '',
  'cvm',
  '*',
  'cvm:',
  ':Get',
  'cvm:Get:A',
  'name/cvm',
  'name/:Get',
  'name/name/cvm:Get',
] as const
export const noResources = [
  '',
  'x/1',
  'qcs::cvm:ap-guangzhou:x/1',
  'QCS::cvm:::x/1',
  'qcs::cvm::uin/-1:x/1',
  'qcs::cvm::uin/x:x/1',
  'qcs::cvm::uid/:x/1',
  'qcs::cam::anyone:anyone',
  'qcs::cvm::1:x/1',
  '**',
  ' *',
] as const
