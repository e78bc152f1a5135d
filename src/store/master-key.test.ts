// The master key from a value and from a file.
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { masterKeyFile, parseMasterKeys } from './master-key.ts'

const folders: string[] = []
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'opencam-key-'))
  folders.push(made)
  return made
}
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true })
})

const bytes = Buffer.from(Array.from({ length: 32 }, (_, i) => 255 - i * 5))
const hex = bytes.toString('hex')
const base64 = bytes.toString('base64')

test('hex and both alphabets of base64, padded or not, are the same key with the same id', () => {
  const forms = [hex, hex.toUpperCase(), base64, base64.replace('=', ''), bytes.toString('base64url')]
  const keys = forms.map((form) => parseMasterKeys(form).current)
  for (const { id, key } of keys) {
    expect(Buffer.from(key).equals(bytes)).toBe(true)
    expect(id).toBe(keys[0]?.id)
    expect(id).toMatch(/^[0-9a-f]{12}$/)
  }
})

test('the first of several seals, the others open', () => {
  const other = 'ab'.repeat(32)
  const { current, others } = parseMasterKeys(`${hex}, ${other}`)
  expect(Buffer.from(current.key).toString('hex')).toBe(hex)
  expect(others.map(({ key }) => Buffer.from(key).toString('hex'))).toEqual([other])
})

test('anything else is refused by its place, never repeated', () => {
  for (const bad of ['', 'short', `${hex}0`, hex.slice(2), base64.slice(4), `${hex},`, `${hex},not-a-key`]) {
    expect(() => parseMasterKeys(bad)).toThrow(/^master key [12] is not 32 bytes/)
  }
  expect(() => parseMasterKeys('s3cret-s3cret')).not.toThrow('s3cret')
})

test('a key file is made once, private, and read again', () => {
  const dir = folder()
  const made = masterKeyFile(dir)
  expect(statSync(join(dir, 'master.key')).mode & 0o777).toBe(0o600)
  expect(readdirSync(dir)).toEqual(['master.key'])
  expect(masterKeyFile(dir)).toEqual(made)
  expect(made.current.key).toHaveLength(32)
  expect(masterKeyFile(folder()).current.id).not.toBe(made.current.id)
})

test('a key file that others may read is refused and left alone', () => {
  const dir = folder()
  masterKeyFile(dir)
  const file = join(dir, 'master.key')
  const text = readFileSync(file, 'utf8')
  for (const mode of [0o640, 0o604, 0o620]) {
    chmodSync(file, mode)
    expect(() => masterKeyFile(dir)).toThrow(`may be read by others (mode ${mode.toString(8)})`)
  }
  expect(readFileSync(file, 'utf8')).toBe(text)
})

test('a key file without a key is refused, never replaced', () => {
  const dir = folder()
  writeFileSync(join(dir, 'master.key'), 'nonsense', { mode: 0o600 })
  expect(() => masterKeyFile(dir)).toThrow('not 32 bytes')
  expect(readFileSync(join(dir, 'master.key'), 'utf8')).toBe('nonsense')
})

test('a folder that does not exist is an error, not made', () => {
  const dir = join(folder(), 'missing')
  expect(() => masterKeyFile(dir)).toThrow()
  expect(existsSync(dir)).toBe(false)
})
