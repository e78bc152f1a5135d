// Identity providers: one name for one provider, documents kept to the letter, one way of signing in at a time, and keys
// that are only replaced where they are still fetched.
import { expect, test } from 'vitest'
import type { KeysDue, NewProvider, NewUserSso } from '../../../src/store/store.ts'
import { type Context, change, names, newOidc, newSaml, newUserOidc, newUserSaml } from './context.ts'

export function identityProviders(context: Context): void {
  roleProviders(context)
  signIn(context)
  keys(context)
}

function roleProviders({ store, account }: Context): void {
  const insert = (number: number, provider: NewProvider) =>
    change(store(), number, (writes) => writes.identityProviders.insert(number, provider))
  const read = (number: number, name: string) => store().read.identityProviders.byName(number, name)

  test('a provider reads back as it was written, by its name in any case', async () => {
    const number = await account()
    const metadata = `<?xml version="1.0"?>\r\n<a x='"'>ä字&amp;𝄞</a>\n${'x'.repeat(60_000)}`
    const saml = newSaml('Okta', { description: 'ä', metadata, createdMs: 1_767_323_045_123, updatedMs: 2 })
    const given = { clientIds: ['a', '__proto__', ''], identityKey: 'e30=', autoRotateKey: true, keysDueMs: 7 }
    const oidc = newOidc('__proto__', given)
    for (const provider of [saml, oidc]) {
      expect(await read(number, provider.name)).toBeUndefined()
      expect(await insert(number, provider)).toBe('inserted')
      expect(await read(number, provider.name.toUpperCase())).toEqual({ account: number, ...provider })
    }
    expect(await store().read.identityProviders.count(number)).toBe(2)
    expect((await store().read.accounts.summary(number)).providers).toBe(2)
  })

  test('a name is taken in any case and for either kind, and free again once its provider is gone', async () => {
    const number = await account()
    await insert(number, newSaml('idp'))
    expect(await insert(number, newSaml('IDP'))).toBe('taken')
    expect(await insert(number, newOidc('Idp'))).toBe('taken')
    const drop = (kind: 'saml' | 'oidc', name: string) =>
      change(store(), number, (writes) => writes.identityProviders.delete(number, kind, name))
    expect([await drop('oidc', 'idp'), await drop('saml', 'IDP'), await drop('saml', 'idp')]).toEqual([
      false,
      true,
      false,
    ])
    expect(await insert(number, newOidc('Idp'))).toBe('inserted')
    expect(await read(number, 'idp')).toMatchObject({ kind: 'oidc', name: 'Idp' })
  })

  test('when a provider was made is known by kind and name', async () => {
    const number = await account()
    await insert(number, newSaml('Idp', { createdMs: 5, updatedMs: 9 }))
    const madeMs = (kind: 'saml' | 'oidc', name: string) => store().read.identityProviders.madeMs(number, kind, name)
    expect([await madeMs('saml', 'IDP'), await madeMs('oidc', 'idp'), await madeMs('saml', 'x')]).toEqual([
      5,
      undefined,
      undefined,
    ])
  })

  test('a list has the SAML providers, newest first, without their documents', async () => {
    const number = await account()
    for (const [name, createdMs] of [
      ['old', 1],
      ['twin-b', 5],
      ['twin-a', 5],
      ['new', 9],
    ] as const) {
      await insert(number, newSaml(name, { createdMs }))
    }
    await insert(number, newOidc('token', { createdMs: 6 }))
    const listed = await store().read.identityProviders.samlProviders(number)
    expect(names(listed)).toEqual(['new', 'twin-a', 'twin-b', 'old'])
    const { metadata: _, ...rest } = newSaml('new', { createdMs: 9 })
    expect(listed[0]).toEqual({ account: number, ...rest })
  })

  test('a list has the OIDC providers, newest first, without their keys', async () => {
    const number = await account()
    await insert(number, newOidc('old', { createdMs: 1, autoRotateKey: true }))
    await insert(number, newSaml('saml', { createdMs: 3 }))
    await insert(number, newOidc('new', { createdMs: 9, clientIds: ['a', 'b'] }))
    const listed = await store().read.identityProviders.oidcProviders(number)
    expect(names(listed)).toEqual(['new', 'old'])
    const { identityKey: _, keysDueMs: __, ...rest } = newOidc('new', { createdMs: 9, clientIds: ['a', 'b'] })
    expect(listed[0]).toEqual({ account: number, ...rest })
    expect(listed[1]?.autoRotateKey).toBe(true)
  })

  test('an update puts all of it in place, of that kind and name only', async () => {
    const number = await account()
    await insert(number, newSaml('saml'))
    await insert(number, newOidc('oidc', { autoRotateKey: true }))
    const update = (provider: NewProvider) =>
      change(store(), number, (writes) => writes.identityProviders.update(number, provider))
    const saml = newSaml('saml', { description: 'd', metadata: '', updatedMs: 9 })
    const oidc = newOidc('oidc', { issuer: 'https://b.example', clientIds: [], identityKey: 'k', keysDueMs: 3 })
    expect([await update(saml), await update(oidc)]).toEqual([true, true])
    expect(await read(number, 'saml')).toEqual({ account: number, ...saml })
    expect(await read(number, 'oidc')).toEqual({ account: number, ...oidc })
    expect([await update(newOidc('saml')), await update(newSaml('none'))]).toEqual([false, false])
    expect(await read(number, 'saml')).toEqual({ account: number, ...saml })
  })
}

