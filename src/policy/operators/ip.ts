// Internet addresses and CIDR blocks, read strictly: no octal, hexadecimal or shortened IPv4 and no zones, because two
// readings of one address are a way around a block list. IPv4-mapped IPv6 addresses are IPv4.

import type { ContextScalar } from '../types.ts'
import { family, type Operator, plainText } from './family.ts'

/** Four 32-bit words, most significant first. IPv4 uses the last one only. */
export interface Address {
  readonly family: 4 | 6
  readonly words: Words
}

export interface Block extends Address {
  /** Same shape as `words`: ones where the block decides. Host bits of `words` are already cleared. */
  readonly mask: Words
}

type Words = readonly [number, number, number, number]

/** `undefined` unless the text is exactly one address. */
export function readAddress(text: string): Address | undefined {
  if (text.includes(':')) return unmapped(readV6(text))
  const word = readV4(text)
  return word === undefined ? undefined : v4(word)
}

/** Reads `address` or `address/prefix`. Host bits may be set and are cleared; a plain address is a block of one. */
export function readBlock(text: string): Block | undefined {
  const [addressText = '', prefixText, ...rest] = text.split('/')
  const plain = addressText.includes(':') ? readV6(addressText) : readAddress(addressText)
  if (plain === undefined || rest.length > 0) return undefined
  const bits = plain.family === 4 ? 32 : 128
  if (prefixText !== undefined && !/^(?:0|[1-9]\d{0,2})$/.test(prefixText)) return undefined
  const prefix = prefixText === undefined ? bits : Number(prefixText)
  if (prefix > bits) return undefined
  // ::ffff:a.b.c.d/96 and longer is a block of IPv4 addresses; a shorter one reaches beyond them and stays IPv6.
  if (plain.family === 6 && prefix >= 96 && isMapped(plain.words)) return block(v4(plain.words[3]), prefix - 96)
  return block(plain, prefix)
}

export function contains(block: Block, address: Address): boolean {
  if (block.family !== address.family) return false
  const have = address.words
  const { words, mask } = block
  if (((have[3] & mask[3]) ^ words[3]) !== 0) return false
  if (block.family === 4) return true
  return (
    ((have[0] & mask[0]) ^ words[0]) === 0 &&
    ((have[1] & mask[1]) ^ words[1]) === 0 &&
    ((have[2] & mask[2]) ^ words[2]) === 0
  )
}

function v4(word: number): Address {
  return { family: 4, words: [0, 0, 0, word] }
}

function unmapped(address: Address | undefined): Address | undefined {
  return address !== undefined && isMapped(address.words) ? v4(address.words[3]) : address
}

function isMapped(words: Words): boolean {
  return words[0] === 0 && words[1] === 0 && words[2] === 0xffff
}

function block(address: Address, prefix: number): Block {
  const unused = address.family === 4 ? 96 : 0
  const mask: Words = [
    maskWord(prefix + unused),
    maskWord(prefix + unused - 32),
    maskWord(prefix + unused - 64),
    maskWord(prefix + unused - 96),
  ]
  const [a, b, c, d] = address.words
  return { family: address.family, words: [a & mask[0], b & mask[1], c & mask[2], d & mask[3]], mask }
}

/** The 32-bit word with that many leading ones. */
function maskWord(ones: number): number {
  return ones <= 0 ? 0 : ones >= 32 ? -1 : -1 << (32 - ones)
}

function readV4(text: string): number | undefined {
  let word = 0
  let octets = 0
  let from = 0
  while (octets < 4) {
    let to = from
    let octet = 0
    for (; to < text.length && to - from < 3; to += 1) {
      const digit = text.charCodeAt(to) - 48
      if (digit < 0 || digit > 9) break
      octet = octet * 10 + digit
    }
    // A leading zero means octal to some readers and decimal to others.
    if (to === from || octet > 255 || (to - from > 1 && text[from] === '0')) return undefined
    word = (word << 8) | octet
    octets += 1
    if (octets < 4 && text[to] !== '.') return undefined
    from = to + 1
  }
  return from === text.length + 1 ? word : undefined
}

function readV6(text: string): Address | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [headText = '', tailText] = halves
  const head = readGroups(headText, tailText === undefined)
  const tail = tailText === undefined ? [] : readGroups(tailText, true)
  if (head === undefined || tail === undefined) return undefined
  const missing = 8 - head.length - tail.length
  if (tailText === undefined ? missing !== 0 : missing < 1) return undefined
  const groups = [...head, ...Array<number>(missing).fill(0), ...tail]
  return { family: 6, words: [wordAt(groups, 0), wordAt(groups, 2), wordAt(groups, 4), wordAt(groups, 6)] }
}

function wordAt(groups: readonly number[], index: number): number {
  return ((groups[index] ?? 0) << 16) | (groups[index + 1] ?? 0)
}

/** 16-bit groups; a dotted IPv4 address may be the last of them where the address ends. */
function readGroups(text: string, ends: boolean): readonly number[] | undefined {
  if (text === '') return []
  const pieces = text.split(':')
  const groups: number[] = []
  for (const [index, piece] of pieces.entries()) {
    if (/^[0-9a-fA-F]{1,4}$/.test(piece)) {
      groups.push(Number.parseInt(piece, 16))
      continue
    }
    const dotted = ends && index === pieces.length - 1 ? readV4(piece) : undefined
    if (dotted === undefined) return undefined
    groups.push(dotted >>> 16, dotted & 0xffff)
  }
  return groups.length > 8 ? undefined : groups
}

// The source address of one request is compared many times; a text already read costs one comparison of strings.
let lastText = ''
let lastAddress: Address | undefined

function readSource(value: ContextScalar): Address | undefined {
  if (typeof value !== 'string') return undefined
  if (value !== lastText) {
    lastAddress = readAddress(value)
    lastText = value
  }
  return lastAddress
}

export const IP_OPERATORS: readonly Operator[] = family<Address, Block>({
  type: 'ip',
  variables: false,
  cost: 4,
  want: (parts) => readBlock(plainText(parts)),
  have: readSource,
  rows: [{ name: 'ip_equal', opposite: 'ip_not_equal', holds: (have, want) => contains(want, have) }],
})
