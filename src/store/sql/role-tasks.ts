// What services use roles for, and the tasks that delete service-linked roles. A task outlives its role.
import type { Session } from '../driver.ts'
import type { DeletionTasksTable } from '../schema.ts'
import type { Account, DeletionTask, RoleId, RoleReads, RoleWrites, TaskStatus } from '../store.ts'
import type { Over } from './entity.ts'
import { count, statement } from './statement.ts'

const taskColumns = [
  'account',
  'task_id',
  'role_id',
  'role_name',
  'status',
  'reason',
  'service_name',
  'created_ms',
  'updated_ms',
] as const

type ById = { account: number; roleId: string }

const dropUses = statement((db, p: ById) =>
  db.deleteFrom('role_uses').where('account', '=', p.account).where('role_id', '=', p.roleId),
)
const usesOf = statement((db, p: ById) =>
  db
    .selectFrom('role_uses')
    .select(['role_id', 'service', 'resource', 'since_ms'])
    .where('account', '=', p.account)
    .where('role_id', '=', p.roleId)
    .orderBy('service')
    .orderBy('resource'),
)
const insertUse = statement((db, p: ById & { service: string; resource: string; sinceMs: number }) =>
  db
    .insertInto('role_uses')
    .values({
      account: p.account,
      role_id: p.roleId,
      service: p.service,
      resource: p.resource,
      since_ms: p.sinceMs,
    })
    .onConflict((c) => c.columns(['account', 'role_id', 'service', 'resource']).doNothing()),
)
const dropOneUse = statement((db, p: ById & { service: string; resource: string }) =>
  db
    .deleteFrom('role_uses')
    .where('account', '=', p.account)
    .where('role_id', '=', p.roleId)
    .where('service', '=', p.service)
    .where('resource', '=', p.resource),
)

const taskById = statement((db, p: { account: number; taskId: string }) =>
  db.selectFrom('deletion_tasks').select(taskColumns).where('account', '=', p.account).where('task_id', '=', p.taskId),
)
const openTasks = statement((db) =>
  db
    .selectFrom('deletion_tasks')
    .select(taskColumns)
    .where('status', 'in', ['NOT_STARTED', 'IN_PROGRESS'])
    .orderBy('created_ms')
    .orderBy('account')
    .orderBy('task_id'),
)
const insertTask = statement((db, p: DeletionTasksTable & Record<string, number | string>) =>
  db.insertInto('deletion_tasks').values({
    account: p.account,
    task_id: p.task_id,
    role_id: p.role_id,
    role_name: p.role_name,
    status: p.status,
    reason: p.reason,
    service_name: p.service_name,
    created_ms: p.created_ms,
    updated_ms: p.updated_ms,
  }),
)
const updateTask = statement(
  (db, p: { account: number; taskId: string; status: string; reason: string; updatedMs: number }) =>
    db
      .updateTable('deletion_tasks')
      .set({ status: p.status, reason: p.reason, updated_ms: p.updatedMs })
      .where('account', '=', p.account)
      .where('task_id', '=', p.taskId),
)

// A role that could not be deleted names its task for as long as it is there.
const dropFinished = statement((db, p: { beforeMs: number; max: number }) =>
  db.deleteFrom('deletion_tasks').where((eb) =>
    eb(
      eb.refTuple('account', 'task_id'),
      'in',
      eb
        .selectFrom('deletion_tasks as t')
        .select(['t.account', 't.task_id'])
        .where('t.status', 'in', ['SUCCEEDED', 'FAILED'])
        .where('t.updated_ms', '<', p.beforeMs)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('roles as r')
                .select('r.role_id')
                .whereRef('r.account', '=', 't.account')
                .whereRef('r.role_id', '=', 't.role_id')
                .whereRef('r.deletion_task_id', '=', 't.task_id'),
            ),
          ),
        )
        .limit(count(p.max))
        .$asTuple('account', 'task_id'),
    ),
  ),
)

const readTask = (row: DeletionTasksTable): DeletionTask => ({
  account: row.account,
  taskId: row.task_id,
  roleId: row.role_id,
  roleName: row.role_name,
  status: row.status as TaskStatus,
  reason: row.reason,
  serviceName: row.service_name,
  createdMs: row.created_ms,
  updatedMs: row.updated_ms,
})

/** For whoever deletes the role. */
export async function dropUsesOf(session: Session, account: Account, roleId: RoleId): Promise<void> {
  await session.run(dropUses, { account, roleId })
}

export const roleTaskReads: Over<Pick<RoleReads, 'task' | 'openTasks' | 'uses'>> = {
  async task(session, account, taskId) {
    const row = await session.first(taskById, { account, taskId })
    return row && readTask(row)
  },
  async openTasks(session) {
    return (await session.all(openTasks, {})).map(readTask)
  },
  async uses(session, account, roleId) {
    const rows = await session.all(usesOf, { account, roleId })
    return rows.map((row) => ({
      roleId: row.role_id,
      service: row.service,
      resource: row.resource,
      sinceMs: row.since_ms,
    }))
  },
}

export const roleTaskWrites: Over<
  Pick<RoleWrites, 'insertTask' | 'setTask' | 'deleteFinishedTasks' | 'addUse' | 'dropUse'>
> = {
  async insertTask(session, task) {
    await session.run(insertTask, {
      account: task.account,
      task_id: task.taskId,
      role_id: task.roleId,
      role_name: task.roleName,
      status: task.status,
      reason: task.reason,
      service_name: task.serviceName,
      created_ms: task.createdMs,
      updated_ms: task.updatedMs,
    })
  },
  async setTask(session, account, taskId, { status, reason, updatedMs }) {
    await session.run(updateTask, { account, taskId, status, reason, updatedMs })
  },
  deleteFinishedTasks: (session, beforeMs, max) => session.run(dropFinished, { beforeMs, max }),
  async addUse(session, account, { roleId, service, resource, sinceMs }) {
    await session.run(insertUse, { account, roleId, service, resource, sinceMs })
  },
  async dropUse(session, account, roleId, service, resource) {
    return (await session.run(dropOneUse, { account, roleId, service, resource })) === 1
  },
}
