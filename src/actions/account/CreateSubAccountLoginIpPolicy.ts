// Sets from where sub-users may sign in to the console (type 1), or that unusual places need a second factor (type 2), and
// who may let somebody in meanwhile. What was set before is replaced. Calls by key are not touched: qcs:ip limits those.
import { contains, readBlock } from '../../policy/operators/ip.ts'
import { int, list, optional, struct, text } from '../../protocol/shape.ts'
import type { Reads } from '../../store/store.ts'
import { type ActionInput, action } from '../define.ts'

const newer = true
const addressesMax = 10
const approversMax = 10
const addressType = 1
const approvalKind = 'SubAccountLoginLimitApproval'

export const IpPolicy = struct(
  'IpPolicy',
  {
    IP: text({ about: 'An address, or a block such as 10.0.0.0/8.', newer, fault: 'InvalidParameter.ParamError' }),
    Effect: text({
      about: 'Allow or Deny.',
      oneOf: ['Allow', 'Deny'],
      fault: 'InvalidParameter.EffectError',
      newer,
    }),
  },
  { about: 'From where signing in is allowed or refused.', newer },
)

type Code =
  | 'FailedOperation.AssistApproverFull'
  | 'FailedOperation.PolicyFull'
  | 'InvalidParameter.AssitApproverTypeError'
  | 'InvalidParameter.IPIllegal'
  | 'InvalidParameter.IPRangeOverlapping'
  | 'InvalidParameter.ParamError'
  | 'InvalidParameter.SubUserPhoneNotExsit'
  | 'InvalidParameter.UserNotExist'
type Fail = ActionInput<object, Code>['fail']

export const CreateSubAccountLoginIpPolicy = action({
  name: 'CreateSubAccountLoginIpPolicy',
  product: 'cam',
  group: 'User',
  summary: 'Sets from where sub-users may sign in.',
  newer,
  access: 'write',
  sensitive: true,
  perSecond: 20,
  params: {
    IpPolicies: optional(list(IpPolicy, { about: 'Addresses; for type 1 only.', newer }), []),
    ApproverType: optional(text({ about: `Kind of approvers: ${approvalKind}.`, newer }), ''),
    ApproverUin: optional(
      list(int({ about: 'Account number of a sub-account.', min: 1 }), { about: 'Who may let somebody in.', newer }),
      [],
    ),
    DisablePolicy: optional(int({ about: '1 to switch it off, 0 to switch it on.', oneOf: [0, 1], newer }), 0),
    PolicyType: optional(int({ about: '1 addresses, 2 unusual places.', oneOf: [1, 2], newer }), addressType),
  },
  returns: {},
  errors: [
    'FailedOperation.AssistApproverFull',
    'FailedOperation.PolicyFull',
    'InvalidParameter.AssitApproverTypeError',
    'InvalidParameter.EffectError',
    'InvalidParameter.IPIllegal',
    'InvalidParameter.IPRangeOverlapping',
    'InvalidParameter.ParamError',
    'InvalidParameter.SubUserPhoneNotExsit',
    'InvalidParameter.UserNotExist',
  ],
  resource: { level: 'operation' },
  async handle({ params, caller, nowMs, store, fail }) {
    const { account } = caller
    const { PolicyType: policyType, IpPolicies, ApproverType, ApproverUin } = params
    const disabled = params.DisablePolicy === 1
    const given = IpPolicies.map(({ IP, Effect }) => ({ ip: IP, effect: Effect }))
    checkAddresses(
      given.map(({ ip }) => ip),
      fail,
    )
    if (policyType !== addressType && given.length > 0) {
      fail('InvalidParameter.ParamError', { problem: 'addresses belong to a policy of type 1' })
    }
    if (policyType === addressType && !disabled && given.length === 0) {
      fail('InvalidParameter.ParamError', { problem: 'no address is given in `IpPolicies`' })
    }
    const approvers = [...new Set(ApproverUin)]
    await checkApprovers(store, account, ApproverType, approvers, fail)
    // Switched off without addresses, it keeps those that it has, so that it can be switched on again.
    const before = (await store.settings.loginIpPolicies(account)).find((one) => one.policyType === policyType)
    await store.settings.setLoginIpPolicy(account, {
      policyType,
      disabled,
      approverType: ApproverType,
      approverUins: approvers,
      addresses: disabled && given.length === 0 ? (before?.addresses ?? []) : given,
      updatedMs: nowMs,
    })
    return {}
  },
})

function checkAddresses(addresses: readonly string[], fail: Fail): void {
  if (addresses.length > addressesMax) {
    fail('FailedOperation.PolicyFull', { wording: 'addresses', limit: String(addressesMax) })
  }
  const blocks = addresses.map((address) => {
    const block = readBlock(address)
    return block === undefined
      ? fail('InvalidParameter.IPIllegal', { address: address.slice(0, 100) })
      : { address, block }
  })
  for (const [at, one] of blocks.entries()) {
    // Blocks either lie in each other or apart, so looking at where each begins is enough.
    const other = blocks.slice(0, at).find(({ block }) => contains(block, one.block) || contains(one.block, block))
    if (other !== undefined) {
      fail('InvalidParameter.IPRangeOverlapping', { address: other.address, other: one.address })
    }
  }
}

/** Approvers are told by telephone, so each needs a number that is known to be theirs. */
async function checkApprovers(
  { users }: Pick<Reads, 'users'>,
  account: number,
  kind: string,
  uins: readonly number[],
  fail: Fail,
): Promise<void> {
  if (kind !== approvalKind && (kind !== '' || uins.length > 0)) {
    fail('InvalidParameter.AssitApproverTypeError', { problem: `\`${approvalKind}\` is the only kind there is` })
  }
  if (uins.length > approversMax) fail('FailedOperation.AssistApproverFull', { limit: String(approversMax) })
  const found = new Map((await users.byUins(account, uins)).map((user) => [user.uin, user]))
  for (const uin of uins) {
    const user = found.get(uin)
    if (user === undefined || user.type === 5) return fail('InvalidParameter.UserNotExist', { user: String(uin) })
    if (user.phone === '' || !user.phoneVerified) {
      fail('InvalidParameter.SubUserPhoneNotExsit', { user: String(uin) })
    }
  }
}
