// Policies in the hands of people: written, refused with the place of the fault, changed by versions, attached, deleted.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Scene } from '../browser/chromium.ts'
import { barriersOf, openConsole, visitor } from './console.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openConsole()
}, 120_000)
afterAll(() => scene?.close(), 60_000)

const allowing = (action: string) =>
  JSON.stringify({ version: '2.0', statement: [{ effect: 'allow', action: [action], resource: ['*'] }] })

describe('policies', () => {
  test('are written, refused where they are wrong, given another version, and deleted', async () => {
    const { page, faults, open } = await visitor(scene)
    await open('policies')
    await page.getByRole('link', { name: 'QcloudAccessForCDNRole' }).waitFor()
    expect(await barriersOf(page)).toEqual([])
    await page.getByRole('link', { name: 'Create a policy' }).click()
    await page.getByLabel('Name').fill('see-users')
    await page.getByLabel('Policy text').fill('{"version":"2.0"')
    await page.getByRole('button', { name: 'Create a policy' }).click()
    const refusal = page.getByRole('alert')
    await refusal.getByText('line 1, column 17').waitFor()
    expect(await refusal.textContent()).toContain('InvalidParameter.PolicyDocumentError')
    expect(await barriersOf(page)).toEqual([])

    await page.getByLabel('Policy text').fill(allowing('cam:ListUsers'))
    await page.getByRole('button', { name: 'Create a policy' }).click()
    await page.getByRole('heading', { level: 1, name: 'see-users' }).waitFor()
    const policyId = Number(new URL(page.url()).pathname.split('/').at(-1))

    await page.getByRole('button', { name: 'New version' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Policy text').fill(allowing('cam:ListGroups'))
    expect(await barriersOf(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('row', { name: /^2 in force/ }).waitFor()
    expect((await scene.call('GetPolicy', { PolicyId: policyId }))['PolicyDocument']).toContain('cam:ListGroups')

    await page.getByRole('button', { name: 'Put in force: Version 1' }).click()
    await dialog.getByRole('button', { name: 'Put in force' }).click()
    await page.getByRole('row', { name: /^1 in force/ }).waitFor()
    expect((await scene.call('GetPolicy', { PolicyId: policyId }))['PolicyDocument']).toContain('cam:ListUsers')
    await page.getByRole('button', { name: 'Delete: Version 2' }).click()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('1 in all').waitFor()

    await scene.call('AddUser', { Name: 'holder' })
    await scene.call('CreateGroup', { GroupName: 'holders' })
    await page.getByRole('button', { name: 'Attach the policy' }).click()
    await dialog.getByText('holder', { exact: true }).click()
    expect(await barriersOf(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Attach' }).click()
    await page.getByRole('link', { name: 'holder', exact: true }).waitFor()
    await page.getByRole('button', { name: 'Attach the policy' }).click()
    await dialog.getByText('User groups', { exact: true }).click()
    await dialog.getByText('holders', { exact: true }).click()
    await dialog.getByRole('button', { name: 'Attach' }).click()
    await page.getByRole('link', { name: 'holders' }).waitFor()
    expect(await barriersOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Detach: holders' }).click()
    await dialog.getByRole('button', { name: 'Detach' }).click()
    await page.getByRole('link', { name: 'holders' }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await dialog.getByText('1 users, groups and roles').waitFor()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('heading', { level: 1, name: 'Policies' }).waitFor()
    expect((await scene.ask('GetPolicy', { PolicyId: policyId })).Error).toBeDefined()
    expect(faults).toEqual([])
  }, 90_000)

  test('are found by name and by kind', async () => {
    await scene.call('CreatePolicy', { PolicyName: 'ours', PolicyDocument: allowing('cam:GetUser') })
    const { page, open } = await visitor(scene)
    await open('policies')
    // Further pages come as one scrolls; the count says when all are there.
    await page.getByText('100 shown so far').waitFor()
    await page.evaluate('window.scrollTo(0, document.body.scrollHeight)')
    await page.getByText(/^1\d\d in all$/).waitFor()
    const kinds = page.getByRole('radiogroup', { name: 'Which policies' })
    await kinds.getByText('Custom').click()
    await page.getByText('1 in all').waitFor()
    await page.getByRole('link', { name: 'ours' }).waitFor()
    await kinds.getByText('Preset').click()
    await page.getByRole('searchbox').fill('camrole')
    await page.getByRole('link', { name: 'QcloudCamRoleFullAccess' }).waitFor()
    await page.getByText('1 in all').waitFor()
    await page.getByRole('link', { name: 'QcloudCamRoleFullAccess' }).click()
    await page.getByText('Nobody has it').waitFor()
    expect(await page.getByRole('button', { name: 'New version' }).count()).toBe(0)
  }, 60_000)
})
