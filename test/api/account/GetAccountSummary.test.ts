import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, openHarness } from '../harness.ts'
import { createOidc, createSaml, userOidc } from '../identity-provider/providers.ts'
import { addPerson } from '../people.ts'

describe('GetAccountSummary', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('ok: nothing at first', async () => {
    expect(await server.ok('GetAccountSummary')).toEqual({
      Policies: 0,
      Roles: 0,
      Idps: 0,
      User: 0,
      Group: 0,
      Member: 0,
      IdentityProviders: 0,
    })
  })

  test('ok: counts the own ones, a member of two groups once; collaborators and recipients are no users', async () => {
    const other = await server.account('other')
    await server.ok('AddUser', { Name: 'theirs' }, { as: other })
    await server.ok('CreateGroup', { GroupName: 'theirs' }, { as: other })
    await addPerson(server, 'partner', 4)
    await addPerson(server, 'pager', 5)
    const anna = await server.user('anna', allow('cam:GetAccountSummary'))
    await server.user('bert')
    for (const GroupName of ['writers', 'readers', 'others']) {
      const { GroupId } = await server.ok('CreateGroup', { GroupName })
      if (GroupName !== 'others') await server.ok('AddUserToGroup', { Info: [{ GroupId, Uin: anna.uin }] })
    }
    await createSaml(server, 'saml')
    await createOidc(server, 'oidc')
    await createSaml(server, 'theirs', {}, { as: other })
    // How users sign in is a setting, none of the providers that roles are used by.
    await server.ok('CreateUserOIDCConfig', userOidc)
    expect(await server.ok('GetAccountSummary', {}, { as: anna })).toMatchObject({
      Policies: 1,
      User: 2,
      Group: 3,
      Member: 1,
      Idps: 2,
      IdentityProviders: 2,
    })
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'GetAccountSummary', {}, { as: nobody })
  })
})
