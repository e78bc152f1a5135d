// The oracle's readers of typed values, form by form: what it reads wrongly it would call right in the engine too.
import { describe, expect, test } from 'vitest'
import { addressIn, readFlag, readNetwork, readNumber, readTime } from './values.ts'

test.each<[string | number | boolean, number | undefined]>([
  ['1', 1],
  ['+1.5', 1.5],
  ['-12e3', -12_000],
  ['12.25E+2', 1225],
  ['1e-2', 0.01],
  ['1e10', 1e10],
  [' 7\t', 7],
  [7, 7],
  [true, 1],
  [false, 0],
  ['', undefined],
  [' ', undefined],
  ['x1', undefined],
  ['1x', undefined],
  ['1 2', undefined],
  ['1.', undefined],
  ['.5', undefined],
  ['1.5.5', undefined],
  ['1e', undefined],
  ['1e1.5', undefined],
  ['--1', undefined],
  ['0x10', undefined],
  ['0b1', undefined],
  ['1e400', undefined],
  ['Infinity', undefined],
  ['true', undefined],
  [Number.POSITIVE_INFINITY, undefined],
  [Number.NaN, undefined],
])('the number %j: %j', (value, expected) => {
  expect(readNumber(value)).toBe(expected)
})

test.each<[boolean | undefined, readonly (string | number | boolean)[]]>([
  [true, [true, 'true', 1, '1']],
  [false, [false, 'false', 0, '0']],
  [undefined, ['', 'True', 'FALSE', ' true', 2, '00', '01', 'x']],
])('the flag %j', (expected, values) => {
  expect(values.map(readFlag)).toEqual(values.map(() => expected))
})

const time = Date.UTC(2016, 5, 1, 12, 30, 15)

describe('times', () => {
  test.each<[string | number, number | undefined]>([
    ['2016-06-01T12:30:15Z', time],
    ['2016-06-01T12:30:15', time],
    ['2016-06-01 12:30:15', time],
    ['2016-06-01   12:30:15', time],
    ['2016-06-01 T 12:30:15 Z', time],
    [' 2016-06-01T12:30:15Z\n', time],
    ['2016-06-01T12:30:15.25Z', time + 250],
    ['2016-06-01T12:30:15,5', time + 500],
    ['2016-06-01T20:30:15+08:00', time],
    ['2016-06-01T20:30:15+0800', time],
    ['2016-06-01T09:15:15-0315', time],
    ['2016-06-01T09:15:15 -03:15', time],
    ['2016-05-31T23:59:59Z', Date.UTC(2016, 4, 31, 23, 59, 59)],
    ['2016-02-29T00:00:00Z', Date.UTC(2016, 1, 29)],
    [time, undefined],
    ['', undefined],
    ['2016-06-01', undefined],
    ['2016-06-0112:30:15', undefined],
    ['x2016-06-01T12:30:15Z', undefined],
    ['2016-06-01T12:30:15Zx', undefined],
    ['12016-06-01T12:30:15Z', undefined],
    ['2016-06-01x12:30:15Z', undefined],
    ['2016-06-01TT12:30:15Z', undefined],
    ['2016-06-01T12:30:15.Z', undefined],
    ['2016-06-01T12:30:15;5Z', undefined],
    ['2016-06-01T12:30:15+8:00', undefined],
    ['2016-06-01T12:30:15+080', undefined],
    ['2016-06-01T12:30:15+25:00', undefined],
    ['2016-06-01T12:30:15+00:61', undefined],
    ['2016-6-01T12:30:15Z', undefined],
    ['2016-06-1T12:30:15Z', undefined],
    ['216-06-01T12:30:15Z', undefined],
    ['2016-06-01T2:30:15Z', undefined],
    ['2016-06-01T12:3:15Z', undefined],
    ['2016-06-01T12:30:5Z', undefined],
    ['2016-06-01T24:00:00Z', undefined],
    ['2016-06-01T12:60:15Z', undefined],
    ['2016-06-01T12:30:60Z', undefined],
    ['2016-02-30T12:30:15Z', undefined],
    ['2015-02-29T12:30:15Z', undefined],
    ['2016-13-01T12:30:15Z', undefined],
  ])('%j: %j', (value, expected) => {
    expect(readTime(value)).toBe(expected)
  })
})

