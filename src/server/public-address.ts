// Which addresses belong to the public internet. What is not surely public counts as private: loopback, own networks,
// link-local ones with the metadata services of clouds, shared, reserved, multicast, and those that carry another address.
import { BlockList, isIP } from 'node:net'

const privateV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const
/** Within 2000::/3, outside of which no address is public. */
const privateV6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const

const refused = new BlockList()
for (const [address, prefix] of privateV4) refused.addSubnet(address, prefix, 'ipv4')
for (const [address, prefix] of privateV6) refused.addSubnet(address, prefix, 'ipv6')
const allocated = new BlockList()
allocated.addSubnet('2000::', 3, 'ipv6')

/** `false` for what is no address at all. */
export function isPublicAddress(address: string): boolean {
  if (address.includes('%')) return false
  const family = isIP(address)
  if (family === 4) return !refused.check(address, 'ipv4')
  return family === 6 && allocated.check(address, 'ipv6') && !refused.check(address, 'ipv6')
}
