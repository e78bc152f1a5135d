// People of identity providers in a browser: a real OpenID provider and a SAML one with pages of their own, on other hosts, over
// HTTPS. What a sign-in is worth is judged by signed calls with the keys that the page gets.
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { allow } from '../api/harness.ts'
import { rootOf, trusting } from '../api/sessions.ts'
import { type OidcIssuer, startIssuer } from '../federation/oidc-issuer.ts'
import { roleAttribute, sessionNameAttribute } from '../federation/saml-idp.ts'
import { type Binding, peopleHost, type SamlSite, samlHost, startSamlSite } from '../federation/saml-site.ts'
import { alertOf, keysOf, openScene, placeOf, principalOf, type Scene } from './chromium.ts'

const people = new Map(['ada', 'bob', 'eve'].map((name) => [name, `${name}-at-work-9`]))
const encoded = (text: string): string => Buffer.from(text).toString('base64')
const oidcUrl = 'https://oidc.example'

let oidc: OidcIssuer
let saml: SamlSite
let scene: Scene
beforeAll(async () => {
  oidc = await startIssuer('https://cam.example/signin/oidc/callback', { publicUrl: oidcUrl, people })
  saml = await startSamlSite(people)
  const others = { 'oidc.example': oidc.port, [samlHost]: saml.port, [peopleHost]: saml.port }
  scene = await openScene({ flags: ['--rate-limits', 'off'], others })
  for (const name of people.keys()) {
    const { Uin } = await scene.call('AddUser', { Name: name, ConsoleLogin: 1 })
    uins.set(name, Number(Uin))
    await grant('AttachUserPolicy', { AttachUin: Uin }, `for-${name}`, 'sts:AssumeRole', 'cam:GetUserAppId')
  }
}, 120_000)
// Providers say what time it is, and a browser takes its time on a busy machine.
beforeEach(() => void scene.clock.set(Date.now()))
afterAll(async () => {
  await scene?.close()
  await oidc?.close()
  await saml?.close()
}, 60_000)

const uins = new Map<string, number>()

async function grant(attach: string, to: object, name: string, ...actions: readonly string[]): Promise<void> {
  const document = JSON.stringify(allow(actions))
  const { PolicyId } = await scene.call('CreatePolicy', { PolicyName: name, PolicyDocument: document })
  await scene.call(attach, { PolicyId, ...to })
}

/** A role for the console that may do one thing; its number. */
async function role(RoleName: string, trust: object, action: string): Promise<string> {
  const given = { RoleName, PolicyDocument: JSON.stringify(trust), ConsoleLogin: 1 }
  const { RoleId } = await scene.call('CreateRole', given)
  await grant('AttachRolePolicy', { AttachRoleId: RoleId }, `role-${RoleName}`, action)
  return String(RoleId)
}

/** From the first page on, as somebody does who knows nothing but the number of the account. */
async function begin(page: Page): Promise<void> {
  await page.goto(`${scene.url}/signin/`)
  await page.getByLabel('Number of your account').fill(String(scene.account))
  await page.getByRole('button', { name: 'Continue' }).click()
}

/** At the provider's own page. */
async function logIn(page: Page, name: string, password = people.get(name) ?? ''): Promise<void> {
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
}

async function allowOpenCam(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Allow' }).click()
}

/** The console's page, of somebody. */
async function expectConsole(page: Page, name: string): Promise<void> {
  await page.waitForURL(`${scene.url}/console/`)
  await expect.poll(() => principalOf(page)).toBe(name)
}

/** A page that says why, and nobody is signed in. */
async function expectRefused(page: Page): Promise<void> {
  await expect.poll(() => alertOf(page)).toContain('could not sign you in')
  await expect.poll(() => page.getByRole('link', { name: 'Back' }).isVisible()).toBe(true)
  await page.goto(`${scene.url}/console/`)
  await expect.poll(() => placeOf(page)).toBe(`${scene.url}/signin/`)
}

