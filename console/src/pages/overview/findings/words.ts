// Words of what the check of an account finds.
import { words } from '../../../text/words.ts'

export const t = words({
  about: [
    'Reads users, keys, second factors and policies by calls of yours, and lists what deserves a look. Nothing is changed.',
    '以您的身份读取用户、密钥、二次校验和策略，列出值得关注的问题，不做任何修改。',
  ],
  again: ['Check again', '重新检查'],
  check: ['Check the account', '检查账号'],
  checking: ['Checking', '正在检查'],
  clean: ['Nothing was found', '未发现问题'],
  more: ['Show all {n}', '显示全部 {n} 项'],
  stop: ['Stop', '停止'],
  stopped: ['The check was stopped: there may be more.', '检查已停止，可能还有其他问题。'],
  title: ['What deserves a look', '安全检查'],
})

export const kindNames = words({
  rootKey: ['The root account has access keys', '主账号存在访问密钥'],
  rootFactor: ['The root account signs in with a password alone', '主账号登录未启用二次校验'],
  everything: ['Custom policies that allow everything', '允许全部操作的自定义策略'],
  access: ['Custom policies that allow everything about access', '允许全部访问管理操作的自定义策略'],
  administrator: ['Users, groups and roles with AdministratorAccess', '拥有 AdministratorAccess 的用户、用户组和角色'],
  noFactor: ['Users who sign in with a password alone', '登录未启用二次校验的用户'],
  neverUsed: ['Keys that were never used', '从未使用的密钥'],
  longUnused: ['Keys that were not used for 90 days', '90 天未使用的密钥'],
  neverCame: ['Users who may sign in and never did', '可登录但从未登录的用户'],
})

export const kindAdvice = words({
  rootKey: [
    'Whoever has them may do everything. Give programs users of their own.',
    '主账号密钥权限不受限，请改用子用户密钥。',
  ],
  rootFactor: ['Set up a second factor for it.', '请尽快启用二次校验。'],
  everything: ['Say which actions, on which resources.', '请限定操作和资源范围。'],
  access: ['Whoever makes policies can give themselves everything else.', '可管理策略者可为自己授予任意权限。'],
  administrator: ['Keep them few: give everybody else what their work needs.', '应尽量减少，其他人按需授权。'],
  noFactor: [
    'Whoever learns such a password is in. Ask for a second factor on the page of the user.',
    '密码一旦泄露即可登录，请在用户页面启用二次校验。',
  ],
  neverUsed: ['Delete what nobody uses.', '请删除不使用的密钥。'],
  longUnused: ['Turn them off, wait, then delete them.', '建议先禁用，再删除。'],
  neverCame: ['Turn console sign-in off for those who do not need it.', '请关闭不需要的登录权限。'],
})
