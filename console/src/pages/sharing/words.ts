// Words of what pages of users, groups and roles share.
import { words } from '../../text/words.ts'

export const t = words({
  attach: ['Attach policies', '关联策略'],
  attached: ['Policies attached: {n}', '已关联 {n} 条策略'],
  boundary: ['Permissions boundary', '权限边界'],
  boundaryAbout: [
    'A policy that nothing goes beyond, whatever else is attached. It gives no rights by itself.',
    '限制最大权限的策略，本身不授予任何权限。',
  ],
  boundaryDropped: ['The boundary is gone', '已移除权限边界'],
  boundaryLost: [
    'the limit that “{name}” sets: all attached policies then count in full',
    '策略「{name}」的限制：所有已关联策略将完全生效',
  ],
  boundarySet: ['The boundary is set', '已设置权限边界'],
  change: ['Change', '修改'],
  custom: ['Custom', '自定义'],
  detach: ['Detach', '解除'],
  detachTitle: ['Detach {name}?', '解除策略 {name}？'],
  detached: ['{name} detached', '已解除 {name}'],
  drop: ['Remove', '移除'],
  dropTitle: ['Remove the boundary?', '移除权限边界？'],
  kind: ['Kind', '类型'],
  noBoundary: ['There is no boundary', '未设置权限边界'],
  noPolicies: ['No policies', '暂无策略'],
  noPoliciesWhy: ['Without a policy nothing is allowed.', '没有策略即没有任何权限。'],
  policies: ['Policies', '策略'],
  policy: ['Policy', '策略'],
  preset: ['Preset', '预设'],
  rightsLost: ['what “{name}” allows to {who}', '{who} 由策略「{name}」获得的权限'],
  set: ['Set', '设置'],
  setBoundary: ['Choose the boundary', '选择权限边界'],
  since: ['Since', '关联时间'],
})
