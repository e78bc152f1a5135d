// Each way that is found is made on a whole server, call by call with the keys of whoever is said to make it, and at its end the
// right is there that was not there before.
import { afterEach, expect, test } from 'vitest'
import { type HowCouldQuestion, howCould, type Path } from '../../src/reach/how-could.ts'
import { allow, deny, type Identity } from '../api/harness.ts'
import { idp, oidcArn, samlArn, trustOf } from '../api/sts/federation.ts'
import { metadataOf } from '../federation/metadata.ts'
import { base64 } from '../federation/saml-idp.ts'
import { issuer } from '../federation/tokens.ts'
import { openSignIn, type SignInHarness } from '../session/browser.ts'
import { populationOf, presets, replay, rulesOf } from './replay.ts'

const goal = 'cam:GetAccountSummary'
const grant = allow(goal)

let server: SignInHarness
afterEach(() => server.close())

function question(level: 'vendor' | 'fine' = 'vendor'): HowCouldQuestion {
  const asked = { action: goal, granularity: 'operation', resource: '*', pattern: false } as const
  return { ...asked, context: new Map(), closed: false, rules: rulesOf(level), detoursMax: 3, statesMax: 300 }
}

type Level = 'vendor' | 'fine'

interface Scene {
  readonly level?: Level
  /** Who begins, with what it may. */
  make(): Promise<Identity>
}

const account = (): number => server.root.account
const role = (name: string): string => `qcs::cam::uin/${account()}:roleName/${name}`
const ownTrust = (condition: object = {}): string =>
  JSON.stringify({
    version: '2.0',
    statement: [
      {
        effect: 'allow',
        action: 'name/sts:AssumeRole',
        principal: { qcs: [`qcs::cam::uin/${account()}:root`] },
        condition,
      },
    ],
  })
const serviceTrust =
  '{"version":"2.0","statement":[{"effect":"allow","action":"name/sts:AssumeRole","principal":{"service":["cvm.qcloud.com"]}}]}'

async function newPolicy(PolicyName: string, document: object): Promise<number> {
  const answer = await server.ok('CreatePolicy', { PolicyName, PolicyDocument: JSON.stringify(document) })
  return Number(answer['PolicyId'])
}

async function newRole(RoleName: string, PolicyDocument: string, document: object): Promise<string> {
  const { RoleId } = await server.ok('CreateRole', { RoleName, PolicyDocument })
  const PolicyId = await newPolicy(`of-${RoleName}`, document)
  await server.ok('AttachRolePolicy', { PolicyId, AttachRoleId: RoleId })
  return String(RoleId)
}

async function newGroup(GroupName: string, document: object, ...members: readonly Identity[]): Promise<number> {
  const { GroupId } = await server.ok('CreateGroup', { GroupName })
  const PolicyId = await newPolicy(`of-${GroupName}`, document)
  await server.ok('AttachGroupPolicy', { PolicyId, AttachGroupId: GroupId })
  for (const { uin } of members) await server.ok('AddUserToGroup', { Info: [{ GroupId, Uin: uin }] })
  return Number(GroupId)
}

const mayAssume = (...names: readonly string[]): object => allow('sts:AssumeRole', names.map(role))

/** Ann has the right and is bounded; Bob, whose keys she can make, may do something about it. */
async function boundedBeside(action: string): Promise<Identity> {
  const ann = await server.user('ann', grant, allow('cam:CreateAccessKey'))
  await server.user('bob', allow(action))
  const PolicyId = await newPolicy('limit', allow('cam:CreateAccessKey'))
  await server.ok('PutUserPermissionsBoundary', { TargetUin: ann.uin, PolicyId })
  return ann
}

