import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { addPerson } from '../people.ts'

describe('DescribeSubAccounts', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('ok: users of every kind in the order asked, each once, strangers left out', async () => {
    const { Uin, Uid } = await server.ok('AddUser', { Name: 'anna', Remark: 'writes' })
    const wecom = await addPerson(server, 'wecom', 3)
    const partner = await addPerson(server, 'partner', 4)
    const pager = await addPerson(server, 'pager', 5)
    const other = await server.account('other')
    const { Uin: theirs } = await server.ok('AddUser', { Name: 'theirs' }, { as: other })
    const blank = { Remark: '', CreateTime: '2026-01-02 11:04:05', LastLoginIp: '', LastLoginTime: '' }
    const { account } = server.root
    const FilterSubAccountUin = [pager.uin, Uin, theirs, 1, other.uin, account, wecom.uin, partner.uin, Uin]
    expect(await server.ok('DescribeSubAccounts', { FilterSubAccountUin })).toEqual({
      SubAccounts: [
        { ...blank, Uid: pager.uid, Uin: pager.uin, Name: 'pager', UserType: 5 },
        { ...blank, Uid, Uin, Name: 'anna', UserType: 2, Remark: 'writes' },
        { ...blank, Uid: 0, Uin: account, Name: 'root', UserType: 1 },
        { ...blank, Uid: wecom.uid, Uin: wecom.uin, Name: 'wecom', UserType: 3 },
        { ...blank, Uid: partner.uid, Uin: partner.uin, Name: 'partner', UserType: 4 },
      ],
    })
  })

  test('ok: numbers as text, and an empty list', async () => {
    const FilterSubAccountUin = [String(server.root.uin)]
    expect(await server.ok('DescribeSubAccounts', { FilterSubAccountUin }, { form: 'v1-form' })).toMatchObject({
      SubAccounts: [{ UserType: 1 }],
    })
    expect(await server.ok('DescribeSubAccounts', { FilterSubAccountUin: [] })).toEqual({ SubAccounts: [] })
  })

  test('too many: fifty numbers at most', async () => {
    const FilterSubAccountUin = Array.from({ length: 51 }, (_, index) => index)
    await server.ok('DescribeSubAccounts', { FilterSubAccountUin: FilterSubAccountUin.slice(1) })
    await server.refused('InvalidParameter', 'DescribeSubAccounts', { FilterSubAccountUin })
  })

  test('missing: no list', async () => {
    await server.refused('MissingParameter', 'DescribeSubAccounts')
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    const given = { FilterSubAccountUin: [nobody.uin] }
    await server.refused('AuthFailure.UnauthorizedOperation', 'DescribeSubAccounts', given, { as: nobody })
  })
})
