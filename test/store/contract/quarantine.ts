// Principals in quarantine: what reads who a key or session is of says so, at once and on every node.
import { expect, test } from 'vitest'
import { type Context, change, insertRole, insertUser, newKey, newLink, newSession } from './context.ts'

export function quarantine({ store, other, account: makeAccount }: Context): void {
  test('marks a user, a role or the owner, each alone, and takes the mark away', async () => {
    const account = await makeAccount()
    const { uin, roleId } = await change(store(), account, async (writes) => ({
      uin: await insertUser(writes, account, { name: 'ann' }),
      roleId: await insertRole(writes, account, { name: 'r' }),
    }))
    const everybody = [{ kind: 'root' }, { kind: 'user', uin }, { kind: 'role', roleId }] as const
    for (const principal of everybody) {
      await change(store(), account, (writes) => writes.quarantine.set(account, principal, 7))
      const marked = await Promise.all(everybody.map((one) => other().read.quarantine.since(account, one)))
      expect(marked).toEqual(everybody.map((one) => (one === principal ? 7 : undefined)))
      await change(store(), account, (writes) => writes.quarantine.set(account, principal, undefined))
      expect(await other().read.quarantine.since(account, principal)).toBeUndefined()
    }
  })

  test('nobody of that number: nothing is marked', async () => {
    const account = await makeAccount()
    const [user, role] = [{ kind: 'user', uin: 1 } as const, { kind: 'role', roleId: '1' } as const]
    await change(store(), account, async (writes) => {
      expect(await writes.quarantine.set(account, user, 7)).toBe(false)
      expect(await writes.quarantine.set(account, role, 7)).toBe(false)
    })
    expect(await store().read.quarantine.list(account)).toEqual([])
  })

  test('the list has the owner first, then users, then roles, by name', async () => {
    const account = await makeAccount()
    const [b, a, roleId] = await change(store(), account, async (writes) => [
      await insertUser(writes, account, { name: 'b' }),
      await insertUser(writes, account, { name: 'a' }),
      await insertRole(writes, account, { name: '0' }),
    ])
    await change(store(), account, async ({ quarantine }) => {
      await quarantine.set(account, { kind: 'role', roleId: String(roleId) }, 4)
      await quarantine.set(account, { kind: 'user', uin: Number(b) }, 3)
      await quarantine.set(account, { kind: 'user', uin: Number(a) }, 2)
      await quarantine.set(account, { kind: 'root' }, 1)
    })
    const listed = await other().read.quarantine.list(account)
    expect(listed.map(({ name, sinceMs }) => [name, sinceMs])).toEqual([
      ['root', 1],
      ['a', 2],
      ['b', 3],
      ['0', 4],
    ])
    expect(listed.map(({ principal }) => principal.kind)).toEqual(['root', 'user', 'user', 'role'])
  })

  test('the holder of a key says whether its user, or the owner, is in quarantine', async () => {
    const account = await makeAccount()
    const uin = await change(store(), account, async (writes) => {
      const made = await insertUser(writes, account, { name: 'ann' })
      await writes.keys.insert(account, newKey(made, `AKIDuser${account}`))
      await writes.keys.insert(account, newKey(account, `AKIDroot${account}`))
      return made
    })
    const marks = async () => [
      (await other().keyHolder(`AKIDuser${account}`))?.quarantined,
      (await other().keyHolder(`AKIDroot${account}`))?.quarantined,
    ]
    expect(await marks()).toEqual([false, false])
    await change(store(), account, (writes) => writes.quarantine.set(account, { kind: 'user', uin }, 7))
    expect(await marks()).toEqual([true, false])
    await change(store(), account, (writes) => writes.quarantine.set(account, { kind: 'root' }, 7))
    expect(await marks()).toEqual([true, true])
  })

  test('a session says so for its role, a role before it, the user at its beginning, and the owner of that account', async () => {
    const [account, from] = [await makeAccount(), await makeAccount()]
    const uin = await change(store(), from, (writes) => insertUser(writes, from, { name: 'ann' }))
    const middle = await change(store(), from, (writes) => insertRole(writes, from, { name: 'middle' }))
    const roleId = await change(store(), account, (writes) => insertRole(writes, account, { name: 'r' }))
    const through = [newLink(from, middle)]
    const base = { roleId, callerAccount: from, through, issuingSecretId: '' }
    await change(store(), account, async (writes) => {
      await writes.sessions.insert(newSession(account, 'of-user', { ...base, callerUin: uin }))
      await writes.sessions.insert(newSession(account, 'of-owner', { ...base, callerUin: from }))
    })
    const marks = async () => [
      (await other().session(account, 'of-user'))?.quarantined,
      (await other().session(account, 'of-owner'))?.quarantined,
    ]
    expect(await marks()).toEqual([false, false])
    const cases = [
      [account, { kind: 'role', roleId }, [true, true]],
      [from, { kind: 'role', roleId: middle }, [true, true]],
      [from, { kind: 'user', uin }, [true, false]],
      [from, { kind: 'root' }, [false, true]],
      [account, { kind: 'root' }, [false, false]],
    ] as const
    for (const [of, principal, expected] of cases) {
      await change(store(), of, (writes) => writes.quarantine.set(of, principal, 7))
      expect(await marks()).toEqual(expected)
      await change(store(), of, (writes) => writes.quarantine.set(of, principal, undefined))
    }
    expect(await marks()).toEqual([false, false])
  })
}
