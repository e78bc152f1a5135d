// The roles of the account, newest first; on request only those that carry all of some tags.
import { int, list, nullable, optional } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { rpTo200, storePage } from '../paging.ts'
import { roleResource } from './tags.ts'
import { RoleInfo, roleInfo, roleTags } from './types.ts'

export const DescribeRoleList = action({
  name: 'DescribeRoleList',
  product: 'cam',
  group: 'Role',
  summary: 'Lists the roles of the account.',
  access: 'read',
  perSecond: 10,
  params: {
    // A client in use counts its pages from 0 and asks for the first one so.
    Page: int({ about: 'Page, counted from 1; 0 is the first one too.', min: 0 }),
    Rp: rpTo200,
    Tags: optional(roleTags, []),
  },
  returns: {
    List: nullable(list(RoleInfo, { about: 'Roles of the page.' })),
    TotalNum: int({ about: 'How many roles match.' }),
  },
  errors: ['FailedOperation', 'InternalError.SystemError', 'InvalidParameter.ParamError'],
  resource: { level: 'operation', fine: () => ['roleName/*'] },
  async handle({ params, caller, store }) {
    const { account } = caller
    const tags = params.Tags.map(({ Key, Value }) => ({ key: Key, value: Value }))
    const page = storePage({ Page: Math.max(params.Page, 1), Rp: params.Rp })
    const { total, rows } = await store.roles.list(account, { tags }, page)
    const resources = rows.map(({ roleId }) => roleResource(roleId))
    const tagged = rows.length === 0 ? [] : await store.tags.ofMany(account, resources)
    return { List: rows.map((row, index) => roleInfo(row, tagged[index] ?? [])), TotalNum: total }
  },
})
