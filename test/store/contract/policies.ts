// Policies, versions, tags, aliases, attachments, and what a principal has of them.
import { expect, test } from 'vitest'
import type { EntityKind } from '../../../src/store/store.ts'
import {
  attachment,
  type Context,
  change,
  insertGroup,
  insertPolicy,
  insertRole,
  insertUser,
  newPolicy,
} from './context.ts'

export function policies({ store, account }: Context): void {
  test('a policy reads back with version 1 as its default', async () => {
    const number = await account()
    const given = { description: 'd', createMode: 1, serviceLinked: true, createdMs: 9, document: '{"a":"ä"}' }
    const policyId = await change(store(), number, (writes) => insertPolicy(writes, number, 'Read', given))
    const { policies: reads } = store().read
    const policy = await reads.byName(number, 'READ')
    const rest = { description: 'd', createMode: 1, serviceLinked: true, createdMs: 9, updatedMs: 9 }
    expect(policy).toEqual({ account: number, policyId, name: 'Read', defaultVersion: 1, ...rest })
    expect(await reads.byId(number, policyId)).toEqual(policy)
    const version = { policyId, versionId: 1, document: '{"a":"ä"}', createdMs: 9, isDefault: true }
    expect(await reads.versions(number, policyId)).toEqual([version])
    expect(await reads.version(number, policyId, 1)).toEqual(version)
    expect(await reads.version(number, policyId, 2)).toBeUndefined()
    expect(await reads.byId(number, 4)).toBeUndefined()
  })

  test('insert and update tell a name that is taken', async () => {
    const number = await account()
    const [first] = await change(store(), number, async (writes) => [
      await insertPolicy(writes, number, 'first'),
      await insertPolicy(writes, number, 'second'),
    ])
    const policyId = first ?? 0
    const insert = change(store(), number, (writes) => writes.policies.insert(number, newPolicy(5, 'FIRST')))
    expect(await insert).toBe('taken')
    expect(await store().read.policies.versions(number, 5)).toEqual([])
    const update = (id: number, patch: { name?: string; description?: string; document?: string }) =>
      change(store(), number, (writes) => writes.policies.update(number, id, { ...patch, updatedMs: 77 }))
    expect(await update(policyId, { name: 'SECOND' })).toBe('taken')
    expect(await update(policyId, { name: 'First', document: '{"new":1}' })).toBe('updated')
    expect(await update(4, { description: 'x' })).toBe('absent')
    const row = await store().read.policies.byId(number, policyId)
    expect(row).toMatchObject({ name: 'First', description: '', updatedMs: 77, createdMs: 1_000, defaultVersion: 1 })
    expect((await store().read.policies.version(number, policyId, 1))?.document).toBe('{"new":1}')
  })

  test('version ids go up and are never used again; the default moves', async () => {
    const number = await account()
    const policyId = await change(store(), number, (writes) => insertPolicy(writes, number, 'p'))
    const add = () =>
      change(store(), number, (w) => w.policies.insertVersion(number, policyId, { document: '{"v":1}', createdMs: 5 }))
    const drop = (id: number) => change(store(), number, (w) => w.policies.deleteVersion(number, policyId, id))
    const choose = (id: number) =>
      change(store(), number, (w) => w.policies.setDefaultVersion(number, policyId, id, 88))
    expect([await add(), await add()]).toEqual([2, 3])
    expect([await drop(3), await drop(3)]).toEqual([true, false])
    expect(await add()).toBe(4)
    await choose(2)
    const versions = await store().read.policies.versions(number, policyId)
    expect(versions.map((v) => [v.versionId, v.isDefault])).toEqual([
      [1, false],
      [2, true],
      [4, false],
    ])
    expect(await store().read.policies.byId(number, policyId)).toMatchObject({ defaultVersion: 2, updatedMs: 88 })
    await expect(choose(3)).rejects.toThrow('no version 3')
    const stray = { document: '{}', createdMs: 1 }
    await expect(change(store(), number, (w) => w.policies.insertVersion(number, 4, stray))).rejects.toThrow()
  })

  test('names, ids and counts', async () => {
    const number = await account()
    const [a, b] = await change(store(), number, async (writes) => [
      await insertPolicy(writes, number, 'Ä'),
      await insertPolicy(writes, number, 'a'),
    ])
    const { policies: reads } = store().read
    expect(await reads.names(number)).toEqual([
      { policyId: b, name: 'a' },
      { policyId: a, name: 'Ä' },
    ])
    expect(await reads.count(number)).toBe(2)
    expect((await reads.byIds(number, [b ?? 0, 4, a ?? 0])).map((row) => row.policyId)).toEqual([a, b])
    expect(await reads.byIds(number, [])).toEqual([])
  })

  test('a deleted policy leaves nothing but the memory of its id', async () => {
    const number = await account()
    const policyId = await change(store(), number, async (writes) => {
      const id = await insertPolicy(writes, number, 'p')
      await writes.policies.attach(number, attachment(id, 'user', 9))
      await writes.policies.setTags(number, id, [{ key: 'k', value: 'v' }])
      return id
    })
    const drop = () => change(store(), number, (writes) => writes.policies.delete(number, policyId))
    const { policies: reads } = store().read
    expect(await reads.wasDeleted(number, policyId)).toBe(false)
    expect([await drop(), await drop()]).toEqual([true, false])
    expect(await reads.wasDeleted(number, policyId)).toBe(true)
    expect(await reads.wasDeleted(number, policyId + 1)).toBe(false)
    expect(await reads.versions(number, policyId)).toEqual([])
    expect(await reads.attachedTo(number, 'user', '9')).toEqual([])
    expect((await reads.tags(number, [policyId])).get(policyId)).toEqual([])
  })

  test('tags are replaced whole and keep their order; prototype names are keys', async () => {
    const number = await account()
    const [policyId, bare] = await change(store(), number, async (writes) => [
      await insertPolicy(writes, number, 'p'),
      await insertPolicy(writes, number, 'bare'),
    ])
    const id = policyId ?? 0
    const set = (tags: { key: string; value: string }[]) =>
      change(store(), number, (writes) => writes.policies.setTags(number, id, tags))
    await set([{ key: 'old', value: '1' }])
    const tags = [
      { key: 'b', value: '' },
      { key: '__proto__', value: 'x' },
      { key: 'B', value: 'y' },
    ]
    await set(tags)
    const read = await store().read.policies.tags(number, [id, bare ?? 0])
    expect([...read]).toEqual([
      [id, tags],
      [bare, []],
    ])
    expect((await store().read.policies.tags(number, [])).size).toBe(0)
    // The same tags as everybody else's, where they are by key.
    const byKey = [tags[2], tags[1], tags[0]]
    expect(await store().read.tags.of(number, { product: 'cam', kind: 'policy', id: String(id) })).toEqual(byKey)
  })

  test('the alias of a preset policy: none, set, set again, empty', async () => {
    const number = await account()
    expect(await store().read.policies.presetAlias(number, 1)).toBeUndefined()
    for (const alias of ['one', 'two', '']) {
      await change(store(), number, (writes) => writes.policies.setPresetAlias(number, 1, alias))
      expect(await store().read.policies.presetAlias(number, 1)).toBe(alias)
    }
  })
}

