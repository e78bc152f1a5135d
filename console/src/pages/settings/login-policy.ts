// What is set for the sign-in of sub-users: from where they may (type 1), and whether unusual places want a second factor (2).
import type { UseQueryResult } from '@tanstack/react-query'
import type { LoginIpPolicy } from '../../api/actions.ts'
import type { Fault } from '../../api/fault.ts'
import { useCall } from '../../api/queries.ts'

export interface LoginPolicies {
  readonly query: UseQueryResult<unknown, Fault>
  /** `undefined`: never set, or not known yet. */
  readonly policy: LoginIpPolicy | undefined
}

export function useLoginPolicy(type: 1 | 2): LoginPolicies {
  const query = useCall('DescribeSubAccountLoginIpPolicy', {})
  return { query, policy: query.data?.Policies.find(({ PolicyType }) => PolicyType === type) }
}