const zeros = (bits: number) => '0'.repeat(bits)

describe('networks', () => {
  test.each([
    ['1.2.3.4', { bits: '00000001000000100000001100000100', length: 32, block: false }],
    ['255.0.10.99/8', { bits: '11111111000000000000101001100011', length: 8, block: true }],
    ['1.2.3.4/32', { bits: '00000001000000100000001100000100', length: 32, block: true }],
    ['::', { bits: zeros(128), length: 128, block: false }],
    ['::1/128', { bits: `${zeros(127)}1`, length: 128, block: true }],
    ['8000::/1', { bits: `1${zeros(127)}`, length: 1, block: true }],
    [
      '1:2:3:4:5:6:7:8/0',
      { bits: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => n.toString(2).padStart(16, '0')).join(''), length: 0 },
    ],
    ['1::', { bits: `${zeros(15)}1${zeros(112)}`, length: 128 }],
    ['0:0:0:0:0:0:0::', { bits: zeros(128), length: 128 }],
    ['::fF', { bits: `${zeros(120)}11111111`, length: 128 }],
    ['::0.0.0.255', { bits: `${zeros(120)}11111111`, length: 128 }],
    ['::ffff:0.0.0.255', { bits: `${zeros(24)}11111111`, length: 32, block: false }],
    ['::ffff:0:ff/96', { bits: `${zeros(24)}11111111`, length: 0, block: true }],
    ['::ffff:0:ff/97', { bits: `${zeros(24)}11111111`, length: 1, block: true }],
    ['::ffff:0:ff/95', { bits: `${zeros(80)}${'1'.repeat(16)}${zeros(24)}11111111`, length: 95, block: true }],
    ['::fffe:0.0.0.255', { bits: `${zeros(80)}${'1'.repeat(15)}0${zeros(24)}11111111`, length: 128 }],
  ])('%s', (text, expected) => {
    expect(readNetwork(text)).toMatchObject(expected)
  })

  test.each([
    '',
    '/8',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '1.2.3.04',
    '1.2.3.4x',
    'x1.2.3.4',
    '1.2.3.1000',
    '1..3.4',
    '1.2.3.4/',
    '1.2.3.4/33',
    '1.2.3.4/-1',
    '1.2.3.4/x8',
    '1.2.3.4/8x',
    '1.2.3.4/0008',
    '1.2.3.4/8/8',
    '::1/129',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4::5:6:7:8',
    '1:2:3:4:5:6:7:8::',
    '::g',
    'g::',
    '::12345',
    '1.2.3.4::',
    '::1.2.3.4:5',
    '::1.2.3',
  ])('%j is none', (text) => {
    expect(readNetwork(text)).toBeUndefined()
  })

  test.each([
    ['10.1.2.3', '10.0.0.0/8', true],
    ['11.1.2.3', '10.0.0.0/8', false],
    ['10.1.2.3', '10.1.2.3', true],
    ['10.1.2.2', '10.1.2.3', false],
    ['10.1.2.3', '0.0.0.0/0', true],
    ['10.1.2.3', '::/0', false],
    ['::1', '::/0', true],
    ['::1', '0.0.0.0/0', false],
    ['::ffff:10.1.2.3', '10.0.0.0/8', true],
    // A block of a request is no address.
    ['10.1.2.3/32', '10.0.0.0/8', undefined],
  ])('%s in %s: %j', (have, want, expected) => {
    const [one, other] = [readNetwork(have), readNetwork(want)]
    if (one === undefined || other === undefined) throw new Error('not read')
    expect(addressIn(one, other)).toBe(expected)
  })
})