function signIn({ store, account }: Context): void {
  const set = (number: number, settings: NewUserSso) =>
    change(store(), number, (writes) => writes.identityProviders.setUserSso(number, settings))
  const of = async (number: number) => {
    const { identityProviders } = store().read
    const [saml, oidc] = [await identityProviders.userSaml(number), await identityProviders.userOidc(number)]
    return { saml, oidc, inForce: (await identityProviders.userSso(number))?.protocol }
  }

  test('settings of sign-in read back as they were written, and are replaced whole', async () => {
    const number = await account()
    expect(await of(number)).toEqual({ saml: undefined, oidc: undefined, inForce: undefined })
    const saml = newUserSaml({ metadata: '<ä/>', auxiliaryDomain: 'example.com' })
    const oidc = newUserOidc({ scopes: ['openid', 'email'], mappingField: '名', description: 'd', autoRotateKey: true })
    await set(number, saml)
    expect(await of(number)).toEqual({ saml: { account: number, ...saml }, oidc: undefined, inForce: 'saml' })
    await set(number, oidc)
    expect((await of(number)).oidc).toEqual({ account: number, ...oidc })
    const bare = newUserOidc({ scopes: [], enabled: false, createdMs: 1, updatedMs: 2 })
    await set(number, bare)
    expect((await of(number)).oidc).toEqual({ account: number, ...bare })
  })

  test('what comes into force puts the other out of force; what does not, leaves it', async () => {
    const number = await account()
    await set(number, newUserSaml())
    await set(number, newUserOidc({ updatedMs: 5 }))
    expect(await of(number)).toMatchObject({ saml: { enabled: false, updatedMs: 5 }, inForce: 'oidc' })
    await set(number, newUserSaml({ enabled: false }))
    expect((await of(number)).inForce).toBe('oidc')
    await set(number, newUserSaml())
    expect(await of(number)).toMatchObject({ oidc: { enabled: false }, inForce: 'saml' })
  })

  test('switching it off leaves what was set, and says whether anything was on', async () => {
    const number = await account()
    const disable = (nowMs: number) =>
      change(store(), number, (writes) => writes.identityProviders.disableUserSso(number, nowMs))
    expect(await disable(2)).toBe(false)
    for (const settings of [newUserSaml(), newUserOidc()]) {
      await set(number, settings)
      expect(await disable(7)).toBe(true)
      expect(await disable(8)).toBe(false)
      expect((await of(number)).inForce).toBeUndefined()
      expect((await of(number))[settings.protocol]).toMatchObject({ enabled: false, updatedMs: 7 })
    }
  })
}

function keys({ store, account }: Context): void {
  const dueOf = async (number: number, nowMs: number, max = 1_000): Promise<readonly KeysDue[]> =>
    (await store().read.identityProviders.keysDue(nowMs, max)).filter((due) => due.account === number)

  async function filled(): Promise<number> {
    const number = await account()
    await change(store(), number, async ({ identityProviders }) => {
      await identityProviders.insert(number, newOidc('Late', { autoRotateKey: true, keysDueMs: 30 }))
      await identityProviders.insert(number, newOidc('early', { autoRotateKey: true, keysDueMs: 10 }))
      await identityProviders.insert(number, newOidc('fixed', { keysDueMs: 1 }))
      await identityProviders.insert(number, newSaml('saml'))
      await identityProviders.setUserSso(number, newUserOidc({ autoRotateKey: true, keysDueMs: 20 }))
    })
    return number
  }
  const issuer = 'https://idp.example'

  test('keys are due that the server fetches, those due longest first', async () => {
    const number = await filled()
    const all = [
      { account: number, keysOf: { of: 'provider', name: 'early' }, issuer, keysDueMs: 10 },
      { account: number, keysOf: { of: 'users' }, issuer, keysDueMs: 20 },
      { account: number, keysOf: { of: 'provider', name: 'Late' }, issuer, keysDueMs: 30 },
    ]
    expect(await dueOf(number, 30)).toEqual(all)
    expect(await dueOf(number, 29)).toEqual(all.slice(0, 2))
    expect(await dueOf(number, 9)).toEqual([])
    expect(await store().read.identityProviders.keysDue(30, 1)).toHaveLength(1)
    await change(store(), number, (writes) => writes.identityProviders.disableUserSso(number, 40))
    expect(await dueOf(number, 20)).toEqual(all.slice(0, 1))
  })

  test('one of several that saw the same is to fetch them', async () => {
    const number = await filled()
    for (const due of await dueOf(number, 30)) {
      const claim = () => change(store(), number, (writes) => writes.identityProviders.claimKeys(due, 50))
      const claims = await Promise.all(Array.from({ length: 6 }, claim))
      expect(claims.filter(Boolean)).toHaveLength(1)
    }
    expect(await dueOf(number, 49)).toEqual([])
    expect((await dueOf(number, 50)).map((due) => due.keysDueMs)).toEqual([50, 50, 50])
  })

  test('keys are replaced where they are still fetched from that issuer, and nothing else is', async () => {
    const number = await filled()
    const { read } = store()
    const put = (due: Omit<KeysDue, 'keysDueMs'>) =>
      change(store(), number, (writes) => writes.identityProviders.setKeys(due, 'new'))
    const providers = { account: number, issuer, keysOf: { of: 'provider', name: 'EARLY' } } as const
    const users = { account: number, issuer, keysOf: { of: 'users' } } as const
    const before = [await read.identityProviders.byName(number, 'early'), await read.identityProviders.userOidc(number)]
    for (const due of [providers, users]) {
      expect(await put({ ...due, issuer: 'https://other.example' })).toBe(false)
      expect(await put(due)).toBe(true)
    }
    const after = [await read.identityProviders.byName(number, 'early'), await read.identityProviders.userOidc(number)]
    expect(after).toEqual(before.map((row) => ({ ...row, identityKey: 'new' })))
    for (const name of ['fixed', 'saml', 'none']) {
      expect(await put({ ...providers, keysOf: { of: 'provider', name } })).toBe(false)
    }
  })
}
