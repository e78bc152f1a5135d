// Password hashes.
import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from './passwords.ts'

test('argon2id at the stated cost; the right password matches, others do not', async () => {
  const stored = await hashPassword('Pässword-1')
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await verifyPassword(stored, 'Pässword-1')).toBe(true)
  expect(await verifyPassword(stored, 'Pässword-2')).toBe(false)
  expect(await verifyPassword(stored, '')).toBe(false)
  expect(await hashPassword('Pässword-1')).not.toBe(stored)
})

test('a stored text that is no hash matches nothing', async () => {
  for (const text of ['', 'Pässword-1', '$argon2id$v=19$']) expect(await verifyPassword(text, 'Pässword-1')).toBe(false)
})
