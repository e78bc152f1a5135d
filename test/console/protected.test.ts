// The console where more is asked of people and of the way to the server: second factors, and HTTPS by a proxy.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fromBase32, totpCode, totpStep } from '../../src/actions/mfa/totp.ts'
import type { Scene } from '../browser/chromium.ts'
import { barriersOf, openConsole, visitor } from './console.ts'

describe('a sensitive operation', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openConsole()
  }, 120_000)
  afterAll(() => scene?.close(), 60_000)

  test('asks for the second factor, and goes on where one was', async () => {
    const password = 'Careful-horse-9'
    const { Uin } = await scene.call('AddUser', { Name: 'careful', ConsoleLogin: 1, Password: password })
    await scene.call('SetMfaFlag', { OpUin: Uin, LoginFlag: { Stoken: 1 }, ActionFlag: { Stoken: 1 } })
    const full = { Scope: 'QCS', Keyword: 'QcloudCamFullAccess' }
    const { List } = (await scene.call('ListPolicies', full)) as unknown as { List: { PolicyId: number }[] }
    await scene.call('AttachUserPolicy', { PolicyId: List[0]?.PolicyId, AttachUin: Uin })

    const page = await scene.window()
    const codeNow = (secret: string) => totpCode(fromBase32(secret), totpStep(scene.clock()))
    await page.goto(`${scene.url}/signin/`)
    await page.getByLabel('Account number').fill(String(scene.account))
    await page.getByLabel('User name').fill('careful')
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    const secret = (await page.locator('#soft-token-key').textContent()) ?? ''
    await page.getByRole('textbox', { name: 'Code' }).fill(codeNow(secret))
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByText('Second factor shown in this session').waitFor()

    scene.clock.advance(11 * 60_000)
    await page.goto(`${scene.url}/console/keys`)
    const create = async () => {
      await page.getByRole('button', { name: 'Create a key' }).first().click()
      await page.getByRole('dialog').getByRole('button', { name: 'Create a key' }).click()
    }
    await create()
    const refusal = page.getByRole('alert')
    await refusal.getByText('AuthFailure.MFAFailure').waitFor()
    expect(await barriersOf(page)).toEqual([])
    await refusal.getByRole('link', { name: 'Show the second factor' }).click()
    await page.getByRole('textbox', { name: 'Code' }).fill(codeNow(secret))
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.waitForURL('**/console/keys')
    await create()
    await page.getByRole('alertdialog', { name: 'The key is made' }).waitFor()
  }, 90_000)
})

describe('behind a proxy that speaks HTTPS', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openConsole({ others: {} })
  }, 120_000)
  afterAll(() => scene?.close(), 60_000)

  test('calls are signed for the public name, and every file is there', async () => {
    const { page, faults, open } = await visitor(scene)
    await expect.poll(() => new URL(page.url()).origin).toBe('https://cam.example')
    await open('users')
    await page.getByText('No users yet').waitFor()
    expect(faults).toEqual([])
  }, 60_000)
})