/** Name of the way, its calls in order, and the account in which it is. */
const ways: readonly (readonly [name: string, calls: readonly string[], scene: Scene])[] = [
  [
    'a role that one may use',
    ['AssumeRole'],
    {
      async make() {
        await newRole('admin', ownTrust(), grant)
        return server.user('ann', mayAssume('admin'))
      },
    },
  ],
  [
    'a chain of roles',
    ['AssumeRole', 'AssumeRole'],
    {
      async make() {
        await newRole('admin', ownTrust(), grant)
        await newRole('step', ownTrust(), mayAssume('admin'))
        return server.user('ann', mayAssume('step'))
      },
    },
  ],
  [
    'a role that wants an external id',
    ['AssumeRole'],
    {
      async make() {
        await newRole('admin', ownTrust({ string_equal: { 'sts:external_id': 'secret-7' } }), grant)
        return server.user('ann', mayAssume('admin'))
      },
    },
  ],
  [
    'a group behind another, among more groups than anybody can be in',
    ['AddUserToGroup', 'AddUserToGroup'],
    {
      level: 'fine',
      async make() {
        const named = (kind: string, ids: readonly number[]): string[] =>
          ids.map((id) => `qcs::cam::uin/${account()}:${kind}/${id}`)
        const last = await newGroup('last', grant)
        const groups = [await newGroup('first', allow('cam:AddUserToGroup', named('groupid', [last])))]
        for (let one = 0; one < 12; one++) groups.push(await newGroup(`other-${one}`, allow(`cos:Get${one}`)))
        const ann = await server.user('ann', allow('cam:AddUserToGroup', named('groupid', groups)))
        const PolicyId = await newPolicy('self', allow('cam:AddUserToGroup', named('uin', [ann.uin])))
        await server.ok('AttachUserPolicy', { PolicyId, AttachUin: ann.uin })
        return ann
      },
    },
  ],
  [
    'a key for somebody else',
    ['CreateAccessKey'],
    {
      async make() {
        await server.user('bob', grant)
        return server.user('ann', allow('cam:CreateAccessKey'))
      },
    },
  ],
  [
    'the password of somebody else',
    ['UpdateUser'],
    {
      async make() {
        await server.user('bob', grant)
        return server.user('ann', allow('cam:UpdateUser'))
      },
    },
  ],
  [
    'a policy attached to oneself',
    ['AttachUserPolicy'],
    { make: () => server.user('ann', allow('cam:AttachUserPolicy')) },
  ],
  [
    'a policy attached to a group of one’s own',
    ['AttachGroupPolicy'],
    {
      async make() {
        const ann = await server.user('ann', allow('cam:AttachGroupPolicy'))
        await newGroup('staff', allow('cos:GetObject'), ann)
        return ann
      },
    },
  ],
  [
    'a policy attached to a role that one may use',
    ['AssumeRole', 'AttachRolePolicy'],
    {
      async make() {
        await newRole('plain', ownTrust(), allow('cos:GetObject'))
        return server.user('ann', mayAssume('plain'), allow('cam:AttachRolePolicy'))
      },
    },
  ],
  [
    'a version of one’s own policy',
    ['CreatePolicyVersion'],
    { make: () => server.user('ann', allow('cam:CreatePolicyVersion')) },
  ],
  ['the text of one’s own policy', ['UpdatePolicy'], { make: () => server.user('ann', allow('cam:UpdatePolicy')) }],
  [
    'an older version in force again',
    ['SetDefaultPolicyVersion'],
    {
      async make() {
        const ann = await server.user('ann', allow('cam:SetDefaultPolicyVersion'))
        const PolicyId = await newPolicy('tools', grant)
        const PolicyDocument = JSON.stringify(allow('cos:GetObject'))
        await server.ok('CreatePolicyVersion', { PolicyId, PolicyDocument, SetAsDefault: true })
        await server.ok('AttachUserPolicy', { PolicyId, AttachUin: ann.uin })
        return ann
      },
    },
  ],
  [
    'a group that one puts oneself into',
    ['AddUserToGroup'],
    {
      async make() {
        await newGroup('admins', grant)
        return server.user('ann', allow('cam:AddUserToGroup'))
      },
    },
  ],
  [
    'out of a group that denies',
    ['RemoveUserFromGroup'],
    {
      async make() {
        const ann = await server.user('ann', grant, allow('cam:RemoveUserFromGroup'))
        await newGroup('limited', deny(goal), ann)
        return ann
      },
    },
  ],
  [
    'a deny that is taken away',
    ['DetachUserPolicy'],
    { make: () => server.user('ann', grant, deny(goal), allow('cam:DetachUserPolicy')) },
  ],
  [
    'a deny that is deleted',
    ['DeletePolicy'],
    { make: () => server.user('ann', grant, deny(goal), allow('cam:DeletePolicy')) },
  ],
  [
    'a boundary that somebody else takes away',
    ['CreateAccessKey', 'DeleteUserPermissionsBoundary'],
    { make: () => boundedBeside('cam:DeleteUserPermissionsBoundary') },
  ],
  [
    'another boundary by somebody else',
    ['CreateAccessKey', 'PutUserPermissionsBoundary'],
    { make: () => boundedBeside('cam:PutUserPermissionsBoundary') },
  ],
  [
    'the boundary of a role',
    ['AssumeRole', 'DeleteRolePermissionsBoundary'],
    {
      async make() {
        await newRole('admin', ownTrust(), grant)
        const PolicyId = await newPolicy('limit', allow('cos:GetObject'))
        await server.ok('PutRolePermissionsBoundary', { RoleName: 'admin', PolicyId })
        return server.user('ann', mayAssume('admin'), allow('cam:DeleteRolePermissionsBoundary'))
      },
    },
  ],
  [
    'the trust of a role',
    ['UpdateAssumeRolePolicy', 'AssumeRole'],
    {
      async make() {
        await newRole('admin', serviceTrust, grant)
        return server.user('ann', mayAssume('admin'), allow('cam:UpdateAssumeRolePolicy'))
      },
    },
  ],
  [
    'a role of one’s own, free of one’s denies',
    ['CreateRole', 'AssumeRole', 'AttachRolePolicy'],
    {
      make: () => server.user('ann', allow(['cam:CreateRole', 'cam:AttachRolePolicy', 'sts:AssumeRole']), deny(goal)),
    },
  ],
  [
    'a user of one’s own, free of one’s denies',
    ['AddUser', 'AttachUserPolicy'],
    { make: () => server.user('ann', allow(['cam:AddUser', 'cam:AttachUserPolicy']), deny(goal)) },
  ],
  [
    'a user in quarantine whom one lets out',
    ['ReleasePrincipal', 'CreateAccessKey'],
    {
      async make() {
        const { uin } = await server.user('bob', grant)
        await server.ok('QuarantinePrincipal', { TargetUin: String(uin) })
        return server.user('ann', allow(['cam:ReleasePrincipal', 'cam:CreateAccessKey']))
      },
    },
  ],
  [
    'a role in quarantine that one lets out',
    ['ReleasePrincipal', 'AssumeRole'],
    {
      async make() {
        await newRole('admin', ownTrust(), grant)
        await server.ok('QuarantinePrincipal', { RoleName: 'admin' })
        return server.user('ann', mayAssume('admin'), allow('cam:ReleasePrincipal'))
      },
    },
  ],
  [
    'a SAML provider with one’s own certificate',
    ['UpdateSAMLProvider'],
    {
      async make() {
        const SAMLMetadataDocument = base64(metadataOf(idp))
        await server.ok('CreateSAMLProvider', { Name: 'corp', Description: '', SAMLMetadataDocument })
        await newRole('admin', trustOf(samlArn(account()), {}), grant)
        return server.user('ann', allow('cam:UpdateSAMLProvider'))
      },
    },
  ],
  [
    'a SAML provider that a role still trusts and that is gone',
    ['CreateSAMLProvider'],
    {
      async make() {
        const SAMLMetadataDocument = base64(metadataOf(idp))
        await server.ok('CreateSAMLProvider', { Name: 'corp', Description: '', SAMLMetadataDocument })
        await newRole('admin', trustOf(samlArn(account()), {}), grant)
        await server.ok('DeleteSAMLProvider', { Name: 'corp' })
        return server.user('ann', allow('cam:CreateSAMLProvider'))
      },
    },
  ],
  [
    'an OIDC provider with one’s own keys',
    ['UpdateOIDCConfig'],
    {
      async make() {
        const key = base64(
          JSON.stringify({ keys: [{ ...idp.publicKey.export({ format: 'jwk' }), kid: 'k', use: 'sig' }] }),
        )
        await server.ok('CreateOIDCConfig', { Name: 'builds', IdentityUrl: issuer, IdentityKey: key, ClientId: ['ci'] })
        const condition = { string_equal: { 'oidc:iss': issuer, 'oidc:aud': ['ci'], 'oidc:sub': ['deploy'] } }
        await newRole('admin', trustOf(oidcArn(account()), condition), grant)
        return server.user('ann', allow('cam:UpdateOIDCConfig'))
      },
    },
  ],
  [
    'on objects: the one policy that one may attach to oneself',
    ['AttachUserPolicy'],
    {
      level: 'fine',
      async make() {
        const id = await newPolicy('helper', grant)
        const ann = await server.user('ann')
        const own = await newPolicy(
          'own',
          allow('cam:AttachUserPolicy', ['qcs::cam:::uin/${uin}', `qcs::cam:::policyid/${id}`]),
        )
        await server.ok('AttachUserPolicy', { PolicyId: own, AttachUin: ann.uin })
        return ann
      },
    },
  ],
  [
    'on objects: a policy of one’s own, attached to oneself',
    ['CreatePolicy', 'AttachUserPolicy'],
    {
      level: 'fine',
      make: () =>
        server.user('ann', {
          version: '2.0',
          statement: [
            { effect: 'allow', action: ['cam:CreatePolicy', 'cam:AttachUserPolicy'], resource: '*' },
            {
              effect: 'deny',
              action: 'cam:AttachUserPolicy',
              resource: presets.all.map(({ policyId }) => `qcs::cam:::policyid/${policyId}`),
            },
          ],
        }),
    },
  ],
  [
    'on objects: a role with a name that one may make',
    ['CreateRole', 'AssumeRole', 'AttachRolePolicy'],
    {
      level: 'fine',
      make: () =>
        server.user(
          'ann',
          allow(['cam:CreateRole', 'sts:AssumeRole'], 'qcs::cam:::roleName/app-*'),
          allow('cam:AttachRolePolicy', ['qcs::cam:::roleName/app-*', 'qcs::cam:::policyid/*']),
          deny(goal),
        ),
    },
  ],
]

