// The emitted package, in a folder from which nothing of this checkout can be reached, under plain Node.
import { execFile, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Emitted, emitPackage } from '../../scripts/package.ts'
import { version } from '../../src/server/version.ts'
import { play } from '../lsp/play.ts'
import { expectedOf, sessionSteps } from '../lsp/recording.ts'
import { callerOn } from '../server/load.ts'
import { root } from '../tidy/source.ts'

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

const inFolder = (cwd: string, ...args: readonly string[]) =>
  promisify(execFile)(process.execPath, args, { cwd, env: {} })

const programOfUser = `
import { allow, startOpenCam } from 'opencam/testing'
await using server = await startOpenCam()
const alice = await server.user('alice', { policies: [allow('cam:GetUser')] })
const { Name } = await server.call('GetUser', { Name: 'alice' }, { as: alice })
await using other = await server.fork()
const { code } = await other.call('ListUsers', {}, { as: alice }).catch((error) => error)
console.log(Name, code, other.calls().length)
`

const typedByUser = `
import { allow, CallRefused, callText, type RecordedCall, startOpenCam } from 'opencam/testing'
const server = await startOpenCam({ seed: 3, clock: { runs: true } })
const alice = await server.user('alice', { policies: [allow('cam:*')] })
const calls: readonly RecordedCall[] = server.calls({ caller: alice })
export const texts: readonly string[] = calls.map(callText)
export const codeOf = (error: unknown): string => (error instanceof CallRefused ? error.code : '')
server.nothing()
`

const strictly = {
  ...{ module: 'nodenext', target: 'esnext', strict: true, noEmit: true, exactOptionalPropertyTypes: true },
  ...{ types: ['node'], typeRoots: [join(root, 'node_modules/@types')] },
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

  test('tests policies and serves editors', async () => {
    expect(await run('schema', 'policy-test')).toMatchObject({ code: 0 })
    const steps = sessionSteps()
    const { steps: played, exitCode } = await play(steps, expectedOf, command)
    expect({ played, exitCode }).toEqual({ played: steps, exitCode: 0 })
  })

  test('gives programs the test bench, and its types', async () => {
    const user = join(folder, 'user')
    mkdirSync(join(user, 'node_modules'), { recursive: true })
    symlinkSync(join(folder, 'opencam'), join(user, 'node_modules/opencam'))
    writeFileSync(join(user, 'package.json'), '{"type":"module"}')
    writeFileSync(join(user, 'program.mjs'), programOfUser)
    const { stdout } = await inFolder(user, 'program.mjs')
    expect(stdout).toBe('alice AuthFailure.UnauthorizedOperation 1\n')
    writeFileSync(join(user, 'typed.ts'), typedByUser)
    writeFileSync(join(user, 'tsconfig.json'), JSON.stringify({ compilerOptions: strictly, files: ['typed.ts'] }))
    const compiled = await inFolder(user, join(root, 'node_modules/typescript/bin/tsc'), '-p', '.').catch(
      ({ stdout }: { stdout: string }) => ({ stdout }),
    )
    expect(
      compiled.stdout
        .split('\n')
        .map((line) => line.replace(/\(.*?\): /, ': '))
        .filter((line) => line !== ''),
    ).toEqual([
      expect.stringMatching(/^typed.ts: error TS2339: Property 'nothing' does not exist on type 'TestServer'/),
    ])
  }, 60_000)

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
