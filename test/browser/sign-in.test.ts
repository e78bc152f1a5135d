// Signing in with a browser, as people do: by mouse and keyboard, with the security keys that the browser knows.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fromBase32, totpCode, totpStep } from '../../src/actions/mfa/totp.ts'
import { codeIn, openPostOffice, type PostOffice } from '../session/post.ts'
import { alertOf, keysOf, openScene, principalOf, type Scene, signIn } from './chromium.ts'

const password = 'Right-horse-9'
const other = 'Other-horse-9'

let post: PostOffice
let scene: Scene
beforeAll(async () => {
  post = await openPostOffice()
  scene = await openScene({ flags: ['--rate-limits', 'off'], env: { OPENCAM_SMTP_URL: post.url } })
}, 120_000)
afterAll(async () => {
  await scene?.close()
  await post?.close()
}, 60_000)

let made = 0
async function person(given: object = {}): Promise<{ readonly name: string; readonly uin: number }> {
  const name = `person-${++made}`
  const answer = await scene.call('AddUser', { Name: name, ConsoleLogin: 1, Password: password, ...given })
  return { name, uin: Number(answer['Uin']) }
}

const codeOf = (secret: string, steps = 0) => totpCode(fromBase32(secret), totpStep(scene.clock()) + steps)
const verified = (uin: number) =>
  scene.server.world.store.transaction((w) => w.users.update(scene.account, uin, { emailVerified: true }))
const ask = (uin: number, login: Record<string, number>) =>
  scene.server.world.store.transaction((w) =>
    w.users.setMfaFlags(scene.account, uin, { login, action: {}, offsite: {} }),
  )

