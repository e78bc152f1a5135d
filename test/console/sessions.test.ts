// Sessions, trust and tags by hand: who acts as a role is listed and ended, somebody is signed out everywhere, a role is trusted
// by a form, a policy is written by tags.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { metadata } from '../api/identity-provider/providers.ts'
import type { Scene } from '../browser/chromium.ts'
import { barriersOf, openConsole, visitor } from './console.ts'

/** A machine with much else to do takes its time. */
const slow = { timeout: 20_000 }

let scene: Scene
beforeAll(async () => {
  scene = await openConsole()
}, 120_000)
afterAll(() => scene?.close(), 60_000)

async function makeRole(RoleName: string): Promise<void> {
  const principal = { qcs: [`qcs::cam::uin/${scene.account}:root`] }
  const statement = [{ effect: 'allow', action: ['name/sts:AssumeRole'], principal }]
  await scene.call('CreateRole', { RoleName, PolicyDocument: JSON.stringify({ version: '2.0', statement }) })
}

async function assume(role: string, RoleSessionName: string) {
  const RoleArn = `qcs::cam::uin/${scene.account}:roleName/${role}`
  const { Credentials } = await scene.call('AssumeRole', { RoleArn, RoleSessionName })
  const { TmpSecretId, TmpSecretKey, Token } = Credentials as Record<string, string>
  return { secretId: TmpSecretId ?? '', secretKey: TmpSecretKey ?? '', token: Token ?? '' }
}

describe('sessions of a role', () => {
  test('are listed, one is ended, then all are', async () => {
    await makeRole('worker')
    const [nightly, daily] = [await assume('worker', 'nightly'), await assume('worker', 'daily')]
    const works = async (keys: typeof nightly) => (await scene.ask('GetCallerIdentity', {}, keys)).Error === undefined
    const { page, faults, open } = await visitor(scene)
    const dialog = page.getByRole('dialog')
    await open('roles/worker')
    const table = page.getByRole('table', { name: 'Sessions' })
    await table.getByText('nightly').waitFor()
    await table.getByText('daily').waitFor()
    expect(await barriersOf(page)).toEqual([])
    await table.getByRole('button', { name: 'End: nightly' }).click()
    await dialog.getByText('every session that was asked for with them').waitFor()
    expect(await barriersOf(page)).toEqual([])
    await dialog.getByRole('button', { name: 'End', exact: true }).click()
    await page.getByText('The session nightly is ended').waitFor()
    await expect.poll(() => table.getByText('nightly').count(), slow).toBe(0)
    expect([await works(nightly), await works(daily)]).toEqual([false, true])

    await page.getByRole('button', { name: 'End all sessions' }).click()
    await dialog.getByText('sessions of worker (1)').waitFor()
    await dialog.getByRole('button', { name: 'End all sessions' }).click()
    await page.getByText('Nobody acts as the role').waitFor()
    expect(await works(daily)).toBe(false)
    expect(await barriersOf(page)).toEqual([])
    expect(faults).toEqual([])
  }, 180_000)
})

describe('a person', () => {
  test('is signed out in every browser', async () => {
    const password = 'Leaving-horse-9'
    await scene.call('AddUser', { Name: 'leaver', ConsoleLogin: 1, Password: password })
    const theirs = await visitor(scene, { name: 'leaver', password })
    const { page, faults, open } = await visitor(scene)
    const dialog = page.getByRole('dialog')
    await open('users/leaver')
    await page.getByRole('button', { name: 'End console sessions' }).click()
    await dialog.getByText('their sessions in every browser').waitFor()
    expect(await barriersOf(page)).toEqual([])
    await dialog.getByRole('button', { name: 'End console sessions' }).click()
    await page.getByText('leaver is signed out; sessions ended: 1').waitFor()
    await theirs.page.goto(`${scene.url}/console/`)
    await theirs.page.getByLabel('Password').waitFor()
    expect(faults).toEqual([])
  }, 180_000)
})

