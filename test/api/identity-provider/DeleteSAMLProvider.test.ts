import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { create } from '../role/roles.ts'
import { createOidc, createSaml } from './providers.ts'

describe('DeleteSAMLProvider', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('ok: gone, by its name in any case, and the name is free again', async () => {
    await createSaml(server, 'Idp')
    expect(await server.ok('DeleteSAMLProvider', { Name: 'IDP' })).toEqual({})
    await server.refused('ResourceNotFound.IdentityNotExist', 'GetSAMLProvider', { Name: 'Idp' })
    await server.refused('ResourceNotFound.IdentityNotExist', 'DeleteSAMLProvider', { Name: 'Idp' })
    await createOidc(server, 'idp')
  })

  test('ok: although a role trusts it, which is told no more so when it is written anew', async () => {
    await createSaml(server, 'trusted')
    const PolicyDocument = JSON.stringify({
      version: '2.0',
      statement: [
        {
          effect: 'allow',
          action: 'name/sts:AssumeRoleWithSAML',
          principal: { federated: [`qcs::cam::uin/${server.root.account}:saml-provider/trusted`] },
        },
      ],
    })
    const RoleId = await create(server, 'carried', { PolicyDocument })
    await server.ok('DeleteSAMLProvider', { Name: 'trusted' })
    expect(await server.ok('GetRole', { RoleId })).toMatchObject({ RoleInfo: { PolicyDocument } })
    const code = 'InvalidParameter.PrincipalQcsNotExist'
    const message = await server.refused(code, 'UpdateAssumeRolePolicy', { RoleId, PolicyDocument })
    expect(message).toContain('`saml-provider/trusted`')
  })

  test('absent: nobody has the name, only one of the other kind, or only another account', async () => {
    await createSaml(server, 'theirs', {}, { as: await server.account('other') })
    await createOidc(server, 'another')
    for (const Name of ['nobody', 'another', 'theirs', '__proto__']) {
      const message = await server.refused('ResourceNotFound.IdentityNotExist', 'DeleteSAMLProvider', { Name })
      expect(message).toContain(`\`${Name}\``)
    }
  })

  test('absent: a text that can be no name', async () => {
    for (const Name of ['', 'ab', 'a b', 'n'.repeat(129)]) {
      await server.refused('ResourceNotFound.NotFound', 'DeleteSAMLProvider', { Name })
    }
  })

  test('denied: a user without the permission', async () => {
    await createSaml(server, 'kept')
    const as = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'DeleteSAMLProvider', { Name: 'kept' }, { as })
  })
})
