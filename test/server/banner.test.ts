import { describe, expect, test } from 'vitest'
import { type BannerFacts, banner } from '../../src/server/banner.ts'

const facts: BannerFacts = {
  version: '1.2.3',
  endpoint: 'http://127.0.0.1:8600',
  listening: 'http://127.0.0.1:8600',
  store: 'SQLite data/opencam.db',
  rateLimits: 'documented',
  console: 'served',
  firstRoot: undefined,
  trustFile: undefined,
  exposed: false,
}
const root = { account: 100000000001, appId: 1, secretId: 'AKIDone', secretKey: 'keyone', password: 'passone' }

describe('the banner', () => {
  test('says version, endpoint, store, enforcement, rate limits and the first call', () => {
    const text = banner(facts, false)
    for (const part of [
      '1.2.3',
      'http://127.0.0.1:8600',
      'SQLite data/opencam.db',
      'enforced',
      'documented',
      'First call',
    ]) {
      expect(text).toContain(part)
    }
    expect(text).not.toMatch(/WARNING|Root account|listening on/)
    expect(banner({ ...facts, rateLimits: 'off' }, false)).toMatch(/Rate limits +off/)
  })

  test('says where the console is, or why there is none', () => {
    expect(banner(facts, false)).toMatch(/Console +http:\/\/127\.0\.0\.1:8600\/console\/\n/)
    expect(banner({ ...facts, console: 'off' }, false)).toMatch(/Sign-in .*\/signin\/ \(the console is off\)/)
    expect(banner({ ...facts, console: 'not built' }, false)).toMatch(/the console was not built: npm start builds it/)
  })

  test('has colours on a terminal only, and says the same', () => {
    expect(banner(facts, false)).not.toContain('\x1b')
    const coloured = banner({ ...facts, exposed: true }, true)
    expect(coloured).toContain('\x1b[1m')
    expect(coloured.replace(/\x1b\[[\d;]*m/g, '')).toBe(banner({ ...facts, exposed: true }, false))
  })

  test('fits a terminal', () => {
    const lines = banner({ ...facts, exposed: true, firstRoot: root }, false).split('\n')
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(130)
  })

  test('shows what was generated, and never what was given', () => {
    const generated = banner({ ...facts, firstRoot: root }, false)
    for (const part of ['100000000001', 'AKIDone', 'keyone', 'passone', 'only once']) expect(generated).toContain(part)
    const given = banner({ ...facts, firstRoot: { ...root, secretKey: undefined, password: undefined } }, false)
    expect(given).toContain('AKIDone')
    expect(given.match(/\(as given\)/g)).toHaveLength(2)
  })

  test('warns loudly where others can listen in', () => {
    const text = banner({ ...facts, listening: 'http://0.0.0.0:8600', exposed: true }, false)
    expect(text).toContain('WARNING  http://0.0.0.0:8600 is plain HTTP')
    expect(text).toContain('http://127.0.0.1:8600 (listening on http://0.0.0.0:8600)')
  })

  test('says whose credentials the metadata address hands out, and to whom', () => {
    const metadata = { listening: 'http://127.0.0.1:80', exposed: false, roles: ['worker', 'other'] }
    const text = banner({ ...facts, metadata }, false)
    expect(text).toMatch(/Metadata +http:\/\/127\.0\.0\.1:80 hands out credentials of role worker and 1 more\n/)
    expect(text).not.toContain('WARNING')
    const exposed = banner({ ...facts, metadata: { ...metadata, exposed: true, roles: ['worker'] } }, false)
    expect(exposed).toMatch(/of role worker\n/)
    expect(exposed).toMatch(/WARNING +http:\/\/127\.0\.0\.1:80 hands out credentials of a role to everybody/)
    for (const line of exposed.split('\n')) expect(line.length, line).toBeLessThanOrEqual(130)
  })

  test('tells clients which certificate to trust', () => {
    const text = banner({ ...facts, endpoint: 'https://127.0.0.1:1', trustFile: "/it's/cert.pem" }, false)
    expect(text).toContain("NODE_EXTRA_CA_CERTS='/it'\\''s/cert.pem' node -e")
    expect(text).toContain('protocol: "https://", endpoint: "127.0.0.1:1"')
  })
})
