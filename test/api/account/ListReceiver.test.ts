import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { addPerson } from '../people.ts'

describe('ListReceiver', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('ok: nobody yet', async () => {
    expect(await server.ok('ListReceiver')).toEqual({ TotalCount: 0, Receivers: [] })
  })

  test('ok: recipients only, newest first, page by page, with every member', async () => {
    const contact = { phone: '13800000000', email: 'a@b', phoneVerified: true, wechatBound: true, receiverOwner: true }
    const { uin, uid } = await addPerson(server, 'first', 5, { ...contact, remark: 'on call' })
    await addPerson(server, 'anna', 2)
    for (const name of ['second', 'third']) await addPerson(server, name, 5)
    const names = async (given: object) => {
      const { TotalCount, Receivers } = await server.ok('ListReceiver', given)
      expect(TotalCount).toBe(3)
      return (Receivers as { Name: string }[]).map(({ Name }) => Name)
    }
    expect(await names({})).toEqual(['third', 'second', 'first'])
    expect(await names({ Offset: 1, Limit: 1 })).toEqual(['second'])
    expect(await names({ Offset: 3 })).toEqual([])
    expect((await server.ok('ListReceiver', { Offset: 2 }))['Receivers']).toEqual([
      {
        Uid: uid,
        Name: 'first',
        Remark: 'on call',
        PhoneNumber: '13800000000',
        PhoneFlag: 1,
        Email: 'a@b',
        EmailFlag: 0,
        IsReceiverOwner: 1,
        WechatFlag: 1,
        Uin: uin,
        CountryCode: '86',
      },
    ])
  })

  test('wrong values', async () => {
    for (const wrong of [{ Offset: -1 }, { Limit: 0 }, { Limit: 1001 }]) {
      await server.refused('InvalidParameter.ParamError', 'ListReceiver', wrong)
    }
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListReceiver', {}, { as: nobody })
  })
})
