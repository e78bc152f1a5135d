// Who has a policy: users, user groups and roles; the latest attached first. Presets count the account's own entities only.
import { wireTime } from '../../kernel/time.ts'
import { type Infer, int, list, nullable, optional, text } from '../../protocol/shape.ts'
import type { AttachmentRow, EntityKind, Reads } from '../../store/store.ts'
import { action } from '../define.ts'
import { optionalPage, optionalRp, storePage } from '../paging.ts'
import { anyPolicy } from './find.ts'
import { AttachEntityOfPolicy, policyId } from './types.ts'

const errors = [
  'InternalError.SystemError',
  'InvalidParameter.EntityFilterError',
  'InvalidParameter.ParamError',
  'InvalidParameter.PolicyIdError',
] as const

const kinds: ReadonlyMap<string, EntityKind> = new Map([
  ['User', 'user'],
  ['Group', 'group'],
  ['Role', 'role'],
])

export const ListEntitiesForPolicy = action({
  name: 'ListEntitiesForPolicy',
  product: 'cam',
  group: 'Policy',
  summary: 'Lists the users, user groups and roles that have a policy.',
  access: 'read',
  perSecond: 20,
  params: {
    PolicyId: policyId,
    Page: optionalPage,
    Rp: optionalRp,
    EntityFilter: optional(
      text({
        about: 'All, or only User, Group or Role.',
        oneOf: ['All', 'User', 'Group', 'Role'],
        fault: 'InvalidParameter.EntityFilterError',
      }),
      'All',
    ),
  },
  returns: {
    List: nullable(list(AttachEntityOfPolicy, { about: 'Entities of the page.' })),
    TotalNum: nullable(int({ about: 'How many entities match.' })),
  },
  errors,
  resource: { level: 'operation', fine: ({ params }) => [`policyid/${params.PolicyId}`] },
  async handle({ params, caller, store, world }) {
    const { account } = caller
    const { policies } = store
    await anyPolicy({ listed: errors, account, policies, presets: world.presets }, params.PolicyId)
    const kind = kinds.get(params.EntityFilter)
    const { total, rows } = await policies.entitiesOf(account, params.PolicyId, kind, storePage(params))
    return { List: await entities(store, account, rows), TotalNum: total }
  },
})

type Entity = Infer<typeof AttachEntityOfPolicy>

async function entities(store: Reads, account: number, rows: readonly AttachmentRow[]): Promise<readonly Entity[]> {
  const uins = rows.filter((row) => row.kind === 'user').map((row) => Number(row.entityId))
  const users = new Map((await store.users.byUins(account, uins)).map((user) => [String(user.uin), user]))
  const found: Entity[] = []
  for (const row of rows) {
    const shared = { AttachmentTime: wireTime(row.attachedMs) }
    if (row.kind === 'user') {
      const user = users.get(row.entityId)
      const { uid, uin, name } = user ?? { uid: row.entityId, uin: Number(row.entityId), name: null }
      found.push({ Id: String(uid), RelatedType: 1, Uin: uin, ...shared, Name: name })
    } else if (row.kind === 'group') {
      const group = await store.groups.byId(account, Number(row.entityId))
      found.push({ Id: row.entityId, RelatedType: 2, Uin: null, ...shared, Name: group?.name ?? null })
    } else {
      const role = await store.roles.byId(account, row.entityId)
      found.push({ Id: row.entityId, RelatedType: 3, Uin: null, ...shared, Name: role?.name ?? null })
    }
  }
  return found
}
