// Sessions that an identity provider vouched for: they last as long as that provider is there, whatever becomes of its
// settings, and a provider of the same name made later is not the one that vouched.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store, Writes } from '../../../src/store/store.ts'
import { allow, type Harness, type Identity, openHarness } from '../harness.ts'
import { createOidc, createSaml, otherMetadata } from '../identity-provider/providers.ts'
import { sessionOf, stored, trusting } from '../role/roles.ts'
import { makeTestRole } from '../sessions.ts'

let server: Harness
/** What happens right before the next transaction. */
let before: ((writes: Writes) => Promise<unknown>) | undefined
beforeAll(async () => {
  const wrap = (store: Store): Store => ({
    ...store,
    async transaction(work) {
      const first = before
      before = undefined
      if (first !== undefined) await store.transaction(first)
      return store.transaction(work)
    },
  })
  server = await openHarness({ wrap })
})
afterAll(() => server.close())

const kinds = [
  { kind: 'saml', create: createSaml, remove: 'DeleteSAMLProvider', other: createOidc },
  { kind: 'oidc', create: createOidc, remove: 'DeleteOIDCConfig', other: createSaml },
] as const

describe.each(kinds)('by $kind', ({ kind, create, remove, other }) => {
  const arn = (name: string) => `qcs::cam::uin/${server.root.account}:${kind}-provider/${name}`
  const session = async (name: string): Promise<Identity> => {
    const role = await makeTestRole(server, `${kind}-${name}-${server.clock()}`, [allow('cam:*')])
    // Nobody of the account, as whoever comes by a provider is.
    return sessionOf(server, await stored(server, role.roleId), { issuer: arn(name), callerUin: 0 })
  }
  const works = (as: Identity) => server.ok('ListGroups', {}, { as })
  const ended = (as: Identity) => server.refused('AuthFailure.TokenFailure', 'ListGroups', {}, { as })

  test('it ends with the provider, and no later provider of the name brings it back', async () => {
    await create(server, `${kind}-Idp`)
    const as = await session(`${kind}-Idp`)
    await works(as)
    await server.ok(remove, { Name: `${kind}-idp` })
    await ended(as)
    server.clock.advance(1)
    await create(server, `${kind}-Idp`)
    await ended(as)
    await works(await session(`${kind}-Idp`))
    await server.ok(remove, { Name: `${kind}-idp` })
    await other(server, `${kind}-Idp`)
    await ended(as)
  })

  test('so do the sessions that came by way of it, in other accounts too', async () => {
    const next = await server.account(`next of ${kind}`)
    await create(server, `${kind}-first`)
    const first = await session(`${kind}-first`)
    const granted = allow('sts:AssumeRole')
    const policy = { PolicyName: `${kind}-chain`, PolicyDocument: JSON.stringify(granted) }
    const { PolicyId } = await server.ok('CreatePolicy', policy)
    const { List } = (await server.ok('DescribeRoleList', { Page: 1, Rp: 1 })) as { List: { RoleId: string }[] }
    await server.ok('AttachRolePolicy', { PolicyId, AttachRoleId: List[0]?.RoleId })
    const PolicyDocument = trusting({ qcs: `qcs::cam::uin/${server.root.account}:root` })
    const RoleName = `${kind}-far`
    await server.ok('CreateRole', { RoleName, PolicyDocument }, { as: next })
    const far = await server.assume(`qcs::cam::uin/${next.account}:roleName/${RoleName}`, {}, { as: first })
    const whoAmI = () => server.ok('GetCallerIdentity', {}, { as: far })
    await whoAmI()
    await server.ok(remove, { Name: `${kind}-first` })
    await server.refused('AuthFailure.TokenFailure', 'GetCallerIdentity', {}, { as: far })
    server.clock.advance(1)
    for (const options of [{}, { as: next }]) await create(server, `${kind}-first`, {}, options)
    await server.refused('AuthFailure.TokenFailure', 'GetCallerIdentity', {}, { as: far })
  })

  test('it ends before the transaction of a call whose provider went meanwhile', async () => {
    await create(server, `${kind}-brief`)
    const as = await session(`${kind}-brief`)
    before = ({ identityProviders }) => identityProviders.delete(server.root.account, kind, `${kind}-brief`)
    await server.refused('AuthFailure.TokenFailure', 'CreateGroup', { GroupName: 'too-late' }, { as })
    expect(await server.ok('ListGroups')).toMatchObject({ TotalNum: 0 })
  })

  test('it does not end with a change of the provider, or with a provider of another account', async () => {
    const stranger = { as: await server.account(`stranger of ${kind}`) }
    for (const options of [{}, stranger]) await create(server, `${kind}-kept`, {}, options)
    const as = await session(`${kind}-kept`)
    server.clock.advance(1)
    await server.ok(remove, { Name: `${kind}-kept` }, stranger)
    if (kind === 'saml') {
      await server.ok('UpdateSAMLProvider', { Name: 'saml-kept', SAMLMetadataDocument: otherMetadata })
    }
    await works(as)
  })
})
