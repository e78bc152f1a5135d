// Readers of the oracle for typed condition values: numbers, flags, times and addresses. `undefined` means unreadable.

/** Finite decimal number, as such or as text. `qcs:mfa` is a number to some and a flag to others: true is 1. */
export function readNumber(value: string | number | boolean): number | undefined {
  if (typeof value === 'string' && !/^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value.trim())) return undefined
  return Number.isFinite(Number(value)) ? Number(value) : undefined
}

/** `true` or `false`, or the numbers 1 and 0, given as such or as text. */
export function readFlag(value: string | number | boolean): boolean | undefined {
  const text = String(value)
  if (text === 'true' || text === '1') return true
  return text === 'false' || text === '0' ? false : undefined
}

const timeForm = /^(\d{4}-\d{2}-\d{2})(?: +| *T *)(\d{2}:\d{2}:\d{2})(?:[.,](\d+))? *(Z|[+-]\d{2}:?\d{2})?$/

/** Milliseconds since 1970. ISO 8601 with `Z` or an offset, or without zone (UTC); stray blanks don't count. */
export function readTime(value: string | number | boolean): number | undefined {
  const form = typeof value === 'string' ? timeForm.exec(value.trim()) : null
  if (form === null) return undefined
  const [, day = '', clock = '', fraction = '0', zone = 'Z'] = form
  const unzoned = Date.parse(`${day}T${clock}Z`)
  const instant = Date.parse(`${day}T${clock}${zone.replace(/(\d{2}):?(\d{2})/, '$1:$2')}`)
  if (Number.isNaN(unzoned) || Number.isNaN(instant)) return undefined
  // Neither the 30th of February nor 24 o'clock is a time.
  return new Date(unzoned).toISOString().startsWith(day) ? instant + Number(`0.${fraction}`) * 1000 : undefined
}

/** An address, or a block of `length` leading bits. `bits` holds one character, 0 or 1, per bit. */
interface Network {
  readonly bits: string
  readonly length: number
  /** Written with a prefix length. */
  readonly block: boolean
}

/** Is the address in the block (or equal to it, when the block is a single address)? */
export function addressIn(have: Network, want: Network): boolean | undefined {
  if (have.block) return undefined
  return have.bits.length === want.bits.length && have.bits.slice(0, want.length) === want.bits.slice(0, want.length)
}

export function readNetwork(value: string | number | boolean): Network | undefined {
  const text = String(value)
  const [address = '', prefix, ...more] = text.split('/')
  if (more.length > 0) return undefined
  const bits = address.includes(':') ? bitsOf6(address) : bitsOf4(address)
  if (bits === undefined) return undefined
  if (prefix !== undefined && !/^\d{1,3}$/.test(prefix)) return undefined
  const length = prefix === undefined ? bits.length : Number(prefix)
  if (length > bits.length) return undefined
  return unmapped({ bits, length, block: prefix !== undefined })
}

/** An IPv4 address or block inside ::ffff:0:0/96 is the IPv4 one. */
function unmapped(network: Network): Network {
  const mapped = '0'.repeat(80) + '1'.repeat(16)
  const { bits, length } = network
  if (bits.length !== 128 || length < 96 || !bits.startsWith(mapped)) return network
  return { ...network, bits: bits.slice(96), length: length - 96 }
}

function bitsOf4(text: string): string | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined
  return parts.map((part) => Number(part).toString(2).padStart(8, '0')).join('')
}

function bitsOf6(text: string): string | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map((half, index) => groupBits(half, index === halves.length - 1))
  if (head === undefined) return undefined
  if (halves.length === 1) return head.length === 128 ? head : undefined
  if (tail === undefined || head.length + tail.length > 112) return undefined
  return head + '0'.repeat(128 - head.length - tail.length) + tail
}

/** Bits of groups between colons; where the address ends with them the last one may be a dotted IPv4 address. */
function groupBits(text: string, ends: boolean): string | undefined {
  if (text === '') return ''
  const groups = text.split(':')
  let bits = ''
  for (const [index, group] of groups.entries()) {
    const dotted = ends && group.includes('.') && index === groups.length - 1
    const more = dotted ? bitsOf4(group) : /^[0-9a-fA-F]{1,4}$/.test(group) ? hexBits(group) : undefined
    if (more === undefined) return undefined
    bits += more
  }
  return bits
}

function hexBits(group: string): string {
  return Number.parseInt(group, 16).toString(2).padStart(16, '0')
}
