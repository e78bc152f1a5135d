// Words of the overview.
import { words } from '../../text/words.ts'

export const t = words({
  account: ['Account', '主账号 ID'],
  action: ['At sensitive operations', '敏感操作'],
  appId: ['App number', 'APPID'],
  arn: ['Full name', '身份 ARN'],
  email: ['Mail', '邮箱'],
  factors: ['Your second factors', '您的二次校验'],
  factorsAbout: ['Which are asked of you, and when.', '登录和敏感操作时需要的校验方式。'],
  groups: ['User groups', '用户组'],
  idps: ['Identity providers', '身份提供商'],
  kind: ['Kind', '类型'],
  login: ['At sign-in', '登录时'],
  none: ['None', '无'],
  number: ['Number', '账号 ID'],
  policies: ['Custom policies', '自定义策略'],
  protect: ['Change', '修改'],
  roles: ['Roles', '角色'],
  role: ['Role', '角色'],
  root: ['Root account', '主账号'],
  shown: ['Second factor shown in this session', '本次会话已完成二次校验'],
  no: ['No', '否'],
  title: ['Overview', '概览'],
  unprotected: [
    'No second factor protects this sign-in. Whoever learns the password is in.',
    '登录未启用二次校验，密码一旦泄露即可登录。',
  ],
  user: ['Sub-user', '子用户'],
  users: ['Users', '用户'],
  who: ['Who you are', '当前身份'],
  yes: ['Yes', '是'],
})

export const factorNames = words({
  Phone: ['Text message', '短信'],
  Token: ['Hardware token', '硬件 MFA'],
  Stoken: ['Authenticator app', '虚拟 MFA'],
  Wechat: ['WeChat', '微信'],
  Custom: ['Own check', '自定义'],
  Mail: ['Mail', '邮箱'],
  U2FToken: ['Security key', '安全密钥'],
  Passkey: ['Passkey', '通行密钥'],
})
