// Words of the sessions of a role.
import { words } from '../../text/words.ts'

export const t = words({
  about: [
    'Temporary keys of the role that have not expired, and what each came from.',
    '该角色尚未过期的临时密钥及其来源。',
  ],
  allEnded: ['Sessions ended: {n}', '已结束 {n} 个会话'],
  anew: [
    'Whoever the trust policy names may begin a new session at once. To keep somebody out, change the trust policy first.',
    '信任策略所列主体可立即开始新会话；如需阻止，请先修改信任策略。',
  ],
  console: ['a browser', '浏览器'],
  end: ['End', '结束'],
  endAll: ['End all sessions', '结束全部会话'],
  endAllTitle: ['End all sessions of {name}?', '结束 {name} 的全部会话？'],
  endTitle: ['End the session {name}?', '结束会话 {name}？'],
  inForce: ['works', '有效'],
  key: ['an access key', '访问密钥'],
  lostAll: [
    'sessions of {name} ({n}): their temporary keys are refused at once',
    '{name} 的 {n} 个会话：其临时密钥立即失效',
  ],
  lostBrowser: [
    'acting as the role in browsers: unsaved work on their pages',
    '浏览器中以该角色进行的操作：页面上未保存的内容',
  ],
  lostChains: [
    'every session that was asked for with them, of other roles and in other accounts too',
    '用这些会话获得的所有会话，包括其他角色和其他账号的会话',
  ],
  lostOne: ['the session {name}: its temporary key is refused at once', '会话 {name}：其临时密钥立即失效'],
  none: ['Nobody acts as the role', '当前没有会话'],
  noneWhy: [
    'A session begins when somebody whom the trust policy names asks for a temporary key.',
    '信任策略所列主体申请临时密钥后，会话即开始。',
  ],
  oneEnded: ['The session {name} is ended', '会话 {name} 已结束'],
  origin: ['By', '来源'],
  over: ['ended with its beginning', '已随来源结束'],
  provider: ['an identity provider', '身份提供商'],
  root: ['root account {account}', '主账号 {account}'],
  server: ['the server', '服务器'],
  session: ['Session', '会话'],
  sessions: ['Sessions', '会话'],
  since: ['Since', '开始时间'],
  source: ['first asked by {who}', '最初由 {who} 发起'],
  state: ['State', '状态'],
  through: ['through roles: {n}', '经过 {n} 个角色'],
  until: ['Until', '到期时间'],
})
