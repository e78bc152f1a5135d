// The vendor's client libraries, with nothing changed but the endpoint, drive every documented action against a running
// server on both databases, in every way of signing and sending that they have. Each answer is held against the
// reference.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { actions } from '../../src/actions/index.ts'
import type { RunningServer } from '../../src/main.ts'
import { camApi } from '../reference/cam-api.ts'
import { checkOutput } from '../reference/check-output.ts'
import { createClient, titleOf, variants } from './clients.ts'
import { databases, type Root, type Started, startOn } from './server.ts'
import { type Trail, walk } from './walk.ts'

const rows = new Map(actions.map((row) => [row.name, row]))

function trailOf(server: RunningServer, root: Root, tag: string): Trail {
  const kept = new Map<string, unknown>([['rootSecretId', root.secretId]])
  return {
    tag,
    account: root.account,
    server,
    number(name) {
      const found = kept.get(name)
      if (typeof found !== 'number') throw new Error(`the walk has no number ${name}`)
      return found
    },
    text(name) {
      const found = kept.get(name)
      if (typeof found !== 'string') throw new Error(`the walk has no text ${name}`)
      return found
    },
    keep: (values) => Object.entries(values).forEach(([name, value]) => void kept.set(name, value)),
  }
}

test('the walk has every documented User and Policy action', () => {
  const documented = Object.entries(camApi.actions)
    .filter(([, { group }]) => group === 'User' || group === 'Policy')
    .map(([name]) => name)
  expect(documented).toHaveLength(47)
  expect([...new Set(walk.map((step) => step.action))].sort()).toEqual(documented.sort())
})

describe.each(databases)('on %s', (database) => {
  let started: Started
  beforeAll(async () => {
    started = await startOn(database)
  })
  afterAll(() => started.close())

  test.each(variants.map((variant, index) => [titleOf(variant), variant, index] as const))(
    '%s',
    async (_, variant, index) => {
      const { server, recorder } = started
      const root = await started.account(`root-${index}`)
      const client = createClient(server.port, root, variant, recorder)
      const trail = trailOf(server, root, `${index}`)
      // Models of the international library show what is absent as null.
      const options = { nullIsAbsent: variant.library === 'tencentcloud-sdk-nodejs-intl-en' }
      for (const { action, send, shows, keep, before } of walk) {
        const row = rows.get(action)
        if (row === undefined) throw new Error(`${action} is not served`)
        await before?.(trail)
        const answer = await client.call(action, send?.(trail)).catch((error: unknown) => {
          throw new Error(`${action} failed`, { cause: error })
        })
        expect(checkOutput(row, answer, options)).toEqual([])
        if (shows !== undefined) expect(answer, action).toMatchObject(shows(trail))
        keep?.(answer, trail)
      }
    },
  )
})
