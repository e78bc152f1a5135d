// Deletes service-linked roles that somebody asked to have deleted. Each task goes through its states in the store, so a
// server that starts goes on where another one stopped, and several servers never do a task twice. A role that is in use
// stays, and its task says why.
import type { World } from '../actions/world.ts'
import type { DeletionTask, TaskStatus, Writes } from '../store/store.ts'

/** Runs every open task to its end. A task that fails for a fault of ours is logged and stays open. */
export function createRoleTasks({ store, clock, log }: Pick<World, 'store' | 'clock' | 'log'>): () => Promise<void> {
  async function run(task: DeletionTask): Promise<void> {
    await locked(task, 'NOT_STARTED', (writes) => setTask(writes, task, 'IN_PROGRESS', nothing, clock()))
    await locked(task, 'IN_PROGRESS', (writes) => finish(writes, task, clock()))
  }

  /** Does the work in a transaction of its own if the task is in that state by then. */
  function locked(task: DeletionTask, status: TaskStatus, work: (writes: Writes) => Promise<void>): Promise<void> {
    return store.transaction(async (writes) => {
      await writes.accounts.advance(task.account)
      const now = await writes.roles.task(task.account, task.taskId)
      if (now?.status === status) await work(writes)
    })
  }

  return async () => {
    for (const task of await store.read.roles.openTasks()) {
      try {
        await run(task)
      } catch (error) {
        const { account, taskId } = task
        log.error({ account, taskId, error }, 'a role could not be deleted; it is tried again')
      }
    }
  }
}

/** Reason of a task with nothing to say. */
const nothing = {}

async function finish(writes: Writes, task: DeletionTask, nowMs: number): Promise<void> {
  const inUse = await useOf(writes, task, nowMs)
  if (inUse !== undefined) return setTask(writes, task, 'FAILED', inUse, nowMs)
  // A role that is gone by now is what was asked for.
  await writes.roles.delete(task.account, task.roleId)
  await setTask(writes, task, 'SUCCEEDED', nothing, nowMs)
}

/** What a reason shows at most of either kind; the numbers are whole. */
const shownMax = 20

/** What keeps the role in use; `undefined` where nothing does. */
async function useOf(writes: Writes, { account, roleId }: DeletionTask, nowMs: number): Promise<object | undefined> {
  const sessions = await writes.sessions.ofRole(account, roleId, nowMs, { offset: 0, limit: shownMax })
  const uses = await writes.roles.uses(account, roleId)
  if (sessions.total === 0 && uses.length === 0) return undefined
  return {
    Message: 'the role is in use',
    SessionCount: sessions.total,
    Sessions: sessions.rows.map(({ name, expiresMs }) => ({ Name: name, ExpiredTime: Math.ceil(expiresMs / 1000) })),
    UseCount: uses.length,
    Uses: uses.slice(0, shownMax).map(({ service, resource }) => ({ ServiceName: service, Resource: resource })),
  }
}

function setTask(
  writes: Writes,
  { account, taskId }: DeletionTask,
  status: TaskStatus,
  reason: object,
  updatedMs: number,
): Promise<void> {
  return writes.roles.setTask(account, taskId, { status, reason: JSON.stringify(reason), updatedMs })
}