export function attachments({ store, account }: Context): void {
  test('attached once, detached once', async () => {
    const number = await account()
    const row = { ...attachment(7, 'user', 9, 55), operatorOwner: 3, operator: 'op', operatorKind: 1 as const }
    const attach = () => change(store(), number, (writes) => writes.policies.attach(number, row))
    const detach = () => change(store(), number, (writes) => writes.policies.detach(number, 7, 'user', '9'))
    expect([await attach(), await attach()]).toEqual(['attached', 'present'])
    expect(await store().read.policies.attachedTo(number, 'user', '9')).toEqual([row])
    expect([await detach(), await detach()]).toEqual([true, false])
    expect(await store().read.policies.attachedTo(number, 'user', '9')).toEqual([])
  })

  test('lists are newest first, ties by policy, kind and bytes of the id', async () => {
    const number = await account()
    const rows: [number, EntityKind, string, number][] = [
      [7, 'user', '9', 5],
      [8, 'user', '9', 5],
      [6, 'user', '9', 6],
      [7, 'user', '10', 5],
      [7, 'group', '9', 5],
      [7, 'role', 'b', 5],
      [7, 'role', 'B', 5],
      [7, 'role', 'ä', 8],
    ]
    await change(store(), number, async (writes) => {
      for (const [policyId, kind, entityId, at] of rows) {
        await writes.policies.attach(number, { ...attachment(policyId, kind, 0, at), entityId })
      }
    })
    const { policies: reads } = store().read
    const ofUser = await reads.attachedTo(number, 'user', '9')
    expect(ofUser.map((row) => row.policyId)).toEqual([6, 8, 7])
    const entities = async (kind: EntityKind | undefined, offset = 0, limit = 100) => {
      const { total, rows: found } = await reads.entitiesOf(number, 7, kind, { offset, limit })
      return [total, found.map((row) => `${row.kind} ${row.entityId}`)]
    }
    expect(await entities(undefined)).toEqual([6, ['role ä', 'group 9', 'role B', 'role b', 'user 10', 'user 9']])
    expect(await entities('user')).toEqual([2, ['user 10', 'user 9']])
    expect(await entities(undefined, 2, 2)).toEqual([6, ['role B', 'role b']])
    expect(await entities('role', 2, 2)).toEqual([3, ['role b']])
  })

  test('counts tell attachments from boundaries of users and roles and answer for every id asked', async () => {
    const number = await account()
    await change(store(), number, async (writes) => {
      const ann = await insertUser(writes, number, { name: 'ann' })
      await writes.users.setBoundary(number, ann, 8)
      const roles = [
        await insertRole(writes, number, { name: 'a' }),
        await insertRole(writes, number, { name: 'b' }),
        await insertRole(writes, number, { name: 'c' }),
      ]
      for (const [i, roleId] of roles.entries()) await writes.roles.setBoundary(number, roleId, i === 0 ? 8 : 10)
      await writes.policies.attach(number, { ...attachment(10, 'role', 0), entityId: roles[0] ?? '' })
      await writes.policies.attach(number, attachment(7, 'user', ann))
      await writes.policies.attach(number, attachment(7, 'group', 5))
    })
    const { policies: reads } = store().read
    expect([...(await reads.counts(number, [7, 8, 9, 10]))]).toEqual([
      [7, { attached: 2, boundaries: 0 }],
      [8, { attached: 0, boundaries: 2 }],
      [9, { attached: 0, boundaries: 0 }],
      [10, { attached: 1, boundaries: 2 }],
    ])
    expect((await reads.counts(number, [])).size).toBe(0)
  })

  test('a principal has its own policies, those of its groups, a boundary and the default documents', async () => {
    const number = await account()
    const made = await change(store(), number, async (writes) => {
      const ann = await insertUser(writes, number, { name: 'ann' })
      const full = await insertGroup(writes, number, 'full')
      const empty = await insertGroup(writes, number, 'empty')
      const stranger = await insertGroup(writes, number, 'stranger')
      const own = await insertPolicy(writes, number, 'own', { document: '{"v":1}' })
      const limit = await insertPolicy(writes, number, 'limit', { document: '{"limit":1}' })
      const unused = await insertPolicy(writes, number, 'unused')
      for (const group of [full, empty]) await writes.groups.addMember(number, group, ann, 1)
      await writes.policies.insertVersion(number, own, { document: '{"v":2}', createdMs: 2 })
      await writes.policies.setDefaultVersion(number, own, 2, 2)
      await writes.policies.attach(number, attachment(own, 'user', ann))
      await writes.policies.attach(number, attachment(own, 'group', full))
      await writes.policies.attach(number, attachment(2, 'group', full))
      await writes.policies.attach(number, attachment(unused, 'group', stranger))
      // An entity of another kind with the same number.
      await writes.policies.attach(number, attachment(unused, 'role', ann))
      await writes.users.setBoundary(number, ann, limit)
      return { ann, full, empty, own, limit }
    })
    expect(await store().read.policies.ofPrincipal(number, made.ann)).toEqual({
      revision: 1,
      direct: [made.own],
      groups: [
        { groupId: made.full, name: 'full', policyIds: [2, made.own] },
        { groupId: made.empty, name: 'empty', policyIds: [] },
      ],
      boundaryPolicyId: made.limit,
      documents: new Map([
        [made.own, { name: 'own', versionId: 2, document: '{"v":2}' }],
        [made.limit, { name: 'limit', versionId: 1, document: '{"limit":1}' }],
      ]),
    })
    expect(await store().read.policies.ofPrincipal(number, 4)).toBeUndefined()
  })
}
