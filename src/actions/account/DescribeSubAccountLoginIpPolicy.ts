// Tells from where sub-users may sign in, and whether unusual places want a second factor. The name is known from policies of
// the real console; nobody documents its results, so these are ours, in the members of the call that sets them.

import { isoSeconds } from '../../kernel/time.ts'
import { int, list, struct, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { IpPolicy } from './CreateSubAccountLoginIpPolicy.ts'

const newer = true

const LoginIpPolicy = struct(
  'LoginIpPolicy',
  {
    PolicyType: int({ about: '1 addresses, 2 unusual places.', newer }),
    DisablePolicy: int({ about: '1 switched off, 0 in force.', newer }),
    IpPolicies: list(IpPolicy, { about: 'Addresses of type 1; those of a policy that is off are kept.', newer }),
    ApproverType: text({ about: 'Kind of approvers; may be empty.', newer }),
    ApproverUin: list(int({ about: 'Account number of a sub-account.' }), { about: 'Who may let somebody in.', newer }),
    UpdateTime: text({ about: 'When it was last set, UTC.', newer }),
  },
  { about: 'A rule for the sign-in of sub-users.' },
)

export const DescribeSubAccountLoginIpPolicy = action({
  name: 'DescribeSubAccountLoginIpPolicy',
  product: 'cam',
  group: 'User',
  summary: 'Tells from where sub-users may sign in.',
  newer,
  access: 'read',
  perSecond: 20,
  params: {},
  returns: { Policies: list(LoginIpPolicy, { about: 'Those that were ever set, by type.', newer }) },
  errors: [],
  resource: { level: 'operation' },
  async handle({ caller, store }) {
    const rows = await store.settings.loginIpPolicies(caller.account)
    const byType = rows.toSorted((one, other) => one.policyType - other.policyType)
    return {
      Policies: byType.map((row) => ({
        PolicyType: row.policyType,
        DisablePolicy: row.disabled ? 1 : 0,
        IpPolicies: row.addresses.map(({ ip, effect }) => ({ IP: ip, Effect: effect })),
        ApproverType: row.approverType,
        ApproverUin: row.approverUins,
        UpdateTime: isoSeconds(row.updatedMs),
      })),
    }
  },
})
