// Policies of a role; the latest attached first.
import { wireTime } from '../../kernel/time.ts'
import { int, list, optional, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { pageNumber, rpTo200, slicePage } from '../paging.ts'
import { withFaces } from '../policy/listing.ts'
import { roleOf, roleSegment } from './find.ts'
import { AttachedPolicyOfRole, roleId, roleName } from './types.ts'

const errors = ['InternalError.SystemError', 'InvalidParameter.ParamError'] as const

export const ListAttachedRolePolicies = action({
  name: 'ListAttachedRolePolicies',
  product: 'cam',
  group: 'Role',
  summary: 'Lists the policies attached to a role.',
  access: 'read',
  perSecond: 10,
  params: {
    Page: pageNumber,
    Rp: rpTo200,
    RoleId: roleId,
    RoleName: roleName,
    PolicyType: optional(text({ about: 'User or QCS; empty for both.', oneOf: ['User', 'QCS', ''] }), ''),
    Keyword: optional(text({ about: 'Part of the name of the policy.', max: 128 }), ''),
  },
  returns: {
    List: list(AttachedPolicyOfRole, { about: 'Policies of the page.' }),
    TotalNum: int({ about: 'How many policies match.' }),
  },
  errors,
  resource: { level: 'operation', fine: roleSegment },
  async handle({ params, caller, store, world }) {
    const { account } = caller
    const role = await roleOf(store, errors, account, params)
    const shelf = { account, policies: store.policies, presets: world.presets }
    const attachments = await store.policies.attachedTo(account, 'role', role.roleId)
    const named = await withFaces(shelf, attachments, params.Keyword)
    const rows = named.filter(({ face }) => params.PolicyType === '' || params.PolicyType === typeOf(face))
    const shown = slicePage(rows, params).map(({ attachment, face }) => ({
      PolicyId: face.policyId,
      PolicyName: face.name,
      AddTime: wireTime(attachment.attachedMs),
      PolicyType: typeOf(face),
      CreateMode: face.createMode,
      Deactived: 0,
      DeactivedDetail: [],
      Description: face.description,
    }))
    return { List: shown, TotalNum: rows.length }
  },
})

const typeOf = ({ preset }: { readonly preset: boolean }): string => (preset ? 'QCS' : 'User')
