// Audit events and refused calls.
import { expect, test } from 'vitest'
import { auditEvent, type Context } from './context.ts'

export function audit({ store, account }: Context): void {
  const append = (number: number, given: Parameters<typeof auditEvent>[2] = {}) =>
    store().transaction(async (writes) => {
      const revision = await writes.accounts.advance(number)
      await writes.audit.append(auditEvent(number, revision, given))
    })

  test('an event reads back as it was written', async () => {
    const number = await account()
    const given = { resources: ['qcs::cam::uin/1:user/ä', ''], parameters: '{"a":"\\u0000"}', outcome: 'ok' }
    await append(number, given)
    expect(await store().read.audit.list(number, {}, { limit: 10 })).toEqual([auditEvent(number, 1, given)])
  })

  test('newest first, continued by revision, without gap or double', async () => {
    const number = await account()
    for (let i = 0; i < 7; i++) await append(number, { timeMs: 5 })
    const seen: number[] = []
    let beforeRevision: number | undefined
    for (;;) {
      const page = await store().read.audit.list(number, {}, { limit: 3, beforeRevision })
      if (page.length === 0) break
      seen.push(...page.map((event) => event.revision))
      beforeRevision = page.at(-1)?.revision
    }
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1])
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

  test('an event belongs to one revision only', async () => {
    const number = await account()
    const twice = store().transaction(async (writes) => {
      const revision = await writes.accounts.advance(number)
      for (let i = 0; i < 2; i++) await writes.audit.append(auditEvent(number, revision))
    })
    await expect(twice).rejects.toThrow()
    expect(await store().revision(number)).toBe(0)
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
