// Audit events and refused calls.
import { expect, test } from 'vitest'
import { chainHash } from '../../../src/store/audit-chain.ts'
import type { AuditFilter, AuditPlace, Store } from '../../../src/store/store.ts'
import { auditEvent, type Context, checkpoint } from './context.ts'

export function audit({ store, other, account }: Context): void {
  const append = (number: number, given: Parameters<typeof auditEvent>[2] = {}) =>
    store().transaction(async (writes) => {
      const revision = await writes.accounts.advance(number)
      await writes.audit.append(auditEvent(number, revision, given))
    })

  test('an event reads back as it was written, at the end of its chain', async () => {
    const number = await account()
    const given = { resources: ['qcs::cam::uin/1:user/ä', ''], parameters: '{"a":"\\u0000"}', outcome: 'ok' }
    const session = { kind: 'role', name: 'n', secretId: 'AKIDt', roleId: '1', callerAccount: 2, sourceIdentity: 's' }
    await append(number, given)
    await append(number, { session })
    const [second, first] = await store().read.audit.list(number, {}, { limit: 10 })
    expect(first).toEqual({
      ...auditEvent(number, 1, given),
      position: 1,
      hash: chainHash(auditEvent(number, 1, given), 1, ''),
    })
    expect(second).toEqual({
      ...auditEvent(number, 2, { session }),
      position: 2,
      hash: chainHash(auditEvent(number, 2, { session }), 2, first?.hash ?? ''),
    })
    expect(await store().read.audit.chain(number)).toMatchObject({ position: 2, hash: second?.hash, indexed: 0 })
  })

  test('newest first, continued by place, without gap or double, whatever of it the index has', async () => {
    const number = await account()
    for (let i = 0; i < 4; i++) await append(number, { timeMs: 5 })
    const write = (from: number) =>
      store().transaction(async (writes) =>
        writes.audit.index(number, from, await writes.audit.after(number, from, from === 0 ? 3 : 8)),
      )
    for (const state of ['nothing', 'three', 'all of it, and three more']) {
      if (state !== 'nothing') expect(await write(state === 'three' ? 0 : 3)).toBe(true)
      for (let i = 0; i < 3; i++) await append(number, { timeMs: 5 })
      const seen: number[] = []
      let before: AuditPlace | undefined
      do {
        const page = await store().read.audit.search(number, {}, { limit: 3, before })
        seen.push(...page.events.map((event) => event.position))
        before = page.next
      } while (before !== undefined)
      const last = (await store().read.audit.chain(number))?.position ?? 0
      expect(seen, state).toEqual(Array.from({ length: last }, (_, index) => last - index))
    }
    expect(await write(0)).toBe(false)
  })

  test('filters by time (both ends included), caller and action, alone and together', async () => {
    const number = await account()
    await append(number, { timeMs: 10, uin: 1, action: 'AddUser' })
    await append(number, { timeMs: 20, uin: 2, action: 'adduser' })
    await append(number, { timeMs: 30, uin: 1, action: 'DeleteUser' })
    const found = async (filter: Parameters<ReturnType<typeof store>['read']['audit']['list']>[1]) =>
      (await store().read.audit.list(number, filter, { limit: 10 })).map((event) => event.timeMs)
    expect(await found({ fromMs: 20 })).toEqual([30, 20])
    expect(await found({ toMs: 20 })).toEqual([20, 10])
    expect(await found({ fromMs: 20, toMs: 20 })).toEqual([20])
    expect(await found({ uin: 1 })).toEqual([30, 10])
    expect(await found({ action: 'AddUser' })).toEqual([10])
    expect(await found({ uin: 1, action: 'DeleteUser', fromMs: 11, toMs: 30 })).toEqual([30])
    expect(await found({ uin: 3 })).toEqual([])
    expect(await found({ action: '' })).toEqual([])
  })

  const given: readonly Parameters<typeof auditEvent>[2][] = [
    {
      timeMs: 50,
      uin: 1,
      action: 'AddUser',
      resources: ['qcs::cam::uin/1:user/a'],
      requestId: 'r1',
      secretId: 'AKIDa',
    },
    { timeMs: 40, uin: 2, action: 'AddUser', outcome: 'LimitExceeded', decision: 'allow', requestId: 'r2' },
    { timeMs: 60, uin: 1, action: 'ListUsers', access: 'read', resources: ['*'], requestId: 'r3' },
    { timeMs: 45, uin: 2, action: 'ListUsers', access: 'read', outcome: 'Denied', decision: 'deny', requestId: 'r4' },
    {
      timeMs: 55,
      uin: 3,
      action: 'Send',
      product: 'ses',
      outcome: 'forwarded',
      resources: ['a', 'b"c'],
      requestId: 'r5',
    },
  ]
  const wanted: readonly (readonly [AuditFilter, string])[] = [
    [{}, '35142'],
    [{ failed: true }, '42'],
    [{ failed: false }, '351'],
    [{ outcome: 'Denied' }, '4'],
    [{ outcome: 'ok' }, '31'],
    [{ resource: 'user/a' }, '1'],
    [{ resource: 'qcs::cam::uin/1:user/a' }, '1'],
    [{ resource: 'uin/1:user/a' }, ''],
    [{ resource: 'b"c' }, '5'],
    [{ resource: 'b' }, ''],
    [{ resource: '*' }, '3'],
    [{ requestId: 'r2' }, '2'],
    [{ secretId: 'AKIDa' }, '1'],
    [{ access: 'read' }, '34'],
    [{ product: 'ses' }, '5'],
    [{ uin: 2, action: 'ListUsers', failed: true, fromMs: 45, toMs: 45 }, '4'],
    [{ action: 'AddUser', fromMs: 41 }, '1'],
    [{ toMs: 49 }, '42'],
  ]
  test('every filter finds the same with the index as without it', async () => {
    const number = await account()
    const found = async (filter: AuditFilter) =>
      (await store().read.audit.list(number, filter, { limit: 9 })).map(({ requestId }) => requestId.slice(1)).join('')
    await store().transaction((writes) =>
      writes.audit.appendAll(
        number,
        given.map((one) => auditEvent(number, 1, one)),
      ),
    )
    for (const indexed of [0, 2, 5]) {
      const from = (await store().read.audit.chain(number))?.indexed ?? 0
      const events = await store().read.audit.after(number, from, indexed - from)
      if (events.length > 0) await store().transaction((writes) => writes.audit.index(number, from, events))
      for (const [filter, expected] of wanted) {
        expect(await found(filter), `${JSON.stringify(filter)} with ${indexed} indexed`).toBe(expected)
      }
    }
  })

  test('a page looks through so much and no more, and says where to go on', async () => {
    const number = await account()
    const many = Array.from({ length: 2_500 }, (_, i) =>
      auditEvent(number, 1, { timeMs: i, product: i === 0 ? 'rare' : 'cam' }),
    )
    for (let from = 0; from < many.length; from += 500) {
      await store().transaction((writes) => writes.audit.appendAll(number, many.slice(from, from + 500)))
      const events = await store().read.audit.after(number, from, 500)
      await store().transaction((writes) => writes.audit.index(number, from, events))
    }
    const first = await store().read.audit.search(number, { product: 'rare' }, { limit: 5 })
    expect(first).toEqual({ events: [], next: { timeMs: 500, position: 501 } })
    const second = await store().read.audit.search(number, { product: 'rare' }, { limit: 5, before: first.next })
    expect([second.events.map(({ position }) => position), second.next]).toEqual([[1], undefined])
    expect(await store().read.audit.list(number, { product: 'rare' }, { limit: 5 })).toHaveLength(1)
  })

  test('writers of one account on two nodes make one chain', async () => {
    const number = await account()
    const write = (node: Store, batch: number) =>
      node.transaction((writes) =>
        writes.audit.appendAll(
          number,
          [1, 2, 3].map((i) => auditEvent(number, 0, { requestId: `${batch}/${i}` })),
        ),
      )
    await Promise.all(Array.from({ length: 20 }, (_, batch) => write(batch % 2 === 0 ? store() : other(), batch)))
    const events = await store().read.audit.after(number, 0, 100)
    expect(events.map(({ position }) => position)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1))
    let before = ''
    for (const event of events) {
      expect(event.hash).toBe(chainHash(event, event.position, before))
      before = event.hash
    }
  })

  test('what is dropped is gone from the index too; what stays is found as before', async () => {
    const number = await account()
    await store().transaction((writes) =>
      writes.audit.appendAll(
        number,
        given.map((one) => auditEvent(number, 1, one)),
      ),
    )
    const events = await store().read.audit.after(number, 0, 9)
    await store().transaction((writes) => writes.audit.index(number, 0, events))
    expect(await store().read.audit.droppable(number, 1_000)).toBeUndefined()
    for (const [position, previous, timeMs] of [
      [2, 0, 100],
      [3, 2, 200],
      [5, 3, 300],
    ] as const) {
      const made = await store().transaction((writes) =>
        writes.audit.checkpoint(checkpoint(number, { position, previous, timeMs })),
      )
      expect(made).toBe(true)
    }
    expect(
      await store().transaction((writes) => writes.audit.checkpoint(checkpoint(number, { position: 4, previous: 3 }))),
    ).toBe(false)
    expect((await store().read.audit.droppable(number, 250))?.position).toBe(3)
    // An event that is young enough keeps every checkpoint that covers it.
    expect((await store().read.audit.droppable(number, 60))?.position).toBeUndefined()
    await store().transaction((writes) => writes.audit.beginDrop(number, 3))
    const drop = () => store().transaction((writes) => writes.audit.drop(number, 3, 2))
    expect([await drop(), await drop(), await drop()]).toEqual([2, 1, 0])
    const left = await store().read.audit.list(number, {}, { limit: 9 })
    expect(left.map(({ position }) => position)).toEqual([5, 4])
    expect(await store().read.audit.list(number, { action: 'AddUser' }, { limit: 9 })).toEqual([])
    expect((await store().read.audit.checkpointsAfter(number, 0, 9)).map(({ position }) => position)).toEqual([3, 5])
    expect((await store().read.audit.chain(number))?.dropped).toBe(3)
  })

  test('chains with work left are due until they are settled at their end', async () => {
    const number = await account()
    await append(number)
    const due = async () => (await store().auditChains('due', number - 1, 1)).map(({ account: of }) => of)
    expect(await due()).toEqual([number])
    await store().transaction((writes) => writes.audit.settle(number, 0))
    expect(await due()).toEqual([number])
    await store().transaction((writes) => writes.audit.settle(number, 1))
    expect(await due()).not.toEqual([number])
    await store().wakeDeliveries()
    expect(await due()).toEqual([number])
    await store().transaction((writes) => writes.audit.delivered(number, 1, 0))
    await store().transaction((writes) => writes.audit.settle(number, 1))
    await store().wakeDeliveries()
    expect(await due()).not.toEqual([number])
  })

  test('one node at a time delivers for an account', async () => {
    const number = await account()
    await append(number)
    const claim = (nowMs: number) =>
      store().transaction((writes) => writes.audit.claimDelivery(number, nowMs, nowMs + 10))
    expect([await claim(100), await claim(109), await claim(110)]).toEqual([true, false, true])
    await other().transaction((writes) => writes.audit.delivered(number, 1, 0))
    expect(await claim(111)).toBe(true)
  })
}

