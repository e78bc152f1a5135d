import { expect, test } from 'vitest'
import { longRegion } from './regions.ts'

test('a region has one long name, whichever spelling is given', () => {
  expect(longRegion('gz')).toBe('ap-guangzhou')
  expect(longRegion('ap-guangzhou')).toBe('ap-guangzhou')
  expect(longRegion('shjr')).toBe('ap-shanghai-fsi')
})

test('an unknown region is a region of its own', () => {
  expect(['xx-1', '', 'constructor', 'GZ'].map(longRegion)).toEqual(['xx-1', '', 'constructor', 'GZ'])
})