const pathOf = (paths: readonly Path[], { uin }: Identity): Path | undefined =>
  paths.find(({ who, alike }) => [who, ...alike].some((one) => one.kind === 'user' && one.uin === uin))

const callsOf = (path: Path | undefined): readonly string[] | undefined =>
  path?.steps.map(({ move }) => move.action.slice(move.action.indexOf(':') + 1))

test.each(ways)('%s: is found, and made', async (_, calls, { level = 'vendor', make }) => {
  server = await openSignIn({ rules: { resourceLevel: level } })
  const start = await make()
  const { paths, unknown } = howCould(await populationOf(server), question(level))
  const path = pathOf(paths, start)
  expect({ calls: callsOf(path), unknown }).toEqual({ calls, unknown: [] })
  if (path === undefined) return
  expect(path.conditional).toBe(false)
  const before = await server.call('GetAccountSummary', {}, { as: start })
  expect(before.Error?.Code).toBe('AuthFailure.UnauthorizedOperation')
  const end = await replay(server, path, start)
  await server.ok('GetAccountSummary', {}, { as: end })
})

test('conditions of steps are told, and are enough', async () => {
  server = await openSignIn()
  await newRole('admin', ownTrust({ ip_equal: { 'qcs:ip': ['198.51.100.0/24'] } }), grant)
  const document = mayAssume('admin')
  const statement = (document as { statement: object[] }).statement.map((one) => ({
    ...one,
    condition: { ip_not_equal: { 'qcs:ip': ['198.51.100.0/25'] } },
  }))
  const ann = await server.user('ann', { version: '2.0', statement })
  const { paths } = howCould(await populationOf(server), question())
  const path = pathOf(paths, ann)
  expect({ calls: callsOf(path), conditional: path?.conditional }).toEqual({ calls: ['AssumeRole'], conditional: true })
  if (path === undefined) return
  const end = await replay(server, path, ann)
  await server.ok('GetAccountSummary', {}, { as: end })
})

