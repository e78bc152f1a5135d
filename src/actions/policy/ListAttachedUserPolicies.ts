// Policies that a sub-account has itself, not those of its groups; the latest attached first.
import { int, list } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { optionalPage, optionalRp, slicePage } from '../paging.ts'
import { attachedRow, withFaces } from './listing.ts'
import { AttachPolicyInfo, subUin } from './types.ts'

export const ListAttachedUserPolicies = action({
  name: 'ListAttachedUserPolicies',
  product: 'cam',
  group: 'Policy',
  summary: 'Lists the policies attached to a sub-account itself.',
  access: 'read',
  perSecond: 20,
  params: { TargetUin: subUin, Page: optionalPage, Rp: optionalRp },
  returns: {
    TotalNum: int({ about: 'How many policies are attached.' }),
    List: list(AttachPolicyInfo, { about: 'Policies of the page.' }),
  },
  errors: ['InternalError.SystemError', 'InvalidParameter.ParamError'],
  resource: { level: 'operation', fine: ({ params }) => [`uin/${params.TargetUin}`] },
  async handle({ params, caller, store, world, fail }) {
    const { account } = caller
    if ((await store.users.byUin(account, params.TargetUin)) === undefined) {
      fail('InvalidParameter.ParamError', { problem: `there is no sub-account \`${params.TargetUin}\`` })
    }
    const shelf = { account, policies: store.policies, presets: world.presets }
    const attachments = await store.policies.attachedTo(account, 'user', String(params.TargetUin))
    const rows = await withFaces(shelf, attachments, undefined)
    const page = slicePage(rows, params)
    return { TotalNum: rows.length, List: await Promise.all(page.map((row) => attachedRow(shelf, row))) }
  },
})
