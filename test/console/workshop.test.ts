// The policy workshop and the page that explains refusals: findings shown and mended, verdicts with the statement that made
// them, proofs of what a change would give and take, and from a refused call to the policy that mends it.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Scene } from '../browser/chromium.ts'
import { barriersOf, openConsole, visitor } from './console.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openConsole()
}, 120_000)
afterAll(() => scene?.close(), 60_000)

const policy = (...statement: readonly object[]) => JSON.stringify({ version: '2.0', statement }, null, 2)
const allow = (...action: readonly string[]) => ({ effect: 'allow', action, resource: ['*'] })
const deny = (...action: readonly string[]) => ({ effect: 'deny', action, resource: ['*'] })

/** The lines that are lit up, once some are, as text. */
async function lit(page: Page, as: string): Promise<string> {
  const lines = page.locator(`.cm-lit-${as}`)
  await lines.first().waitFor()
  return (await lines.allTextContents()).join(' ')
}

async function somebody(name: string, ...statements: readonly object[]) {
  const { Uin, SecretId, SecretKey } = await scene.call('AddUser', { Name: name, UseApi: 1 })
  const { PolicyId } = await scene.call('CreatePolicy', {
    PolicyName: `${name}-may`,
    PolicyDocument: policy(...statements),
  })
  await scene.call('AttachUserPolicy', { PolicyId, AttachUin: Uin })
  return { policyId: Number(PolicyId), keys: { secretId: String(SecretId), secretKey: String(SecretKey) } }
}

describe('the editor of policies', () => {
  test('completes from the catalogs, shows a finding with its reason, and mends it', async () => {
    const { page, faults, open } = await visitor(scene)
    await open('policies/new')
    const text = page.getByLabel('Policy text')
    await text.fill(policy(allow('cam:LitsUsers')))
    const findings = page.getByRole('list', { name: 'Findings' })
    await findings.getByText('is "cam:ListUsers" meant?').waitFor()
    await findings.getByRole('button', { name: /^Why\?/ }).click()
    await findings.getByText('one that differs a little').waitFor()
    expect(await barriersOf(page)).toEqual([])
    await findings.getByRole('button', { name: /^Fix/ }).click()
    await page.getByText('The linter finds nothing').waitFor()
    await expect.poll(() => text.textContent()).toContain('cam:ListUsers')

    await text.fill('')
    await text.pressSequentially('{"statement": [{"action": ["cam:CreateAcc')
    await page.getByRole('option', { name: /^cam:CreateAccessKey/ }).click()
    await expect.poll(() => text.textContent()).toContain('"cam:CreateAccessKey"')
    expect(faults).toEqual([])
  }, 90_000)
})

describe('statements as cards', () => {
  test('are put together without writing JSON, and are the same text', async () => {
    const { page, faults, open } = await visitor(scene)
    await open('workshop')
    const views = page.getByRole('radiogroup', { name: 'Edit as' })
    await views.getByText('Cards').click()
    const first = page.getByRole('group', { name: 'Statement 0' })
    await first.getByRole('button', { name: 'Remove: cam:List*' }).click()
    await first.getByRole('combobox', { name: 'Actions' }).fill('ccc:DescribeStaff')
    await expect.poll(() => first.locator('datalist option[value="ccc:DescribeStaffInfoList"]').count()).toBe(1)
    await first.getByRole('combobox', { name: 'Actions' }).fill('cam:DeleteUser')
    await page.keyboard.press('Enter')
    await first.getByRole('combobox', { name: 'Operator' }).fill('ip_equal')
    await first.getByRole('combobox', { name: 'Key' }).fill('qcs:ip')
    await first.getByRole('combobox', { name: 'Values' }).fill('10.0.0.0/8, 192.168.0.0/16')
    await first.getByRole('button', { name: 'Add: Conditions' }).click()
    await page.getByRole('button', { name: 'Add a statement' }).click()
    const second = page.getByRole('group', { name: 'Statement 1' })
    await second.getByText('Deny').click()
    await second.getByRole('combobox', { name: 'Actions' }).fill('cam:Update*')
    await second.getByRole('button', { name: 'Add: Actions' }).click()
    expect(await barriersOf(page)).toEqual([])
    await views.getByText('Text').click()
    const text = await page.getByLabel('Policy text').locator('.cm-line').allTextContents()
    expect(JSON.parse(text.join('\n'))).toEqual({
      version: '2.0',
      statement: [
        {
          effect: 'allow',
          action: ['cam:DeleteUser'],
          resource: ['*'],
          condition: { ip_equal: { 'qcs:ip': ['10.0.0.0/8', '192.168.0.0/16'] } },
        },
        { effect: 'deny', action: ['cam:Update*'], resource: ['*'] },
      ],
    })
    await page.getByLabel('Policy text').fill('{"version":"2.0","statement":[{"effect":"allow","action":[7]}]}')
    await views.getByText('Cards').click()
    await page.getByText('says something that cards cannot show').waitFor()
    expect(faults).toEqual([])
  }, 90_000)
})

