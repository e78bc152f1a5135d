// Second factors whose other half is outside of the browser: messages to a phone, tokens of hardware, an account's own page.
// Each is bound, switched on and used by mouse and keyboard, as far as people do that themselves.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fromBase32, totpCode } from '../../src/actions/mfa/totp.ts'
import { bindHardToken, importHardTokens, setSwitches } from '../../src/cli/sign-in-operations.ts'
import { systemRandom } from '../../src/kernel/random.ts'
import { allow } from '../api/harness.ts'
import { openPhoneGateway, type PhoneGateway } from '../session/phone-gateway.ts'
import { codeIn } from '../session/post.ts'
import { alertOf, keysOf, openScene, placeOf, principalOf, type Scene, signIn } from './chromium.ts'
import {
  openVerificationPage,
  type VerificationPage,
  verificationHost,
  verificationHosts,
} from './verification-page.ts'

const password = 'Right-horse-9'
const phoneSecret = 'a secret of sixteen or more'.replaceAll(' ', '-')
/** The first account of a new server. */
const account = 100_000_000_001

const words = new Map<number, string>()
let folder: string
let gateway: PhoneGateway
let own: VerificationPage
/** Text messages go to the operator's gateway; another server, with a file for them, is beside it. */
let scene: Scene
let filing: Scene
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'opencam-messages-'))
  gateway = await openPhoneGateway(phoneSecret)
  own = await openVerificationPage(words, (action, parameters) => scene.ask(action, parameters), 'https://cam.example')
  scene = await openScene({
    flags: ['--rate-limits', 'off'],
    env: {
      OPENCAM_PHONE_SENDER: gateway.url,
      OPENCAM_PHONE_SECRET: phoneSecret,
      [`OPENCAM_CUSTOM_FACTOR_${account}`]: `https://${verificationHost}/begin`,
    },
    others: Object.fromEntries(verificationHosts.map((host) => [host, own.port])),
  })
  filing = await openScene({
    flags: ['--rate-limits', 'off'],
    env: { OPENCAM_PHONE_SENDER: pathToFileURL(join(folder, 'messages')).href },
  })
}, 120_000)
afterAll(async () => {
  await scene?.close()
  await filing?.close()
  await own?.close()
  await gateway?.close()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

interface Person {
  readonly name: string
  readonly uin: number
}

let made = 0
async function person(given: object = {}, on = scene): Promise<Person> {
  const name = `person-${++made}`
  const answer = await on.call('AddUser', { Name: name, ConsoleLogin: 1, Password: password, ...given })
  return { name, uin: Number(answer['Uin']) }
}

/** As `opencam account …` works on the store. */
const operator = () => {
  const { store, sealer } = scene.server.world
  return { store, sealer: async () => sealer, clock: scene.clock, random: systemRandom }
}

async function signOut(page: Page, { url }: Scene): Promise<void> {
  await page.goto(`${url}/console/`)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByText('You have signed out').waitFor()
}

/** On the page of one's own protection: whoever has a factor shows it first, and then changes what is asked. */
async function switchOn(page: Page, { url }: Scene, when: string, factor: string, shown: () => Promise<void>) {
  const box = page.getByRole('group', { name: when }).getByLabel(factor)
  await page.goto(`${url}/session/security`)
  await page.getByRole('link', { name: 'Show a second factor before' }).click()
  await expect.poll(() => placeOf(page)).toBe(`${url}/session/verify`)
  await shown()
  await expect.poll(async () => [placeOf(page), await box.isChecked()]).toEqual([`${url}/session/security`, false])
  await expect.poll(() => page.getByRole('link', { name: 'Show a second factor before' }).count()).toBe(0)
  await box.check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect.poll(async () => [placeOf(page), await box.isChecked()]).toEqual([`${url}/session/security`, true])
}

/** In the part of the page that is about this factor. */
const partOf = (page: Page, factor: string) => page.getByRole('region', { name: factor })

async function answer(page: Page, factor: string, code: string): Promise<void> {
  await partOf(page, factor).getByLabel('Code').fill(code)
  await partOf(page, factor).getByRole('button', { name: 'Continue' }).click()
}

const another = (code: string): string => (code === '000000' ? '000001' : '000000')

describe('a code by text message', () => {
  const factor = 'Code by text message'
  const ways: readonly (readonly [string, () => Scene, () => string | undefined])[] = [
    ["an operator's gateway", () => scene, () => gateway.messages.at(-1)?.text],
    ['a file', () => filing, () => readFileSync(join(folder, 'messages'), 'utf8').trim().split('\n').at(-1)],
  ]
  test.each(ways)(
    'by way of %s: the number is verified, the code is asked for',
    async (_, place, received) => {
      const at = place()
      const { name } = await person({ PhoneNum: '13800000000', CountryCode: '86' }, at)
      const page = await scene.window()
      await signIn(page, at, name, password)
      await page.goto(`${at.url}/session/security`)
      await page.getByRole('button', { name: 'Send a code' }).click()
      await expect.poll(() => page.getByRole('status').textContent()).toContain('A code was sent')
      await page.locator('#code-phone').fill(codeIn(received()))
      await page.getByRole('button', { name: 'Verify' }).click()
      await page.getByText('13800000000 (verified)').waitFor()
      await switchOn(page, at, 'Ask at sign-in', factor, () => answerNext(page, received))
      await signOut(page, at)
      await signIn(page, at, name, password)
      await expect.poll(() => placeOf(page)).toBe(`${at.url}/signin/factor`)
      const code = await next(page, received)
      await answer(page, factor, another(code))
      await expect.poll(() => alertOf(page)).toContain('That was not right')
      await answer(page, factor, code)
      await expect.poll(() => principalOf(page)).toBe(name)
    },
    60_000,
  )

  /** Asks for a code, and reads it off the phone: the number that it goes to has more digits. */
  const next = async (page: Page, received: () => string | undefined): Promise<string> => {
    await partOf(page, factor).getByRole('button', { name: 'Send a code' }).click()
    await expect.poll(() => page.getByRole('status').textContent()).toContain('A code was sent')
    return codeIn(received())
  }
  const answerNext = async (page: Page, received: () => string | undefined): Promise<void> =>
    answer(page, factor, await next(page, received))

  test('is asked once more for a sensitive operation, of keys that the page got', async () => {
    const { name, uin } = await person({ PhoneNum: '13800000000', CountryCode: '86' })
    const policy = {
      PolicyName: name,
      PolicyDocument: JSON.stringify(allow(['cam:CreateAccessKey', 'cam:ListAccessKeys'])),
    }
    const { PolicyId } = await scene.call('CreatePolicy', policy)
    await scene.call('AttachUserPolicy', { PolicyId, AttachUin: uin })
    const { store } = scene.server.world
    await store.transaction((w) => w.users.update(account, uin, { phoneVerified: true }))
    const page = await scene.window()
    await signIn(page, scene, name, password)
    const received = () => gateway.messages.at(-1)?.text
    await switchOn(page, scene, 'Ask at sensitive operations', factor, () => answerNext(page, received))
    scene.clock.advance(10 * 60_000)
    const before = await keysOf(page)
    expect(await scene.ask('ListAccessKeys', {}, before)).not.toHaveProperty('Error')
    expect((await scene.ask('CreateAccessKey', {}, before)).Error?.Code).toBe('AuthFailure.MFAFailure')
    await page.goto(`${scene.url}/session/verify`)
    await answerNext(page, received)
    await expect.poll(() => placeOf(page)).toBe(`${scene.url}/console/`)
    expect(await scene.ask('CreateAccessKey', {}, await keysOf(page))).toHaveProperty('AccessKey.AccessKeyId')
  }, 60_000)
})

test('a hardware token is imported, given to somebody, switched on by them and asked for', async () => {
  const { name, uin } = await person()
  const seed = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
  await importHardTokens(operator(), account, `SN-1,${seed}\n`, 60)
  await bindHardToken(operator(), account, 'SN-1', uin)
  const shown = (steps = 0) => totpCode(fromBase32(seed), Math.floor(scene.clock() / 60_000) + steps)
  const page = await scene.window()
  await signIn(page, scene, name, password)
  await page.goto(`${scene.url}/session/security`)
  await expect.poll(() => page.getByText('SN-1').isVisible()).toBe(true)
  await switchOn(page, scene, 'Ask at sign-in', 'Hardware token', () => answer(page, 'Hardware token', shown(-1)))
  await signOut(page, scene)
  await signIn(page, scene, name, password)
  await answer(page, 'Hardware token', another(shown()))
  await expect.poll(() => alertOf(page)).toContain('That was not right')
  await answer(page, 'Hardware token', shown())
  await expect.poll(() => principalOf(page)).toBe(name)
  await signOut(page, scene)
  await signIn(page, scene, name, password)
  await answer(page, 'Hardware token', shown())
  await expect.poll(() => alertOf(page)).toContain('That was not right')
}, 60_000)

test("an account's own page is gone to, come back from, and believed once its server said so", async () => {
  const { name, uin } = await person()
  words.set(uin, 'xyzzy')
  await setSwitches(operator(), account, uin, { login: ['Custom'], action: undefined, unusual: undefined })
  const page = await scene.window()
  await signIn(page, scene, name, password)
  const say = async (word: string) => {
    await page.getByRole('button', { name: 'Go to the verification page' }).click()
    await page.getByLabel('Word').fill(word)
    await page.getByRole('button', { name: 'Say it' }).click()
    await page.getByRole('status').waitFor()
    await page.getByRole('link', { name: 'Back to signing in' }).click()
    await expect.poll(() => placeOf(page)).toBe(`${scene.url}/signin/factor`)
    await page.getByRole('button', { name: 'I have verified there' }).click()
  }
  await say('abracadabra')
  await expect.poll(() => alertOf(page)).toContain('That was not right')
  await say('xyzzy')
  await expect.poll(() => principalOf(page)).toBe(name)
}, 60_000)
