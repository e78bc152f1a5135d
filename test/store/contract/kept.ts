// Rows that are kept in memory are never older than what was committed, here or by another node: whoever has heard of a change
// sees it, at once.
import { expect, test } from 'vitest'
import { chanceOf } from '../../faults/chance.ts'
import { type Context, change, insertRole, insertUser, newKey } from './context.ts'

const steps = 120

export function keptRows({ store, other, account }: Context): void {
  test('users, roles and keys read as they were last committed, whoever committed', async () => {
    const number = await account()
    const made = await change(store(), number, async (writes) => {
      const uin = await insertUser(writes, number, { name: 'ann' })
      const roleId = await insertRole(writes, number, { name: 'r' })
      await writes.keys.insert(number, newKey(uin, `AKIDkept${number}`))
      return { uin, roleId }
    })
    const chance = chanceOf(7)
    for (let step = 0; step < steps; step++) {
      const remark = `step ${step}`
      const writer = chance.next() < 0.5 ? store() : other()
      // Several readers ask before, at the same time and just after, so that there is something to have kept.
      const read = () => store().read.users.byName(number, 'ann')
      await Promise.all([read(), read(), store().read.users.byUin(number, made.uin)])
      const status = step % 2 === 0 ? 'Inactive' : 'Active'
      const changed = change(writer, number, async (writes) => {
        await writes.users.update(number, made.uin, { remark })
        await writes.roles.update(number, made.roleId, { description: remark, updatedMs: step })
        await writes.keys.setStatus(number, `AKIDkept${number}`, status)
      })
      const during = read()
      await changed
      const [byName, byUin, role, roleById, holder] = await Promise.all([
        read(),
        store().read.users.byUin(number, made.uin),
        store().read.roles.byName(number, 'r'),
        store().read.roles.byId(number, made.roleId),
        store().keyHolder(`AKIDkept${number}`),
      ])
      const seen = [byName?.remark, byUin?.remark, role?.description, roleById?.description, holder?.status]
      expect(seen).toEqual([remark, remark, remark, remark, status])
      expect([remark, `step ${step - 1}`, '']).toContain((await during)?.remark)
    }
  })

  test('a commit in between is seen before anything else of this turn of the loop', async () => {
    const number = await account()
    const uin = await change(store(), number, (writes) => insertUser(writes, number, { name: 'bob' }))
    const read = async () => (await store().read.users.byUin(number, uin))?.remark
    // The look outside the transaction is at what was committed before it, and must not be what is seen after it.
    const rename = (remark: string) =>
      change(store(), number, async (writes) => {
        await read()
        await writes.users.update(number, uin, { remark })
      }).then(read)
    const [first, second] = await Promise.all([rename('one'), rename('two'), read(), read()])
    expect([first, second]).toEqual([expect.stringMatching(/one|two/), 'two'])
    await change(store(), number, (writes) => writes.users.delete(number, uin))
    expect(await read()).toBeUndefined()
  })
}
