import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { virtualClock } from '../../src/kernel/clock.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import { addressBytes, authority, isLoopback } from '../../src/server/address.ts'
import { makeCertificate } from '../../src/server/certificate.ts'
import { serveHttp } from '../../src/server/http.ts'
import { plainReply } from '../../src/server/reply.ts'
import { certificateFromFiles, selfSigned } from '../../src/server/tls.ts'

const random = seededRandom(1)
const dayMs = 86_400_000
const nowMs = Date.now()

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'opencam-tls-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

describe('a certificate made here', () => {
  const names = ['localhost', 'cam.example.org', '127.0.0.1', '2001:db8::12:1']
  const { cert, key } = makeCertificate(random, { names, fromMs: nowMs, toMs: nowMs + dayMs })
  const read = new X509Certificate(cert)

  test('is signed by its own key', () => {
    expect(read.verify(read.publicKey)).toBe(true)
    expect(key).toMatch(/^-----BEGIN PRIVATE KEY-----\n/)
  })

  test('is good for its names only, and for no signing of others', () => {
    for (const name of ['localhost', 'cam.example.org']) expect(read.checkHost(name)).toBe(name)
    for (const address of ['127.0.0.1', '2001:db8::12:1']) expect(read.checkIP(address)).toBe(address)
    expect(read.checkHost('example.org')).toBeUndefined()
    expect(read.checkIP('127.0.0.2')).toBeUndefined()
    expect(read.ca).toBe(false)
    expect(read.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
  })

  test('lives as long as asked, also beyond the years of two digits', () => {
    expect(read.validFromDate.getTime()).toBe(Math.floor(nowMs / 1000) * 1000)
    const toMs = Date.UTC(2050, 0, 2, 3, 4, 5)
    const long = new X509Certificate(makeCertificate(random, { names, fromMs: Date.UTC(2049, 11, 31), toMs }).cert)
    expect(long.validToDate.getTime()).toBe(toMs)
    expect(long.validFromDate.getTime()).toBe(Date.UTC(2049, 11, 31))
  })

  test('carries many names, and a serial of its own', () => {
    const many = Array.from({ length: 40 }, (_, index) => `host-number-${index}.example.org`)
    const other = new X509Certificate(makeCertificate(random, { names: many, fromMs: nowMs, toMs: nowMs + dayMs }).cert)
    expect(other.checkHost('host-number-39.example.org')).toBeDefined()
    expect(other.serialNumber).not.toBe(read.serialNumber)
  })
})

describe('the self-signed certificate of a data folder', () => {
  test('is made once, its key private, and kept', () => {
    const dir = folder()
    const clock = virtualClock(nowMs)
    const first = selfSigned(dir, '127.0.0.1', { clock, random })
    expect(statSync(join(dir, 'tls-key.pem')).mode & 0o777).toBe(0o600)
    expect(selfSigned(dir, '127.0.0.1', { clock, random })).toEqual(first)
    expect(readFileSync(first.file, 'utf8')).toBe(first.cert)
  })

  test.each([
    ['it ends soon', (dir: string) => selfSigned(dir, '127.0.0.1', { clock: () => nowMs + 380 * dayMs, random })],
    ['the host is another', (dir: string) => selfSigned(dir, 'cam.example.org', { clock: () => nowMs, random })],
    [
      'the file is broken',
      (dir: string) => {
        writeFileSync(join(dir, 'tls-cert.pem'), 'nothing')
        return selfSigned(dir, '127.0.0.1', { clock: () => nowMs, random })
      },
    ],
  ])('is made anew when %s', (_, again) => {
    const dir = folder()
    const first = selfSigned(dir, '127.0.0.1', { clock: () => nowMs, random })
    expect(again(dir).cert).not.toBe(first.cert)
  })
})

describe('certificate files', () => {
  const given = { names: ['localhost'], fromMs: nowMs - dayMs, toMs: nowMs + dayMs }

  test('that do not belong together are refused', () => {
    const dir = folder()
    const [one, other] = [makeCertificate(random, given), makeCertificate(random, given)]
    writeFileSync(join(dir, 'cert'), one.cert)
    writeFileSync(join(dir, 'key'), other.key)
    expect(() => certificateFromFiles(join(dir, 'cert'), join(dir, 'key'))).toThrow(
      /not a certificate and its private key/,
    )
  })

  test('that are not there are named', () => {
    expect(() => certificateFromFiles('/no/cert', '/no/key')).toThrow(/the certificate cannot be read: .*\/no\/cert/)
    const dir = folder()
    writeFileSync(join(dir, 'cert'), makeCertificate(random, given).cert)
    expect(() => certificateFromFiles(join(dir, 'cert'), '/no/key')).toThrow(
      /the private key cannot be read: .*\/no\/key/,
    )
  })
})

test('a client that trusts the certificate is served over TLS, and others hang up', async () => {
  const { cert, key } = makeCertificate(random, { names: ['127.0.0.1'], fromMs: nowMs - dayMs, toMs: nowMs + dayMs })
  const tls: boolean[] = []
  const server = await serveHttp({
    host: '127.0.0.1',
    port: 0,
    tls: { cert, key },
    async respond(call) {
      tls.push(call.from.tls)
      return plainReply(200, 'over TLS')
    },
    ready: async () => {},
    onFault: () => {},
  })
  onTestFinished(() => server.close())
  const get = (ca: string | undefined): Promise<string> =>
    new Promise((resolve, reject) => {
      const options = ca === undefined ? {} : { ca }
      request({ port: server.port, host: '127.0.0.1', agent: false, ...options }, (reply) => {
        reply.on('data', (chunk) => resolve(String(chunk)))
      })
        .on('error', reject)
        .end()
    })
  await expect(get(cert)).resolves.toBe('over TLS')
  await expect(get(undefined)).rejects.toThrow(/self-signed/)
  expect(tls).toEqual([true])
})

describe('addresses', () => {
  test.each([
    ['127.0.0.1', true],
    ['127.9.9.9', true],
    ['::1', true],
    ['localhost', true],
    ['::ffff:127.0.0.1', true],
    ['0.0.0.0', false],
    ['::', false],
    ['10.0.0.1', false],
    ['127.example.org', false],
  ])('%s is loopback: %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected)
  })

  test('bytes of both families', () => {
    const hex = (address: string): string => addressBytes(address).toString('hex')
    expect(hex('10.0.255.1')).toBe('0a00ff01')
    expect(hex('::')).toBe('0'.repeat(32))
    expect(hex('::1')).toBe(`${'0'.repeat(31)}1`)
    expect(hex('2001:DB8::12:0')).toBe('20010db8000000000000000000120000')
    expect(hex('1:2:3:4:5:6:7:8')).toBe('00010002000300040005000600070008')
    expect(hex('::ffff:1.2.3.4')).toBe('00000000000000000000ffff01020304')
    expect(hex('fe80::1%eth0')).toBe('fe800000000000000000000000000001')
  })

  test('a port after an address', () => {
    expect(authority('::1', 80)).toBe('[::1]:80')
    expect(authority('localhost', 80)).toBe('localhost:80')
  })
})
