// Pictures of every page of the console in both themes and both languages, in .test-results/console, of an account with something in it:
// npm run pictures:console. For people to look at; nothing is compared. Words after `--` choose the pictures whose names have one of
// them.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { keySet, metadata, oidc } from '../test/api/identity-provider/providers.ts'
import type { Scene } from '../test/browser/chromium.ts'
import { openConsole, type Visitor, visitor } from '../test/console/console.ts'

const folder = path.join(import.meta.dirname, '../.test-results/console')

const width = 1280
const [heightMin, heightMax] = [860, 1800]

interface Picture {
  readonly name: string
  /** Below `/console/`. */
  readonly path: string
  /** What is done before the picture is taken. */
  readonly before?: (page: Page) => Promise<void>
}

const press = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true }).first().click()

const pictures = (policy: unknown, group: unknown): readonly Picture[] => [
  { name: 'overview', path: '' },
  {
    name: 'overview-checked',
    path: '',
    before: async (page) => {
      await page.getByRole('button', { name: 'Check the account' }).click()
      await page.getByRole('button', { name: 'Check again' }).waitFor()
    },
  },
  { name: 'users', path: 'users' },
  { name: 'users-many', path: 'users', before: press('Create many') },
  { name: 'user', path: 'users/ada' },
  { name: 'user-sign-out', path: 'users/ada', before: press('End console sessions') },
  { name: 'user-factors', path: 'users/ada', before: press('Edit: Second factors') },
  { name: 'groups', path: 'groups' },
  { name: 'group', path: `groups/${group}` },
  { name: 'policies', path: 'policies' },
  { name: 'policy', path: `policies/${policy}` },
  { name: 'policy-new', path: 'policies/new' },
  {
    name: 'policy-by-tag',
    path: 'policies/by-tag',
    before: async (page) => {
      await page.getByText('Everything', { exact: true }).click()
      await page.getByRole('combobox', { name: 'Key' }).fill('team')
      await page.getByRole('combobox', { name: 'Value' }).fill('platform')
      await page.getByRole('button', { name: 'Add the tag' }).click()
      await page.getByRole('textbox', { name: 'Policy text' }).waitFor()
    },
  },
  { name: 'roles', path: 'roles' },
  { name: 'role', path: 'roles/worker' },
  { name: 'role-sessions-end', path: 'roles/worker', before: press('End all sessions') },
  { name: 'role-trust', path: 'roles/worker/trust' },
  { name: 'role-linked', path: 'roles', before: press('Service-linked role') },
  { name: 'keys', path: 'keys' },
  { name: 'sso', path: 'sso' },
  { name: 'sso-oidc', path: 'sso', before: press('Set up: By OIDC') },
  { name: 'providers', path: 'providers' },
  { name: 'provider-saml', path: 'providers/saml/corp' },
  { name: 'provider-oidc', path: 'providers/oidc/builds' },
  { name: 'provider-new', path: 'providers', before: press('Add a SAML provider') },
  { name: 'settings', path: 'settings' },
  { name: 'audit', path: 'audit' },
  { name: 'audit-event', path: 'audit', before: (page) => page.getByText('Details', { exact: true }).first().click() },
  { name: 'services', path: 'services' },
  { name: 'explorer-action', path: 'explorer/cam/AddUser' },
  {
    name: 'policy-compare',
    path: `policies/${policy}`,
    before: (page) =>
      page
        .getByRole('button', { name: /^Compare/ })
        .first()
        .click(),
  },
  { name: 'receivers', path: 'receivers' },
  { name: 'tokens', path: 'tokens' },
]

