// The first journey: somebody signs in as root, makes a user with a key, gives it a policy, and finds it again.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Scene } from '../browser/chromium.ts'
import { barriersOf, focused, openConsole, typeInto, visitor } from './console.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openConsole()
}, 120_000)
afterAll(() => scene?.close(), 60_000)

describe('users', () => {
  test('are made with a key, given a policy, found again and deleted', async () => {
    const { page, faults, open } = await visitor(scene)
    await page.getByRole('link', { name: 'Users', exact: true }).click()
    await page.getByText('No users yet').waitFor()
    expect(await barriersOf(page)).toEqual([])

    await page.getByRole('button', { name: 'Create a user' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('ada')
    await dialog.getByLabel('Remark').fill('Builds engines')
    await dialog.getByText('Make an access key for programs').click()
    expect(await barriersOf(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Create a user' }).click()

    const secrets = page.getByRole('alertdialog', { name: 'User ada is made' })
    await secrets.waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      secrets.getByRole('button', { name: 'Download' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('ada.csv')
    const kept = readFileSync(await download.path(), 'utf8').split('\r\n')
    const [, , secretId = '', secretKey = ''] = kept[1]?.split(',').map((cell) => cell.slice(1, -1)) ?? []
    expect(kept[0]).toBe('"Number","User","SecretId","SecretKey"')
    const keys = { secretId, secretKey }
    expect(await scene.ask('GetCallerIdentity', {}, keys)).toMatchObject({ Type: 'CAMUser' })
    await secrets.getByRole('button', { name: 'I have kept it' }).click()

    await page.getByRole('heading', { level: 1, name: 'ada' }).waitFor()
    expect((await scene.ask('ListGroups', {}, keys)).Error?.Code).toBe('AuthFailure.UnauthorizedOperation')
    await page.getByRole('button', { name: 'Attach policies' }).click()
    await dialog.getByRole('searchbox').fill('QcloudCamReadOnlyAccess')
    // The list that was there before moves away from below the pointer.
    await expect.poll(() => dialog.getByRole('checkbox').count()).toBe(1)
    await dialog.getByText('QcloudCamReadOnlyAccess', { exact: true }).click()
    await dialog.getByRole('button', { name: 'Attach policies' }).click()
    await page.getByRole('link', { name: 'QcloudCamReadOnlyAccess' }).waitFor()
    expect(await scene.ask('ListGroups', {}, keys)).not.toHaveProperty('Error')
    expect(await barriersOf(page)).toEqual([])

    await open('users')
    await page.getByRole('searchbox').fill('engines')
    await page.getByRole('link', { name: 'ada' }).click()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    const question = page.getByRole('dialog', { name: 'Delete user ada?' })
    await question.getByText('access keys (1)').waitFor()
    await question.getByText('attached policies (1)').waitFor()
    expect(await barriersOf(page)).toEqual([])
    await question.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('No users yet').waitFor()
    expect((await scene.ask('GetCallerIdentity', {}, keys)).Error?.Code).toBe('AuthFailure.SecretIdNotFound')
    expect(faults).toEqual([])
  }, 90_000)

  test('may sign in with the password made for them, and see what they may not', async () => {
    const password = 'Reader-horse-9'
    await scene.call('AddUser', { Name: 'grace', ConsoleLogin: 1, Password: password })
    const { page, faults, open } = await visitor(scene, { name: 'grace', password })
    await expect.poll(() => page.locator('#principal').textContent()).toBe('grace')
    await open('users')
    const refusal = page.getByRole('alert')
    await refusal.getByText('Your policies do not allow this').waitFor()
    await expect
      .poll(() => refusal.textContent())
      .toMatch(/AuthFailure\.UnauthorizedOperation.*RequestId [0-9a-f-]{36}/)
    expect(await barriersOf(page)).toEqual([])
    expect(faults).toEqual([])
  }, 60_000)

  test('are made by keyboard alone, and a dialog gives the focus back', async () => {
    const { page, open } = await visitor(scene)
    await open('users')
    const create = page.getByRole('button', { name: 'Create a user' })
    await create.focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => page.evaluate(focused)).toBe('Name')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Create a user')
    await page.keyboard.press('Enter')
    await typeInto(page, 'Name', 'keys-only')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'keys-only' }).waitFor()
  }, 60_000)

  test('with markup in what is known of them are shown as text', async () => {
    const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
    await scene.call('AddUser', { Name: 'mallory', Remark: hostile })
    const { page, faults, open } = await visitor(scene)
    await open('users')
    await page.getByText(hostile).waitFor()
    await page.getByRole('link', { name: 'mallory' }).click()
    await page.getByRole('heading', { level: 1, name: 'mallory' }).waitFor()
    await page.getByText(hostile).waitFor()
    expect([await page.title(), await page.locator('main img').count()]).toEqual(['mallory – OpenCAM', 0])
    expect(faults).toEqual([])
  }, 60_000)

  test('are many: only those in sight are drawn, and all are found', async () => {
    const made = Array.from({ length: 120 }, (_, index) => `worker-${String(index).padStart(3, '0')}`)
    for (const Name of made) await scene.call('AddUser', { Name })
    const { page, faults, open } = await visitor(scene)
    await open('users')
    const rows = page.locator('tbody tr[aria-rowindex]')
    await rows.first().waitFor()
    await expect.poll(() => rows.count()).toBeLessThan(60)
    await page.getByRole('button', { name: /^Name/ }).click()
    await page.evaluate('window.scrollTo(0, document.body.scrollHeight)')
    await page.getByRole('link', { name: 'worker-119' }).waitFor()
    await page.getByRole('searchbox').fill('worker-07')
    await page.getByText('10 in all').waitFor()
    expect(await barriersOf(page)).toEqual([])
    expect(faults).toEqual([])
  }, 60_000)
})