describe('the workshop', () => {
  test('judges a draft and lights up the statement that decides', async () => {
    const { page, faults, open } = await visitor(scene)
    await open('workshop')
    const verdict = page.locator('.verdict')
    await verdict.getByText('statement[0] of the draft allows it.').waitFor()
    expect(await lit(page, 'allow')).toContain('cam:List*')
    expect(await barriersOf(page)).toEqual([])

    await page.getByLabel('Policy text').fill(policy(allow('cam:List*'), deny('cam:ListUsers')))
    await verdict.getByText('statement[1] of the draft denies it').waitFor()
    expect(await lit(page, 'deny')).toContain('cam:ListUsers')
    await page.getByLabel('Action').fill('cam:GetUser')
    await verdict.getByText('No statement allows it.').waitFor()
    await verdict.getByText('it covers other actions: cam:List*').waitFor()
    expect(await lit(page, 'near')).toContain('cam:List*')
    await verdict.getByRole('button', { name: 'Apply to the draft' }).click()
    await verdict.getByText('allowed', { exact: true }).waitFor()
    await expect.poll(() => page.getByLabel('Policy text').textContent()).toContain('cam:GetUser')
    expect(faults).toEqual([])
  }, 90_000)

  test('proves what a change would give and take, and names statements that do nothing', async () => {
    const { policyId } = await somebody('prover', allow('cam:ListUsers', 'cam:GetUser'))
    const { page, faults, open } = await visitor(scene)
    await open(`policies/${policyId}`)
    await page.getByRole('link', { name: 'Open in the workshop' }).click()
    await page.getByText('It gives nothing new').waitFor()
    await page.getByText('It takes nothing away').waitFor()
    await page.getByLabel('Policy text').fill(policy(allow('cam:ListUsers', 'cam:DeleteUser'), allow('cam:ListUsers')))
    const given = page.locator('.example').filter({ hasText: 'It gives new access.' })
    await given.getByText('cam:DeleteUser on').waitFor()
    const taken = page.locator('.example').filter({ hasText: 'It takes access away.' })
    await taken.getByText('cam:GetUser on').waitFor()
    await page.getByText('statement[1] of prover-may decides nothing').waitFor()
    expect(await barriersOf(page)).toEqual([])

    await page.getByLabel('Action').fill('cam:DeleteUser')
    await page.getByRole('button', { name: 'Find everybody who may' }).click()
    await page.getByText('Users and roles that may: 1').waitFor()
    await page.getByRole('link', { name: 'prover', exact: true }).waitFor()
    expect((await scene.call('GetPolicy', { PolicyId: policyId }))['PolicyDocument']).not.toContain('DeleteUser')
    expect(faults).toEqual([])
  }, 90_000)
})

describe('why was I refused?', () => {
  test('leads from a refused call to the workshop, where the smallest change makes it allowed, and saves it', async () => {
    const statements = [allow('cam:List*'), deny('cam:ListUsers', 'cam:ListGroups')]
    const { policyId, keys } = await somebody('grace', ...statements)
    const refused = await scene.ask('ListUsers', {}, keys)
    expect(refused.Error?.Code).toBe('AuthFailure.UnauthorizedOperation')
    const { page, faults, open } = await visitor(scene)
    await open('why')
    await page.getByLabel('RequestId').fill(refused.RequestId)
    await page.getByRole('button', { name: 'Look it up' }).click()
    await page.getByText('statement[1] of grace-may denies it').waitFor()
    await page.getByText('user grace').waitFor()
    expect(await barriersOf(page)).toEqual([])

    await page.getByRole('link', { name: 'Open in the workshop' }).click()
    const verdict = page.locator('.verdict')
    await verdict.getByText('denied', { exact: true }).waitFor()
    await expect.poll(() => page.getByLabel('Action').inputValue()).toBe('cam:ListUsers')
    await expect.poll(() => page.getByLabel('Address').inputValue()).toMatch(/127\.0\.0\.1|::1/)
    await page.getByRole('heading', { name: 'Draft of grace-may' }).waitFor()
    expect(await lit(page, 'deny')).toContain('cam:ListUsers')
    await verdict.getByText('take cam:ListUsers out of the deny').waitFor()
    await verdict.getByRole('button', { name: 'Apply to the draft' }).click()
    await verdict.getByText('statement[0] of grace-may allows it.').waitFor()
    const given = page.locator('.example').filter({ hasText: 'It gives new access.' })
    await given.getByText('cam:ListUsers on').waitFor()
    const dialog = page.getByRole('dialog')
    await page.getByRole('button', { name: 'Save as a version' }).click()
    await dialog.getByRole('button', { name: 'Save as a version' }).click()
    await page.getByText('Version 2 of grace-may is in force').waitFor()
    const { PolicyDocument } = await scene.call('GetPolicy', { PolicyId: policyId })
    expect(JSON.parse(String(PolicyDocument)).statement[1].action).toEqual(['cam:ListGroups'])
    expect(await scene.ask('ListUsers', {}, keys)).not.toHaveProperty('Error')
    expect(faults).toEqual([])
  }, 90_000)

  test('says what it cannot tell: a call that is not kept, and somebody who may not ask', async () => {
    const password = 'Reader-horse-9'
    await scene.call('AddUser', { Name: 'reader', ConsoleLogin: 1, Password: password })
    const root = await visitor(scene)
    await root.open('why/00000000-0000-4000-8000-000000000000')
    await root.page.getByText('No refused call of this account is kept').waitFor()
    expect(root.faults).toEqual([])

    const { page, faults, open } = await visitor(scene, { name: 'reader', password })
    await open('users')
    await page.getByRole('alert').getByRole('link', { name: 'Why?' }).click()
    await page.getByText('Give the RequestId to whoever looks after policies').waitFor()
    expect(await barriersOf(page)).toEqual([])
    expect(faults).toEqual([])
  }, 90_000)
})
