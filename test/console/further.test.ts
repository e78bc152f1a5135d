// What else is done with users, roles and policies: many at once, second factors, roles of services, tags.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Scene } from '../browser/chromium.ts'
import { barriersOf, openConsole, visitor } from './console.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openConsole()
}, 120_000)
afterAll(() => scene?.close(), 60_000)

describe('users', () => {
  test('are made many at once; each has its fate, and the file has every key', async () => {
    const { GroupId } = await scene.call('CreateGroup', { GroupName: 'crew' })
    await scene.call('AddUser', { Name: 'taken' })
    const { page, faults, open } = await visitor(scene)
    await open('users')
    await page.getByRole('button', { name: 'Create many' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Names').fill('one, first of all\ntaken\n\ntwo\none')
    await dialog.getByText('Make an access key for programs').click()
    await dialog.getByLabel('Add all to a group').selectOption('crew')
    expect(await barriersOf(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Create 3 users' }).click()
    const fates = page.getByRole('alertdialog', { name: 'Create many' })
    await fates.getByText('Made: 2. Refused: 1.').waitFor()
    await fates.getByText('InvalidParameter.SubUserNameInUse').waitFor()
    expect(await barriersOf(page)).toEqual([])
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      fates.getByRole('button', { name: 'Download as a file' }).click(),
    ])
    const lines = readFileSync(await file.path(), 'utf8').split('\r\n')
    expect(lines).toHaveLength(3)
    const [, , , secretId = '', secretKey = ''] = lines[2]?.split(',').map((cell) => cell.slice(1, -1)) ?? []
    expect(await scene.ask('GetCallerIdentity', {}, { secretId, secretKey })).toMatchObject({ Type: 'CAMUser' })
    await fates.getByRole('button', { name: 'Close' }).click()
    await page.getByRole('row', { name: /one .*never.* first of all/ }).waitFor()
    expect(await scene.call('ListUsersForGroup', { GroupId })).toMatchObject({ TotalNum: 2 })
    expect(faults).toEqual([])
  }, 60_000)

  test('are asked for a second factor once somebody says so', async () => {
    const { Uin } = await scene.call('AddUser', { Name: 'guarded', ConsoleLogin: 1, Password: 'Guarded-horse-9' })
    const { page, faults, open } = await visitor(scene)
    await open('users/guarded')
    await page.getByText('This user signs in with a password alone.').waitFor()
    await page.getByRole('button', { name: 'Edit: Second factors' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Authenticator app', { exact: true }).first().click()
    expect(await barriersOf(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText('This user signs in with a password alone.').waitFor({ state: 'detached' })
    const flags = await scene.call('DescribeSafeAuthFlagColl', { SubUin: Uin })
    expect(flags).toMatchObject({ LoginFlag: { Stoken: 1 }, ActionFlag: { Stoken: 0 } })
    expect(faults).toEqual([])
  }, 60_000)
})

test('a role of a service is made, and its deletion is followed to its end', async () => {
  const { page, faults, open } = await visitor(scene)
  await open('roles')
  await page.getByRole('button', { name: 'Service-linked role' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Domains of the products').fill('cvm.qcloud.com')
  expect(await barriersOf(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Service-linked role' }).click()
  await page.getByText('of a service', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await dialog.getByRole('button', { name: 'Delete' }).click()
  const progress = page.getByRole('alertdialog', { name: /^Deletion of/ })
  await progress.getByText('done: the role is gone').waitFor()
  expect(await barriersOf(page)).toEqual([])
  await progress.getByRole('button', { name: 'Close' }).click()
  await page.getByText('No roles yet').waitFor()
  expect(faults).toEqual([])
}, 60_000)

test('policies are tagged and found by their tags', async () => {
  const statement = [{ effect: 'allow', action: ['cam:ListUsers'], resource: ['*'] }]
  const PolicyDocument = JSON.stringify({ version: '2.0', statement })
  const { PolicyId } = await scene.call('CreatePolicy', { PolicyName: 'tagged', PolicyDocument })
  await scene.call('CreatePolicy', { PolicyName: 'plain', PolicyDocument })
  const { page, faults, open } = await visitor(scene)
  await open(`policies/${PolicyId}`)
  await page.getByRole('button', { name: 'Edit: Tags' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Tags').fill('team')
  await dialog.getByText('Each line is a key, a colon and a value.').waitFor()
  await dialog.getByLabel('Tags').fill('team: red\nstage: live')
  expect(await barriersOf(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Save' }).click()
  const badges = page.locator('.badge')
  await badges.getByText('team: red').waitFor()
  await page.getByRole('button', { name: 'Edit: Tags' }).click()
  await dialog.getByLabel('Tags').fill('team: blue')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await badges.getByText('team: blue').waitFor()
  expect((await scene.call('GetPolicy', { PolicyId }))['Tags']).toEqual([{ Key: 'team', Value: 'blue' }])
  await open('policies')
  await page.getByText('Custom', { exact: true }).first().click()
  await page.getByRole('searchbox', { name: /^Tag/ }).fill('team: blue')
  await page.getByRole('link', { name: 'tagged' }).waitFor()
  await page.getByRole('link', { name: 'plain' }).waitFor({ state: 'detached' })
  expect(await barriersOf(page)).toEqual([])
  expect(faults).toEqual([])
}, 60_000)
