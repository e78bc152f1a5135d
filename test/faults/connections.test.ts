// `npm run faults:connections` with a small limit and few connections in turn.
import { expect, test } from 'vitest'
import { temporaryFolder } from '../server/cli.ts'
import { type ConnectionsReport, runConnections } from './connections.ts'

const options = { count: 300, seed: 20_260_102, say: () => {} }

function judge({ wrong, held, turns, descriptors }: ConnectionsReport): void {
  expect(wrong).toEqual([])
  expect(held).toBeGreaterThanOrEqual(204)
  expect(descriptors.held).toBeGreaterThan(held)
  expect(descriptors.after).toBeLessThanOrEqual(descriptors.before)
  expect([...turns.values()].reduce((sum, some) => sum + some, 0)).toBe(options.count)
  expect(turns.get('done')).toBeGreaterThan(0)
  expect(turns.get('AuthFailure.SignatureFailure')).toBeGreaterThan(0)
}

test('beyond its file limit a server hangs up, and serves everybody else', { timeout: 300_000 }, async () => {
  const report = await runConnections({ ...options, dataDir: temporaryFolder(), files: 256, told: false })
  judge(report)
  expect(report.beyond.get('hung up on')).toBeGreaterThan(0)
})

test('beyond its limit of connections a server says so, and serves everybody else', { timeout: 300_000 }, async () => {
  const report = await runConnections({ ...options, dataDir: temporaryFolder(), files: 512, told: true })
  judge(report)
  expect(report.beyond.get('ServiceUnavailable')).toBeGreaterThan(0)
})
