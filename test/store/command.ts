// The `opencam` command as a process of its own, and writers beside it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { type OpenOptions, openStore } from '../../src/store/open.ts'
import { runCli } from '../server/cli.ts'

const cli = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const writer = fileURLToPath(new URL('kill-writer.ts', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs a command as a process of its own, to its end. */
export async function opencamProcess(args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [cli, ...args], {
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: join(tmpdir(), 'opencam-compiled') },
  })
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    said.out += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    said.err += chunk.toString()
  })
  const [code] = await once(child, 'close')
  return { code, ...said }
}

/** Runs a command in this process, by the machine's clock. */
export async function opencam(args: readonly string[]): Promise<Ended> {
  return runCli(args, { PATH: process.env['PATH'] }, Date.now)
}

/** The JSON of a command that must succeed. */
export async function opencamJson(args: readonly string[], runs: typeof opencam = opencam) {
  const { code, out, err } = await runs([...args, '--json'])
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${err}`)
  return JSON.parse(out) as Record<string, unknown>
}

export interface Writers {
  /** Ids of the groups acknowledged so far. */
  acknowledged(): readonly number[]
  /** Resolves when so many more were acknowledged. */
  more(count: number): Promise<void>
  /** Ends them with SIGKILL. */
  kill(): Promise<void>
}

/** Eight writers in a process of their own, on the store that the options name. */
export async function startWriters(
  { dataDir, databaseUrl }: OpenOptions,
  account: number,
  label: string,
): Promise<Writers> {
  const args = [writer, dataDir, String(account), label, ...(databaseUrl === undefined ? [] : [databaseUrl])]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  onTestFinished(() => void child.kill('SIGKILL'))
  let text = ''
  let heard = (): void => {}
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', (chunk: string) => {
    text += chunk
    heard()
  })
  const acknowledged = (): number[] => text.slice(0, text.lastIndexOf('\n')).split('\n').slice(1).map(Number)
  const more = (count: number): Promise<void> => {
    const wanted = acknowledged().length + count
    return new Promise((resolve, reject) => {
      ended.then(() => reject(new Error('the writers ended')))
      heard = () => acknowledged().length >= wanted && resolve()
      heard()
    })
  }
  await more(1)
  return {
    acknowledged,
    more,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Groups of the account, after a look that each came with its event and revision, and nothing else did. */
export async function wholeGroups(options: OpenOptions, account: number): Promise<ReadonlySet<number>> {
  const store = await openStore(options)
  try {
    const { rows } = await store.read.groups.list(account, {}, { offset: 0, limit: 1_000_000 })
    const events = await store.read.audit.list(account, {}, { limit: 1_000_000 })
    const told = new Map(events.map((event) => [Number(event.requestId), String(event.revision)]))
    const there = new Map(rows.map((row) => [row.groupId, row.remark]))
    const apart = [...there].filter(([id, revision]) => told.get(id) !== revision)
    const revision = await store.revision(account)
    if (apart.length > 0 || told.size !== there.size || revision !== there.size) {
      throw new Error(`half a write is there: ${there.size} groups, ${told.size} events, revision ${revision}`)
    }
    return new Set(there.keys())
  } finally {
    await store.close()
  }
}
