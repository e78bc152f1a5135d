import { BlockList, isIPv4, isIPv6 } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contains, readAddress, readBlock } from './ip.ts'

const parameters = {
  seed: Number(process.env['OPENCAM_TEST_SEED'] ?? 20190116),
  numRuns: Number(process.env['OPENCAM_TEST_RUNS'] ?? 1000),
}

function isIn(address: string, block: string): boolean | undefined {
  const [read, wanted] = [readAddress(address), readBlock(block)]
  return read === undefined || wanted === undefined ? undefined : contains(wanted, read)
}

describe('readAddress', () => {
  test.each([
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '01.2.3.4',
    '1.2.3.4 ',
    '0x1.2.3.4',
    '1..2.3',
    '',
    '.',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7:8:9',
    '12345::',
    'fe80::1%1',
    '::1.2.3',
    '1.2.3.4::',
    '::ffff:1.2.3.04',
    '1:2:3:4:5:6:7::8:9',
  ])('refuses %j', (text) => {
    expect(readAddress(text)).toBeUndefined()
  })

  test('reads exactly what the platform calls an address, but for zones', () => {
    const digits = fc.string({
      unit: fc.constantFrom('0', '1', '25', '5', '.', ':', '::', 'f', 'F', 'g'),
      maxLength: 12,
    })
    const texts = fc.oneof(fc.ipV4(), fc.ipV6(), fc.ipV4Extended(), digits)
    const same = fc.property(texts, (text) => {
      expect(readAddress(text) !== undefined).toBe(isIPv4(text) || isIPv6(text))
    })
    fc.assert(same, { ...parameters, numRuns: parameters.numRuns * 5 })
  })

  test('spellings of one address are equal', () => {
    expect(readAddress('2001:DB8::0:1')).toEqual(readAddress('2001:db8:0:0:0:0:0:1'))
    expect(readAddress('::ffff:1.2.3.4')).toEqual(readAddress('1.2.3.4'))
    expect(readAddress('::ffff:102:304')).toEqual(readAddress('1.2.3.4'))
    expect(readAddress('::1.2.3.4')).not.toEqual(readAddress('1.2.3.4'))
  })
})

describe('contains', () => {
  test('agrees with the platform on IPv4 and IPv6 blocks', () => {
    const v4 = fc.tuple(fc.ipV4(), fc.ipV4(), fc.nat({ max: 32 }), fc.constant('ipv4' as const))
    const v6 = fc.tuple(fc.ipV6(), fc.ipV6(), fc.nat({ max: 128 }), fc.constant('ipv6' as const))
    const same = fc.property(fc.oneof(v4, v6), fc.boolean(), ([one, other, prefix, family], near) => {
      const address = near ? one : other
      fc.pre(!/^(0*:){2,}.*ffff/i.test(one) && !/^(0*:){2,}.*ffff/i.test(other))
      const list = new BlockList()
      list.addSubnet(one, prefix, family)
      expect(isIn(address, `${one}/${prefix}`)).toBe(list.check(address, family))
    })
    fc.assert(same, parameters)
  })

  test.each([
    ['10.121.2.99', '10.121.2.10/24', true],
    ['10.121.3.10', '10.121.2.10/24', false],
    ['1.2.3.4', '1.2.3.4', true],
    ['1.2.3.4', '0.0.0.0/0', true],
    ['255.255.255.255', '128.0.0.0/1', true],
    ['::1', '::/0', true],
    ['1.2.3.4', '::/0', false],
    ['::ffff:1.2.3.4', '1.2.3.0/24', true],
    ['1.2.3.4', '::ffff:0:0/96', true],
    ['1.2.3.4', '::ffff:1.2.3.4/128', true],
    ['2001:db8::1', '::ffff:0:0/95', false],
    ['2001:db8:8000::', '2001:db8:8000::/33', true],
    ['2001:db8:7fff::', '2001:db8:8000::/33', false],
    ['::1', '1.2.3.4', false],
  ])('%s in %s: %s', (address, block, expected) => {
    expect(isIn(address, block)).toBe(expected)
  })

  test.each([
    '1.2.3.4/33',
    '1.2.3.4/',
    '1.2.3.4/-1',
    '1.2.3.4/08',
    '1.2.3.4/8/8',
    '::1/129',
    '1.2.3/8',
    '/8',
    '1.2.3.4/8 ',
  ])('%j is no block', (text) => {
    expect(readBlock(text)).toBeUndefined()
  })
})
