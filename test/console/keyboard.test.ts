// The console without a mouse: somebody makes a user, gives it a policy, sees it refused, finds out why, and mends it. Nothing is
// clicked; what is to be pressed is reached by the tab key, as whoever has no other way reaches it.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Scene } from '../browser/chromium.ts'
import { barriersOf, focused, openConsole, typeInto, visitor } from './console.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openConsole()
}, 120_000)
afterAll(() => scene?.close(), 60_000)

const tabsMax = 60

/** Goes on with the tab key until something whose name begins so has the focus; answers what it came by. */
async function tabTo(page: Page, name: string): Promise<readonly string[]> {
  const passed: string[] = []
  while (passed.length < tabsMax) {
    await page.keyboard.press('Tab')
    const here = String(await page.evaluate(focused))
    if (here.startsWith(name)) return passed
    passed.push(here)
  }
  throw new Error(`no tab leads to ${name}, only to ${passed.join(' | ')}`)
}

async function press(page: Page, name: string): Promise<readonly string[]> {
  const passed = await tabTo(page, name)
  await page.keyboard.press('Enter')
  return passed
}

test('versions are compared by keyboard: the comparison takes the focus once, scrolls, and lets the tab key go on', async () => {
  const statements = Array.from({ length: 30 }, (_, n) => ({ effect: 'allow', action: `cam:Get${n}*`, resource: '*' }))
  const text = (statement: readonly object[]) => JSON.stringify({ version: '2.0', statement })
  const { PolicyId } = await scene.call('CreatePolicy', { PolicyName: 'long', PolicyDocument: text(statements) })
  await scene.call('CreatePolicyVersion', { PolicyId, PolicyDocument: text(statements.slice(1)), SetAsDefault: true })
  const { page, faults, open } = await visitor(scene)
  await open(`policies/${PolicyId}`)
  await page.getByRole('row', { name: /^2 in force/ }).waitFor()
  await press(page, 'Compare: Version 1')
  const comparison = page.getByRole('dialog').getByRole('region')
  await comparison.getByText('"cam:Get0*"').waitFor()
  await tabTo(page, (await comparison.getAttribute('aria-label')) ?? '')
  await page.keyboard.press('End')
  // By evaluate: a function that is waited for is made of text in the page, which its policy of contents forbids.
  await expect.poll(() => page.evaluate('document.querySelector(".comparison").scrollTop')).toBeGreaterThan(0)
  // The next stop is the button behind it, and the one before it is the comparison again: nothing in it holds the focus.
  expect(await tabTo(page, 'Close')).toEqual([])
  await page.keyboard.press('Shift+Tab')
  await expect.poll(() => page.evaluate(focused)).toBe(await comparison.getAttribute('aria-label'))
  expect(await barriersOf(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(faults).toEqual([])
}, 60_000)

async function makeUser(page: Page): Promise<{ readonly secretId: string; readonly secretKey: string }> {
  await press(page, 'Users')
  await page.getByText('No users yet').waitFor()
  await press(page, 'Create a user')
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await typeInto(page, 'Name', 'tabea')
  await tabTo(page, 'Make an access key for programs')
  await page.keyboard.press('Space')
  await press(page, 'Create a user')
  const secrets = page.getByRole('alertdialog')
  await secrets.waitFor()
  const values = await secrets.locator('dd code').allTextContents()
  await press(page, 'I have kept it')
  await page.getByRole('heading', { level: 1, name: 'tabea' }).waitFor()
  return { secretId: values.at(-2) ?? '', secretKey: values.at(-1) ?? '' }
}

async function attach(page: Page, policy: string): Promise<void> {
  await press(page, 'Attach policies')
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await tabTo(page, 'Search')
  await page.keyboard.type(policy)
  await dialog.getByText('QcloudCamRoleFullAccess').waitFor({ state: 'detached' })
  await dialog.getByText(policy, { exact: true }).waitFor()
  await tabTo(page, policy)
  await page.keyboard.press('Space')
  await press(page, 'Attach policies')
  await page.getByRole('link', { name: policy }).waitFor()
}

test('a user is made, given a policy, refused, and mended by keyboard alone', async () => {
  const { page, faults } = await visitor(scene)
  const keys = await makeUser(page)
  await attach(page, 'QcloudCamReadOnlyAccess')
  expect(await scene.ask('ListGroups', {}, keys)).not.toHaveProperty('Error')
  const refused = await scene.ask('CreateGroup', { GroupName: 'writers' }, keys)
  expect(refused.Error?.Code).toBe('AuthFailure.UnauthorizedOperation')

  await press(page, 'Why was I refused?')
  await page.getByLabel('RequestId').waitFor()
  await typeInto(page, 'RequestId', refused.RequestId)
  await page.keyboard.press('Enter')
  await page.getByText('user tabea').waitFor()
  await press(page, 'Open in the workshop')
  await page.getByText('No statement allows it.').waitFor()
  await page.getByLabel('Policy text').waitFor()
  // The editor is one stop on the way, and lets go of the tab key.
  expect(await press(page, 'Apply to the draft')).toContain('Policy text')
  await page.getByText('statement[0] of the draft allows it.').waitFor()
  await press(page, 'Save as a new policy')
  await page.getByRole('dialog').waitFor()
  await typeInto(page, 'Name', 'tabea-may')
  await page.keyboard.press('Enter')
  await page.getByText('Policy tabea-may is made').waitFor()
  expect(await scene.ask('CreateGroup', { GroupName: 'writers' }, keys)).not.toHaveProperty('Error')
  expect(faults).toEqual([])
}, 120_000)
