import { expect, test } from 'vitest'
import { idleConnections } from './idle.ts'

test('connections that lie idle stay open, share the few to the upstream, and leave nothing behind', async () => {
  const connections = 300
  const report = await idleConnections(connections, 10)
  expect(report.open).toBe(connections)
  expect(report.callMs).toHaveLength(10)
  expect(report.upstreamConnections).toBeLessThanOrEqual(256)
  const [before, during, after] = report.descriptors
  expect(during - before).toBeGreaterThanOrEqual(connections)
  expect(after - before).toBeLessThanOrEqual(2)
})