test('tags that a condition wants are put on the resource', async () => {
  server = await openSignIn()
  const condition = { 'for_any_value:string_equal': { 'qcs:resource_tag': ['team&ops'] } }
  const statement = [
    { effect: 'allow', action: 'ses:GetEmailIdentity', resource: 'qcs::ses:::senderdomain/*', condition },
  ]
  const ann = await server.user('ann', { version: '2.0', statement }, allow('tag:TagResources'))
  const resource = `qcs::ses:ap-guangzhou:uin/${account()}:senderdomain/mine.example`
  const asked = { ...question(), action: 'ses:GetEmailIdentity', resource, granularity: 'resource' } as const
  const path = pathOf(howCould(await populationOf(server), asked).paths, ann)
  expect({ calls: callsOf(path), conditional: path?.conditional }).toEqual({
    calls: ['TagResources'],
    conditional: false,
  })
  if (path === undefined) return
  const ses = { host: 'ses.tencentcloudapi.com', product: 'ses', version: '2020-10-02', region: 'ap-guangzhou' }
  const get = async (as: Identity) =>
    (await server.call('GetEmailIdentity', { EmailIdentity: 'mine.example' }, { ...ses, as })).Error?.Code
  expect(await get(ann)).toBe('AuthFailure.UnauthorizedOperation')
  // Without an upstream, what is allowed is only rehearsed.
  expect(await get(await replay(server, path, ann))).toBe('DryRunOperation')
})
