// Catalogs of the operator's own in the browser, which no file of the console knows: they come by signed calls, so whoever may
// not make those works with what the console brings along. And the console in Chinese, where the words of rows are Chinese too.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Scene } from '../browser/chromium.ts'
import { barriersOf, openConsole, visitor } from './console.ts'

const bookshop = {
  service: 'bookshop',
  product: 'Book Shop',
  console: false,
  tags: true,
  level: 'resource',
  ip: 'none',
  updated: '2026-01-01 00:00:00',
  versions: ['2026-01-01'],
  actions: {
    ListShelves: { class: 'list', level: 'operation', resources: [], ip: false, summary: 'Lists the shelves.' },
    CreateBook: {
      class: 'write',
      level: 'resource',
      resources: ['qcs::bookshop:${region}:uin/${uin}:shelf/${ShelfId}'],
      fill: { ShelfId: 'ShelfId' },
      ip: false,
      summary: 'Puts a new book on a shelf.',
    },
  },
}
const document = (...action: readonly string[]) =>
  JSON.stringify({ version: '2.0', statement: [{ effect: 'allow', action, resource: ['*'] }] })

let scene: Scene
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'opencam-catalogs-'))
  writeFileSync(join(folder, 'bookshop.json'), JSON.stringify(bookshop))
  scene = await openConsole({ env: { OPENCAM_CATALOG_DIR: folder } })
}, 120_000)
afterAll(async () => {
  await scene?.close()
  rmSync(folder, { recursive: true, force: true })
}, 120_000)

test("the operator's catalogs are among the services, completed, linted and proposed", async () => {
  const { page, faults, open } = await visitor(scene)
  await open('services')
  await page.getByText('From catalogs of the operator: bookshop').waitFor()
  await page.getByLabel('Product').selectOption('bookshop')
  await page.getByText('2 in all').waitFor()
  await page.getByText('qcs::bookshop:${region}:uin/${uin}:shelf/${ShelfId}').waitFor()
  expect(await barriersOf(page)).toEqual([])

  await open('policies/new')
  const text = page.getByLabel('Policy text')
  await text.fill(document('bookshop:CreateBok'))
  const findings = page.getByRole('list', { name: 'Findings' })
  await findings.getByText('is "bookshop:CreateBook" meant?').waitFor()
  await text.fill('')
  await text.pressSequentially('{"statement": [{"action": ["bookshop:Lis')
  await page.getByRole('option', { name: /^bookshop:ListShelves/ }).click()
  await expect.poll(() => text.textContent()).toContain('"bookshop:ListShelves"')

  await open('workshop')
  await page.getByLabel('Action', { exact: true }).fill('bookshop:')
  await page.locator('datalist option[value="bookshop:CreateBook"]').waitFor({ state: 'attached' })
  expect(faults).toEqual([])
}, 120_000)

test('a catalog that was read is kept by the window, and asked for again only when it has changed', async () => {
  const { page, open } = await visitor(scene)
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.headers()['x-tc-action'] ?? ''))
  await open('services')
  await page.getByText('From catalogs of the operator: bookshop').waitFor()
  expect(asked.filter((action) => action === 'DescribeCatalog')).toEqual(['DescribeCatalog'])
  await page.reload()
  await page.getByText('From catalogs of the operator: bookshop').waitFor()
  expect(asked.filter((action) => action === 'DescribeCatalog')).toEqual(['DescribeCatalog'])
  expect(asked.filter((action) => action === 'ListCatalogs')).toHaveLength(2)
}, 120_000)

test('who may not ask for catalogs sees those of the console, and is told', async () => {
  const password = 'Librarian-horse-9'
  await scene.call('AddUser', { Name: 'reader', ConsoleLogin: 1, Password: password })
  const { page, open } = await visitor(scene, { name: 'reader', password })
  await open('services')
  await page.getByText('The server did not tell its catalogs.').waitFor()
  await page.getByText('UnauthorizedOperation').first().waitFor()
  await page
    .getByRole('row', { name: /cam:AddUser/ })
    .first()
    .waitFor()
  await expect.poll(() => page.getByRole('option', { name: /^bookshop/ }).count()).toBe(0)
  expect(await barriersOf(page)).toEqual([])
}, 120_000)

test('in Chinese, actions, parameters, errors and findings are Chinese', async () => {
  const { page, faults, open } = await visitor(scene)
  await page.getByRole('link', { name: '中文' }).click()
  await page.getByRole('heading', { level: 1, name: '概览' }).waitFor()
  await open('explorer/cam/GetUser')
  await page.getByRole('heading', { level: 2, name: 'GetUser' }).waitFor()
  await page.getByText('查看子用户。', { exact: true }).waitFor()
  await page.getByText('用户名，不区分大小写。').waitFor()
  await page.getByRole('tab', { name: '错误码' }).click()
  await page.getByText('调用涉及的用户不在本账号内').waitFor()
  expect(await barriersOf(page)).toEqual([])

  await open('users/nobody')
  await page.getByRole('alert').getByText('调用涉及的用户不在本账号内').waitFor()

  await open('services')
  await page
    .getByRole('row', { name: /cam:AddUser.*创建子用户。/ })
    .first()
    .waitFor()

  await open('policies/new')
  await page.locator('.cm-content').fill(document('cam:LitsUsers'))
  const findings = page.getByRole('list', { name: '检查结果' })
  await findings.getByText('操作名疑似拼写错误').waitFor()
  await findings.getByText('"cam:ListUsers"').waitFor()
  await findings.getByRole('button', { name: /^原因/ }).first().click()
  await findings.getByText('产品没有该操作，但有一个名称相近的操作。').waitFor()
  expect(await barriersOf(page)).toEqual([])
  expect(faults).toEqual([])
}, 120_000)
