import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { addPerson } from '../people.ts'

interface Page {
  readonly Users: readonly { readonly Name: string; readonly UserType: string }[]
  readonly Marker?: string
  readonly IsTruncated: boolean
}

describe('ListAccounts', () => {
  let server: Harness
  beforeEach(async () => {
    server = await openHarness()
    for (const [name, type] of [
      ['anna', 2],
      ['wendy', 3],
      ['partner', 4],
      ['pager', 5],
      ['bert', 2],
    ] as const) {
      await addPerson(server, name, type)
    }
  })
  afterEach(() => server.close())

  const page = async (given: object = {}) => (await server.ok('ListAccounts', given)) as unknown as Page
  const names = ({ Users }: Page) => Users.map(({ Name }) => Name)

  test('ok: the root account first, then everybody, newest first, with every member', async () => {
    const all = await page()
    expect(names(all)).toEqual(['root', 'bert', 'pager', 'partner', 'wendy', 'anna'])
    expect(all.Users.map(({ UserType }) => UserType)).toEqual([
      'Owner',
      'SubUser',
      'MessageReceiver',
      'Collaborator',
      'WechatCorpUser',
      'SubUser',
    ])
    expect(all.IsTruncated).toBe(false)
    expect(all).not.toHaveProperty('Marker')
    expect(all.Users[0]).toEqual({
      Uin: server.root.uin,
      Name: 'root',
      Uid: 0,
      Remark: '',
      ConsoleLogin: 1,
      PhoneNum: '',
      CountryCode: '86',
      Email: '',
      CreateTime: '2026-01-02 11:04:05',
      UserType: 'Owner',
    })
    expect(all.Users[2]).toMatchObject({ Name: 'pager', ConsoleLogin: 0, CountryCode: '86', Uid: expect.any(Number) })
  })

  test('ok: one kind', async () => {
    expect(names(await page({ UserType: 'SubUser' }))).toEqual(['bert', 'anna'])
    expect(names(await page({ UserType: 'Owner' }))).toEqual(['root'])
    expect(names(await page({ UserType: 'Owner', MaxItems: 1 }))).toEqual(['root'])
    for (const UserType of ['CICUser', 'AgentIdentity']) {
      expect(await page({ UserType })).toEqual({ Users: [], IsTruncated: false })
    }
  })

  test.each([1, 2, 3, 5, 6, 7])('ok: page by page of %i, each once, while others come and go', async (MaxItems) => {
    const seen: string[] = []
    let Marker: string | undefined = ''
    while (Marker !== undefined) {
      const one: Page = await page({ MaxItems, Marker })
      expect(one.Users.length).toBeLessThanOrEqual(MaxItems)
      expect(one.IsTruncated).toBe(one.Marker !== undefined)
      seen.push(...names(one))
      Marker = one.Marker
      if (Marker !== undefined) await server.ok('AddUser', { Name: `late-${seen.length}` })
    }
    // With room for one only the root account was shown before the first of them came.
    expect(seen.filter((name) => !name.startsWith('late-'))).toEqual([
      'root',
      'bert',
      'pager',
      'partner',
      'wendy',
      'anna',
    ])
    expect(new Set(seen).size).toBe(seen.length)
  })

  test('ok: the marker of somebody deleted meanwhile', async () => {
    const { Marker } = await page({ MaxItems: 2 })
    await server.ok('DeleteUser', { Name: 'bert' })
    expect(names(await page({ Marker }))).toEqual(['pager', 'partner', 'wendy', 'anna'])
  })

  test('wrong values', async () => {
    for (const Marker of ['x', '-1', '01', '9'.repeat(16), '1 ']) {
      await server.refused('InvalidParameter.PaginationTokenInvalid', 'ListAccounts', { Marker })
    }
    for (const wrong of [{ MaxItems: 0 }, { MaxItems: 101 }, { UserType: 'owner' }, { UserType: '' }]) {
      await server.refused('InvalidParameter', 'ListAccounts', wrong)
    }
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListAccounts', {}, { as: nobody })
  })
})
