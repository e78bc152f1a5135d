// From where sub-users of an account may sign in (CreateSubAccountLoginIpPolicy), and what place an address is. Nothing here
// asks a network.
import { contains, readAddress, readBlock } from '../policy/operators/ip.ts'
import type { LoginIpPolicy } from '../store/store.ts'

const addressType = 1
const unusualType = 2

export function addressPolicy(policies: readonly LoginIpPolicy[]): LoginIpPolicy | undefined {
  return policies.find(({ policyType, disabled }) => policyType === addressType && !disabled)
}

/** Whether unusual places need a second factor for all sub-users of the account. */
export function unusualChecked(policies: readonly LoginIpPolicy[]): boolean {
  return policies.some(({ policyType, disabled }) => policyType === unusualType && !disabled)
}

/** Refused addresses win; where some are allowed, all others are not. An address that cannot be read is none of them. */
export function addressAllowed(policy: LoginIpPolicy | undefined, text: string): boolean {
  if (policy === undefined || policy.addresses.length === 0) return true
  const address = readAddress(text)
  if (address === undefined) return false
  const lies = ({ ip }: { readonly ip: string }): boolean => {
    const block = readBlock(ip)
    return block !== undefined && contains(block, address)
  }
  const refused = policy.addresses.filter(({ effect }) => effect === 'Deny')
  const allowed = policy.addresses.filter(({ effect }) => effect === 'Allow')
  return !refused.some(lies) && (allowed.length === 0 || allowed.some(lies))
}

/** The network that an address is in, /24 or /48: what one office or home keeps while its addresses change. */
export function placeOf(text: string): string {
  const address = readAddress(text)
  if (address === undefined) return 'unknown'
  const [first, second, , fourth] = address.words
  return address.family === 4
    ? `4/${(fourth >>> 8).toString(16)}`
    : `6/${(first >>> 0).toString(16)}/${(second >>> 16).toString(16)}`
}