/** A security key inside the browser, that is always touched. */
async function addVirtualKey(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

describe('in a browser', () => {
  test('a password lets in, signing out lets out, and a wrong one does neither', async () => {
    const { name } = await person()
    const page = await scene.window()
    const faults: string[] = []
    page.on('console', (message) => {
      // A refused sign-in is answered 401, which the browser remarks on.
      if (message.type() === 'error' && !message.text().includes('401')) faults.push(message.text())
    })
    await signIn(page, scene, name, 'Wrong-horse-9')
    await expect.poll(() => alertOf(page)).toContain('Signing in failed')
    await signIn(page, scene, name, password)
    await expect.poll(async () => [new URL(page.url()).pathname, await principalOf(page)]).toEqual(['/console/', name])
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect.poll(() => page.getByRole('status').textContent()).toContain('You have signed out')
    await page.goto(`${scene.url}/console/`)
    await expect.poll(() => new URL(page.url()).pathname).toBe('/signin/')
    // Among them would be whatever the page's own policy stopped.
    expect(faults).toEqual([])
  }, 60_000)

  test('the page speaks Chinese on request', async () => {
    const page = await scene.window()
    await page.goto(`${scene.url}/signin/`)
    await page.getByRole('link', { name: '中文' }).click()
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe('子用户登录')
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('zh-CN')
  }, 60_000)

  test('wrong passwords lock out', async () => {
    await scene.call('UpdatePasswordRules', { Rules: { RetryPasswordLimit: 3 } })
    const { name } = await person()
    const page = await scene.window()
    for (let i = 0; i < 3; i++) await signIn(page, scene, name, 'Wrong-horse-9')
    await signIn(page, scene, name, password)
    await expect.poll(() => alertOf(page)).toContain('locked for an hour')
    await scene.call('UpdatePasswordRules', { Rules: { RetryPasswordLimit: 0 } })
  }, 60_000)

  test('a first password is changed', async () => {
    const { name } = await person({ NeedResetPassword: 1 })
    const page = await scene.window()
    await signIn(page, scene, name, password)
    await expect.poll(() => new URL(page.url()).pathname).toBe('/signin/new-password')
    await page.getByLabel('New password', { exact: true }).fill(other)
    await page.getByLabel('New password again').fill(other)
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect.poll(() => principalOf(page)).toBe(name)
  }, 60_000)

  test('a software token is bound by its QR code and asked for', async () => {
    const { name, uin } = await person()
    await scene.call('SetMfaFlag', { OpUin: uin, LoginFlag: { Stoken: 1 } })
    const page = await scene.window()
    await signIn(page, scene, name, password)
    const image = page.locator('img.qr')
    await expect
      .poll(() => image.evaluate((one) => (one as unknown as { naturalWidth: number }).naturalWidth))
      .toBeGreaterThan(0)
    const secret = (await page.locator('#soft-token-key').textContent()) ?? ''
    await page.getByRole('textbox', { name: 'Code' }).fill(codeOf(secret))
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect.poll(() => principalOf(page)).toBe(name)
    const again = await scene.window()
    await signIn(again, scene, name, password)
    await again.getByRole('textbox', { name: 'Code' }).fill(codeOf(secret))
    await again.getByRole('button', { name: 'Continue' }).click()
    await expect.poll(() => alertOf(again)).toContain('That was not right')
    await again.getByRole('textbox', { name: 'Code' }).fill(codeOf(secret, 1))
    await again.getByRole('button', { name: 'Continue' }).click()
    await expect.poll(() => principalOf(again)).toBe(name)
  }, 60_000)

  test('a code by mail is asked for', async () => {
    const { name, uin } = await person({ Email: 'someone@example.com' })
    await verified(uin)
    await ask(uin, { Mail: 1 })
    const page = await scene.window()
    await signIn(page, scene, name, password)
    await page.getByRole('button', { name: 'Send a code' }).click()
    await expect.poll(() => page.getByRole('status').textContent()).toContain('A code was sent')
    await page.getByRole('textbox', { name: 'Code' }).fill(codeIn(post.mails.at(-1)?.text))
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect.poll(() => principalOf(page)).toBe(name)
  }, 60_000)

  test.each(['Passkey', 'Security key'])(
    'a %s is bound and asked for',
    async (kind) => {
      const { name, uin } = await person()
      const page = await scene.window()
      await addVirtualKey(page)
      await signIn(page, scene, name, password)
      await page.goto(`${scene.url}/session/security`)
      await page.locator('#passkey-kind').selectOption({ label: kind })
      await page.getByLabel('Name').fill('mine')
      await page.getByRole('button', { name: 'Add' }).click()
      await page.getByText('mine').waitFor()
      await ask(uin, { [kind === 'Passkey' ? 'Passkey' : 'U2FToken']: 1 })
      await page.goto(`${scene.url}/console/`)
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.getByText('You have signed out').waitFor()
      await signIn(page, scene, name, password)
      await expect.poll(() => new URL(page.url()).pathname).toBe('/signin/factor')
      await page.getByRole('button', { name: 'Use it' }).click()
      await page.waitForURL('**/console/')
      await expect.poll(() => principalOf(page)).toBe(name)
      const [bound] = await scene.server.world.store.read.factors.passkeys(scene.account, uin)
      expect(bound?.usedMs).toBeGreaterThan(0)
    },
    60_000,
  )

  test('a session that was ended elsewhere is ended here', async () => {
    const { name } = await person()
    const page = await scene.window()
    await signIn(page, scene, name, password)
    await expect.poll(() => principalOf(page)).toBe(name)
    // The page leaves for the sign-in by itself, and may do so before all of it is loaded.
    await page.waitForLoadState('networkidle')
    await scene.call('UpdateUser', { Name: name, Password: other })
    await page.reload({ waitUntil: 'commit' })
    await page.waitForURL((url) => url.pathname === '/signin/')
  }, 60_000)

  test('keys of a session sign calls from a script of our pages', async () => {
    const { name, uin } = await person()
    const page = await scene.window()
    await signIn(page, scene, name, password)
    await page.waitForURL('**/console/')
    const keys = await keysOf(page)
    expect(await scene.ask('GetCallerIdentity', {}, keys)).toMatchObject({ UserId: String(uin) })
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('You have signed out').waitFor()
    expect((await scene.ask('GetCallerIdentity', {}, keys)).Error?.Code).toBe('AuthFailure.TokenFailure')
  }, 60_000)
})