async function expectDecided(page: Page, { allowed, refused }: { readonly allowed: string; readonly refused: string }) {
  const keys = await keysOf(page)
  expect(await scene.ask(allowed, {}, keys)).not.toHaveProperty('Error')
  expect(await scene.ask(refused, {}, keys)).toHaveProperty('Error.Code', 'AuthFailure.UnauthorizedOperation')
  return scene.ask('GetCallerIdentity', {}, keys)
}

/** Changes what the browser is about to post, as somebody on its machine could. */
async function tamper(page: Page, path: string, change: (fields: URLSearchParams) => void): Promise<void> {
  await page.route(`${scene.url}${path}`, (route) => {
    const fields = new URLSearchParams(route.request().postData() ?? '')
    change(fields)
    return route.continue({ postData: fields.toString() })
  })
}

/** What the browser would have posted; it does not. */
async function intercepted(page: Page, path: string, then: () => Promise<void>): Promise<URLSearchParams> {
  const asked = page.waitForRequest(`${scene.url}${path}`)
  await page.route(`${scene.url}${path}`, (route) => route.abort())
  await then().catch(() => undefined)
  return new URLSearchParams((await asked).postData() ?? '')
}

/** A page of somebody else's that makes this browser post. */
async function postFromElsewhere(page: Page, path: string, fields: URLSearchParams): Promise<void> {
  const inputs = [...fields].map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`)
  const body = `<form method="post" action="${scene.url}${path}">${inputs.join('')}<button>Win a prize</button></form>`
  await page.route('https://elsewhere.example/', (route) => route.fulfill({ contentType: 'text/html', body }))
  await page.goto('https://elsewhere.example/')
  await page.getByRole('button', { name: 'Win a prize' }).click()
}

describe('a sub-user by OIDC', () => {
  const callback = '/signin/oidc/callback'
  beforeAll(async () => {
    await scene.call('CreateUserOIDCConfig', {
      IdentityUrl: oidcUrl,
      IdentityKey: encoded(await oidc.keys()),
      ClientId: oidc.clientId,
      AuthorizationEndpoint: `${oidcUrl}/auth`,
      ResponseType: 'id_token',
      ResponseMode: 'form_post',
      MappingFiled: 'sub',
    })
    await role('clerk', trusting(rootOf(scene.account)), 'cam:ListUsers')
  })

  test('lands in the console, takes a role, and has the rights of the role until it is left', async () => {
    const page = await scene.window()
    await begin(page)
    await logIn(page, 'ada', 'wrong')
    await expect.poll(() => alertOf(page)).toBe('Wrong name or password')
    await logIn(page, 'ada')
    await allowOpenCam(page)
    await expectConsole(page, 'ada')
    const own = await expectDecided(page, { allowed: 'GetUserAppId', refused: 'ListUsers' })
    expect(own).toMatchObject({ UserId: String(uins.get('ada')) })
    await page.getByRole('link', { name: 'Act as a role' }).click()
    await page.getByRole('button', { name: 'clerk' }).click()
    await expect.poll(() => page.locator('#role').textContent()).toBe(`clerk (${scene.account})`)
    const taken = await expectDecided(page, { allowed: 'ListUsers', refused: 'ListGroups' })
    expect(taken).toMatchObject({ Type: 'CAMRole', UserId: expect.stringMatching(`:console-${uins.get('ada')}$`) })
    await page.getByRole('button', { name: 'Leave the role' }).click()
    await page.locator('#role').waitFor({ state: 'detached' })
    await principalOf(page)
    expect(await scene.ask('GetCallerIdentity', {}, await keysOf(page))).toMatchObject({ UserId: own['UserId'] })
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect.poll(() => page.getByRole('status').textContent()).toContain('You have signed out')
  }, 60_000)

  test('is answered behind a # too, with an error or with a token', async () => {
    await scene.call('UpdateUserOIDCConfig', await settings('fragment'))
    const page = await scene.window()
    await begin(page)
    const posted = page.waitForRequest((one) => one.method() === 'POST' && one.url() === `${scene.url}${callback}`)
    await page.getByRole('button', { name: 'Cancel' }).click()
    expect(new URLSearchParams((await posted).postData() ?? '').get('error')).toBe('access_denied')
    await expectRefused(page)
    await begin(page)
    await logIn(page, 'bob')
    await allowOpenCam(page)
    await expectConsole(page, 'bob')
    await scene.call('UpdateUserOIDCConfig', await settings('form_post'))
  }, 60_000)

  const settings = async (ResponseMode: string) => ({
    IdentityUrl: oidcUrl,
    IdentityKey: encoded(await oidc.keys()),
    ClientId: oidc.clientId,
    AuthorizationEndpoint: `${oidcUrl}/auth`,
    ResponseType: 'id_token',
    ResponseMode,
    MappingFiled: 'sub',
  })

  test('is not signed in with a token that somebody changed', async () => {
    const page = await scene.window()
    await tamper(page, callback, (fields) => {
      const [head, claims = '', signature] = (fields.get('id_token') ?? '').split('.')
      const told = JSON.parse(Buffer.from(claims, 'base64url').toString()) as object
      const changed = Buffer.from(JSON.stringify({ ...told, sub: 'bob' })).toString('base64url')
      fields.set('id_token', [head, changed, signature].join('.'))
    })
    await begin(page)
    await logIn(page, 'ada')
    await allowOpenCam(page)
    await expectRefused(page)
  }, 60_000)

  test("is not signed in by somebody else's answer, that another page posts", async () => {
    const stranger = await scene.window()
    await begin(stranger)
    await logIn(stranger, 'eve')
    const fields = await intercepted(stranger, callback, () => allowOpenCam(stranger))
    expect(fields.get('id_token')).toMatch(/^ey/)
    const page = await scene.window()
    await page.goto(`${scene.url}/signin/`)
    await postFromElsewhere(page, callback, fields)
    await expectRefused(page)
  }, 60_000)

  test('may change their mind at the provider', async () => {
    const page = await scene.window()
    await begin(page)
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expectRefused(page)
  }, 60_000)
})

describe('a sub-user by SAML', () => {
  const acs = () => `/signin/saml/acs/${scene.account}`
  const shown = async (path: string): Promise<string> => (await fetch(`${scene.server.url}${path}`)).text()
  const configure = (...bindings: Binding[]) =>
    scene.call('CreateUserSAMLConfig', { SAMLMetadataDocument: encoded(saml.metadata(...bindings)) })
  beforeAll(async () => {
    await scene.call('DisableUserSSO')
    saml.register(await shown(`/signin/saml/metadata/${scene.account}`))
    await role('archivist', trusting(rootOf(scene.account)), 'cam:ListGroups')
  })
  afterAll(() => scene.call('DisableUserSSO'))

  test.each([
    ['by redirect', 'GET', ['HTTP-Redirect', 'HTTP-POST']],
    ['by post, where the provider takes requests no other way', 'POST', ['HTTP-POST']],
  ] as const)(
    'is sent to the provider %s, comes back, and takes a role',
    async (_, method, bindings) => {
      await scene.call('DisableUserSSO')
      await configure(...bindings)
      const page = await scene.window()
      await begin(page)
      await page.waitForURL(`https://${peopleHost}/login?**`)
      expect(saml.requests.at(-1)?.method).toBe(method)
      await logIn(page, 'bob')
      await expectConsole(page, 'bob')
      await page.getByRole('link', { name: 'Act as a role' }).click()
      await page.getByLabel('Role name').fill('archivist')
      await page.getByRole('button', { name: 'Continue' }).click()
      await expect.poll(() => page.locator('#role').textContent()).toBe(`archivist (${scene.account})`)
      const taken = await expectDecided(page, { allowed: 'ListGroups', refused: 'ListUsers' })
      expect(taken).toMatchObject({ Type: 'CAMRole', UserId: expect.stringMatching(`:console-${uins.get('bob')}$`) })
    },
    60_000,
  )

  test('who comes from the provider unasked says first that it is them', async () => {
    const page = await scene.window()
    const entity = `${scene.url}/signin/saml/metadata/${scene.account}`
    await page.goto(`https://${samlHost}/start?to=${encodeURIComponent(entity)}`)
    await logIn(page, 'ada')
    await expect.poll(() => principalOf(page)).toBe('ada')
    await expect.poll(() => placeOf(page)).toBe(`${scene.url}/signin/arrive`)
    await page.getByRole('button', { name: 'Continue' }).click()
    await expectConsole(page, 'ada')
  }, 60_000)

  test('is not signed in with an assertion that somebody changed', async () => {
    const page = await scene.window()
    await tamper(page, acs(), (fields) => {
      const xml = Buffer.from(fields.get('SAMLResponse') ?? '', 'base64').toString()
      fields.set('SAMLResponse', encoded(xml.replace('>eve<', '>ada<')))
    })
    await begin(page)
    await logIn(page, 'eve')
    await expectRefused(page)
  }, 60_000)

  test("is not signed in by somebody else's answer, that another page posts", async () => {
    const stranger = await scene.window()
    await begin(stranger)
    const fields = await intercepted(stranger, acs(), () => logIn(stranger, 'eve'))
    const page = await scene.window()
    await page.goto(`${scene.url}/signin/`)
    await postFromElsewhere(page, acs(), fields)
    await expectRefused(page)
  }, 60_000)
})

