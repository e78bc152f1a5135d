// Every policy in force for a sub-account: its own and those of its groups, each once, with the groups that bring it.
import { wireTime } from '../../kernel/time.ts'
import { type Infer, int, list, optional, text } from '../../protocol/shape.ts'
import type { AttachmentRow, Reads } from '../../store/store.ts'
import { action } from '../define.ts'
import { pageTo200, rpTo200, slicePage } from '../paging.ts'
import { withFaces } from './listing.ts'
import { AttachedUserPolicy, subUin } from './types.ts'

export const ListAttachedUserAllPolicies = action({
  name: 'ListAttachedUserAllPolicies',
  product: 'cam',
  group: 'Policy',
  summary: 'Lists the policies that a sub-account has itself and through its groups.',
  access: 'read',
  perSecond: 5,
  params: {
    TargetUin: subUin,
    Rp: rpTo200,
    Page: pageTo200,
    AttachType: int({
      about: 'Which ones: 0 all, 1 those of the user itself, 2 those of its groups.',
      oneOf: [0, 1, 2],
    }),
    StrategyType: optional(
      // Clients that cannot leave a number out send 0.
      int({ about: 'Leaves out the other kind: 1 shows custom policies, 2 presets, 0 both.', oneOf: [0, 1, 2] }),
    ),
    Keyword: optional(text({ about: 'Part of the name of the policy.', max: 128 }), ''),
  },
  returns: {
    PolicyList: list(AttachedUserPolicy, { about: 'Policies of the page.' }),
    TotalNum: int({ about: 'How many policies match.' }),
  },
  errors: ['InvalidParameter.ParamError', 'ResourceNotFound.UserNotExist', 'UnauthorizedOperation'],
  resource: { level: 'operation', fine: ({ params }) => [`uin/${params.TargetUin}`] },
  async handle({ params, caller, store, world, fail }) {
    const { account } = caller
    const { TargetUin: uin, AttachType, StrategyType, Keyword } = params
    if (uin === account && caller.kind !== 'root') {
      fail('UnauthorizedOperation', { problem: 'a sub-account cannot look into the rights of the root account' })
    }
    if ((await store.users.byUin(account, uin)) === undefined) {
      fail('ResourceNotFound.UserNotExist', { user: String(uin) })
    }
    const shelf = { account, policies: store.policies, presets: world.presets }
    const ways = await waysOf(store, account, uin, AttachType)
    const named = await withFaces(
      shelf,
      ways.map((way) => way.attachment),
      Keyword,
    )
    const groups = new Map(ways.map(({ attachment, groups }) => [attachment.policyId, groups]))
    const rows = named.filter(({ face }) => (StrategyType ?? 0) === 0 || face.preset === (StrategyType === 2))
    const page = slicePage(rows, params).map(
      ({ attachment, face }): Infer<typeof AttachedUserPolicy> => ({
        PolicyId: String(face.policyId),
        PolicyName: face.name,
        Description: face.description,
        AddTime: wireTime(attachment.attachedMs),
        StrategyType: face.preset ? '2' : '1',
        CreateMode: String(face.createMode),
        Groups: groups.get(face.policyId) ?? [],
        Deactived: 0,
        DeactivedDetail: [],
      }),
    )
    return { PolicyList: page, TotalNum: rows.length }
  },
})

/** How a policy comes to a user; `attachment` is its own one, or else the first of a group. */
interface Way {
  readonly attachment: AttachmentRow
  readonly groups: { readonly GroupId: number; readonly GroupName: string }[]
}

/** The latest attached first, each policy once. */
async function waysOf(store: Reads, account: number, uin: number, attachType: number): Promise<readonly Way[]> {
  const ways = new Map<number, Way>()
  if (attachType !== 2) {
    for (const attachment of await store.policies.attachedTo(account, 'user', String(uin))) {
      ways.set(attachment.policyId, { attachment, groups: [] })
    }
  }
  const groups = attachType === 1 ? [] : (await store.groups.ofUser(account, uin)).rows
  for (const { groupId, name } of groups) {
    for (const attachment of await store.policies.attachedTo(account, 'group', String(groupId))) {
      const known = ways.get(attachment.policyId)
      const all = [...(known?.groups ?? []), { GroupId: groupId, GroupName: name }]
      ways.set(attachment.policyId, { attachment: earlier(known?.attachment, attachment), groups: all })
    }
  }
  return [...ways.values()].sort(
    ({ attachment: a }, { attachment: b }) => b.attachedMs - a.attachedMs || b.policyId - a.policyId,
  )
}

function earlier(known: AttachmentRow | undefined, other: AttachmentRow): AttachmentRow {
  if (known === undefined) return other
  if (known.kind === 'user') return known
  return known.attachedMs <= other.attachedMs ? known : other
}
