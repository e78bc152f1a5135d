// What a transaction promises: all or nothing, alone even among others, and order between writers of one account.
import { expect, test } from 'vitest'
import type { Store, Writes } from '../../../src/store/store.ts'
import { auditEvent, type Context, change, insertGroup, newUser } from './context.ts'

export function transactions({ store, other, account }: Context): void {
  test('a work that throws leaves nothing, and its own error comes out', async () => {
    const number = await account()
    const fault = new Error('mine')
    const failing = store().transaction(async (writes) => {
      const revision = await writes.accounts.advance(number)
      await insertGroup(writes, number, 'ghost')
      await writes.audit.append(auditEvent(number, revision))
      throw fault
    })
    await expect(failing).rejects.toBe(fault)
    expect(await store().revision(number)).toBe(0)
    expect(await store().read.groups.count(number)).toBe(0)
    expect(await store().read.audit.list(number, {}, { limit: 1 })).toEqual([])
    const thrownAtOnce = store().transaction(() => {
      throw fault
    })
    await expect(thrownAtOnce).rejects.toBe(fault)
  })

  test('a statement that fails takes the whole work back', async () => {
    const number = await account()
    const failing = change(store(), number, async (writes) => {
      await insertGroup(writes, number, 'ghost')
      await writes.groups.addMember(number, 4, 4, 1)
    })
    await expect(failing).rejects.toThrow()
    expect(await store().read.groups.count(number)).toBe(0)
  })

  test('a work sees its own writes, readers see them after the commit only', async () => {
    const number = await account()
    await change(store(), number, async (writes) => {
      await insertGroup(writes, number, 'g')
      expect(await writes.groups.count(number)).toBe(1)
      expect(await store().read.groups.count(number)).toBe(0)
    })
    expect(await store().read.groups.count(number)).toBe(1)
    expect(await other().read.groups.count(number)).toBe(1)
  })

  test('works that run together fail alone', async () => {
    const number = await account()
    const outcomes = await Promise.allSettled(
      Array.from({ length: 300 }, (_, i) =>
        change(store(), number, async (writes) => {
          await insertGroup(writes, number, `g${i}`)
          if (i % 3 === 0) throw new Error(`fault ${i}`)
          return i
        }),
      ),
    )
    for (const [i, outcome] of outcomes.entries()) {
      if (i % 3 === 0) expect(outcome).toMatchObject({ status: 'rejected', reason: { message: `fault ${i}` } })
      else expect(outcome).toEqual({ status: 'fulfilled', value: i })
    }
    expect(await store().read.groups.count(number)).toBe(200)
    expect(await store().revision(number)).toBe(200)
  })

  const race = async <T>(stores: readonly Store[], work: (store: Store, i: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: 40 }, (_, i) => work(stores[i % stores.length] ?? store(), i)))

  test('of writers of one name exactly one wins, on one node and across nodes', async () => {
    const number = await account()
    const outcomes = await race([store(), other()], (at) =>
      change(at, number, async (writes) =>
        writes.users.insert(
          number,
          newUser({ uin: await writes.ids.next('uin'), uid: await writes.ids.next('uid'), name: 'only' }),
        ),
      ),
    )
    expect(outcomes.filter((outcome) => outcome === 'inserted')).toHaveLength(1)
    expect(await store().read.users.count(number, [2])).toBe(1)
  })

  test('a limit that is read before the insert holds against writers at once', async () => {
    const number = await account()
    const insertBelowLimit = async (writes: Writes, i: number) => {
      if ((await writes.groups.count(number)) >= 5) return 'full'
      await insertGroup(writes, number, `g${i}`)
      return 'made'
    }
    const outcomes = await race([store(), other()], (at, i) => change(at, number, (w) => insertBelowLimit(w, i)))
    expect(outcomes.filter((outcome) => outcome === 'made')).toHaveLength(5)
    expect(await store().read.groups.count(number)).toBe(5)
  })

  test('revisions of racing writers have no gap and no double', async () => {
    const number = await account()
    const revisions = await race([store(), other()], (at) => at.transaction((w) => w.accounts.advance(number)))
    expect(revisions.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
  })

  test('numbers of a sequence differ across nodes', async () => {
    const numbers = await race([store(), other()], (at) => at.transaction((writes) => writes.ids.next('group')))
    expect(new Set(numbers).size).toBe(40)
  })

  test('writes of a work that is over are refused', async () => {
    const number = await account()
    let kept: Writes | undefined
    await change(store(), number, async (writes) => {
      kept = writes
      await writes.groups.count(number)
    })
    await expect(kept?.accounts.setQuota(number, 'late', 1)).rejects.toThrow('over')
    expect((await store().read.accounts.quotas(number)).size).toBe(0)
  })

  test('ready answers', async () => {
    await expect(store().ready()).resolves.toBeUndefined()
  })
}
