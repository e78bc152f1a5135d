// Replays the examples of the reference: what an example names is put into the store, its request is sent as it stands,
// and the answer is compared with the example's member by member.
import { describe, expect, test } from 'vitest'
import type { ActionRow } from '../../src/actions/define.ts'
import { actions } from '../../src/actions/index.ts'
import type { Fields, Shape } from '../../src/protocol/shape.ts'
import { type Harness, type Identity, openHarness } from '../api/harness.ts'
import { camApi, type ReferenceExample } from './cam-api.ts'
import { inexactRequests, inexactTypes, inexactValues } from './inexact.ts'
import { sceneOf } from './scene.ts'
import { scenes } from './scenes.ts'

const replayed = actions.flatMap((row) =>
  (camApi.actions[row.name]?.examples ?? []).map((example, index) => [row.name, index, row, example] as const),
)

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

interface Unlike {
  readonly path: string
  /** `value`: same type, other value. `type`: another type or length, or a member that only one side has. */
  readonly kind: 'value' | 'type'
}

/** Where our value is not theirs. A member that our row marks as newer may be extra. */
function unlike(path: string, ours: unknown, theirs: unknown, shape: Shape<unknown> | Fields): readonly Unlike[] {
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    if (ours.length !== theirs.length) return [{ path, kind: 'type' }]
    const entry = isShape(shape) && shape.data.kind === 'list' ? shape.data.of : {}
    return ours.flatMap((value, index) => unlike(path, value, theirs[index], entry))
  }
  if (!isObject(ours) || !isObject(theirs)) return sameValue(path, ours, theirs)
  const fields = isShape(shape) ? (shape.data.kind === 'struct' ? shape.data.fields : {}) : shape
  const extra = Object.keys(ours).filter((name) => !Object.hasOwn(theirs, name) && fields[name]?.data.newer !== true)
  const shared = Object.keys(theirs).flatMap((name) =>
    unlike(`${path}.${name}`, ours[name], theirs[name], fields[name] ?? {}),
  )
  return [...shared, ...extra.map((name) => ({ path: `${path}.${name}`, kind: 'type' }) as const)]
}

function sameValue(path: string, ours: unknown, theirs: unknown): readonly Unlike[] {
  if (ours === theirs) return []
  const typed = typeof ours === typeof theirs && (ours === null) === (theirs === null)
  return [{ path, kind: typed && !isObject(ours) ? 'value' : 'type' }]
}

const isShape = (shape: Shape<unknown> | Fields): shape is Shape<unknown> => 'data' in shape && 'required' in shape

const needed = { value: new Set<string>(), type: new Set<string>() }

/** Whether the lists of inexact members have the place. */
function excused({ path, kind }: Unlike): boolean {
  needed[kind].add(path)
  return Object.hasOwn(kind === 'value' ? inexactValues : inexactTypes, path)
}

async function send(harness: Harness, row: ActionRow, example: ReferenceExample, parameters: object, as: Identity) {
  const form = example.method === 'GET' ? 'tc3-get' : 'tc3-json'
  return harness.call(row.name, parameters, { form, as })
}

/** The example's request with the replaced values, each of which is first seen to be refused once those before it are right. */
async function amended(harness: Harness, row: ActionRow, example: ReferenceExample, as: Identity): Promise<object> {
  const slips = Object.entries(inexactRequests).filter(([place]) => place.startsWith(`${row.name}.`))
  let request: object = example.request
  for (const [place, { refused, sent }] of slips) {
    const answer = await send(harness, row, example, request, as)
    expect(answer.Error?.Code, place).toBe(refused)
    request = { ...request, [place.slice(row.name.length + 1)]: sent }
  }
  return request
}

describe('the example of', () => {
  test.each(replayed)('%s (%i)', async (name, _, row, example) => {
    const harness = await openHarness()
    try {
      const setting = scenes[name]
      if (setting === undefined) throw new Error(`${name} has no scene`)
      const scene = sceneOf(harness)
      await setting(scene)
      const as = scene.signer()
      const parameters = await amended(harness, row, example, as)
      const { RequestId, ...answer } = await send(harness, row, example, parameters, as)
      expect(typeof RequestId).toBe('string')
      expect(answer.Error).toBeUndefined()
      const { RequestId: __, ...expected } = example.response.Response
      const differing = unlike(name, answer, expected, row.returns)
      expect(
        differing.filter((one) => !excused(one)),
        JSON.stringify(answer),
      ).toEqual([])
    } finally {
      await harness.close()
    }
  })
})

test('every entry of the lists of inexact members is needed', () => {
  expect(Object.keys(inexactValues).filter((place) => !needed.value.has(place))).toEqual([])
  expect(Object.keys(inexactTypes).filter((place) => !needed.type.has(place))).toEqual([])
})

test('every scene and every changed request belongs to an example', () => {
  const names = new Set<string>(replayed.map(([name]) => name))
  expect(Object.keys(scenes).filter((name) => !names.has(name))).toEqual([])
  expect(Object.keys(inexactRequests).filter((place) => !names.has(place.split('.')[0] ?? ''))).toEqual([])
})

test('every documented action that is served is replayed', () => {
  const names = new Set<string>(replayed.map(([name]) => name))
  const served = actions.filter((row) => Object.hasOwn(camApi.actions, row.name))
  expect(served.filter(({ name }) => !names.has(name))).toEqual([])
})
