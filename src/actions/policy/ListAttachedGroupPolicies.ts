// Policies of a user group; the latest attached first.
import { int, list, optional, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { optionalPage, optionalRp, slicePage } from '../paging.ts'
import { attachedRow, withFaces } from './listing.ts'
import { AttachPolicyInfo, groupId } from './types.ts'

export const ListAttachedGroupPolicies = action({
  name: 'ListAttachedGroupPolicies',
  product: 'cam',
  group: 'Policy',
  summary: 'Lists the policies attached to a user group.',
  access: 'read',
  perSecond: 20,
  params: {
    TargetGroupId: groupId,
    Page: optionalPage,
    Rp: optionalRp,
    Keyword: optional(text({ about: 'Part of the name of the policy.', max: 128 }), ''),
  },
  returns: {
    TotalNum: int({ about: 'How many policies match.' }),
    List: list(AttachPolicyInfo, { about: 'Policies of the page.' }),
  },
  errors: ['InternalError.SystemError', 'InvalidParameter.ParamError'],
  resource: { level: 'operation', fine: ({ params }) => [`groupid/${params.TargetGroupId}`] },
  async handle({ params, caller, store, world, fail }) {
    const { account } = caller
    if ((await store.groups.byId(account, params.TargetGroupId)) === undefined) {
      fail('InvalidParameter.ParamError', { problem: `there is no user group \`${params.TargetGroupId}\`` })
    }
    const shelf = { account, policies: store.policies, presets: world.presets }
    const attachments = await store.policies.attachedTo(account, 'group', String(params.TargetGroupId))
    const rows = await withFaces(shelf, attachments, params.Keyword)
    const page = slicePage(rows, params)
    return { TotalNum: rows.length, List: await Promise.all(page.map((row) => attachedRow(shelf, row))) }
  },
})
