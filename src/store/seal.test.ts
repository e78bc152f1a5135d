// Sealing: opens what it sealed, and nothing else.
import { expect, test } from 'vitest'
import { sealer } from './seal.ts'

const key = (byte: number) => new Uint8Array(32).fill(byte)
const first = { id: 'first', key: key(1) }
const second = { id: 'second', key: key(2) }
const context = { account: 100_000_000_001, secretId: 'AKIDx' }
const plain = 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE'

test('opens what it sealed; the form is stated and shows nothing of the text', () => {
  const { seal, open } = sealer({ current: first, others: [] })
  const sealed = seal(plain, context)
  expect(sealed).toMatch(/^v1\.first\.[\w-]{16}\.[\w-]{22}\.[\w-]{43}$/)
  expect(sealed).not.toContain(plain)
  expect(open(sealed, context)).toBe(plain)
  expect(open(seal('', context), context)).toBe('')
  expect(open(seal('密钥', context), context)).toBe('密钥')
})

test('the same text never looks the same twice', () => {
  const { seal } = sealer({ current: first, others: [] })
  expect(seal(plain, context)).not.toBe(seal(plain, context))
})

test('after a change of keys old texts open and new ones are under the new key', () => {
  const old = sealer({ current: first, others: [] }).seal(plain, context)
  const changed = sealer({ current: second, others: [first] })
  expect(changed.open(old, context)).toBe(plain)
  expect(changed.seal(plain, context).split('.')[1]).toBe('second')
  const forgotten = sealer({ current: second, others: [] })
  expect(() => forgotten.open(old, context)).toThrow('master key first, which was not given')
})

test('a text that was moved to another owner or altered anywhere does not open', () => {
  const { seal, open } = sealer({ current: first, others: [{ id: 'also', key: first.key }] })
  const sealed = seal(plain, context)
  expect(() => open(sealed, { ...context, account: 1 })).toThrow('does not open')
  expect(() => open(sealed, { ...context, secretId: 'AKIDy' })).toThrow('does not open')
  expect(() => open(sealed.replace('.first.', '.also.'), context)).toThrow('does not open')
  const parts = sealed.split('.')
  for (const index of [2, 3, 4]) {
    const altered = parts.map((part, i) => (i === index ? (part.startsWith('A') ? 'B' : 'A') + part.slice(1) : part))
    expect(() => open(altered.join('.'), context)).toThrow('does not open')
  }
})

test('what is no sealed text is refused, shortened tags included', () => {
  const { seal, open } = sealer({ current: first, others: [] })
  const parts = seal(plain, context).split('.')
  const short = parts.map((part, i) => (i === 3 ? part.slice(0, 6) : part)).join('.')
  for (const text of ['', 'v1', 'v2.first.a.b.c', `${parts.join('.')}.x`, parts.slice(0, 4).join('.'), short]) {
    expect(() => open(text, context)).toThrow('malformed')
  }
})

test('a master key of another length or with an odd name is refused', () => {
  expect(() => sealer({ current: { id: 'x', key: new Uint8Array(16) }, others: [] })).toThrow('32 bytes')
  expect(() => sealer({ current: first, others: [{ id: 'a.b', key: key(3) }] })).toThrow('letters, digits')
})

test('errors repeat neither the text nor the key', () => {
  const { seal, open } = sealer({ current: first, others: [] })
  const sealed = seal(plain, context)
  try {
    open(sealed, { ...context, account: 2 })
    expect.unreachable()
  } catch (error) {
    expect(String(error)).not.toContain(sealed.split('.')[4])
    expect(String(error)).not.toContain(plain)
  }
})