/** Prunes look at every account's refusals: these tests want a database in which nobody else has any. */
export function refusals({ store, account }: Context): void {
  const refusal = (number: number, requestId: string, timeMs: number) => ({
    account: number,
    requestId,
    timeMs,
    record: `{"of":"${requestId}"}`,
  })

  test('a refusal is found by its request; the first record stays', async () => {
    const number = await account()
    await store().recordRefusals([])
    await store().recordRefusals([refusal(number, 'r1', 5), refusal(number, 'R1', 5), refusal(number, 'r1', 9)])
    expect(await store().refusal('r1')).toEqual(refusal(number, 'r1', 5))
    expect(await store().refusal('R1')).toEqual(refusal(number, 'R1', 5))
    expect(await store().refusal('r2')).toBeUndefined()
    expect(await store().refusal('__proto__')).toBeUndefined()
    expect(await store().pruneRefusals(Number.MAX_SAFE_INTEGER, 10)).toBe(2)
  })

  test('pruning drops what is old, then the oldest beyond the count', async () => {
    const number = await account()
    const many = Array.from({ length: 700 }, (_, i) =>
      refusal(number, `q${String(i).padStart(3, '0')}`, 100 + (i >> 1)),
    )
    await store().recordRefusals(many)
    expect(await store().pruneRefusals(100, 1_000)).toBe(0)
    expect(await store().pruneRefusals(350, 1_000)).toBe(500)
    expect(await store().refusal('q499')).toBeUndefined()
    expect(await store().refusal('q500')).toBeDefined()
    expect(await store().pruneRefusals(0, 3)).toBe(197)
    expect(await store().refusal('q696')).toBeUndefined()
    expect(await store().refusal('q697')).toBeDefined()
    expect(await store().pruneRefusals(0, 3)).toBe(0)
    expect(await store().pruneRefusals(0, 0)).toBe(3)
  })
}
