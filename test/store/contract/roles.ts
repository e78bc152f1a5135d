// Roles: names, lists by tags, patches, uses, deletion tasks, what goes with a deleted one, what a role may do.
import { expect, test } from 'vitest'
import type { DeletionTask, RolePatch } from '../../../src/store/store.ts'
import { attachment, type Context, change, insertPolicy, insertRole, names, newRole, newSession } from './context.ts'

const page = { offset: 0, limit: 100 }

export function roles({ store, account }: Context): void {
  test('a role reads back as it was written, by id and by name in any case', async () => {
    const number = await account()
    const given = {
      name: 'Cvm_QCSRole',
      type: 'service_linked' as const,
      trust: '{"statement":[]}',
      description: 'ä',
      consoleLogin: true,
      sessionDuration: 7_200,
      services: ['cvm.qcloud.com', '__proto__'],
      createdMs: 1_767_323_045_123,
    }
    const roleId = await change(store(), number, (writes) => insertRole(writes, number, given))
    const rest = {
      boundaryPolicyId: undefined,
      deletionTaskId: undefined,
      sessionGeneration: 0,
      updatedMs: given.createdMs,
    }
    const role = await store().read.roles.byId(number, roleId)
    expect(role).toEqual({ account: number, roleId, ...given, ...rest })
    expect(await store().read.roles.byName(number, 'CVM_qcsrole')).toEqual(role)
    expect(await store().read.roles.byName(number, 'cvm')).toBeUndefined()
    expect(await store().read.roles.byId(number, `${roleId}0`)).toBeUndefined()
  })

  test('a name is taken in any case, and free again once its role is gone, which then is another one', async () => {
    const number = await account()
    const roleId = await change(store(), number, (writes) => insertRole(writes, number, { name: 'Deploy' }))
    const again = () =>
      change(store(), number, async (w) =>
        w.roles.insert(number, newRole({ roleId: await w.ids.nextRole(), name: 'DEPLOY' })),
      )
    expect(await again()).toBe('taken')
    expect(await change(store(), number, (writes) => writes.roles.delete(number, roleId))).toBe(true)
    expect(await again()).toBe('inserted')
    const next = await store().read.roles.byName(number, 'deploy')
    expect(BigInt(next?.roleId ?? 0)).toBeGreaterThan(BigInt(roleId))
  })

  test('prototype names are names like any other', async () => {
    const number = await account()
    for (const name of ['__proto__', 'constructor']) {
      await change(store(), number, (writes) => insertRole(writes, number, { name }))
      expect((await store().read.roles.byName(number, name))?.name).toBe(name)
    }
    expect(await store().read.roles.byName(number, 'toString')).toBeUndefined()
  })

  test('a list is newest first, in pages that join without gap or double', async () => {
    const number = await account()
    await change(store(), number, async (writes) => {
      for (let i = 0; i < 7; i++) await insertRole(writes, number, { name: `r${i}`, createdMs: 5 })
    })
    const seen: string[] = []
    for (let offset = 0; offset < 9; offset += 3) {
      const { total, rows } = await store().read.roles.list(number, {}, { offset, limit: 3 })
      expect(total).toBe(7)
      seen.push(...names(rows))
    }
    expect(seen).toEqual(['r6', 'r5', 'r4', 'r3', 'r2', 'r1', 'r0'])
    expect(await store().read.roles.count(number)).toBe(7)
  })

  test('a list by tags has the roles that carry every one of them, key and value by bytes', async () => {
    const number = await account()
    const carried: Record<string, [key: string, value: string][]> = {
      bare: [],
      one: [['team', 'a']],
      both: [
        ['team', 'a'],
        ['env', ''],
      ],
      other: [['team', 'A']],
      swapped: [['a', 'team']],
      odd: [['__proto__', '"]},é']],
    }
    await change(store(), number, async (writes) => {
      for (const [name, tags] of Object.entries(carried)) {
        const id = await insertRole(writes, number, { name })
        const resource = { product: 'cam', kind: 'role', id }
        const asTags = tags.map(([key, value]) => ({ key, value }))
        await writes.tags.put(number, resource, asTags)
        // What carries the same tags but is no role.
        await writes.tags.put(number, { ...resource, kind: 'policy' }, [{ key: 'team', value: 'z' }])
      }
    })
    const found = async (tags: [string, string][], at = page) => {
      const filter = { tags: tags.map(([key, value]) => ({ key, value })) }
      const { total, rows } = await store().read.roles.list(number, filter, at)
      return [total, ...names(rows)]
    }
    expect(await found([])).toEqual([6, 'odd', 'swapped', 'other', 'both', 'one', 'bare'])
    expect(await found([['team', 'a']])).toEqual([2, 'both', 'one'])
    expect(await found([['team', 'a']], { offset: 1, limit: 1 })).toEqual([2, 'one'])
    expect(
      await found([
        ['team', 'a'],
        ['env', ''],
      ]),
    ).toEqual([1, 'both'])
    expect(
      await found([
        ['team', 'a'],
        ['team', 'A'],
      ]),
    ).toEqual([0])
    expect(await found([['__proto__', '"]},é']])).toEqual([1, 'odd'])
    expect(await found([['team', 'z']])).toEqual([0])
  })

  test('a patch changes what it names; an undefined task takes it away', async () => {
    const number = await account()
    const roleId = await change(store(), number, (writes) =>
      insertRole(writes, number, { name: 'r', trust: '"old"', description: 'd', sessionDuration: 60 }),
    )
    const patch = (given: RolePatch, id = roleId) =>
      change(store(), number, (writes) => writes.roles.update(number, id, given))
    const before = await store().read.roles.byId(number, roleId)
    expect(await patch({ updatedMs: 2 })).toBe(true)
    expect(await store().read.roles.byId(number, roleId)).toEqual({ ...before, updatedMs: 2 })
    const given = { trust: '"new"', description: '', consoleLogin: true, sessionDuration: 0, deletionTaskId: 'task' }
    await patch({ ...given, updatedMs: 3 })
    expect(await store().read.roles.byId(number, roleId)).toEqual({ ...before, ...given, updatedMs: 3 })
    await patch({ deletionTaskId: undefined, updatedMs: 4 })
    const after = await store().read.roles.byId(number, roleId)
    expect(after).toEqual({ ...before, ...given, deletionTaskId: undefined, updatedMs: 4 })
    expect(await patch({ updatedMs: 5 }, '4')).toBe(false)
  })

  test('a boundary is set, replaced and taken away', async () => {
    const number = await account()
    const roleId = await change(store(), number, (writes) => insertRole(writes, number, { name: 'r' }))
    for (const policyId of [7, 8, undefined]) {
      expect(await change(store(), number, (w) => w.roles.setBoundary(number, roleId, policyId))).toBe(true)
      expect((await store().read.roles.byId(number, roleId))?.boundaryPolicyId).toBe(policyId)
    }
    expect(await change(store(), number, (w) => w.roles.setBoundary(number, '4', 7))).toBe(false)
  })

  test('a deleted role leaves no attachment, tag, session or use; what belongs to others stays', async () => {
    const number = await account()
    const [gone, kept] = await change(store(), number, async (writes) => {
      const ids = [
        await insertRole(writes, number, { name: 'gone' }),
        await insertRole(writes, number, { name: 'kept' }),
      ]
      for (const [i, roleId] of ids.entries()) {
        await writes.policies.attach(number, { ...attachment(7, 'role', 0), entityId: roleId })
        await writes.tags.put(number, { product: 'cam', kind: 'role', id: roleId }, [{ key: 'k', value: 'v' }])
        await writes.sessions.insert(newSession(number, `s${i}`, { roleId }))
        await writes.roles.addUse(number, { roleId, service: 'cvm', resource: 'ins', sinceMs: 1 })
      }
      return ids
    })
    const drop = (id = '') => change(store(), number, (writes) => writes.roles.delete(number, id))
    expect([await drop(gone), await drop(gone)]).toEqual([true, false])
    const { read } = store()
    const left = async (roleId = '') => [
      (await read.policies.attachedTo(number, 'role', roleId)).length,
      (await read.tags.of(number, { product: 'cam', kind: 'role', id: roleId })).length,
      (await read.sessions.ofRole(number, roleId, 0, page)).total,
      (await read.roles.uses(number, roleId)).length,
    ]
    expect(await left(gone)).toEqual([0, 0, 0, 0])
    expect(await left(kept)).toEqual([1, 1, 1, 1])
    expect(await store().session(number, 's0')).toBeUndefined()
    expect((await read.policies.counts(number, [7])).get(7)?.attached).toBe(1)
  })

  test('uses are registered once and released once', async () => {
    const number = await account()
    const roleId = await change(store(), number, (writes) => insertRole(writes, number, { name: 'r' }))
    const add = (service: string, resource: string, sinceMs: number) =>
      change(store(), number, (w) => w.roles.addUse(number, { roleId, service, resource, sinceMs }))
    const drop = (service: string, resource: string) =>
      change(store(), number, (w) => w.roles.dropUse(number, roleId, service, resource))
    await add('cvm', 'ins-2', 1)
    await add('cvm', 'ins-1', 2)
    await add('cvm', 'ins-1', 3)
    await add('as', 'asg', 4)
    expect(await store().read.roles.uses(number, roleId)).toEqual([
      { roleId, service: 'as', resource: 'asg', sinceMs: 4 },
      { roleId, service: 'cvm', resource: 'ins-1', sinceMs: 2 },
      { roleId, service: 'cvm', resource: 'ins-2', sinceMs: 1 },
    ])
    expect([await drop('cvm', 'ins-1'), await drop('cvm', 'ins-1'), await drop('as', 'ins-2')]).toEqual([
      true,
      false,
      false,
    ])
    expect(await store().read.roles.uses(number, roleId)).toHaveLength(2)
    const stray = { roleId: '4', service: 'cvm', resource: 'ins', sinceMs: 1 }
    await expect(change(store(), number, (w) => w.roles.addUse(number, stray))).rejects.toThrow()
  })

  test('a role has its own policies, a boundary and the default documents', async () => {
    const number = await account()
    const made = await change(store(), number, async (writes) => {
      const roleId = await insertRole(writes, number, { name: 'r' })
      const other = await insertRole(writes, number, { name: 'other' })
      const own = await insertPolicy(writes, number, 'own', { document: '{"v":1}' })
      const limit = await insertPolicy(writes, number, 'limit', { document: '{"limit":1}' })
      const unused = await insertPolicy(writes, number, 'unused')
      await writes.policies.insertVersion(number, own, { document: '{"v":2}', createdMs: 2 })
      await writes.policies.setDefaultVersion(number, own, 2, 2)
      for (const id of [own, 2]) {
        await writes.policies.attach(number, { ...attachment(id, 'role', 0), entityId: roleId })
        // An entity of another kind with the same text.
        await writes.policies.attach(number, { ...attachment(unused, 'user', 0), entityId: roleId })
      }
      await writes.policies.attach(number, { ...attachment(unused, 'role', 0), entityId: other })
      await writes.roles.setBoundary(number, roleId, limit)
      return { roleId, own, limit }
    })
    expect(await store().read.roles.policiesOf(number, made.roleId)).toEqual({
      revision: 1,
      direct: [2, made.own],
      groups: [],
      boundaryPolicyId: made.limit,
      documents: new Map([
        [made.own, { name: 'own', versionId: 2, document: '{"v":2}' }],
        [made.limit, { name: 'limit', versionId: 1, document: '{"limit":1}' }],
      ]),
    })
    await change(store(), number, (w) => w.policies.attach(number, { ...attachment(7, 'role', 0), entityId: '4' }))
    expect(await store().read.roles.policiesOf(number, '4')).toBeUndefined()
  })

  test('a task outlives its role and is open until it is done', async () => {
    const number = await account()
    const task = (taskId: string, createdMs: number): DeletionTask => ({
      account: number,
      taskId,
      roleId: '4',
      roleName: 'r',
      status: 'NOT_STARTED',
      reason: '',
      serviceName: 'cvm.qcloud.com',
      createdMs,
      updatedMs: createdMs,
    })
    const set = (taskId: string, status: DeletionTask['status'], reason = '') =>
      change(store(), number, (writes) => writes.roles.setTask(number, taskId, { status, reason, updatedMs: 50 }))
    await change(store(), number, async (writes) => {
      for (const [id, at] of [
        ['late', 9],
        ['b', 5],
        ['a', 5],
        ['early', 1],
      ] as const) {
        await writes.roles.insertTask(task(id, at))
      }
    })
    const open = async () => {
      const tasks = await store().read.roles.openTasks()
      return tasks.filter((one) => one.account === number).map((one) => one.taskId)
    }
    expect(await store().read.roles.task(number, 'b')).toEqual(task('b', 5))
    expect(await open()).toEqual(['early', 'a', 'b', 'late'])
    await set('early', 'SUCCEEDED')
    await set('a', 'FAILED', 'in use')
    await set('late', 'IN_PROGRESS')
    expect(await open()).toEqual(['b', 'late'])
    const failed = { ...task('a', 5), status: 'FAILED', reason: 'in use', updatedMs: 50 }
    expect(await store().read.roles.task(number, 'a')).toEqual(failed)
    expect(await store().read.roles.task(number, 'none')).toBeUndefined()
  })

  test('tasks that ended are forgotten, unless their role still names them', async () => {
    const number = await account()
    const roleId = await change(store(), number, (writes) => insertRole(writes, number, { name: 'r' }))
    const task = (taskId: string, given: Partial<DeletionTask>): DeletionTask => ({
      account: number,
      taskId,
      roleId,
      roleName: 'r',
      status: 'SUCCEEDED',
      reason: '',
      serviceName: 'cvm.qcloud.com',
      createdMs: -200,
      updatedMs: -100,
      ...given,
    })
    const tasks = [
      task('done', { roleId: '4' }),
      task('failed before', { status: 'FAILED' }),
      task('failed last', { status: 'FAILED' }),
      task('waiting', { status: 'NOT_STARTED' }),
      task('under way', { status: 'IN_PROGRESS' }),
      task('late', { updatedMs: -50 }),
    ]
    await change(store(), number, async (writes) => {
      for (const one of tasks) await writes.roles.insertTask(one)
      await writes.roles.update(number, roleId, { deletionTaskId: 'failed last', updatedMs: 3 })
    })
    const forget = (beforeMs: number, max: number) =>
      store().transaction((writes) => writes.roles.deleteFinishedTasks(beforeMs, max))
    const left = async () => {
      const rows = await Promise.all(tasks.map(({ taskId }) => store().read.roles.task(number, taskId)))
      return rows.flatMap((row) => (row === undefined ? [] : [row.taskId]))
    }
    expect(await forget(-100, 9)).toBe(0)
    expect(await forget(-50, 1)).toBe(1)
    expect(await forget(-50, 9)).toBe(1)
    expect(await left()).toEqual(['failed last', 'waiting', 'under way', 'late'])
    await change(store(), number, (writes) => writes.roles.delete(number, roleId))
    expect(await forget(0, 9)).toBe(2)
    expect(await left()).toEqual(['waiting', 'under way'])
  })
}
