// The API explorer in a real browser: an action is found by keyboard, filled in, called, looked at step by step, taken away as
// code, and called again from the history.
import { createHmac } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Scene } from '../browser/chromium.ts'
import { camApi } from '../reference/cam-api.ts'
import { barriersOf, openConsole, visitor } from './console.ts'

/** A catalog of the operator's own: no file of the console knows it. */
const bookshop = {
  service: 'bookshop',
  product: 'Book Shop',
  console: false,
  tags: false,
  level: 'operation',
  ip: 'none',
  updated: '2026-01-01 00:00:00',
  versions: ['2026-01-01'],
  actions: {
    ListShelves: { class: 'list', level: 'operation', resources: [], ip: false, summary: 'Lists the shelves.' },
  },
}

let scene: Scene
let catalogs: string
beforeAll(async () => {
  catalogs = mkdtempSync(join(tmpdir(), 'opencam-catalogs-'))
  writeFileSync(join(catalogs, 'bookshop.json'), JSON.stringify(bookshop))
  scene = await openConsole({ env: { OPENCAM_CATALOG_DIR: catalogs } })
}, 120_000)
afterAll(async () => {
  await scene?.close()
  rmSync(catalogs, { recursive: true, force: true })
}, 60_000)

const panel = (page: Page) => page.getByRole('tabpanel')

