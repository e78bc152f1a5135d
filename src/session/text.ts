// Every word that pages say, in both languages. Pages hold no words of their own.
import type { Language } from '../protocol/call.ts'

const words = {
  accessAsk: ['Ask to be let in', '申请临时访问'],
  accessAsked: [
    'You have asked to be let in. Once somebody has agreed, sign in again within two hours.',
    '申请已提交，审批通过后请在两小时内重新登录。',
  ],
  accessGrant: ['Let in for two hours', '允许访问两小时'],
  accessText: [
    'A user of your account asks to sign in from an address that is not allowed. See /session/approvals at the console:',
    '您账号下的子用户申请从受限地址登录，请在控制台 /session/approvals 审批：',
  ],
  accessTitle: ['Requests for access', '访问申请'],
  account: ['Account number', '主账号 ID'],
  accountOrMail: ['Account number or mail address', '主账号 ID 或邮箱'],
  address: ['Address', '地址'],
  back: ['Back', '返回'],
  busy: ['The server is busy. Try again in a moment.', '服务器繁忙，请稍后重试。'],
  changeTitle: ['Choose a new password', '设置新密码'],
  changeWhy: ['You must change your password before you go on.', '继续之前必须修改密码。'],
  codeSubject: ['Your verification code', '您的验证码'],
  codeText: ['Your OpenCAM verification code, good for ten minutes:', '您的 OpenCAM 验证码，十分钟内有效：'],
  console: ['Console', '控制台'],
  continue: ['Continue', '继续'],
  expired: ['Your password has expired. An administrator must set another one.', '密码已过期，请联系管理员重置。'],
  factorBind: [
    'Scan the code with an authenticator app, or type the key into it. Then enter the code that it shows.',
    '请用身份验证器应用扫描二维码或手动输入密钥，然后输入显示的动态码。',
  ],
  factorCode: ['Code', '动态码'],
  factorCustom: ['Verification page of your organization', '企业自定义校验'],
  factorCustomDone: ['I have verified there', '我已完成校验'],
  factorCustomGo: ['Go to the verification page', '前往校验页面'],
  factorCustomWhy: [
    'Let yourself be verified there, come back to this page, and go on.',
    '请前往该页面完成校验，然后返回本页继续。',
  ],
  factorImpossible: [
    'A second factor is wanted, and you have none that can be asked for. An administrator must bind one.',
    '需要二次校验，但您没有可用的校验方式，请联系管理员绑定。',
  ],
  factorKey: ['Key', '密钥'],
  factorLocked: ['Too many wrong codes. Try again in an hour.', '错误次数过多，请一小时后重试。'],
  factorMail: ['Code by mail', '邮箱验证码'],
  factorNotSent: ['It could not be sent. Try again later, or another way.', '发送失败，请稍后重试或更换方式。'],
  factorPasskey: ['Passkey', '通行密钥'],
  factorPhone: ['Code by text message', '短信验证码'],
  factorSend: ['Send a code', '发送验证码'],
  factorSent: ['A code was sent. It is good for ten minutes.', '验证码已发送，十分钟内有效。'],
  factorSoft: ['Authenticator app', '虚拟 MFA'],
  factorTitle: ['Second factor', '二次校验'],
  factorToken: ['Hardware token', '硬件 MFA'],
  factorU2f: ['Security key', '安全密钥'],
  factorUse: ['Use it', '使用'],
  factorWrong: ['That was not right. Try again.', '校验失败，请重试。'],
  failed: [
    'Signing in failed. The account, the name or the password is wrong, or signing in is not allowed. After several wrong passwords it is locked for an hour.',
    '登录失败：账号、用户名或密码错误，或不允许登录。多次输入错误密码后将锁定一小时。',
  ],
  forbidden: ['This request did not come from a page of this server.', '该请求并非来自本服务器的页面。'],
  language: ['中文', 'English'],
  newPassword: ['New password', '新密码'],
  newPasswordAgain: ['New password again', '再次输入新密码'],
  notFound: ['There is nothing here.', '页面不存在。'],
  notSame: ['The two passwords are not the same.', '两次输入的密码不一致。'],
  oldPassword: ['Present password', '当前密码'],
  password: ['Password', '密码'],
  passwordUsed: ['The password is one of your last ones.', '不能使用最近用过的密码。'],
  passwordWrong: ['The present password is wrong.', '当前密码错误。'],
  placeRefused: ['Your account does not allow signing in from this address.', '您的账号不允许从该地址登录。'],
  principal: ['Signed in as', '当前身份'],
  quarantined: [
    'You are in quarantine. Only an administrator can release you.',
    '您的身份已被隔离，只有管理员可以解除。',
  ],
  roleLeave: ['Leave the role', '返回子用户'],
  roleName: ['Role name', '角色名称'],
  roleOther: ['Another role', '其他角色'],
  roleOwn: ['Roles of your account', '当前主账号下的角色'],
  roleRefused: ['You may not act as this role at the console.', '您不能在控制台使用该角色。'],
  roleTake: ['Act as a role', '切换角色'],
  roleTitle: ['Act as a role', '切换角色'],
  role: ['Role', '角色'],
  rootAccount: ['Root account', '主账号'],
  secAdd: ['Add', '添加'],
  secAsk: ['When second factors are asked', '校验时机'],
  secAskAction: ['Ask at sensitive operations', '敏感操作时校验'],
  secAskLogin: ['Ask at sign-in', '登录时校验'],
  secBind: ['Bind', '绑定'],
  secBound: ['Bound', '已绑定'],
  secChange: ['Change password', '修改密码'],
  secConfirm: ['Show a second factor before you change anything here.', '修改以下设置前请先完成二次校验。'],
  secDrop: ['Remove', '移除'],
  secEmail: ['Mail address', '邮箱'],
  secEndOthers: ['Sign out everywhere else', '退出其他会话'],
  secKeys: ['Passkeys and security keys', '通行密钥与安全密钥'],
  secKind: ['Kind', '类型'],
  secName: ['Name', '名称'],
  secNone: ['None', '无'],
  secOthers: ['Other sessions', '其他会话'],
  secPhone: ['Phone', '手机'],
  secSave: ['Save', '保存'],
  secTitle: ['Sign-in protection', '登录保护'],
  secVerified: ['verified', '已验证'],
  secVerify: ['Verify', '验证'],
  signInAgain: [
    'Your sign-in is too old for this. Sign out, sign in, and try again.',
    '登录时间过久，请退出并重新登录后再试。',
  ],
  signIn: ['Sign in', '登录'],
  signInRoot: ['Sign in as the root account', '主账号登录'],
  signInUser: ['Sign in as a sub-user', '子用户登录'],
  signOut: ['Sign out', '退出登录'],
  signedOut: ['You have signed out.', '您已退出登录。'],
  ssoAccount: ['Number of your account', '所属主账号 ID'],
  ssoConfirm: [
    'Your identity provider has signed you in, though you did not ask for it here. Go on only if this is you:',
    '身份提供商已为您登录，但登录并非从本页面发起。请确认是您本人后再继续：',
  ],
  ssoGo: ['Go on to your identity provider', '前往企业身份提供商'],
  ssoNone: ['There is no identity provider to go to for this account number.', '该主账号未启用用户 SSO。'],
  ssoRefused: [
    'Your identity provider could not sign you in here. Ask your administrator.',
    '身份提供商登录失败，请联系管理员。',
  ],
  ssoRole: ['Choose a role', '选择角色'],
  ssoRoleWhy: ['Your identity provider lets you act as these roles of the account', '您可使用以下主账号的角色：'],
  ssoStart: ['Sign in with your organization', '企业身份登录'],
  ssoTitle: ['Sign in with your organization', '企业身份登录'],
  subUser: ['Sub-user', '子用户'],
  tooLate: ['This page is too old. Sign in again.', '页面已失效，请重新登录。'],
  unusualSubject: ['Sign-in from an unusual place', '异地登录提醒'],
  unusualText: [
    'Somebody signed in to OpenCAM with your account from a place that you have not used lately. If it was not you, change your password. Time and address:',
    '您的 OpenCAM 账号在不常用的地点登录，如非本人操作请立即修改密码。时间与地址：',
  ],
  userName: ['User name', '子用户名'],
} as const satisfies Readonly<Record<string, readonly [en: string, zh: string]>>

export type Word = keyof typeof words
export type Text = (word: Word) => string

export function textIn(language: Language): Text {
  const at = language === 'zh-CN' ? 1 : 0
  return (word) => words[word][at]
}

/** The language of a browser: what was chosen before, else the first of `Accept-Language` that we have. */
export function browserLanguage(chosen: string | undefined, accept: string | undefined, fallback: Language): Language {
  if (chosen === 'zh-CN' || chosen === 'en-US') return chosen
  const wanted = (accept ?? '').slice(0, 500).split(',').map(weighted)
  for (const { tag } of wanted.toSorted((a, b) => b.weight - a.weight)) {
    if (tag.startsWith('zh')) return 'zh-CN'
    if (tag.startsWith('en')) return 'en-US'
  }
  return fallback
}

function weighted(part: string): { readonly tag: string; readonly weight: number } {
  const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
  const weight = /^\s*q=(\d(?:\.\d{0,3})?)\s*$/.exec(parameters[0] ?? 'q=1')?.[1]
  return { tag, weight: Number(weight ?? 0) }
}
