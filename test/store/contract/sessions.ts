// Temporary credentials: what is kept of them, when they end, and what the signed path learns.
import { expect, test } from 'vitest'
import type { Store } from '../../../src/store/store.ts'
import { type Context, change, insertRole, insertUser, newKey, newLink, newSession } from './context.ts'

const page = { offset: 0, limit: 100 }

export function sessions({ store, other, account }: Context): void {
  test('a session reads back as it was written', async () => {
    const number = await account()
    const roleId = await change(store(), number, (writes) => insertRole(writes, number, { name: 'r' }))
    const full = newSession(number, 'full', {
      roleId,
      name: '__proto__',
      callerAccount: 5,
      callerUin: 6,
      issuingSecretId: 'AKID-gone',
      issuingGeneration: 3,
      roleGeneration: 4,
      through: [newLink(5, '4', { generation: 2, sessionId: 'before', expiresMs: 9 }), newLink(number, '__proto__')],
      policy: '{"statement":["ä"]}',
      mfa: true,
      sourceIdentity: 'ann',
      tags: [
        { key: 'b', value: '' },
        { key: '__proto__', value: 'x' },
      ],
      createdMs: 1_767_323_045_123,
      expiresMs: 1_767_330_245_123,
    })
    const bare = newSession(number, 'bare')
    const empty = newSession(number, 'empty', { policy: '', sourceIdentity: '' })
    await change(store(), number, async (writes) => {
      for (const session of [full, bare, empty]) await writes.sessions.insert(session)
    })
    for (const session of [full, bare, empty]) {
      expect(await store().read.sessions.get(number, session.sessionId)).toEqual(session)
    }
    expect(await store().read.sessions.get(number, 'FULL')).toBeUndefined()
  })

  test('an id is one session, and a role that is not there has none', async () => {
    const number = await account()
    const insert = (roleId?: string) =>
      change(store(), number, (writes) => writes.sessions.insert(newSession(number, 's', { roleId })))
    await expect(insert('4')).rejects.toThrow()
    await insert()
    await expect(insert()).rejects.toThrow()
  })

  test('sessions of a role that have not expired, newest first', async () => {
    const number = await account()
    const roleId = await change(store(), number, async (writes) => {
      const [id, stranger] = [
        await insertRole(writes, number, { name: 'r' }),
        await insertRole(writes, number, { name: 'stranger' }),
      ]
      const rows: [id: string, role: string | undefined, createdMs: number, expiresMs: number][] = [
        ['old', id, 1, 101],
        ['past', id, 4, 100],
        ['b', id, 3, 200],
        ['a', id, 3, 200],
        ['stranger', stranger, 5, 200],
        ['federation', undefined, 6, 200],
      ]
      for (const [sessionId, role, createdMs, expiresMs] of rows) {
        await writes.sessions.insert(newSession(number, sessionId, { roleId: role, createdMs, expiresMs }))
      }
      return id
    })
    const found = async (nowMs: number, offset = 0, limit = 100) => {
      const { total, rows } = await store().read.sessions.ofRole(number, roleId, nowMs, { offset, limit })
      return [total, ...rows.map((row) => row.sessionId)]
    }
    expect(await found(100)).toEqual([3, 'b', 'a', 'old'])
    expect(await found(99)).toEqual([4, 'past', 'b', 'a', 'old'])
    expect(await found(100, 1, 1)).toEqual([3, 'a'])
    expect(await found(200)).toEqual([0])
    expect((await store().read.sessions.ofRole(number, '4', 0, page)).total).toBe(0)
  })

  test('one session ends, or all of a role', async () => {
    const number = await account()
    const roleId = await change(store(), number, async (writes) => {
      const id = await insertRole(writes, number, { name: 'r' })
      for (const sessionId of ['a', 'b', 'c'])
        await writes.sessions.insert(newSession(number, sessionId, { roleId: id }))
      await writes.sessions.insert(newSession(number, 'federation'))
      return id
    })
    const drop = (id: string) =>
      change(store(), number, (writes) => writes.sessions.end(number, id, { nowMs: 5_000, keptMs: 20_000 }))
    const dropAll = () => change(store(), number, (writes) => writes.sessions.deleteOfRole(number, roleId))
    expect([await drop('a'), await drop('a')]).toEqual([true, false])
    expect(await store().read.sessions.get(number, 'a')).toBeUndefined()
    expect([await dropAll(), await dropAll()]).toEqual([3, 0])
    expect(await store().read.sessions.get(number, 'federation')).toBeDefined()
  })

  test('what has expired is forgotten, the longest expired first and no more than asked', async () => {
    const number = await account()
    await change(store(), number, async (writes) => {
      for (let i = 0; i < 5; i++) await writes.sessions.insert(newSession(number, `s${i}`, { expiresMs: -100 + i }))
    })
    const forget = (beforeMs: number, max: number) =>
      store().transaction((writes) => writes.sessions.deleteExpired(beforeMs, max))
    const left = async () => {
      const rows = await Promise.all([0, 1, 2, 3, 4].map((i) => store().read.sessions.get(number, `s${i}`)))
      return rows.flatMap((row) => (row === undefined ? [] : [row.sessionId]))
    }
    expect(await forget(-97, 2)).toBe(2)
    expect(await left()).toEqual(['s2', 's3', 's4'])
    expect(await forget(-97, 10)).toBe(1)
    expect(await left()).toEqual(['s3', 's4'])
    expect(await forget(-97, 10)).toBe(0)
    expect(await forget(0, 10)).toBe(2)
  })

  test('a holder of a role session has role, application and revision, until the role is gone', async () => {
    const number = await account()
    const roleId = await change(store(), number, (writes) => insertRole(writes, number, { name: 'r', type: 'system' }))
    const session = newSession(number, 's', { roleId, callerAccount: 5, callerUin: 6 })
    await change(store(), number, (writes) => writes.sessions.insert(session))
    const appId = (await store().read.accounts.get(number))?.appId
    expect(await store().session(number, 's')).toEqual({
      session,
      appId,
      revision: 2,
      role: { roleId, name: 'r', type: 'system' },
      issuerLives: false,
      callerPresent: false,
      chainWhole: true,
      quarantined: false,
    })
    expect(await store().read.sessions.holder(number, 's')).toEqual(await store().session(number, 's'))
    await change(store(), number, (writes) => writes.roles.delete(number, roleId))
    expect(await store().session(number, 's')).toBeUndefined()
  })

  test('a holder tells at once, on every node, when key or user of a federation session are gone', async () => {
    const number = await account()
    const [uin, bob] = await change(store(), number, async (writes) => {
      const made = [
        await insertUser(writes, number, { name: 'ann' }),
        await insertUser(writes, number, { name: 'bob' }),
      ]
      const [ann = 0] = made
      await writes.keys.insert(number, newKey(ann, `AKIDann${number}`))
      const asked = { callerUin: ann, issuingSecretId: `AKIDann${number}` }
      await writes.sessions.insert(newSession(number, 's', asked))
      return made
    })
    const secretId = `AKIDann${number}`
    let id = 's'
    const renew = () =>
      change(store(), number, async (writes) => {
        const { generation = 0 } = (await store().keyHolder(secretId)) ?? {}
        const asked = { callerUin: uin ?? 0, issuingSecretId: secretId, issuingGeneration: generation }
        id = 'again'
        await writes.sessions.insert(newSession(number, id, asked))
      })
    const seen = async () => {
      const both = await Promise.all([store().session(number, id), other().session(number, id)])
      expect(both[1]).toEqual(both[0])
      return [both[0]?.issuerLives, both[0]?.callerPresent, both[0]?.role]
    }
    expect(await seen()).toEqual([true, true, undefined])
    await change(store(), number, (writes) => writes.keys.setStatus(number, secretId, 'Inactive'))
    expect(await seen()).toEqual([false, true, undefined])
    // Turned on again, it has sessions again, but not those from before.
    await change(store(), number, (writes) => writes.keys.setStatus(number, secretId, 'Active'))
    expect(await seen()).toEqual([false, true, undefined])
    await renew()
    expect(await seen()).toEqual([true, true, undefined])
    await change(store(), number, (writes) => writes.keys.setStatus(number, secretId, 'Active'))
    await change(store(), number, (writes) => writes.users.delete(number, bob ?? 0))
    expect(await seen()).toEqual([true, true, undefined])
    await change(store(), number, (writes) => writes.keys.delete(number, secretId))
    expect(await seen()).toEqual([false, true, undefined])
    await change(store(), number, (writes) => writes.users.delete(number, uin ?? 0))
    expect(await seen()).toEqual([false, false, undefined])
    const end = { nowMs: 2_000, keptMs: 20_000 }
    await change(other(), number, (writes) => writes.sessions.end(number, id, end))
    expect(await store().session(number, id)).toBeUndefined()
  })

  test('of a role that is deleted while another account opens a session of it, nothing remains', async () => {
    const number = await account()
    const caller = await account()
    const open = (at: Store, roleId: string) =>
      change(at, caller, async (writes) => {
        if ((await writes.roles.byId(number, roleId)) === undefined) return 'gone'
        await writes.sessions.insert(newSession(number, roleId, { roleId, callerAccount: caller, callerUin: caller }))
        return 'opened'
      })
    for (let round = 0; round < 15; round++) {
      const roleId = await change(store(), number, (writes) => insertRole(writes, number, { name: 'r' }))
      const [deleted, opened] = await Promise.all([
        change(store(), number, (writes) => writes.roles.delete(number, roleId)),
        open(other(), roleId),
      ])
      expect(deleted).toBe(true)
      expect(['gone', 'opened']).toContain(opened)
      expect(await store().session(number, roleId)).toBeUndefined()
      expect(await open(store(), roleId)).toBe('gone')
    }
  })

  test('a holder tells when a role is gone that the chain went through, of whatever account; no key at all is none that is gone', async () => {
    const number = await account()
    const elsewhere = await account()
    const insert = (at: number, name: string) => change(store(), at, (writes) => insertRole(writes, at, { name }))
    const [own, foreign, last] = [
      await insert(number, 'own'),
      await insert(elsewhere, 'foreign'),
      await insert(number, 'last'),
    ]
    const through = [newLink(number, own), newLink(elsewhere, foreign)]
    await change(store(), number, async (writes) => {
      await writes.sessions.insert(newSession(number, 'both', { roleId: last, through, issuingSecretId: '' }))
      await writes.sessions.insert(newSession(number, 'one', { roleId: last, through: through.slice(0, 1) }))
      const nobody = [newLink(elsewhere, own)]
      await writes.sessions.insert(newSession(number, 'strange', { roleId: last, through: nobody }))
    })
    const whole = async () => {
      const holders = ['both', 'one', 'strange'].map((id) => store().session(number, id))
      return (await Promise.all(holders)).map((holder) => holder?.chainWhole)
    }
    expect(await whole()).toEqual([true, true, false])
    expect((await store().session(number, 'both'))?.issuerLives).toBe(true)
    await change(other(), elsewhere, (writes) => writes.roles.delete(elsewhere, foreign))
    expect(await whole()).toEqual([false, true, false])
    await change(other(), number, (writes) => writes.roles.delete(number, own))
    expect(await whole()).toEqual([false, false, false])
  })

  test("root is always there; a key of another account's is not the issuer", async () => {
    const number = await account()
    const stranger = await account()
    await change(store(), stranger, (writes) => writes.keys.insert(stranger, newKey(stranger, `AKID${stranger}`)))
    await change(store(), number, async (writes) => {
      await writes.sessions.insert(newSession(number, 'own'))
      await writes.sessions.insert(newSession(number, 'foreign', { issuingSecretId: `AKID${stranger}` }))
    })
    expect(await store().session(number, 'own')).toMatchObject({ issuerLives: false, callerPresent: true })
    await change(store(), number, (writes) => writes.keys.insert(number, newKey(number, `AKID${number}`)))
    expect(await store().session(number, 'own')).toMatchObject({ issuerLives: true, callerPresent: true })
    expect(await store().session(number, 'foreign')).toMatchObject({ issuerLives: false, callerPresent: true })
  })

  test('a session that was not there is found once it is', async () => {
    const number = await account()
    for (const sessionId of ['s', '__proto__']) {
      expect(await store().session(number, sessionId)).toBeUndefined()
      await change(other(), number, (writes) => writes.sessions.insert(newSession(number, sessionId)))
      expect((await store().session(number, sessionId))?.session.sessionId).toBe(sessionId)
    }
  })

  test('all sessions of a role end at once on every node; later ones, and other roles, go on', async () => {
    const number = await account()
    const [roleId, other_] = await change(store(), number, async (writes) => [
      await insertRole(writes, number, { name: 'r' }),
      await insertRole(writes, number, { name: 'other' }),
    ])
    const begin = (sessionId: string, role = roleId, through = [] as ReturnType<typeof newLink>[]) =>
      change(store(), number, async (writes) => {
        const row = await writes.roles.byId(number, role ?? '')
        const roleGeneration = row?.sessionGeneration ?? -1
        await writes.sessions.insert(newSession(number, sessionId, { roleId: role, roleGeneration, through }))
      })
    await begin('a')
    await begin('stranger', other_)
    await begin('behind', other_, [newLink(number, roleId ?? '', { sessionId: 'a', expiresMs: 9_000 })])
    const seen = async () => {
      const of = async (id: string) => {
        const both = await Promise.all([store().session(number, id), other().session(number, id)])
        expect(both[1]).toEqual(both[0])
        return both[0] === undefined ? 'gone' : both[0].role !== undefined && both[0].chainWhole
      }
      return Promise.all(['a', 'stranger', 'behind', 'b'].map(of))
    }
    const end = (id = roleId) => change(other(), number, (writes) => writes.roles.endSessions(number, id ?? ''))
    const listed = async () => (await store().read.sessions.ofRole(number, roleId ?? '', 0, page)).rows.length
    expect([await seen(), await listed()]).toEqual([[true, true, true, 'gone'], 1])
    expect(await end()).toBe(true)
    expect([await seen(), await listed()]).toEqual([[false, true, false, 'gone'], 0])
    await begin('b')
    expect([await seen(), await listed()]).toEqual([[false, true, false, true], 1])
    expect(await end('4')).toBe(false)
    // A change of the role revives none of them.
    await change(store(), number, (writes) => writes.roles.update(number, roleId ?? '', { trust: '{}', updatedMs: 2 }))
    expect(await seen()).toEqual([false, true, false, true])
  })

  test('a session that is ended takes along what was asked for with it, also when both times are over', async () => {
    const number = await account()
    const elsewhere = await account()
    const roleId = await change(store(), number, async (writes) => {
      const id = await insertRole(writes, number, { name: 'r' })
      await writes.sessions.insert(newSession(number, 'first', { roleId: id, expiresMs: 3_000 }))
      return id
    })
    const through = [newLink(number, roleId, { sessionId: 'first', expiresMs: 3_000 })]
    await change(store(), elsewhere, async (writes) => {
      const id = await insertRole(writes, elsewhere, { name: 'r' })
      await writes.sessions.insert(newSession(elsewhere, 'second', { roleId: id, through }))
      const both = [...through, newLink(elsewhere, id, { sessionId: 'second', expiresMs: 9_000 })]
      await writes.sessions.insert(newSession(number, 'third', { roleId, through: both, expiresMs: 12_000 }))
    })
    const end = (nowMs: number) =>
      change(other(), number, (writes) => writes.sessions.end(number, 'first', { nowMs, keptMs: 15_000 }))
    const whole = async () => {
      const holders = [store().session(elsewhere, 'second'), other().session(number, 'third')]
      return (await Promise.all(holders)).map((holder) => holder?.chainWhole)
    }
    expect(await end(3_000)).toBe(false)
    expect(await whole()).toEqual([true, true])
    expect([await end(2_999), await end(2_999)]).toEqual([true, false])
    expect(await store().session(number, 'first')).toBeUndefined()
    expect(await store().read.sessions.get(number, 'first')).toBeUndefined()
    expect((await store().read.sessions.ofRole(number, roleId, 0, page)).rows.map((row) => row.sessionId)).toEqual([
      'third',
    ])
    expect(await whole()).toEqual([false, false])
    await store().transaction((writes) => writes.sessions.deleteExpired(12_000, 100))
    expect((await store().session(number, 'third'))?.chainWhole).toBe(false)
  })
}