describe('to roles by SAML', () => {
  const path = () => `/signin/saml/role/${scene.account}/corp`
  const entity = () => `${scene.url}/signin/saml/role-metadata/${scene.account}/corp`
  const start = (page: Page) => page.goto(`https://${samlHost}/start?to=${encodeURIComponent(entity())}`)
  const ids = new Map<string, string>()
  beforeAll(async () => {
    await scene.call('CreateSAMLProvider', {
      Name: 'corp',
      Description: 'of the test',
      SAMLMetadataDocument: encoded(saml.metadata('HTTP-Redirect')),
    })
    const provider = `qcs::cam::uin/${scene.account}:saml-provider/corp`
    const page = readFileSync('docs/sign-in.md', 'utf8')
    const trust = JSON.parse(/```json\n(.*?)```/s.exec(page)?.[1] ?? '') as object
    expect(JSON.stringify(trust)).toContain(provider)
    const may = { auditor: 'cam:ListUsers', operator: 'cam:ListGroups', owner: '*' }
    for (const [name, action] of Object.entries(may)) ids.set(name, await role(name, trust, action))
    const named = ['auditor', 'operator'].map((name) => `qcs::cam::uin/${scene.account}:roleName/${name}`)
    const metadata = await fetch(`${scene.server.url}/signin/saml/role-metadata/${scene.account}/corp`)
    saml.register(await metadata.text(), [
      [roleAttribute, `${named.join(';')},${provider}`],
      [sessionNameAttribute, 'eve.from.corp'],
    ])
  })

  test('the roles that the provider names are offered, and the keys are those of the one that is chosen', async () => {
    const page = await scene.window()
    await start(page)
    await logIn(page, 'eve')
    await page.getByRole('heading', { level: 1, name: 'Choose a role' }).waitFor()
    await page.getByLabel('operator').check()
    await expect.poll(() => page.getByRole('radio').count()).toBe(2)
    await page.getByRole('button', { name: 'Continue' }).click()
    await expectConsole(page, 'operator')
    const identity = await expectDecided(page, { allowed: 'ListGroups', refused: 'ListUsers' })
    expect(identity).toMatchObject({ Type: 'CAMRole', UserId: `${ids.get('operator')}:eve.from.corp` })
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('You have signed out').waitFor()
    await start(page)
    await logIn(page, 'eve')
    await page.getByLabel('auditor').check()
    await page.getByRole('button', { name: 'Continue' }).click()
    await expectConsole(page, 'auditor')
    await expectDecided(page, { allowed: 'ListUsers', refused: 'ListGroups' })
  }, 60_000)

  test('a role that somebody wrote into the assertion is not offered', async () => {
    const page = await scene.window()
    await tamper(page, path(), (fields) => {
      const xml = Buffer.from(fields.get('SAMLResponse') ?? '', 'base64').toString()
      fields.set('SAMLResponse', encoded(xml.replace('roleName/auditor', 'roleName/owner')))
    })
    await start(page)
    await logIn(page, 'eve')
    await expectRefused(page)
  }, 60_000)
})
