// What was last set as policy of sign-ins. No call reads it, so it comes from the audit log, where the call that set it stands
// with its parameters.
import type { IpPolicy } from '../../api/actions.ts'
import { useCall } from '../../api/queries.ts'

interface Given {
  readonly IpPolicies?: readonly IpPolicy[]
  readonly DisablePolicy?: number
  readonly PolicyType?: number
}

export interface LastSet {
  readonly at: number
  readonly uin: number
  readonly off: boolean
  readonly addresses: readonly IpPolicy[]
}

/** `undefined`: still asking; `'none'`: nothing is known. */
export function useLastSet(policyType: 1 | 2): LastSet | 'none' | undefined {
  const { data, isError } = useCall('DescribeAuditEvents', {
    ActionName: 'CreateSubAccountLoginIpPolicy',
    Outcome: 'ok',
    Limit: 100,
  })
  if (isError) return 'none'
  if (data === undefined) return undefined
  const all = data.Events.map(({ Parameters, EventTime, Uin }) => ({
    given: readGiven(Parameters),
    at: EventTime,
    uin: Uin,
  }))
  const mine = all.filter(({ given }) => (given.PolicyType ?? 1) === policyType)
  const [last] = mine
  if (last === undefined) return 'none'
  // Switched off without addresses, it keeps those from before.
  const addresses = mine.find(({ given }) => (given.IpPolicies?.length ?? 0) > 0)?.given.IpPolicies ?? []
  return { at: last.at, uin: last.uin, off: last.given.DisablePolicy === 1, addresses }
}

function readGiven(parameters: string): Given {
  try {
    return JSON.parse(parameters)
  } catch {
    return {}
  }
}
