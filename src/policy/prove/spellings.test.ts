import { describe, expect, test } from 'vitest'
import { readDate } from '../operators/date.ts'
import { readAddress } from '../operators/ip.ts'
import { readNumber } from '../operators/number.ts'
import { caseVariants, spellings } from './spellings.ts'

describe('spellings', () => {
  test.each([
    ['5', readNumber],
    ['-1.5', readNumber],
    ['1e+21', readNumber],
    ['2020-01-01T00:00:00Z', readDate],
    ['2020-01-01 00:00:00', readDate],
    ['10.0.0.1', readAddress],
    ['0:0:0:0:0:0:0:1', readAddress],
    ['2001:db8:0:1:0:0:0:0', readAddress],
  ] as const)('of %j mean the same, and are not taken', (text, read) => {
    const taken = new Set<string>()
    for (let round = 0; round < 5; round += 1) {
      const found = spellings(text, taken)
      expect(found).toHaveLength(2)
      for (const other of found) {
        expect(read(other)).toEqual(read(text))
        expect(taken).not.toContain(other.toLowerCase())
        taken.add(other.toLowerCase())
      }
    }
  })

  test.each([
    [5, [], ['5', '05']],
    ['5', ['5'], ['05', '005']],
    ['-1.5', ['-1.5'], ['-01.5', '-001.5']],
    ['+1', ['+1'], ['+01', '+001']],
    ['2020-01-01T00:00:00Z', ['2020-01-01t00:00:00z'], ['2020-01-01 T00:00:00Z', '2020-01-01  T00:00:00Z']],
    ['2020-01-01 00:00:00', ['2020-01-01 00:00:00'], ['2020-01-01  00:00:00', '2020-01-01   00:00:00']],
    ['10.0.0.1', ['10.0.0.1'], ['::ffff:10.0.0.1', '0::ffff:10.0.0.1']],
    ['0:0:0:0:0:0:0:1', [], ['0:0:0:0:0:0:0:1', '0000:0:0:0:0:0:0:1']],
    ['1:2:0:0:0:0:0:1', ['1:2:0:0:0:0:0:1'], ['0001:2:0:0:0:0:0:1', '1:0002:0:0:0:0:0:1']],
    ['::1', ['::1'], []],
    [true, [], ['true', 'truex']],
  ] as const)('of %j beside %j are, the simplest first', (value, taken, expected) => {
    expect(spellings(value, new Set(taken))).toEqual(expected)
  })

  test('are as many as there are groups to fill up', () => {
    const address = '1:2:3:4:5:6:7:8'
    const taken = new Set([address])
    for (;;) {
      const found = spellings(address, taken)
      if (found.length === 0) break
      for (const one of found) taken.add(one)
    }
    expect(taken.size).toBe(256)
    expect([...taken].at(-1)).toBe('0001:0002:0003:0004:0005:0006:0007:0008')
  })

  test('of a text that means nothing mean nothing either', () => {
    expect(spellings('x', new Set(['x', 'xx']))).toEqual(['xxx', 'xxxx'])
  })

  test('end where an address has no more of them', () => {
    const full = '1111:2222:3333:4444:5555:6666:7777:8888'
    expect(spellings(full, new Set())).toEqual([full])
    expect(spellings(full, new Set([full]))).toEqual([])
    const four = '10.0.0.1'
    const prefixes = ['', '::ffff:']
    for (const zeros of ['0', '00', '000', '0000']) {
      prefixes.push(`${zeros}::ffff:`)
      for (const more of ['0', '00', '000', '0000']) prefixes.push(`${zeros}:${more}::ffff:`)
    }
    expect(spellings(four, new Set(prefixes.map((prefix) => prefix + four)))).toEqual([])
    const all = prefixes.flatMap((prefix) => {
      return spellings(four, new Set(prefixes.filter((other) => other !== prefix).map((other) => other + four)))
    })
    expect(all.sort()).toEqual(prefixes.map((prefix) => prefix + four).sort())
  })
})

describe('caseVariants', () => {
  test('are all of them where letters are few', () => {
    expect(caseVariants('1Ab', 0).toSorted()).toEqual(['1AB', '1Ab', '1aB', '1ab'])
    expect(caseVariants('k', 0).toSorted()).toEqual(['K', 'k', '\u212a'])
    expect(caseVariants('abcdef', 0)).toHaveLength(64)
  })

  test('are more than are taken where letters are many', () => {
    expect(new Set(caseVariants('abcdefg', 3))).toEqual(
      new Set(['abcdefg', 'ABCDEFG', 'Abcdefg', 'aBcdefg', 'abCdefg', 'abcDefg']),
    )
  })

  test('keep what has no case, and what would become another text', () => {
    expect(caseVariants('1.\u6c49', 0)).toEqual(['1.\u6c49'])
    expect(caseVariants('\u00df', 0)).toEqual(['\u00df'])
  })
})
