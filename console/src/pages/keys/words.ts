// Words of access keys.
import { words } from '../../text/words.ts'

export const t = words({
  about: [
    'Keys sign calls of programs, with all that their owner may do. Give each program its own, and delete what nobody uses.',
    '密钥用于程序调用 API，拥有其所有者的全部权限。请为每个程序单独创建，并删除不再使用的密钥。',
  ],
  active: ['Active', '已启用'],
  create: ['Create a key', '新建密钥'],
  created: ['The key is made', '密钥已创建'],
  createdAt: ['Created', '创建时间'],
  delete: ['Delete', '删除'],
  deleteTitle: ['Delete this key?', '删除该密钥？'],
  deleted: ['The key is deleted', '密钥已删除'],
  description: ['What is it for?', '用途'],
  descriptionHelp: ['Letters, digits and +=,.@:/_- signs.', '支持字母、数字及 +=,.@:/_-。'],
  disable: ['Turn off', '禁用'],
  disabled: ['The key is off', '密钥已禁用'],
  enable: ['Turn on', '启用'],
  enabled: ['The key is on', '密钥已启用'],
  inactive: ['Off', '已禁用'],
  key: ['Key', '密钥'],
  lastUsed: ['Last used', '最近使用'],
  lostCalls: [
    'the key {id}: every program that signs with it is refused from now on',
    '密钥 {id}：使用该密钥的程序将立即无法调用',
  ],
  lostSessions: ['all temporary keys that it was used to get', '由该密钥换取的所有临时密钥'],
  mine: ['Access keys', '访问密钥'],
  mineAbout: ['Keys of users are on their pages.', '子用户的密钥请在其详情页管理。'],
  never: ['never', '从未使用'],
  none: ['No keys', '暂无密钥'],
  roleHasNone: ['A role has no keys of its own', '角色没有访问密钥'],
  roleHasNoneWhy: [
    'Programs act as it with temporary keys, by AssumeRole.',
    '程序通过 AssumeRole 获取该角色的临时密钥。',
  ],
  status: ['State', '状态'],
  yours: ['Your keys', '您的密钥'],
})
