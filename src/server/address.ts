// Addresses of sockets and hosts: written plainly, told apart, and as bytes. Knows no policy: conditions on addresses
// have a parser of their own.
import { isIP, isIPv4 } from 'node:net'

/** IPv4 seen through an IPv6 socket is written as IPv4; a link-local zone is dropped. */
export function plainAddress(address: string): string {
  if (address.startsWith('::ffff:') && address.includes('.')) return address.slice(7)
  const zone = address.indexOf('%')
  return zone < 0 ? address : address.slice(0, zone)
}

/** Whether only this machine can reach the address. A name other than localhost may be anything. */
export function isLoopback(host: string): boolean {
  const address = plainAddress(host)
  return host === 'localhost' || (isIPv4(address) ? address.startsWith('127.') : address === '::1')
}

/** Whether listening there means listening on every address. */
export function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::'
}

/** `host:port` as a URL has it. */
export function authority(host: string, port: number): string {
  return `${isIP(host) === 6 ? `[${host}]` : host}:${port}`
}

/** The 4 or 16 bytes of an address that `isIP` accepts. */
export function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number))
  // The URL parser writes an IPv6 address in one form, without an IPv4 tail.
  const plain = new URL(`http://[${address.replace(/%.*/, '')}]`).hostname.slice(1, -1)
  const [head = '', tail] = plain.split('::')
  const words = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((word) => Number.parseInt(word, 16))
  const [front, back] = [words(head), words(tail ?? '')]
  const all = [...front, ...new Array<number>(8 - front.length - back.length).fill(0), ...back]
  return Buffer.from(all.flatMap((word) => [word >> 8, word & 0xff]))
}
