// Words of message recipients and collaborators.
import { words } from '../../text/words.ts'

export const t = words({
  about: [
    'Recipients get messages and never sign in; collaborators belong to other accounts.',
    '消息接收人仅接收消息，不能登录；协作者属于其他账号。',
  ],
  add: ['Add a recipient', '新建接收人'],
  added: ['Recipient {name} is there', '接收人 {name} 已创建'],
  collaborators: ['Collaborators', '协作者'],
  country: ['Country code', '国家或地区代码'],
  delete: ['Delete', '删除'],
  deleteTitle: ['Delete recipient {name}?', '删除接收人 {name}？'],
  deleted: ['Recipient {name} is deleted', '接收人 {name} 已删除'],
  email: ['Mail address', '邮箱'],
  lost: ['the recipient: no message reaches them any more', '接收人本身：不再收到消息'],
  name: ['Name', '名称'],
  noCollaborators: ['No collaborators', '暂无协作者'],
  noCollaboratorsWhy: [
    'Root accounts of others that work in this one. This server has no call that invites them.',
    '在本账号内协作的其他主账号。本服务没有邀请协作者的接口。',
  ],
  none: ['No recipients', '暂无接收人'],
  noneWhy: ['Add one, so that messages about the account reach somebody.', '添加后，账号的消息才有人接收。'],
  number: ['Number', '账号 ID'],
  phone: ['Phone', '手机'],
  receivers: ['Message recipients', '消息接收人'],
  remark: ['Remark', '备注'],
  title: ['Recipients', '接收人与协作者'],
  unverified: ['not verified', '未验证'],
})
