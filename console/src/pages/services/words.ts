// Words of the catalogs.
import { words } from '../../text/words.ts'

export const t = words({
  about: [
    'Every action that a policy can name and this server knows: what it does, what it is decided on, and what conditions about it can ask.',
    '本服务已知、可写入策略的全部操作：作用、鉴权粒度、资源写法和可用条件。',
  ],
  action: ['Action', '操作'],
  address: ['address', 'IP'],
  all: ['All', '全部'],
  allProducts: ['All {n} products', '全部 {n} 个产品'],
  broughtOnly: [
    'The server did not tell its catalogs. This is what the console itself knows; catalogs of the operator are missing.',
    '未能读取服务端的目录。以下为控制台自带内容，不含运维方自己的目录。',
  ],
  conditions: ['Can ask', '可用条件'],
  further: ['From catalogs of the operator: {names}', '来自运维方的目录：{names}'],
  kind: ['Kind', '类型'],
  level: ['Level', '粒度'],
  list: ['list', '列表'],
  none: ['No action fits', '没有匹配的操作'],
  operation: ['operation', '操作级'],
  other: ['other', '其他'],
  product: ['Product', '产品'],
  read: ['read', '读'],
  resource: ['resource', '资源级'],
  resources: ['Resources', '资源'],
  search: ['Action, resource or what it does', '操作、资源或说明'],
  service: ['service', '服务级'],
  tags: ['tags', '标签'],
  title: ['Services', '云服务'],
  write: ['write', '写'],
})
