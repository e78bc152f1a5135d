// Blocks of addresses as conditions on 128 bits, read with the platform's own parser of addresses.
import { isIPv4, SocketAddress } from 'node:net'

/** That a value lies in a block. `value` has 128 bits, and `value_four` says whether it is an IPv4 address. */
export function addressLiteral(block: string, value: string): string {
  const [address = '', prefix] = block.split('/')
  const bits = isIPv4(address) ? bitsOf4(address) : bitsOf6(address)
  const length = prefix === undefined ? bits.length : Number(prefix)
  const mapped = `${'0'.repeat(80)}${'1'.repeat(16)}`
  if (bits.length === 32) return inBlock(value, bits, length, true)
  if (length >= 96 && bits.startsWith(mapped)) return inBlock(value, bits.slice(96), length - 96, true)
  return inBlock(value, bits, length, false)
}

function inBlock(value: string, bits: string, length: number, four: boolean): string {
  const family = four ? `${value}_four` : `(not ${value}_four)`
  if (length === 0) return family
  const top = bits.length - 1
  return `(and ${family} (= ((_ extract ${top} ${top - length + 1}) ${value}) #b${bits.slice(0, length)}))`
}

function bitsOf4(address: string): string {
  return address
    .split('.')
    .map((octet) => Number(octet).toString(2).padStart(8, '0'))
    .join('')
}

/** The platform prints an address in one way only; that is taken apart. */
function bitsOf6(address: string): string {
  const printed = new SocketAddress({ address, family: 'ipv6' }).address
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(printed)
  const groups = dotted === null ? printed : `${dotted[1]}${groupsOf4(dotted[2] ?? '')}`
  const [head = '', tail] = groups.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const middle = Array.from({ length: 8 - left.length - right.length }, () => '0')
  return [...left, ...middle, ...right]
    .map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0'))
    .join('')
}

function groupsOf4(address: string): string {
  const bits = bitsOf4(address)
  return `${Number.parseInt(bits.slice(0, 16), 2).toString(16)}:${Number.parseInt(bits.slice(16), 2).toString(16)}`
}
