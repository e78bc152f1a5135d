// The emitted package, in a folder from which nothing of this checkout can be reached, under plain Node.
import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Emitted, emitPackage } from '../../scripts/package.ts'
import { version } from '../../src/server/version.ts'
import { callerOn } from '../server/load.ts'

const folder = mkdtempSync(join(tmpdir(), 'opencam-emitted-'))
const command = join(folder, 'opencam/bin/opencam.mjs')
let emitted: Emitted

beforeAll(async () => {
  emitted = await emitPackage(join(folder, 'opencam'))
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (...args: readonly string[]) =>
  promisify(execFile)(process.execPath, [command, ...args], { cwd: folder, env: {} }).then(
    ({ stdout }) => ({ code: 0, text: stdout }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      text: error.stderr + error.stdout,
    }),
  )

async function serve(): Promise<{ readonly url: string; readonly text: () => string; stop(): Promise<unknown> }> {
  const data = mkdtempSync(join(folder, 'data-'))
  const argv = [command, 'serve', '--port', '0', '--data', data, '--drain-notice-ms', '0']
  const child = spawn(process.execPath, argv, { cwd: folder, env: {}, stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  let text = ''
  await new Promise<void>((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      text += String(chunk)
      if (text.includes('Stop with Ctrl-C')) resolve()
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    ended.then((code) => reject(new Error(`ended with ${code}: ${text}`)))
  })
  return {
    url: /Endpoint +(\S+)/.exec(text)?.[1] ?? '',
    text: () => text,
    stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}

describe('the emitted package', () => {
  test('says its version and its options', async () => {
    expect(await run('--version')).toEqual({ code: 0, text: `${version}\n` })
    expect((await run('serve', '--help')).text).toContain('--metrics-port')
    expect((await run('serve', '--prot', '1')).code).toBe(2)
  })

  test('serves signed calls, hashes passwords, and drains', async () => {
    const server = await serve()
    const [, secretId = ''] = /SecretId +(\S+)/.exec(server.text()) ?? []
    const [, secretKey = ''] = /SecretKey +(\S+)/.exec(server.text()) ?? []
    const call = callerOn(server.url, { secretId, secretKey })
    const made = await call('AddUser', { Name: 'one', ConsoleLogin: 1, Password: 'Long-enough-1!', UseApi: 1 })
    expect(made.Error).toBeUndefined()
    expect(await call('ListPolicies', { Scope: 'QCS' })).toHaveProperty('TotalNum')
    expect(await call('GetUser', { Name: 'one' })).toMatchObject({ Name: 'one' })
    expect(await server.stop()).toBe(0)
  })

  test('has the driver of PostgreSQL in it', async () => {
    const { code, text } = await run('serve', '--port', '0', '--database-url', 'postgres://nobody@127.0.0.1:1/none')
    expect([code, text]).toEqual([1, expect.stringContaining('PostgreSQL 127.0.0.1:1/none cannot be opened')])
  })

  test('imports nothing but Node and its one native package', () => {
    const lib = join(folder, 'opencam/lib')
    const named = readdirSync(lib)
      .filter((name) => name.endsWith('.mjs'))
      .flatMap((name) => [
        ...readFileSync(join(lib, name), 'utf8').matchAll(
          /(?:^|[;}\n])\s*(?:import|export)[^;'"()]*from\s*["']([^"']+)["']/g,
        ),
      ])
      .map((match) => match[1] ?? '')
      .filter((name) => !name.startsWith('./'))
    const others = new Set(named.filter((name) => !isBuiltin(name)))
    expect([...others]).toEqual(['@node-rs/argon2'])
  })

  test('names those whose code is in it, with their terms', () => {
    const text = readFileSync(join(folder, 'opencam/THIRD-PARTY.txt'), 'utf8')
    expect(emitted.bundled).toEqual(expect.arrayContaining(['zod', 'kysely', 'pino', 'pg', 'commander']))
    for (const name of emitted.bundled) expect(text).toContain(`${name} `)
    expect(text).not.toContain('see its package')
  })
})
