import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ActionForm } from '../document.ts'
import { contains, readAddress, readBlock } from '../operators/ip.ts'
import { compilePattern, matches } from '../pattern.ts'
import { readPolicy } from '../validate.ts'
import { actionCovers, blockCovers, coveredItems, patternCovers, resourceCovers } from './contain.ts'

const parameters = {
  seed: Number(process.env['OPENCAM_TEST_SEED'] ?? 20190116),
  numRuns: Number(process.env['OPENCAM_TEST_RUNS'] ?? 3000),
}
const pattern = fc.array(fc.constantFrom('a', 'b', '*'), { maxLength: 6 }).map((parts) => parts.join(''))
const runs = fc.array(fc.constantFrom('', 'a', 'b', 'ab', 'z'), { minLength: 6, maxLength: 6 })

describe('patterns', () => {
  test('what covers matches all that the other matches', () => {
    const law = fc.property(pattern, pattern, runs, (wide, narrow, fillings) => {
      let at = 0
      const text = narrow.replaceAll('*', () => fillings[at++] ?? '')
      expect(matches(compilePattern(narrow), text)).toBe(true)
      if (patternCovers(wide, narrow)) expect(matches(compilePattern(wide), text), `${wide} ${text}`).toBe(true)
    })
    fc.assert(law, parameters)
  })

  test('what does not cover misses a text with letters that it does not have', () => {
    const law = fc.property(pattern, pattern, (wide, narrow) => {
      const text = narrow.replaceAll('*', 'z')
      expect(patternCovers(wide, narrow)).toBe(matches(compilePattern(wide), text))
    })
    fc.assert(law, parameters)
  })

  test('characters that stand for what is unknown are only equal to themselves', () => {
    expect(patternCovers('a\u0001', 'a*')).toBe(false)
    expect(patternCovers('*', 'a\u0001')).toBe(false)
    expect(patternCovers('a\u0001', 'a\u0001')).toBe(true)
  })
})

test('an action covers another by product and by name', () => {
  const action = (text: string): ActionForm => {
    const [product = '', name = ''] = text.split(':')
    return { text, product, name }
  }
  const covers = (wide: string, narrow: string) => actionCovers(action(wide), action(narrow))
  expect(covers('cvm:*', 'cvm:run*')).toBe(true)
  expect(covers('*:*', 'c*:run')).toBe(true)
  expect(covers('cvm:*', '*:*')).toBe(false)
  expect(covers('c*:run', 'cvm:runs')).toBe(false)
})

describe('resources', () => {
  const covers = (wide: string, narrow: string, effect: 'allow' | 'deny' = 'allow') => {
    const read = (resource: string) =>
      readPolicy(JSON.stringify({ version: '2.0', statement: [{ effect, action: '*', resource }] }), {
        purpose: 'preset',
        vocabulary: { service: () => undefined },
      }).document?.statements[0]?.resources[0]
    const [one, other] = [read(wide), read(narrow)]
    if (one === undefined || other === undefined) throw new Error('not read')
    return resourceCovers(one, other, effect)
  }

  test.each([
    ['*', 'qcs:::::*', true],
    // Resources of other accounts too are covered by the bare star.
    ['qcs:::::*', '*', false],
    ['qcs::cvm:::*', 'qcs::cvm:gz::instance/1', true],
    ['qcs::cvm:gz::*', 'qcs::cvm:ap-guangzhou::instance/1', true],
    ['qcs::cvm:ap-*::*', 'qcs::cvm:gz::instance/1', true],
    ['qcs::cvm:gz::*', 'qcs::cvm:::instance/1', false],
    ['qcs::cvm:::*', 'qcs:::::instance/1', false],
    ['qcs::cvm::uin/1:*', 'qcs::cvm::uin/2:x', false],
    ['qcs::cvm::uin/1:*', 'qcs::cvm::uid/1:x', false],
    ['qcs::cvm::uin/:*', 'qcs::cvm::*:x', true],
    ['qcs::cvm::uin/-1:*', 'qcs::cvm:::x', false],
    ['qcs::cvm:::dir/*', 'qcs::cvm:::dir', false],
    ['qcs::cvm:::q/${uin}/*', 'qcs::cvm:::q/${uin}/1', true],
    ['qcs::cvm:::q/${uin}/*', 'qcs::cvm:::q/11/1', false],
    ['qcs::cvm:::q/${uin}', 'qcs::cvm:::q/${owner_uin}', false],
    ['qcs::cvm:::q/', 'qcs::cvm:::q/${uin}', false],
    ['qcs::cvm:::q/', 'qcs::cvm:::q/${owner_uin}', false],
    ['qcs::cvm:::q/', 'qcs::cvm:::q/${app_id}', false],
    ['qcs::cvm:::q/${uin}', 'qcs::cvm:::q/*', false],
    ['qcs:::::instance/*', 'qcs::cvm:::instance/1', true],
    ['qcs::cvm:::*', 'qcs::cos:::instance/1', false],
    ['qcs::cvm:*::*', 'qcs::cvm:::instance/1', true],
    ['qcs::cvm:gz::*', 'qcs::cvm:*::instance/1', false],
    ['qcs::cvm:gz::*', 'qcs::cvm:bj::instance/1', false],
    ['qcs::cvm::uin/1:*', 'qcs::cvm::uin/1:x', true],
  ])('%s over %s: %j', (wide, narrow, expected) => {
    expect(covers(wide, narrow)).toBe(expected)
  })

  test('a variable without value matches nothing in an allow and everything in a deny', () => {
    const [wide, narrow] = ['qcs::cvm:::q/*', 'qcs::cvm:::q/${uin}']
    expect(covers(wide, narrow, 'allow')).toBe(true)
    expect(covers(wide, narrow, 'deny')).toBe(false)
    expect(covers('qcs::cvm:::*', narrow, 'deny')).toBe(true)
    expect(covers('qcs::cvm:::**', narrow, 'deny')).toBe(true)
    expect(covers('qcs::cvm:::*q/*', narrow, 'deny')).toBe(false)
    expect(covers(narrow, narrow, 'deny')).toBe(true)
    expect(covers('qcs::cvm:::q/${uin}${app_id}', 'qcs::cvm:::q/${uin}${app_id}', 'deny')).toBe(true)
  })
})

test('blocks cover what they contain', () => {
  const octet = fc.constantFrom(0, 1, 128, 129, 255)
  const block = fc
    .tuple(octet, octet, fc.constantFrom(0, 1, 8, 9, 16, 24, 25, 31, 32))
    .map(([a, b, prefix]) => `10.${a}.0.${b}/${prefix}`)
  const law = fc.property(block, block, octet, octet, (wideText, narrowText, a, b) => {
    const [wide, narrow, address] = [readBlock(wideText), readBlock(narrowText), readAddress(`10.${a}.0.${b}`)]
    if (wide === undefined || narrow === undefined || address === undefined) throw new Error('not read')
    if (blockCovers(wide, narrow) && contains(narrow, address)) expect(contains(wide, address)).toBe(true)
    expect(blockCovers(wide, wide)).toBe(true)
  })
  fc.assert(law, parameters)
})

test('of equal items the first is kept', () => {
  const covers = (wide: string, narrow: string) => narrow.startsWith(wide)
  expect(coveredItems(['a', 'ab', 'a', 'c'], covers)).toEqual([
    ['ab', 'a'],
    ['a', 'a'],
  ])
})