/** An account with a little of everything. */
async function furnish({ call, account }: Scene): Promise<readonly Picture[]> {
  const statement = [{ effect: 'allow', action: ['cam:List*', 'cam:Get*'], resource: ['*'] }]
  const document = JSON.stringify({ version: '2.0', statement })
  const Tags = [{ Key: 'team', Value: 'platform' }]
  const { PolicyId } = await call('CreatePolicy', { PolicyName: 'see-people', PolicyDocument: document, Tags })
  const further = [...statement, { effect: 'deny', action: ['cam:Delete*'], resource: ['*'] }]
  const next = JSON.stringify({ version: '2.0', statement: further })
  await call('CreatePolicyVersion', { PolicyId, PolicyDocument: next, SetAsDefault: true })
  const wide = JSON.stringify({ version: '2.0', statement: [{ effect: 'allow', action: '*', resource: '*' }] })
  const boundless = await call('CreatePolicy', { PolicyName: 'do-anything', PolicyDocument: wide })
  const { Uin, Uid } = await call('AddUser', { Name: 'ada', Remark: 'Engines', ConsoleLogin: 1, UseApi: 1 })
  for (const Name of ['grace', 'alan', 'edsger', 'barbara']) await call('AddUser', { Name, UseApi: 1 })
  const { GroupId } = await call('CreateGroup', { GroupName: 'engineers', Remark: 'Everybody who builds' })
  await call('AddUserToGroup', { Info: [{ GroupId, Uid }] })
  await call('AttachGroupPolicy', { PolicyId, AttachGroupId: GroupId })
  await call('AttachUserPolicy', { PolicyId: boundless['PolicyId'], AttachUin: Uin })
  const trust = { qcs: [`qcs::cam::uin/${account}:root`] }
  const trusting = [{ effect: 'allow', action: ['name/sts:AssumeRole'], principal: trust }]
  const PolicyDocument = JSON.stringify({ version: '2.0', statement: trusting })
  await call('CreateRole', { RoleName: 'worker', PolicyDocument, Description: 'Nightly jobs' })
  for (const RoleSessionName of ['nightly', 'release']) {
    await call('AssumeRole', { RoleArn: `qcs::cam::uin/${account}:roleName/worker`, RoleSessionName })
  }
  await call('CreateServiceLinkedRole', { QCSServiceName: ['cvm.qcloud.com'] })
  await call('CreateSAMLProvider', { Name: 'corp', Description: 'Our people', SAMLMetadataDocument: metadata })
  await call('CreateOIDCConfig', { Name: 'builds', ...oidc, IdentityKey: Buffer.from(keySet).toString('base64') })
  await call('CreateUserSAMLConfig', { SAMLMetadataDocument: metadata })
  await call('CreateSubAccountLoginIpPolicy', { IpPolicies: [{ IP: '10.0.0.0/8', Effect: 'Allow' }] })
  return pictures(PolicyId, GroupId)
}

/** Pages of the navigation that are in no list: new ones have their pictures without a word here. */
async function othersIn({ page }: Visitor, listed: readonly Picture[]): Promise<readonly Picture[]> {
  const links = page.locator('nav a[href^="/console/"]')
  const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
  const paths = hrefs.map((href) => href.replace('/console/', ''))
  return paths
    .filter((path) => listed.every((picture) => picture.path !== path))
    .map((path) => ({ name: path.replaceAll('/', '-'), path }))
}

async function draw({ page, open }: Visitor, picture: Picture, suffix: 'light' | 'dark' | 'zh'): Promise<void> {
  await open(picture.path)
  await page.waitForLoadState('networkidle')
  await picture.before?.(page)
  await page.waitForTimeout(600)
  // Long lists say no more further down.
  const heightOfAll = await page.evaluate<number>('document.documentElement.scrollHeight')
  await page.setViewportSize({ width, height: Math.min(Math.max(heightOfAll, heightMin), heightMax) })
  await page.waitForTimeout(300)
  await page.screenshot({ path: path.join(folder, `${picture.name}-${suffix}.png`) })
  await page.setViewportSize({ width, height: heightMin })
}

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const scene = await openConsole()
  try {
    const listed = await furnish(scene)
    const one = await visitor(scene)
    const words = process.argv.slice(2)
    const wanted = ({ name }: Picture): boolean => words.length === 0 || words.some((word) => name.includes(word))
    const all = [...listed, ...(await othersIn(one, listed))].filter(wanted)
    await one.page.setViewportSize({ width, height: heightMin })
    for (const theme of ['light', 'dark'] as const) {
      await one.page.getByText(theme === 'light' ? 'Light' : 'Dark', { exact: true }).click()
      for (const picture of all) await draw(one, picture, theme)
      await one.open('')
    }
    // What is opened by a button is found by its English name, so pages alone are drawn in Chinese.
    const inChinese = all.filter(({ before }) => before === undefined)
    await one.page.getByRole('link', { name: '中文' }).click()
    await one.page.getByRole('heading', { level: 1, name: '概览' }).waitFor()
    for (const picture of inChinese) await draw(one, picture, 'zh')
    console.log(`${2 * all.length + inChinese.length} pictures in ${path.relative(process.cwd(), folder)}`)
    for (const fault of one.faults) console.log(`the browser complained: ${fault}`)
  } finally {
    await scene.close()
  }
}

await main()
