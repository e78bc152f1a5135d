import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from './cli.ts'
import { serverProcess } from './process.ts'
import { line } from './raw.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const body = '{}'

describe('a signal to stop', () => {
  test('lets the call under way finish, takes no new one, and exits with 0', async () => {
    const server = await serverProcess(temporaryFolder())
    const busy = line(server.port)
    // Told to go on, the client knows that its request has begun on the other side.
    busy.socket.write(`POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: ${body.length}\r\n\r\n`)
    await busy.until('100 Continue')
    server.child.kill('SIGTERM')
    const idle = line(server.port)
    expect(await idle.closed()).toBe('')
    expect(server.child.exitCode).toBeNull()
    busy.socket.write(body)
    const answer = await busy.closed()
    expect(answer).toMatch(/HTTP\/1\.1 200 OK[\s\S]*Connection: close[\s\S]*"RequestId"/)
    expect(await server.ended).toBe(0)
  })

  test.each(['SIGINT', 'SIGHUP'] as const)('%s is one too, and a second one changes nothing', async (signal) => {
    const server = await serverProcess(temporaryFolder())
    server.child.kill(signal)
    server.child.kill(signal)
    expect(await server.ended).toBe(0)
  })
})

test.each([[[]], [['--tls', 'self-signed']]])('the line of the banner makes a signed call (%j)', async (args) => {
  const server = await serverProcess(temporaryFolder(), ...args)
  const [, command = ''] = /^( *(?:NODE_EXTRA[^\n]*)?node -e '[\s\S]*?console\.error\)')$/m.exec(server.output()) ?? []
  const { stdout } = await promisify(execFile)('/bin/sh', ['-c', command], { cwd: root })
  expect(stdout).toMatch(/Uin: '100000000001'/)
  expect(server.output()).not.toContain('\x1b')
})

test('the start of a second server on the folder says why not, and exits with 1', async () => {
  const dataDir = temporaryFolder()
  await serverProcess(dataDir)
  await expect(serverProcess(dataDir)).rejects.toThrow(/ended with 1: opencam: another server uses the data folder/)
})

test('a wrong flag exits with 2', async () => {
  await expect(serverProcess(temporaryFolder(), '--prot', '1')).rejects.toThrow(
    /ended with 2: opencam: unknown option --prot/,
  )
})
