// Tokens of SCIM clients, and the ids that clients give to users and groups.
import { expect, test } from 'vitest'
import { type Context, change, insertGroup, insertUser, newKey } from './context.ts'

export function scim({ store, other, account }: Context): void {
  const token = (number: number, uin: number, tokenId: string, createdMs = 1) => ({
    account: number,
    tokenId,
    uin,
    secretHash: 'h',
    description: 'd',
    createdMs,
    expiresMs: 100,
  })

  test('a token is found by its id alone, with its account as it is now', async () => {
    const number = await account()
    const uin = await change(store(), number, async (writes) => {
      const ann = await insertUser(writes, number, { name: 'ann' })
      await writes.scimTokens.insert(token(number, ann, `t${number}`))
      return ann
    })
    const appId = (await store().read.accounts.get(number))?.appId
    const rest = { account: number, appId, uin, tokenId: `t${number}`, secretHash: 'h', expiresMs: 100 }
    expect(await other().scimToken(`t${number}`)).toEqual({ ...rest, revision: 1 })
    expect(await store().scimToken(`T${number}`)).toBeUndefined()
    expect(await store().scimToken('')).toBeUndefined()
    await change(store(), number, (writes) =>
      writes.scimTokens.renew(number, `t${number}`, { secretHash: 'i', expiresMs: 5 }),
    )
    expect(await other().scimToken(`t${number}`)).toEqual({ ...rest, secretHash: 'i', expiresMs: 5, revision: 2 })
  })

  test('tokens are listed oldest first, and go one by one or with their user', async () => {
    const number = await account()
    const [ann, bob] = await change(store(), number, async (writes) => {
      const made = [
        await insertUser(writes, number, { name: 'ann' }),
        await insertUser(writes, number, { name: 'bob' }),
      ]
      for (const [index, uin] of [...made, ...made].entries()) {
        await writes.scimTokens.insert(token(number, uin, `${index}-${number}`, 9 - index))
      }
      return made
    })
    const listed = async () => (await store().read.scimTokens.list(number)).map((row) => row.tokenId)
    expect(await listed()).toEqual([3, 2, 1, 0].map((index) => `${index}-${number}`))
    const drop = () => change(store(), number, (writes) => writes.scimTokens.delete(number, `0-${number}`))
    expect([await drop(), await drop()]).toEqual([true, false])
    await change(store(), number, (writes) => writes.users.delete(number, ann ?? 0))
    expect(await listed()).toEqual([`3-${number}`, `1-${number}`])
    await change(store(), number, (writes) => writes.scimTokens.deleteOfUser(number, bob ?? 0))
    expect(await listed()).toEqual([])
    const gone = { secretHash: 'x', expiresMs: 1 }
    expect(await change(store(), number, (w) => w.scimTokens.renew(number, `1-${number}`, gone))).toBe(false)
  })

  test('external ids are exact, need not be unique, and can be taken away', async () => {
    const number = await account()
    const [ann, bob, group] = await change(store(), number, async (writes) => {
      const one = await insertUser(writes, number, { name: 'ann' })
      const two = await insertUser(writes, number, { name: 'bob' })
      const three = await insertGroup(writes, number, 'g')
      for (const uin of [one, two]) await writes.users.update(number, uin, { externalId: 'Same' })
      await writes.groups.setExternalId(number, three, 'Same')
      return [one, two, three]
    })
    const { users, groups } = store().read
    expect((await users.byExternalId(number, 'Same')).map((user) => user.uin)).toEqual([ann, bob])
    expect(await users.byExternalId(number, 'same')).toEqual([])
    expect((await groups.byExternalId(number, 'Same')).map((row) => row.groupId)).toEqual([group])
    await change(store(), number, async (writes) => {
      await writes.users.update(number, ann ?? 0, { externalId: undefined })
      expect(await writes.groups.setExternalId(number, group ?? 0, undefined)).toBe(true)
      expect(await writes.groups.setExternalId(number, 1, 'x')).toBe(false)
    })
    expect((await users.byExternalId(number, 'Same')).map((user) => user.uin)).toEqual([bob])
    expect((await groups.byId(number, group ?? 0))?.externalId).toBeUndefined()
  })

  test('holders of active keys, each once', async () => {
    const number = await account()
    const ann = await change(store(), number, async (writes) => {
      const uin = await insertUser(writes, number, { name: 'ann' })
      const bob = await insertUser(writes, number, { name: 'bob' })
      for (const id of ['a', 'b']) await writes.keys.insert(number, newKey(uin, `${id}${number}`))
      await writes.keys.insert(number, { ...newKey(bob, `c${number}`), status: 'Inactive' })
      return uin
    })
    expect(await store().read.keys.activeHolders(number)).toEqual([ann])
  })
}
