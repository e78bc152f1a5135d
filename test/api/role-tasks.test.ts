// Deletions of service-linked roles with two servers on one database: whichever comes first does a task, and only that one.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Store, TaskStatus } from '../../src/store/store.ts'
import { openTestDatabase, type TestDatabase } from '../store/postgres.ts'
import { type Harness, openHarness } from './harness.ts'
import { createLinked } from './role/roles.ts'

let database: TestDatabase
const servers: Harness[] = []
const seen: TaskStatus[] = []

/** Notes every state that a committed transaction has put a task into. */
function watched(store: Store): Store {
  return {
    ...store,
    async transaction(work) {
      let states: TaskStatus[] = []
      const result = await store.transaction((writes) => {
        states = []
        const setTask: typeof writes.roles.setTask = async (account, taskId, state) => {
          states.push(state.status)
          await writes.roles.setTask(account, taskId, state)
        }
        const roles: typeof writes.roles = Object.create(writes.roles, { setTask: { value: setTask } })
        return work(Object.create(writes, { roles: { value: roles } }))
      })
      seen.push(...states)
      return result
    },
  }
}

beforeAll(async () => {
  database = await openTestDatabase()
  for (const seed of [1, 2]) servers.push(await openHarness({ databaseUrl: database.url, seed, wrap: watched }))
}, 60_000)
afterAll(async () => {
  for (const server of servers) await server.close()
  await database.drop()
})

test('each task is done once', async () => {
  const [first, second] = servers
  if (first === undefined || second === undefined) throw new Error('no servers')
  const tasks: unknown[] = []
  for (let number = 1; number <= 5; number++) {
    const { name: RoleName } = await createLinked(first, `-${number}`)
    tasks.push((await first.ok('DeleteServiceLinkedRole', { RoleName }))['DeletionTaskId'])
  }
  await Promise.all(servers.map((server) => server.dispatcher.runRoleTasks()))
  for (const DeletionTaskId of tasks) {
    const status = await first.ok('GetServiceLinkedRoleDeletionStatus', { DeletionTaskId })
    expect(status).toMatchObject({ Status: 'SUCCEEDED' })
  }
  expect(seen.filter((state) => state === 'IN_PROGRESS')).toHaveLength(5)
  expect(seen.filter((state) => state === 'SUCCEEDED')).toHaveLength(5)
})
