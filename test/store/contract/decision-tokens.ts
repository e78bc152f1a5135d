// Bearer tokens of services: found while they last, listed oldest first, gone once deleted or replaced after their time.
import { expect, test } from 'vitest'
import { type Context, change, decisionToken } from './context.ts'

export function decisionTokens({ store, account }: Context): void {
  test('a token is found until its time has come, then no more, and listed until another is made', async () => {
    const number = await account()
    const row = decisionToken(number, { description: 'ä', createdMs: 5, expiresMs: 100 })
    await change(store(), number, (writes) => writes.decisionTokens.insert(row))
    const { decisionTokens: read } = store().read
    expect(await read.get(number, 't', 99)).toEqual(row)
    expect(await read.get(number, 't', 100)).toBeUndefined()
    expect(await read.get(number, 'T', 99)).toBeUndefined()
    expect(await read.list(number)).toEqual([row])
    const later = decisionToken(number, { tokenId: 'u', createdMs: 100, expiresMs: 200 })
    await change(store(), number, (writes) => writes.decisionTokens.insert(later))
    expect(await read.list(number)).toEqual([later])
  })

  test('tokens are listed oldest first, and deleted once', async () => {
    const number = await account()
    const rows = [
      decisionToken(number, { tokenId: 'z', createdMs: 1 }),
      decisionToken(number, { tokenId: 'a', createdMs: 2 }),
      decisionToken(number, { tokenId: 'b', createdMs: 2 }),
    ]
    for (const row of rows.toReversed()) {
      await change(store(), number, (writes) => writes.decisionTokens.insert(row))
    }
    expect(await store().read.decisionTokens.list(number)).toEqual(rows)
    const drop = () => change(store(), number, (writes) => writes.decisionTokens.delete(number, 'a'))
    expect([await drop(), await drop()]).toEqual([true, false])
    expect((await store().read.decisionTokens.list(number)).map((row) => row.tokenId)).toEqual(['z', 'b'])
  })
}