describe('the trust policy of a role', () => {
  test('is changed by the form, and is a text where the form cannot show it', async () => {
    await makeRole('trusted')
    await scene.call('CreateSAMLProvider', { Name: 'corp', Description: 'x', SAMLMetadataDocument: metadata })
    const { page, faults, open } = await visitor(scene)
    await open('roles/trusted')
    await page.getByRole('link', { name: 'Edit trust' }).click()
    await page.getByRole('heading', { level: 1, name: 'Whom trusted trusts' }).waitFor()
    const first = page.getByRole('group', { name: 'Statement 0' })
    await first.getByText(`qcs::cam::uin/${scene.account}:root`).waitFor()
    await page.getByRole('button', { name: 'Add a statement' }).click()
    const second = page.getByRole('group', { name: 'Statement 1' })
    await second.getByText('SAML', { exact: true }).click()
    await second.getByRole('combobox', { name: 'SAML providers' }).fill('corp')
    await second.getByRole('combobox', { name: 'SAML providers' }).press('Enter')
    await second.getByText('saml-provider/corp').waitFor()
    expect(await barriersOf(page)).toEqual([])
    await page.getByText('Text', { exact: true }).click()
    const text = page.getByRole('textbox', { name: 'Trust policy' })
    await expect.poll(() => text.textContent(), slow).toContain('sts:AssumeRoleWithSAML')
    await page.getByRole('list', { name: 'Findings' }).getByText('saml:aud').first().waitFor()
    expect(await barriersOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { level: 1, name: 'trusted', exact: true }).waitFor()
    const { RoleInfo } = await scene.call('GetRole', { RoleName: 'trusted' })
    const { PolicyDocument } = RoleInfo as { readonly PolicyDocument: string }
    expect(JSON.parse(PolicyDocument).statement[1].principal).toEqual({
      federated: [`qcs::cam::uin/${scene.account}:saml-provider/corp`],
    })

    const denial = { effect: 'deny', action: 'name/sts:*', principal: { qcs: [`qcs::cam::uin/${scene.account}:root`] } }
    const written = JSON.stringify({ version: '2.0', statement: [denial] })
    await scene.call('UpdateAssumeRolePolicy', { RoleName: 'trusted', PolicyDocument: written })
    await open('roles/trusted/trust')
    await expect.poll(() => text.textContent(), slow).toContain('deny')
    await page.getByText('Form', { exact: true }).click()
    await page.getByText('the form cannot show').waitFor()
    expect(faults).toEqual([])
  }, 180_000)
})

describe('a policy by tag', () => {
  test('is written from products and tags of the account, shown, and saved', async () => {
    const Resource = `qcs::ses:ap-guangzhou:uin/${scene.account}:senderdomain/example.com`
    await scene.call('TagResources', { ResourceList: [Resource], Tags: [{ TagKey: 'team', TagValue: 'mail' }] })
    const { page, faults, open } = await visitor(scene)
    await open('policies')
    await page.getByRole('link', { name: 'Create by tag' }).click()
    await page.getByRole('heading', { level: 1, name: 'Create a policy by tag' }).waitFor()
    await page.getByText('Everything', { exact: true }).click()
    await page.getByText(/^Left out, because tags cannot limit them/).waitFor()
    const key = page.getByRole('combobox', { name: 'Key' })
    await expect.poll(() => page.locator('datalist option[value="team"]').count(), slow).toBe(1)
    await key.fill('team')
    await expect.poll(() => page.locator('datalist option[value="mail"]').count(), slow).toBe(1)
    await page.getByRole('combobox', { name: 'Value' }).fill('mail')
    await page.getByRole('combobox', { name: 'Value' }).press('Enter')
    const text = page.getByRole('textbox', { name: 'Policy text' })
    // Of a long text the editor draws what is in sight; the rest is looked at once it is saved.
    await expect.poll(() => text.textContent(), slow).toContain('ses:DeleteEmailIdentity')
    expect(await barriersOf(page)).toEqual([])
    await page.getByLabel('Name').fill('mail-team')
    await page.getByRole('button', { name: 'Create a policy' }).click()
    await page.getByRole('heading', { level: 1, name: 'mail-team' }).waitFor()
    const { List } = await scene.call('ListPolicies', { Keyword: 'mail-team' })
    const [{ PolicyId } = { PolicyId: 0 }] = List as { readonly PolicyId: number }[]
    const { PolicyDocument } = await scene.call('GetPolicy', { PolicyId })
    const { statement } = JSON.parse(String(PolicyDocument))
    expect(statement[0].action).toContain('ses:DeleteEmailIdentity')
    expect(statement[0].condition).toEqual({ 'for_any_value:string_equal': { 'qcs:resource_tag': ['team&mail'] } })
    expect(statement[1].condition).toEqual({ 'for_all_value:string_equal': { 'qcs:request_tag': ['team&mail'] } })
    expect(faults).toEqual([])
  }, 180_000)
})
