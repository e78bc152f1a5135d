// Groups, roles and keys as people handle them: what is changed on a page is what a signed call then sees.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Scene } from '../browser/chromium.ts'
import { barriersOf, openConsole, visitor } from './console.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openConsole()
}, 120_000)
afterAll(() => scene?.close(), 60_000)

describe('groups', () => {
  test('are made, filled, given policies that count for their members, and deleted', async () => {
    const { SecretId, SecretKey } = await scene.call('AddUser', { Name: 'member', UseApi: 1 })
    const keys = { secretId: String(SecretId), secretKey: String(SecretKey) }
    const { page, faults, open } = await visitor(scene)
    const dialog = page.getByRole('dialog')
    await open('groups')
    await page.getByText('No groups yet').waitFor()
    await page.getByRole('button', { name: 'Create a group' }).click()
    await dialog.getByLabel('Name').fill('readers')
    await dialog.getByRole('button', { name: 'Create a group' }).click()
    await page.getByRole('heading', { level: 1, name: 'readers' }).waitFor()
    await page.getByRole('button', { name: 'Add users' }).click()
    await dialog.getByText('member', { exact: true }).click()
    expect(await barriersOf(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Add users' }).click()
    await page.getByRole('link', { name: 'member' }).waitFor()
    expect((await scene.ask('ListUsers', {}, keys)).Error).toBeDefined()
    await page.getByRole('button', { name: 'Attach policies' }).click()
    await dialog.getByRole('searchbox').fill('QcloudCamReadOnlyAccess')
    // The list that was there before moves away from below the pointer.
    await expect.poll(() => dialog.getByRole('checkbox').count()).toBe(1)
    await dialog.getByText('QcloudCamReadOnlyAccess', { exact: true }).click()
    await dialog.getByRole('button', { name: 'Attach policies' }).click()
    await page.getByRole('link', { name: 'QcloudCamReadOnlyAccess' }).waitFor()
    expect(await scene.ask('ListUsers', {}, keys)).not.toHaveProperty('Error')
    expect(await barriersOf(page)).toEqual([])

    await page.getByRole('link', { name: 'member' }).click()
    await page.getByRole('heading', { level: 2, name: 'Through groups' }).waitFor()
    await page.getByRole('link', { name: 'QcloudCamReadOnlyAccess' }).waitFor()
    expect(await barriersOf(page)).toEqual([])
    await page.getByRole('link', { name: 'readers' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'readers' }).waitFor()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await dialog.getByText('what 1 members may do through it').waitFor()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('No groups yet').waitFor()
    expect((await scene.ask('ListUsers', {}, keys)).Error).toBeDefined()
    expect(faults).toEqual([])
  }, 90_000)
})

describe('roles', () => {
  test('are made for the account, limited, edited and deleted', async () => {
    const { page, faults, open } = await visitor(scene)
    const dialog = page.getByRole('dialog')
    await open('roles')
    await page.getByText('No roles yet').waitFor()
    expect(await barriersOf(page)).toEqual([])
    await page.getByRole('link', { name: 'Create a role' }).click()
    await page.getByRole('heading', { level: 1, name: 'Create a role' }).waitFor()
    await page.getByLabel('Name').fill('worker')
    await expect
      .poll(() => page.getByLabel('Trust policy').textContent())
      .toContain(`qcs::cam::uin/${scene.account}:root`)
    expect(await barriersOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Create a role' }).click()
    await page.getByRole('heading', { level: 1, name: 'worker' }).waitFor()

    await page.getByRole('button', { name: 'Set' }).click()
    await dialog.getByRole('searchbox').fill('QcloudCamReadOnlyAccess')
    // The list that was there before moves away from below the pointer.
    await expect.poll(() => dialog.getByRole('checkbox').count()).toBe(1)
    await dialog.getByText('QcloudCamReadOnlyAccess', { exact: true }).click()
    await dialog.getByRole('button', { name: 'Set' }).click()
    await page.getByRole('link', { name: 'QcloudCamReadOnlyAccess' }).waitFor()
    await page.getByRole('button', { name: 'Edit', exact: true }).click()
    await dialog.getByLabel('Longest session').fill('3600')
    await dialog.getByText('May be used at the console').click()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText('3,600 seconds').waitFor()
    const { RoleInfo } = await scene.call('GetRole', { RoleName: 'worker' })
    expect(RoleInfo).toMatchObject({ ConsoleLogin: 1, SessionDuration: 3600 })
    expect(await barriersOf(page)).toEqual([])

    await page.getByRole('button', { name: 'Remove' }).click()
    await dialog.getByRole('button', { name: 'Remove' }).click()
    await page.getByText('There is no boundary').waitFor()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('No roles yet').waitFor()
    expect(faults).toEqual([])
  }, 90_000)
})

describe('access keys', () => {
  test('are made, turned off and deleted; one that is off signs nothing', async () => {
    const { page, faults, open } = await visitor(scene)
    await open('keys')
    await page.getByText('1 in all').waitFor()
    await page.getByRole('button', { name: 'Create a key' }).click()
    await page.getByRole('dialog').getByLabel('What is it for?').fill('nightly-job')
    await page.getByRole('dialog').getByRole('button', { name: 'Create a key' }).click()
    const secrets = page.getByRole('alertdialog', { name: 'The key is made' })
    await secrets.waitFor()
    expect(await barriersOf(page)).toEqual([])
    const [secretId = '', secretKey = ''] = await secrets.locator('code').allTextContents()
    await secrets.getByRole('button', { name: 'I have kept it' }).click()
    const used = () => scene.ask('GetCallerIdentity', {}, { secretId, secretKey })
    expect(await used()).not.toHaveProperty('Error')
    await page.getByRole('row', { name: /nightly-job/ }).waitFor()
    expect(await barriersOf(page)).toEqual([])
    await page.getByRole('button', { name: `Turn off: ${secretId}` }).click()
    await page.getByRole('button', { name: `Turn on: ${secretId}` }).waitFor()
    expect((await used()).Error).toBeDefined()
    await page.getByRole('button', { name: `Delete: ${secretId}` }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByText('1 in all').waitFor()
    expect(faults).toEqual([])
  }, 60_000)
})

test('whoever acts as a role does what the role may, and says so on every page', async () => {
  const password = 'Acting-horse-9'
  await scene.call('AddUser', { Name: 'actor', ConsoleLogin: 1, Password: password })
  const trust = { qcs: [`qcs::cam::uin/${scene.account}:root`] }
  const statement = [{ effect: 'allow', action: ['name/sts:AssumeRole'], principal: trust }]
  const PolicyDocument = JSON.stringify({ version: '2.0', statement })
  await scene.call('CreateRole', { RoleName: 'reader', PolicyDocument, ConsoleLogin: 1 })
  await scene.call('AttachRolePolicy', { PolicyName: 'QcloudCamReadOnlyAccess', AttachRoleName: 'reader' })
  const assume = { effect: 'allow', action: ['sts:AssumeRole'], resource: ['*'] }
  const made = await scene.call('CreatePolicy', {
    PolicyName: 'may-act',
    PolicyDocument: JSON.stringify({ version: '2.0', statement: [assume] }),
  })
  const users = (await scene.call('GetUser', { Name: 'actor' }))['Uin']
  await scene.call('AttachUserPolicy', { PolicyId: made['PolicyId'], AttachUin: users })

  const { page, faults, open } = await visitor(scene, { name: 'actor', password })
  await page.getByRole('link', { name: 'Act as a role' }).click()
  await page.getByRole('button', { name: 'reader' }).click()
  await page.waitForURL('**/console/')
  await expect.poll(() => page.locator('#role').textContent()).toBe(`reader (${scene.account})`)
  await open('users')
  await page.getByRole('link', { name: 'actor' }).waitFor()
  expect(await barriersOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Leave the role' }).click()
  await page.waitForURL('**/console/')
  await expect.poll(() => page.locator('#role').count()).toBe(0)
  await open('users')
  await page.getByText('Your policies do not allow this').waitFor()
  expect(faults).toEqual([])
}, 90_000)
