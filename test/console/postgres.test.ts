// The console over PostgreSQL: somebody makes a user and gives them a policy.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Scene } from '../browser/chromium.ts'
import { openTestDatabase, type TestDatabase } from '../store/postgres.ts'
import { openConsole, visitor } from './console.ts'

let database: TestDatabase
let scene: Scene
beforeAll(async () => {
  database = await openTestDatabase()
  scene = await openConsole({ flags: ['--database-url', database.url] })
}, 180_000)
afterAll(async () => {
  await scene?.close()
  await database?.drop()
}, 60_000)

test('users and policies are the same on PostgreSQL', async () => {
  const { page, faults, open } = await visitor(scene)
  const dialog = page.getByRole('dialog')
  await open('users')
  await page.getByRole('button', { name: 'Create a user' }).click()
  await dialog.getByLabel('Name').fill('ada')
  await dialog.getByRole('button', { name: 'Create a user' }).click()
  await page.getByRole('heading', { level: 1, name: 'ada' }).waitFor()
  await page.getByRole('button', { name: 'Attach policies' }).click()
  await dialog.getByRole('searchbox').fill('QcloudCamReadOnlyAccess')
  // The list that was there before moves away from below the pointer.
  await expect.poll(() => dialog.getByRole('checkbox').count()).toBe(1)
  await dialog.getByText('QcloudCamReadOnlyAccess', { exact: true }).click()
  await dialog.getByRole('button', { name: 'Attach policies' }).click()
  await page.getByRole('link', { name: 'QcloudCamReadOnlyAccess' }).click()
  await page.getByRole('link', { name: 'ada' }).waitFor()
  await open('policies/new')
  await page.getByLabel('Name').fill('see-users')
  await page.getByRole('button', { name: 'Create a policy' }).click()
  await page.getByRole('heading', { level: 1, name: 'see-users' }).waitFor()
  expect(await scene.call('ListPolicies', { Scope: 'Local' })).toMatchObject({ TotalNum: 1 })
  expect(faults).toEqual([])
}, 60_000)