describe('the explorer', () => {
  test('finds by keyboard, asks before it changes something, calls, and remembers no secret', async () => {
    const { page, faults, open } = await visitor(scene)
    await page.getByRole('link', { name: 'API Explorer' }).click()
    await page.getByRole('combobox', { name: 'Search all actions' }).fill('adduser')
    await page.getByText(/^\d+ of [\d,]+ actions$/).waitFor()
    // The first one is chosen while one types.
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    expect(await barriersOf(page)).toEqual([])
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 2, name: 'AddUser', exact: true }).waitFor()

    await page.getByLabel('Name', { exact: true }).fill('explored')
    await page.getByLabel('Password', { exact: true }).fill('Explorer-horse-9')
    await page.getByLabel('ConsoleLogin', { exact: true }).selectOption('1')
    await page.getByLabel('Email', { exact: true }).fill('not an address')
    await page.getByText('The form is').waitFor()
    await page.getByLabel('Email', { exact: true }).fill('')
    expect(await barriersOf(page)).toEqual([])

    await page.getByRole('button', { name: 'Call AddUser' }).click()
    const question = page.getByRole('dialog', { name: 'Call AddUser?' })
    expect(await question.textContent()).not.toContain('Explorer-horse-9')
    expect(await barriersOf(page)).toEqual([])
    await question.getByRole('button', { name: 'Call AddUser' }).click()
    await panel(page)
      .getByText(/^Done in [\d,]+ ms$/)
      .waitFor()
    await panel(page).getByText('"Name": "explored"').waitFor()
    expect(await barriersOf(page)).toEqual([])
    expect(await scene.call('GetUser', { Name: 'explored' })).toMatchObject({ ConsoleLogin: 1 })

    const kept = await page.evaluate<string>('JSON.stringify({ ...sessionStorage, ...localStorage })')
    expect(kept).toContain('explored')
    expect(kept).not.toMatch(/Explorer-horse-9|AKID|Token/)
    await page.getByRole('tab', { name: 'History' }).click()
    await panel(page).getByRole('button', { name: 'AddUser' }).click()
    await page.getByLabel('Name', { exact: true }).waitFor()
    await expect.poll(() => page.getByLabel('Name', { exact: true }).inputValue()).toBe('explored')
    await expect.poll(() => page.getByLabel('Password', { exact: true }).inputValue()).toBe('')
    // Still there after the page was loaded anew, with what it means to make the same user twice.
    await open('explorer/cam/AddUser')
    await page.getByLabel('Name', { exact: true }).fill('explored')
    await page.getByRole('button', { name: 'Call AddUser' }).click()
    await question.getByRole('button', { name: 'Call AddUser' }).click()
    await page.getByRole('alert').getByText('AddUser was refused').waitFor()
    expect(await barriersOf(page)).toEqual([])
    await page.getByRole('tab', { name: 'History' }).click()
    await panel(page).getByText('InvalidParameter.SubUserNameInUse').waitFor()
    await expect.poll(() => panel(page).getByRole('button', { name: 'AddUser' }).count()).toBe(2)
    expect(await barriersOf(page)).toEqual([])
    await page.getByRole('tab', { name: 'Errors' }).click()
    await panel(page).getByText('InvalidParameter.SubUserNameInUse').waitFor()
    expect(await barriersOf(page)).toEqual([])
    expect(faults).toEqual([])
  }, 120_000)

  test('shows the request that was sent and how it was signed', async () => {
    const { page, faults, open } = await visitor(scene)
    await open('explorer/sts/GetCallerIdentity')
    const [sent] = await Promise.all([
      page.waitForRequest((request) => request.headers()['x-tc-action'] === 'GetCallerIdentity'),
      page.getByRole('button', { name: 'Call GetCallerIdentity' }).click(),
    ])
    await panel(page)
      .getByText(/^Done in/)
      .waitFor()
    await page.getByRole('tab', { name: 'Signature' }).click()
    await panel(page).getByText('As it was sent.').waitFor()
    const header = sent.headers()['authorization'] ?? ''
    expect(header).toMatch(/^TC3-HMAC-SHA256 /)
    await panel(page).getByText(header, { exact: true }).waitFor()
    expect(await panel(page).textContent()).not.toContain(
      'SecretSigning = HMAC-SHA256(SecretService, "tc3_request")\n              = a',
    )
    await panel(page).getByRole('button', { name: 'Show' }).click()
    const text = (await panel(page).textContent()) ?? ''
    const signingKey = /SecretSigning = [^=]*= ([0-9a-f]{64})/.exec(text)?.[1] ?? ''
    const toSign = await panel(page).locator('pre').nth(2).textContent()
    const signature = createHmac('sha256', Buffer.from(signingKey, 'hex'))
      .update(toSign ?? '')
      .digest('hex')
    expect(header.endsWith(`Signature=${signature}`)).toBe(true)
    expect(await barriersOf(page)).toEqual([])
    await page.getByRole('tab', { name: 'Request' }).click()
    const shown = (await panel(page).textContent()) ?? ''
    expect(shown).toContain(`X-TC-Timestamp: ${sent.headers()['x-tc-timestamp']}`)
    expect(shown).not.toContain(sent.headers()['x-tc-token'] ?? '?')
    expect(await barriersOf(page)).toEqual([])
    expect(faults).toEqual([])
  }, 60_000)

  test('writes the call as code in twelve languages', async () => {
    const { page, faults, open } = await visitor(scene)
    await open('explorer/cam/ListPolicies')
    await page.getByLabel('Rp', { exact: true }).fill('7')
    await page.getByRole('tab', { name: 'Code' }).click()
    const language = page.getByLabel('Language', { exact: true })
    const titles = await language.locator('option').allTextContents()
    expect(titles.length).toBe(12)
    for (const title of titles) {
      await language.selectOption(title)
      const text = (await panel(page).locator('pre').textContent()) ?? ''
      expect(text, title).toContain('ListPolicies')
      expect(text, title).toMatch(/Rp\W+7/)
      expect(text, title).toContain(`:${scene.server.port}`)
    }
    expect(await barriersOf(page)).toEqual([])
    expect(faults).toEqual([])
  }, 60_000)

  test('calls a catalogued service with JSON, and turns between form and JSON', async () => {
    const { page, faults, open } = await visitor(scene)
    await open('explorer/ses/ListEmailIdentities')
    await page.getByLabel('Region', { exact: true }).fill('ap-guangzhou')
    await page.getByLabel('JSON').fill('{')
    await page.getByText('This is not a JSON object.').waitFor()
    await page.getByLabel('JSON').fill('{}')
    await page.getByRole('button', { name: 'Call ListEmailIdentities' }).click()
    await page.getByRole('alert').getByText('DryRunOperation', { exact: true }).waitFor()
    expect(await barriersOf(page)).toEqual([])

    await open('explorer/cam/CheckAccessBatch')
    await page.getByRole('button', { name: 'Example' }).click()
    await page.getByLabel('ActionName', { exact: true }).fill('cam:ListUsers')
    await page.getByText('JSON', { exact: true }).click()
    const json = page.getByLabel('JSON', { exact: true }).last()
    expect(JSON.parse(await json.inputValue())).toMatchObject({ Questions: [{ ActionName: 'cam:ListUsers' }] })
    await page.getByText('Form', { exact: true }).click()
    await page.getByRole('button', { name: 'Add to Questions' }).click()
    await page.getByRole('button', { name: 'Remove Questions 2' }).click()
    expect(await barriersOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Call CheckAccessBatch' }).click()
    await panel(page)
      .getByText(/"Effect": "/)
      .waitFor()
    expect(faults).toEqual([])
  }, 60_000)

  test("calls an action of the operator's own catalog, and one that is in no list", async () => {
    const { page, faults, open } = await visitor(scene)
    await open('explorer')
    const search = page.getByRole('combobox', { name: 'Search all actions' })
    await search.fill('ListShelves')
    await page.getByText(/^1 of [\d,]+ actions$/).waitFor()
    await page.getByRole('option', { name: 'ListShelves' }).click()
    await page.getByText('bookshop 2026-01-01').waitFor()
    await page.getByRole('button', { name: 'Call ListShelves' }).click()
    await page.getByRole('alert').getByText('DryRunOperation', { exact: true }).waitFor()

    await search.fill('bookshop:BurnBooks')
    await page.getByText('No action fits').waitFor()
    expect(await barriersOf(page)).toEqual([])
    await page.getByRole('link', { name: 'Call BurnBooks all the same' }).click()
    await page.getByLabel('Version', { exact: true }).fill('2026-01-01')
    await page.getByRole('tab', { name: 'Errors' }).click()
    await page.getByRole('button', { name: 'Call BurnBooks' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Call BurnBooks' }).click()
    await page.getByRole('alert').getByText('InvalidAction', { exact: true }).waitFor()
    expect(await barriersOf(page)).toEqual([])
    expect(faults).toEqual([])
  }, 60_000)

  const some = ['ListUsers', 'GetPolicy', 'ListGroups', 'DescribeRoleList', 'ListPolicies', 'GetSecurityLastUsed']
  test.each(some)(
    '%s: the example of the reference goes through the page',
    async (name) => {
      const { page, faults, open } = await visitor(scene)
      await open(`explorer/cam/${name}`)
      const request = camApi.actions[name]?.examples[0]?.request ?? {}
      for (const [parameter, value] of Object.entries(request)) {
        const values = Array.isArray(value) ? value : [value]
        for (const [index, one] of values.entries()) {
          if (Array.isArray(value)) await page.getByRole('button', { name: `Add to ${parameter}` }).click()
          const label = Array.isArray(value) ? `${parameter} ${index + 1}` : parameter
          const field = page.getByLabel(label, { exact: true })
          const tag = await field.evaluate((element) => element.tagName)
          if (tag === 'SELECT') await field.selectOption(String(one))
          else await field.fill(String(one))
        }
      }
      const [sent] = await Promise.all([
        page.waitForRequest((asked) => asked.headers()['x-tc-action'] === name),
        page.getByRole('button', { name: `Call ${name}` }).click(),
      ])
      expect(Object.keys(sent.postDataJSON()).sort()).toEqual(Object.keys(request).sort())
      await panel(page)
        .getByText(/^(Done|Refused)/)
        .waitFor()
      expect(await panel(page).textContent()).not.toMatch(
        /MissingParameter|UnknownParameter|InvalidParameterValue|AuthFailure/,
      )
      expect(faults).toEqual([])
    },
    60_000,
  )

  test('is not part of what the console loads first', () => {
    const page = readFileSync(new URL('../../console/dist/index.html', import.meta.url), 'utf8')
    expect(page).not.toContain('api-')
  })
})
