// Everything that is good once, used at two servers over one database at the same time: one use counts. Afterwards none does,
// at either server, and none after both were started anew.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { singleUses } from '../../src/store/single-use.ts'
import { scenarios } from './scenarios.ts'
import { openScene, type Scene } from './scene.ts'

test('every row is tried', () => {
  expect(new Set(scenarios.map(({ name }) => name))).toEqual(new Set(Object.keys(singleUses)))
})

describe.each([
  ['two servers over PostgreSQL', 'postgres'],
  ['one server on SQLite', 'sqlite'],
] as const)('%s', (_, database) => {
  let scene: Scene
  const armed: { readonly title: string; readonly arm: Awaited<ReturnType<(typeof scenarios)[number]['prepare']>> }[] =
    []
  beforeAll(async () => {
    scene = await openScene(database)
  })
  afterAll(() => scene.close())

  test.each(scenarios.map((scenario) => [`${scenario.name} ${scenario.how ?? ''}`.trim(), scenario] as const))(
    '%s',
    async (title, scenario) => {
      const arm = await scenario.prepare(scene)
      const [one, two] = scene.nodes
      const uses = [await arm(one), await arm(two)]
      const counted = await Promise.all(uses.map((use) => use()))
      expect(counted.filter((one) => one)).toHaveLength(1)
      for (const node of scene.nodes) expect(await (await arm(node))()).toBe(false)
      armed.push({ title, arm })
    },
  )

  test('nor after a restart', async () => {
    await scene.restart()
    expect(armed).toHaveLength(scenarios.length)
    for (const { title, arm } of armed) {
      for (const node of scene.nodes) expect(await (await arm(node))(), title).toBe(false)
    }
  })
})
