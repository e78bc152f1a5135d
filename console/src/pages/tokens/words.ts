// Words of bearer tokens.
import { words } from '../../text/words.ts'

export const t = words({
  about: [
    'For programs that cannot sign calls. Each is good for one thing, for a while, and is shown once.',
    '供无法签名调用的程序使用。每个令牌用途单一、有期限，且仅显示一次。',
  ],
  actsAs: ['Acts as', '代表用户'],
  actsAsHelp: ['Name of the sub-user whose policies decide.', '以该子用户的策略鉴权。'],
  created: ['The token is made', '令牌已创建'],
  days: ['Days until it ends', '有效天数'],
  daysHelp: ['Empty: the usual time.', '留空则使用默认值。'],
  decision: ['Asking for decisions', '鉴权查询'],
  decisionAbout: [
    'For services that ask what is allowed (AuthZEN, proxies).',
    '供查询鉴权结果的服务使用（AuthZEN、代理）。',
  ],
  decisionHint: [
    'Make one for a service, and give it to the service as its bearer token.',
    '为服务创建令牌，并将其配置为该服务的 Bearer 令牌。',
  ],
  delete: ['Delete', '删除'],
  deleteTitle: ['Delete this token?', '删除该令牌？'],
  deleted: ['The token is deleted', '令牌已删除'],
  description: ['Description', '描述'],
  ends: ['Ends', '到期时间'],
  id: ['Token', '令牌'],
  lost: ['the token {id}: whoever uses it is refused from now on', '令牌 {id}：使用者将立即被拒绝'],
  lostSecret: [
    'the present secret of {id}: whoever uses it is refused from now on',
    '{id} 的现有密文：使用者将立即被拒绝',
  ],
  make: ['Make a token', '新建令牌'],
  none: ['No tokens', '暂无令牌'],
  rotate: ['Rotate', '轮换'],
  rotateTitle: ['Give this token another secret?', '轮换该令牌？'],
  scim: ['Directories (SCIM)', '目录同步（SCIM）'],
  scimAbout: [
    'For directories that keep users and groups of this account. The server must run with OPENCAM_SCIM=on.',
    '供同步用户和用户组的目录使用。服务端须开启 OPENCAM_SCIM=on。',
  ],
  scimHint: [
    'Make one, and give it to the directory together with the address of this server followed by /scim/v2.',
    '创建令牌，并与本服务地址加 /scim/v2 一起配置到目录中。',
  ],
  service: ['Product', '产品'],
  serviceHelp: ['As in product:Action, in small letters.', '即 product:Action 中的 product，小写。'],
  title: ['Tokens', '令牌'],
  token: ['Token', '令牌'],
})
