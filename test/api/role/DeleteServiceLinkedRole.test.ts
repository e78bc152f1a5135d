import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Harness } from '../harness.ts'
import { create, createLinked, openRoles, sessionOf, tat } from './roles.ts'

describe('DeleteServiceLinkedRole', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openRoles()
  })
  afterAll(() => server.close())

  const remove = async (RoleName: string) => {
    const { DeletionTaskId } = await server.ok('DeleteServiceLinkedRole', { RoleName })
    return String(DeletionTaskId)
  }
  const status = (DeletionTaskId: string) => server.ok('GetServiceLinkedRoleDeletionStatus', { DeletionTaskId })

  test('ok: the call makes the task, the task deletes the role', async () => {
    const { name, roleId } = await createLinked(server, '-plain')
    const task = await remove(name.toUpperCase())
    expect(await server.ok('GetRole', { RoleId: roleId })).toMatchObject({ RoleInfo: { DeletionTaskId: task } })
    const shown = { Reason: '{}', ServiceType: 'tat', ServiceName: 'TAT' }
    expect(await status(task)).toEqual({ Status: 'NOT_STARTED', ...shown })
    expect(await remove(name)).toBe(task)
    await server.dispatcher.runRoleTasks()
    expect(await status(task)).toEqual({ Status: 'SUCCEEDED', ...shown })
    await server.refused('InvalidParameter.RoleNotExist', 'GetRole', { RoleId: roleId })
    await createLinked(server, '-plain')
    expect(await status(task)).toEqual({ Status: 'SUCCEEDED', ...shown })
  })

  test('ok: a role with sessions stays until they expire', async () => {
    const role = await createLinked(server, '-busy')
    const session = await sessionOf(server, role, { seconds: 600 })
    const task = await remove(role.name)
    await server.dispatcher.runRoleTasks()
    const { Status, Reason } = await status(task)
    expect(Status).toBe('FAILED')
    expect(JSON.parse(String(Reason))).toMatchObject({
      SessionCount: 1,
      Sessions: [{ Name: session.name }],
      UseCount: 0,
    })
    await server.ok('GetRole', { RoleId: role.roleId })
    // What failed stays so; somebody has to ask again.
    server.clock.advance(600_000)
    await server.dispatcher.runRoleTasks()
    expect(await status(task)).toMatchObject({ Status: 'FAILED' })
    const again = await remove(role.name)
    expect(again).not.toBe(task)
    await server.dispatcher.runRoleTasks()
    expect(await status(again)).toMatchObject({ Status: 'SUCCEEDED' })
  })

  test('ok: a role with registered uses stays until the last one is released', async () => {
    const { name: RoleName, roleId } = await createLinked(server, '-used')
    const use = (Resource: string) => ({ RoleName, ServiceName: tat, Resource })
    for (const one of ['job/1', 'job/2', 'job/2']) await server.ok('RegisterRoleUse', use(one))
    const first = await remove(RoleName)
    await server.dispatcher.runRoleTasks()
    expect(JSON.parse(String((await status(first))['Reason']))).toEqual({
      Message: 'the role is in use',
      SessionCount: 0,
      Sessions: [],
      UseCount: 2,
      Uses: [
        { ServiceName: tat, Resource: 'job/1' },
        { ServiceName: tat, Resource: 'job/2' },
      ],
    })
    await server.ok('ReleaseRoleUse', use('job/1'))
    await server.ok('ReleaseRoleUse', use('job/2'))
    await remove(RoleName)
    await server.dispatcher.runRoleTasks()
    await server.refused('InvalidParameter.RoleNotExist', 'GetRole', { RoleId: roleId })
  })

  test('ok: a task that another server began is carried on', async () => {
    const { name } = await createLinked(server, '-halfway')
    const task = await remove(name)
    const { account } = server.root
    await server.world.store.transaction(({ roles }) =>
      roles.setTask(account, task, { status: 'IN_PROGRESS', reason: '{}', updatedMs: server.clock() }),
    )
    expect(await status(task)).toMatchObject({ Status: 'IN_PROGRESS' })
    await server.dispatcher.runRoleTasks()
    expect(await status(task)).toMatchObject({ Status: 'SUCCEEDED' })
  })

  test('ok: two servers do a task once', async () => {
    const { name } = await createLinked(server, '-twice')
    const task = await remove(name)
    await Promise.all([server.dispatcher.runRoleTasks(), server.dispatcher.runRoleTasks()])
    expect(await status(task)).toMatchObject({ Status: 'SUCCEEDED' })
  })

  test('InvalidParameter.ParamError: a role that is none of a product', async () => {
    await create(server, 'plain')
    await server.refused('InvalidParameter.ParamError', 'DeleteServiceLinkedRole', { RoleName: 'plain' })
  })

  test('InvalidParameter.RoleNotExist: none, or of another account', async () => {
    const { name: RoleName } = await createLinked(server, '-hidden')
    await server.refused('InvalidParameter.RoleNotExist', 'DeleteServiceLinkedRole', { RoleName: 'nobody' })
    const as = await server.account('stranger')
    await server.refused('InvalidParameter.RoleNotExist', 'DeleteServiceLinkedRole', { RoleName }, { as })
  })
})

describe('a task that cannot be carried out', () => {
  test('is logged, stays open, and does not keep others back', async () => {
    const logged: object[] = []
    let broken: string | undefined
    const server = await openRoles({
      log: { debug() {}, info() {}, warn() {}, error: (fields) => void logged.push(fields) },
      wrap: (store) => ({
        ...store,
        transaction: (work) =>
          store.transaction((writes) => {
            const task = async (account: number, taskId: string) => {
              if (taskId === broken) throw new Error('the disk is gone')
              return writes.roles.task(account, taskId)
            }
            const roles: typeof writes.roles = Object.create(writes.roles, { task: { value: task } })
            return work(Object.create(writes, { roles: { value: roles } }))
          }),
      }),
    })
    const tasks: string[] = []
    for (const suffix of ['-first', '-second']) {
      const { name: RoleName } = await createLinked(server, suffix)
      tasks.push(String((await server.ok('DeleteServiceLinkedRole', { RoleName }))['DeletionTaskId']))
    }
    broken = tasks[0]
    await server.dispatcher.runRoleTasks()
    expect(logged).toMatchObject([{ account: server.root.account, taskId: broken }])
    const state = async (DeletionTaskId: string | undefined) =>
      (await server.ok('GetServiceLinkedRoleDeletionStatus', { DeletionTaskId }))['Status']
    expect([await state(tasks[0]), await state(tasks[1])]).toEqual(['NOT_STARTED', 'SUCCEEDED'])
    broken = undefined
    await server.dispatcher.runRoleTasks()
    expect(await state(tasks[0])).toBe('SUCCEEDED')
    await server.close()
  })
})
