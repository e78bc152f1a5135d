// Addresses and blocks that only look like IPv4 ones, and what is kept of a block.
import { expect, test } from 'vitest'
import { contains, readAddress, readBlock } from './ip.ts'

test.each([
  ['1.2.3.4', 4],
  ['::ffff:1.2.3.4', 4],
  ['::1.2.3.4', 6],
  ['::fffe:1.2.3.4', 6],
  ['1::ffff:1.2.3.4', 6],
  ['0:0:1:0:0:ffff:1.2.3.4', 6],
  ['0:1:0:0:0:ffff:1.2.3.4', 6],
  ['0:0:0:1:0:ffff:1.2.3.4', 6],
])('%s is of family %d', (text, family) => {
  expect(readAddress(text)?.family).toBe(family)
})

test.each(['1.2.3.4:1:2:3:4:5:6', '::1.2.3.4:5', '1.2.3.4::1', '::1.2.3.4:1.2.3.4', '1:2', '::g', '1:2:3:4:5:6:7:'])(
  '%s is no address',
  (text) => {
    expect(readAddress(text)).toBeUndefined()
  },
)

test.each([
  ['10.1.2.3/8', { family: 4, words: [0, 0, 0, 0x0a00_0000], mask: [-1, -1, -1, 0xff00_0000 | 0] }],
  ['10.1.2.3/0', { family: 4, words: [0, 0, 0, 0], mask: [-1, -1, -1, 0] }],
  ['10.1.2.3', { family: 4, words: [0, 0, 0, 0x0a01_0203], mask: [-1, -1, -1, -1] }],
  ['2001:db8::1/33', { family: 6, words: [0x2001_0db8, 0, 0, 0], mask: [-1, -0x8000_0000, 0, 0] }],
  ['2001:db8::1/127', { family: 6, words: [0x2001_0db8, 0, 0, 0], mask: [-1, -1, -1, -2] }],
  ['::ffff:10.1.2.3/104', { family: 4, words: [0, 0, 0, 0x0a00_0000], mask: [-1, -1, -1, 0xff00_0000 | 0] }],
  ['::ffff:0:0/96', { family: 4, words: [0, 0, 0, 0], mask: [-1, -1, -1, 0] }],
  ['::ffff:0:0/95', { family: 6, words: [0, 0, 0xfffe, 0], mask: [-1, -1, -2, 0] }],
  ['1::ffff:0:0/96', { family: 6, words: [0x1_0000, 0, 0xffff, 0], mask: [-1, -1, -1, 0] }],
])('the block %s', (text, block) => {
  expect(readBlock(text)).toEqual(block)
})

test.each([
  ['::fffe:1:2', '::ffff:0:0/95', true],
  ['::fffd:1:2', '::ffff:0:0/95', false],
  ['1:2::1', '1:2::/32', true],
  ['1:3::1', '1:2::/32', false],
  ['1:2:0:1::', '1:2::/64', false],
  ['1:2:0:0:1::', '1:2::/96', false],
  ['1:2::1:0', '1:2::/112', false],
  ['1:2::1', '1:2::/112', true],
])('%s in %s: %s', (address, block, expected) => {
  const [read, wanted] = [readAddress(address), readBlock(block)]
  if (read === undefined || wanted === undefined) throw new Error('not read')
  expect(contains(wanted, read)).toBe(expected)
})
