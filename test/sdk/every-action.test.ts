// The vendor's client libraries, with nothing changed but the endpoint, drive every documented action and the newer ones
// against a running server on both databases, in every way of signing and sending that they have. Each answer is held
// against the reference, or where that has no such action, against the newest library's own types.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { actions } from '../../src/actions/index.ts'
import type { RunningServer } from '../../src/main.ts'
import { camApi } from '../reference/cam-api.ts'
import { checkOutput } from '../reference/check-output.ts'
import { createClient, type SdkClient, titleOf, type Variant, variants } from './clients.ts'
import { checkModel, hasModel, type SdkProduct } from './models.ts'
import { databases, type Root, type Started, startOn } from './server.ts'
import { type Step, type Trail, walk } from './walk.ts'
import { newerSteps } from './walk-newer.ts'
import { providerSteps } from './walk-providers.ts'
import { roleSteps, roleUndoing } from './walk-roles.ts'
import { sessionSteps } from './walk-sessions.ts'

const steps: readonly Step[] = [...walk, ...roleSteps, ...sessionSteps, ...roleUndoing, ...providerSteps, ...newerSteps]

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

const walked = (product: SdkProduct): readonly string[] =>
  [...new Set(steps.filter((step) => (step.product ?? 'cam') === product).map((step) => step.action))].sort()

test('the walk has every documented action', () => {
  const documented = Object.keys(camApi.actions)
  expect(documented).toHaveLength(82)
  expect(walked('cam').filter((name) => camApi.actions[name] !== undefined)).toEqual(documented.sort())
})

test('the walk has every newer action that is served and that a library has', () => {
  for (const product of ['cam', 'sts', 'tag'] as const) {
    const served = actions.filter((row) => row.product === product && camApi.actions[row.name] === undefined)
    const known = served.map(({ name }) => name).filter((name) => hasModel(product, name))
    expect(walked(product).filter((name) => camApi.actions[name] === undefined)).toEqual(known.sort())
  }
})

/** What is wrong with an answer by whoever knows the action. */
function faultsOf({ action, product = 'cam' }: Step, answer: unknown, { packageName }: Variant): readonly string[] {
  const row = rows.get(action)
  if (row === undefined) throw new Error(`${action} is not served`)
  if (camApi.actions[action] === undefined) return checkModel(product, action, answer)
  // Models of the international library show what is absent as null.
  return checkOutput(row, answer, { nullIsAbsent: packageName === 'tencentcloud-sdk-nodejs-intl-en' })
}

/** Calls through the library of the variant, or where that lacks the action, through the other one. */
function callerOf({ server, recorder }: Started, root: Root, variant: Variant) {
  const clients = new Map<string, SdkClient>()
  const clientOf = (product: SdkProduct, packageName: Variant['packageName']): SdkClient => {
    const key = `${product} ${packageName}`
    const client = clients.get(key) ?? createClient(server.port, root, { ...variant, packageName }, recorder, product)
    clients.set(key, client)
    return client
  }
  return ({ action, product = 'cam' }: Step, parameters: object | undefined) => {
    const own = clientOf(product, variant.packageName)
    const client = own.has(action) ? own : clientOf(product, 'tencentcloud-sdk-nodejs')
    return client.call(action, parameters)
  }
}

describe.each(databases)('on %s', (database) => {
  let started: Started
  beforeAll(async () => {
    started = await startOn(database)
  })
  afterAll(() => started.close())

  test.each(variants.map((variant, index) => [titleOf(variant), variant, index] as const))(
    '%s',
    async (_, variant, index) => {
      const root = await started.account(`root-${index}`)
      const call = callerOf(started, root, variant)
      const trail = trailOf(started.server, root, `${index}`)
      for (const step of steps) {
        const { action, send, shows, keep, before } = step
        await before?.(trail)
        const answer = await call(step, send?.(trail)).catch((error: unknown) => {
          throw new Error(`${action} failed`, { cause: error })
        })
        expect(faultsOf(step, answer, variant)).toEqual([])
        if (shows !== undefined) expect(answer, action).toMatchObject(shows(trail))
        keep?.(answer, trail)
      }
    },
  )
})
