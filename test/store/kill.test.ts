// kill -9 in the midst of writing: everything acknowledged is there, and of what was not acknowledged either all of it
// or nothing.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { seededRandom } from '../../src/kernel/random.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { insertAccount } from './contract/context.ts'

const rounds = 8
const writer = fileURLToPath(new URL('kill-writer.ts', import.meta.url))

/** Runs a writer, kills it after so many acknowledgements, and answers every id that it acknowledged. */
async function killedAfter(count: number, args: readonly string[]): Promise<number[]> {
  const child = spawn(process.execPath, [writer, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', (chunk: string) => {
    text += chunk
    if (text.split('\n').length > count + 1) child.kill('SIGKILL')
  })
  const [, signal] = await once(child, 'close')
  expect(signal).toBe('SIGKILL')
  // The last line may have been cut off: only whole ones were acknowledged.
  const lines = text.slice(0, text.lastIndexOf('\n')).split('\n')
  expect(lines[0]).toBe('ready')
  return lines.slice(1).map(Number)
}

async function everyGroup(store: Store, account: number): Promise<Map<number, string>> {
  const { rows } = await store.read.groups.list(account, {}, { offset: 0, limit: 1_000_000 })
  return new Map(rows.map((row) => [row.groupId, row.remark]))
}

/** Group → revision, as the audit tells it. */
async function everyEvent(store: Store, account: number): Promise<Map<number, string>> {
  const events = await store.read.audit.list(account, {}, { limit: 1_000_000 })
  return new Map(events.map((event) => [Number(event.requestId), String(event.revision)]))
}

test('after kill -9 nothing acknowledged is lost and nothing is half there', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'opencam-kill-'))
  const random = seededRandom(20_260_102)
  const first = await openStore({ dataDir: folder })
  const account = await insertAccount(first)
  await first.close()
  const acknowledged: number[] = []
  try {
    for (let round = 0; round < rounds; round++) {
      const count = Math.floor(random.next() * 400)
      const ids = await killedAfter(count, [folder, String(account), String(round)])
      expect(ids.length).toBeGreaterThanOrEqual(count)
      acknowledged.push(...ids)

      const store = await openStore({ dataDir: folder, role: 'server' })
      const groups = await everyGroup(store, account)
      const events = await everyEvent(store, account)
      const revision = await store.revision(account)
      await store.close()

      expect(acknowledged.filter((id) => !groups.has(id))).toEqual([])
      // Row, event and revision came together or not at all: same groups, same revisions, none missing.
      expect(new Map([...events].toSorted())).toEqual(new Map([...groups].toSorted()))
      expect(revision).toBe(groups.size)
    }
    expect(new Set(acknowledged).size).toBe(acknowledged.length)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
