// Several processes behind one address: which of them answers makes no difference, one that is killed comes back, and all
// of them end together.
import { readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { delayMs } from '../../src/server/processes.ts'
import type { Credential } from '../../src/signing/index.ts'
import { temporaryFolder } from './cli.ts'
import { type Caller, callerOn } from './load.ts'
import { type ServerProcess, serverProcess } from './process.ts'
import { line } from './raw.ts'

/** As many calls as needed for every process to have had some: new connections go to one after the other. */
const callsMany = 12

function rootKey(banner: string): Credential {
  const [, secretId, secretKey] = /SecretId +(\S+)\s+SecretKey +(\S+)/.exec(banner) ?? []
  if (secretId === undefined || secretKey === undefined) throw new Error(`no key in ${banner}`)
  return { secretId, secretKey }
}

/** Those that serve or did, in the order in which they began to. */
const processesOf = (server: ServerProcess): readonly number[] =>
  [...server.output().matchAll(/"process":(\d+),"msg":"a process serves"/g)].map((match) => Number(match[1]))

async function served(server: ServerProcess, count: number): Promise<readonly number[]> {
  await vi.waitFor(() => expect(processesOf(server).length).toBeGreaterThanOrEqual(count), { timeout: 25_000 })
  return processesOf(server)
}

const lives = (pid: number): boolean => {
  try {
    // Of a process that ended and was not waited for, nothing but its entry is left.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

/** A server of two processes with the key of its root account. */
async function start(folder = temporaryFolder()): Promise<{ server: ServerProcess; key: Credential }> {
  const server = await serverProcess(folder, '--processes', '2', '--rate-limits', 'off')
  await served(server, 2)
  return { server, key: rootKey(server.output()) }
}

async function knowAtOnce(call: Caller, url: string): Promise<void> {
  const made = await call('AddUser', { Name: 'anna', UseApi: 1 })
  const key = { secretId: String(made['SecretId']), secretKey: String(made['SecretKey']) }
  const codesOf = async (): Promise<unknown> => {
    const answers = await Promise.all(Array.from({ length: callsMany }, () => callerOn(url, key)('ListGroups')))
    return [...new Set(answers.map((answer) => answer.Error?.Code))]
  }
  expect(await codesOf()).toEqual(['AuthFailure.UnauthorizedOperation'])
  await call('UpdateAccessKey', { TargetUin: made['Uin'], AccessKeyId: key.secretId, Status: 'Inactive' })
  expect(await codesOf()).toEqual(['AuthFailure.SecretIdNotFound'])
}

async function writeTogether(call: Caller): Promise<void> {
  const names = Array.from({ length: 60 }, (_, index) => `group-${index}`)
  const answers = await Promise.all(names.map((GroupName) => call('CreateGroup', { GroupName })))
  expect(answers.filter((answer) => answer.Error !== undefined)).toEqual([])
  expect(await call('ListGroups', { Page: 1, Rp: 200 })).toMatchObject({ TotalNum: names.length })
}

async function comeBack(server: ServerProcess, call: Caller): Promise<void> {
  process.kill(processesOf(server)[0] ?? 0, 'SIGKILL')
  expect(new Set(await served(server, 3)).size).toBe(3)
  expect(server.output()).toContain('a process ended unasked and is started anew')
  for (let index = 0; index < callsMany; index++) expect(await call('ListGroups')).not.toHaveProperty('Error')
}

test('they know the same at once, write in turn, come back when killed, and end together', {
  timeout: 90_000,
}, async () => {
  const folder = temporaryFolder()
  const { server, key } = await start(folder)
  const call = callerOn(server.url, key)
  await knowAtOnce(call, server.url)
  await writeTogether(call)
  await comeBack(server, call)
  await expect(serverProcess(folder)).rejects.toThrow('another server uses the data folder')

  const busy = line(server.port)
  busy.socket.write('POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n')
  await busy.until('100 Continue')
  server.child.kill('SIGTERM')
  const living = (): readonly number[] => processesOf(server).filter(lives)
  await vi.waitFor(() => expect(living()).toHaveLength(1), { timeout: 20_000 })
  busy.socket.write('{}')
  expect(await busy.closed()).toMatch(/HTTP\/1\.1 200 OK[\s\S]*"RequestId"/)
  expect(await server.ended).toBe(0)
  expect(living()).toEqual([])
})

test('processes end by themselves when their keeper is killed', { timeout: 60_000 }, async () => {
  const { server } = await start()
  const processes = processesOf(server)
  server.child.kill('SIGKILL')
  await vi.waitFor(() => expect(processes.filter(lives)).toEqual([]), { timeout: 20_000 })
})

test('where the first process cannot start, its reason is said once', { timeout: 60_000 }, async () => {
  const second = serverProcess(temporaryFolder(), '--processes', '2', '--host', '203.0.113.1')
  await expect(second).rejects.toThrow(
    /ended with 1: opencam: 203\.0\.113\.1 is no address of this machine[^\n]*\nopencam: a process ended before it served/,
  )
})

test('the wait before a new start doubles up to half a minute', () => {
  expect([1, 2, 3, 9, 10, 50].map(delayMs)).toEqual([100, 200, 400, 25_600, 30_000, 30_000])
})
