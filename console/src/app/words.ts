// Words of the shell and titles of pages.
import { words } from '../text/words.ts'

export const t = words({
  access: ['Access', '访问控制'],
  actAs: ['Act as a role', '切换角色'],
  actingAs: ['Acting as role', '当前角色'],
  dark: ['Dark', '深色'],
  federation: ['Federation', '联合身份'],
  groups: ['User groups', '用户组'],
  keys: ['Access keys', '访问密钥'],
  language: ['中文', 'English'],
  leave: ['Leave the role', '退出角色'],
  light: ['Light', '浅色'],
  main: ['Main navigation', '主导航'],
  menu: ['Menu', '菜单'],
  overview: ['Overview', '概览'],
  people: ['People', '身份管理'],
  policies: ['Policies', '策略'],
  protection: ['Sign-in protection', '登录保护'],
  roles: ['Roles', '角色'],
  rootAccount: ['Root account', '主账号'],
  signOut: ['Sign out', '退出登录'],
  skip: ['Skip to content', '跳到内容'],
  system: ['System', '跟随系统'],
  theme: ['Theme', '主题'],
  tools: ['Tools', '工具'],
  users: ['Users', '用户'],
})
