import { describe, expect, test } from 'vitest'
import { type Random, seededRandom } from '../kernel/random.ts'
import { sealer } from './seal.ts'
import { createTokens, isTemporaryId, type TokenClaims, type Tokens } from './token.ts'

const key = (fill: number) => new Uint8Array(32).fill(fill)
const first = { id: 'first', key: key(1) }
const second = { id: 'second', key: key(2) }
const ours = createTokens(sealer({ current: first, others: [] }))

const issue = (by: Tokens, random: Random, of: TokenClaims) => by.issue(by.newId(random), of)

const claims: TokenClaims = {
  account: 100000000001,
  sessionId: 'session',
  expiresMs: 1_800_000_000_000,
  kind: 'role',
  roleId: '4611686018427387905',
  name: 'name',
  callerUin: 100000000002,
  callerAccount: 100000000001,
  mfa: true,
}

test('a token says what it was made of, to its own id', () => {
  const { secretId, token } = issue(ours, seededRandom(1), claims)
  expect(ours.open(secretId, token)).toEqual(claims)
  expect(ours.open(secretId, token)).toEqual(claims)
  const user = { ...claims, kind: 'federation', roleId: undefined, mfa: false } as const
  const other = issue(ours, seededRandom(2), user)
  expect(ours.open(other.secretId, other.token)).toEqual(user)
  expect(ours.open(secretId, other.token)).toBeUndefined()
  expect(ours.open(other.secretId, token)).toBeUndefined()
})

test('ids, keys and tokens have the documented lengths', () => {
  const longest = { ...claims, name: 'n'.repeat(128), sessionId: 's'.repeat(64) }
  const { secretId, secretKey, token } = issue(ours, seededRandom(3), longest)
  expect(secretId).toMatch(/^AKID[\w-]{60}$/)
  expect(secretKey).toMatch(/^[\w-]{43}$/)
  expect(Buffer.byteLength(token)).toBeLessThanOrEqual(4096)
})

test('the secret key comes from the id alone', () => {
  const { secretId, secretKey } = issue(ours, seededRandom(4), claims)
  const again = createTokens(sealer({ current: first, others: [] }))
  expect(again.secretOf(secretId)?.reveal()).toBe(secretKey)
  const { secretId: another } = issue(ours, seededRandom(5), claims)
  expect(again.secretOf(another)?.reveal()).not.toBe(secretKey)
})

describe('a token is not believed when', () => {
  const { secretId, token } = issue(ours, seededRandom(6), claims)

  test('a single character of it is another one', () => {
    const fresh = createTokens(sealer({ current: first, others: [] }))
    for (let index = 0; index < token.length; index++) {
      const other = token[index] === 'A' ? 'B' : 'A'
      expect(
        fresh.open(secretId, `${token.slice(0, index)}${other}${token.slice(index + 1)}`),
        `${index}`,
      ).toBeUndefined()
    }
  })

  test('it is cut, lengthened, empty or of another make', () => {
    const others = ['', '.', 'v1', token.slice(0, -1), `${token}A`, `${token}.`, `${token}.A`, 'x'.repeat(5000)]
    for (const text of others) expect(ours.open(secretId, text)).toBeUndefined()
  })

  test('it was made under another master key', () => {
    const theirs = createTokens(sealer({ current: { id: 'first', key: key(9) }, others: [] }))
    expect(theirs.open(secretId, token)).toBeUndefined()
    expect(theirs.secretOf(secretId)).toBeUndefined()
    expect(createTokens(sealer({ current: second, others: [] })).open(secretId, token)).toBeUndefined()
  })

  test('it is a stored secret of the same key id', () => {
    const { seal } = sealer({ current: first, others: [] })
    expect(ours.open(secretId, seal('{}', { account: 0, secretId }))).toBeUndefined()
    expect(ours.open(secretId, seal(JSON.stringify([1, 's']), { account: 0, secretId }))).toBeUndefined()
    expect(ours.open(secretId, seal('secret', { account: 1, secretId }))).toBeUndefined()
  })
})

test('after a change of the master key earlier credentials go on, until it is forgotten', () => {
  const { secretId, secretKey, token } = issue(ours, seededRandom(7), claims)
  const changed = createTokens(sealer({ current: second, others: [first] }))
  expect(changed.secretOf(secretId)?.reveal()).toBe(secretKey)
  expect(changed.open(secretId, token)).toEqual(claims)
  const forgotten = createTokens(sealer({ current: second, others: [] }))
  expect(forgotten.secretOf(secretId)).toBeUndefined()
  expect(forgotten.open(secretId, token)).toBeUndefined()
})

test('what is kept in memory is bounded and still right', () => {
  const small = createTokens(sealer({ current: first, others: [] }), 2)
  const random = seededRandom(8)
  const made = Array.from({ length: 5 }, () => issue(small, random, claims))
  for (const { secretId, token } of [...made, ...made]) expect(small.open(secretId, token)).toEqual(claims)
})

test('a permanent id has not the form of a temporary one', () => {
  expect(isTemporaryId(`AKID${'a'.repeat(32)}`)).toBe(false)
  expect(isTemporaryId(`AKID${'a'.repeat(60)}`)).toBe(true)
  expect(isTemporaryId(`AKIZ${'a'.repeat(60)}`)).toBe(false)
  expect(ours.secretOf(`AKID${'a'.repeat(60)}`)).toBeUndefined()
})
