// What stands around every page: who is signed in, the ways out, language and theme, and what happens when a session ends.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Scene } from '../browser/chromium.ts'
import { barriersOf, openConsole, visitor } from './console.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openConsole()
}, 120_000)
afterAll(() => scene?.close(), 60_000)

describe('the console', () => {
  test('shows an overview without a barrier in both themes and languages', async () => {
    const { page, faults } = await visitor(scene)
    await page.getByText('Root account', { exact: true }).waitFor()
    await expect.poll(() => page.title()).toBe('Overview – OpenCAM')
    expect(await barriersOf(page)).toEqual([])
    await page.getByText('Dark', { exact: true }).click()
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark')
    expect(await barriersOf(page)).toEqual([])
    await page.reload()
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark')
    await page.getByRole('link', { name: 'User groups', exact: true }).first().click()
    await page.getByRole('heading', { level: 1, name: 'User groups' }).waitFor()
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('content')
    await page.goBack()
    await page.getByRole('link', { name: '中文' }).click()
    await page.getByRole('heading', { level: 1, name: '概览' }).waitFor()
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('zh-CN')
    expect(await barriersOf(page)).toEqual([])
    expect(faults).toEqual([])
  }, 60_000)

  test('stays where one is when the language changes, and after a sign-in', async () => {
    const { page, open } = await visitor(scene)
    await open('users')
    await page.getByRole('link', { name: '中文' }).click()
    await page.getByRole('heading', { level: 1, name: '用户' }).waitFor()
    await expect.poll(() => new URL(page.url()).pathname).toBe('/console/users')
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.getByText('您已退出登录').waitFor()
    await page.goto(`${scene.url}/console/users`)
    expect(new URL(page.url()).searchParams.get('next')).toBe('/console/users')
  }, 60_000)

  test('leads to the sign-in when the session ends under an open page', async () => {
    const { page, faults, settled } = await visitor(scene)
    await page.getByText('Root account', { exact: true }).waitFor()
    // Calls that are still on their way would find out first.
    await settled()
    await page.context().clearCookies()
    // Keys that the page holds are good for a while; once they are too old it asks for others.
    scene.clock.advance(20 * 60_000)
    await page.getByRole('link', { name: 'Users', exact: true }).click()
    await page.waitForURL('**/signin/**')
    expect(faults.filter((fault) => !fault.includes('401'))).toEqual([])
  }, 60_000)

  test('asks for other keys in time, and goes on by itself after a pause', async () => {
    const { page, faults, settled } = await visitor(scene)
    await page.getByText('Root account', { exact: true }).waitFor()
    // A call that is on its way while the clocks are moved, one after the other, would be refused and ask for keys.
    await settled()
    let given = 0
    page.on('response', (response) => {
      if (response.url().endsWith('/session/keys')) given += 1
    })
    const go = async (name: string) => {
      await page.getByRole('link', { name, exact: true }).first().click()
      await page.getByRole('heading', { level: 1, name }).waitFor()
      await page.locator('.empty, .table').first().waitFor()
    }
    const laterMs = 14.5 * 60_000
    const browserNow = Number(await page.evaluate('Date.now()'))
    await page.clock.setSystemTime(browserNow + laterMs)
    scene.clock.advance(laterMs)
    await go('Users')
    expect(given).toBe(1)
    await go('Roles')
    expect(given).toBe(1)
    // A machine that slept: its clock stands still while the server's goes on, and every signature is too old.
    scene.clock.advance(20 * 60_000)
    await go('Policies')
    expect(given).toBe(2)
    expect(faults).toEqual([])
  }, 60_000)

  test('says so where there is no such page, and where nothing answers', async () => {
    const { page, open } = await visitor(scene)
    await open('nothing/here')
    await page.getByRole('heading', { level: 1, name: 'There is nothing here' }).waitFor()
    expect(await barriersOf(page)).toEqual([])
    await page.route('**/', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))
    await page.getByRole('link', { name: 'Users', exact: true }).click()
    await page.getByText('The server does not answer').waitFor({ timeout: 20_000 })
    await page.unroute('**/')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('No users yet').waitFor()
  }, 60_000)

  test('says that it needs HTTPS where a browser does not sign, and asks nothing', async () => {
    const { page, open } = await visitor(scene)
    const calls: string[] = []
    await page.addInitScript("Object.defineProperty(window, 'isSecureContext', { value: false })")
    // What the page before still asks is not asked here.
    await page.goto('about:blank')
    page.on('request', (request) => {
      if (request.method() === 'POST') calls.push(request.url())
    })
    await open('users')
    await page.getByText('Open the console by an https:// address').waitFor()
    expect(calls).toEqual([])
  }, 60_000)

  test('asks nothing of another host, and keeps no secret where scripts of other pages could find it', async () => {
    const { page, open } = await visitor(scene)
    const hosts = new Set<string>()
    page.on('request', (request) => hosts.add(new URL(request.url()).host))
    await open('users')
    await page.getByText('No users yet').waitFor()
    expect([...hosts]).toEqual([new URL(scene.url).host])
    // Where a list was scrolled to is remembered, and nothing else.
    const stored = await page.evaluate('[...Object.keys(localStorage), ...Object.keys(sessionStorage)].join()')
    expect(stored).toMatch(/^tsr-scroll-restoration[\w-]*$/)
    expect(await page.evaluate('document.cookie')).toBe('')
  }, 60_000)
})
