// Accounts as anybody could have them, drawn from a seed: few names, so that two of them have much in common and everything in
// one names something in the other.
import { byName, type Estate, emptyEstate, ordered, presetRef, type Tag } from '../../src/estate/model.ts'
import { format } from '../../src/policy/index.ts'
import { makeSigner } from '../federation/certificates.ts'
import { metadataOf } from '../federation/metadata.ts'
import { type Dice, dice } from '../property/policy/dice.ts'

const signers = [makeSigner({ name: 'one.example' }), makeSigner({ name: 'two.example' })]
const metadata = signers.map((signer) => metadataOf(signer))
const keys = signers.map(({ publicKey }, index) =>
  JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: `key-${index}`, alg: 'RS256', use: 'sig' }] }),
)

const userNames = ['alice', 'bob@example.com', '王伟', '100000000007', 'null', '__proto__', 'Carol']
const groupNames = ['devs', 'ops', '运维', 'true']
const roleNames = ['deployer', 'reader', 'x.trust', '..', 'con']
const policyNames = ['p1', 'readers', 'wide=open', '.hidden', 'constructor']
const providerNames = ['corp', 'partner', 'ci-tokens']
const presetNames = ['AdministratorAccess', 'ReadOnlyAccess', 'QCloudResourceFullAccess']
const texts = [
  '',
  'plain',
  ' spaces ',
  'two\nlines',
  '- yaml: [',
  "it's #1",
  '名前',
  'yes',
  '0123',
  'tab\there',
  '{}',
  'x: y',
]
const tagKeys = ['team', 'cost centre', 'env', '键', '#1', 'null']

const some = <T>(draw: Dice, list: readonly T[], chance: number): readonly T[] => list.filter(() => draw.chance(chance))
const pretty = (value: unknown): string => format(JSON.stringify(value)) ?? ''

interface Names {
  readonly users: readonly string[]
  readonly groups: readonly string[]
  readonly roles: readonly string[]
  readonly policies: readonly string[]
  readonly saml: readonly string[]
}

/** The same seed and path give the same account. */
export function drawEstate(seed: number, ...path: readonly number[]): Estate {
  const draw = dice(seed, ...path)
  const [saml, oidc] = parted(draw, providerNames)
  const names: Names = {
    users: some(draw, userNames, 0.5),
    groups: some(draw, groupNames, 0.5),
    roles: some(draw, roleNames, 0.5),
    policies: some(draw, policyNames, 0.6),
    saml,
  }
  const held = () => [
    ...some(draw, names.policies, 0.35),
    ...(draw.chance(0.3) ? [presetRef(draw.pick(presetNames))] : []),
  ]
  const boundary = () => {
    if (draw.chance(0.6)) return undefined
    return names.policies.length > 0 && draw.chance(0.7) ? draw.pick(names.policies) : presetRef(draw.pick(presetNames))
  }
  return ordered({
    ...emptyEstate,
    settings: drawSettings(draw, names),
    users: names.users.map((name) => ({
      name,
      remark: draw.pick(texts),
      consoleLogin: draw.chance(0.4),
      phone: draw.pick(['', '', '13800138000']),
      countryCode: draw.pick(['86', '86', '1']),
      email: draw.pick(['', 'a@example.com']),
      boundary: boundary(),
      policies: held(),
      tags: drawTags(draw),
    })),
    groups: names.groups.map((name) => ({
      name,
      remark: draw.pick(texts),
      members: some(draw, names.users, 0.4),
      policies: held(),
    })),
    roles: names.roles.map((name) => ({
      name,
      description: draw.pick(texts),
      consoleLogin: draw.chance(0.3),
      sessionDuration: draw.pick([0, 0, 3600]),
      trust: drawTrust(draw, names),
      boundary: boundary(),
      policies: held(),
      tags: drawTags(draw),
    })),
    policies: names.policies.map((name) => ({
      name,
      description: draw.pick(texts),
      document: drawDocument(draw, names),
      tags: drawTags(draw),
    })),
    saml: saml.map((name) => ({ name, description: draw.pick(texts), metadata: draw.pick(metadata) })),
    oidc: byName(
      oidc.map((name) => ({
        name,
        description: draw.pick(texts),
        issuer: draw.pick(['https://idp.example/a', 'https://idp.example/b']),
        clientIds: draw.pick([['one'], ['one', 'two']]),
        keys: draw.pick(keys),
        autoRotateKeys: false,
      })),
    ),
  })
}

/** The first account of a seed that has something of everything. */
export function drawFull(seed: number, from = 0): Estate {
  for (let index = from; ; index += 1) {
    const { users, groups, roles, policies, saml, oidc, ...others } = drawEstate(seed, index)
    if ([users, groups, roles, policies, saml, oidc].every((list) => list.length > 0)) {
      return { ...others, users, groups, roles, policies, saml, oidc }
    }
  }
}

function parted(draw: Dice, names: readonly string[]): readonly [readonly string[], readonly string[]] {
  const there = some(draw, names, 0.5)
  const saml = new Set(some(draw, there, 0.5))
  return [there.filter((name) => saml.has(name)), there.filter((name) => !saml.has(name))]
}

function drawTags(draw: Dice): readonly Tag[] {
  if (draw.chance(0.6)) return []
  // Now and then more than one call carries.
  const keys = draw.chance(0.15) ? Array.from({ length: 13 }, (_, index) => `k${index}`) : some(draw, tagKeys, 0.4)
  return keys.map((key) => ({ key, value: draw.pick(['', 'a', 'b c', '值', 'yes']) }))
}

function drawSettings(draw: Dice, { users }: Names): Estate['settings'] {
  return {
    password: {
      minimumLength: 8 + draw.below(10),
      mustContain: draw.pick(['A', 'Aa1', 'a!']),
      forceChangeDays: draw.below(100),
      reuseLimit: draw.below(5),
      retryLimit: draw.below(10),
      afterExpiry: draw.pick(['administrator', 'user']),
    },
    loginPlaces: [
      {
        kind: 'addresses',
        enabled: draw.chance(0.7),
        addresses: [
          { ip: draw.pick(['10.0.0.0/8', '192.0.2.7']), effect: 'Allow' },
          ...(draw.chance(0.5) ? [{ ip: '2001:db8::/32', effect: 'Deny' } as const] : []),
        ],
        approverType: '',
        approvers: [],
      },
      { kind: 'unusual', enabled: draw.chance(0.5), addresses: [], approverType: '', approvers: [] },
    ],
    signIn: drawSignIn(draw, users.length > 2),
  }
}

function drawSignIn(draw: Dice, oidc: boolean): Estate['settings']['signIn'] {
  if (draw.chance(0.4)) return undefined
  if (!oidc) return { protocol: 'saml', metadata: draw.pick(metadata), auxiliaryDomain: draw.pick(['', 'example.com']) }
  return {
    protocol: 'oidc',
    description: draw.pick(texts),
    issuer: 'https://idp.example/users',
    clientId: draw.pick(['console', 'console-2']),
    authorizationEndpoint: 'https://idp.example/authorize',
    responseMode: draw.pick(['form_post', 'fragment']),
    mappingField: draw.pick(['sub', 'name']),
    scopes: draw.pick([['openid'], ['openid', 'email']]),
    keys: draw.pick(keys),
    autoRotateKeys: false,
  }
}

function drawDocument(draw: Dice, names: Names): string {
  const owner = draw.pick(['uin/<account>', 'uin/', '', 'uid/<appid>'])
  const named = [
    ...names.users.map((name) => `qcs::cam::${owner}:uin/<user:${name}>`),
    ...names.groups.map((name) => `qcs::cam::${owner}:groupid/<group:${name}>`),
    ...names.policies.map((name) => `qcs::cam::${owner}:policyid/<policy:${name}>`),
    ...names.roles.map((name) => `qcs::cam::${owner}:role/<role:${name}>`),
    `qcs::cam::${owner}:policyid/<preset:${presetNames[0]}>`,
    'qcs::cos:ap-guangzhou:uid/<appid>:bucket-<appid>/<literal:account>/*',
  ]
  const statement = Array.from({ length: 1 + draw.below(2) }, () => ({
    effect: draw.weighted([
      [4, 'allow'],
      [1, 'deny'],
    ]),
    action: draw.pick([['cam:List*', 'cam:GetUser'], ['cam:*'], ['cam:DeleteUser'], ['cos:GetObject']]),
    resource: draw.chance(0.4) ? ['*'] : some(draw, named, 0.3).concat(draw.pick(named)),
    ...(draw.chance(0.3) && { condition: { string_equal: { 'qcs:uin': [`<user:${names.users[0] ?? ''}>`, '5'] } } }),
  }))
  const text = pretty({ version: '2.0', statement })
  return names.users.length === 0 ? text.replaceAll('<user:>', '<account>') : text
}

function drawTrust(draw: Dice, names: Names): string {
  const qcs = [
    'qcs::cam::uin/<account>:root',
    ...some(draw, names.users, 0.4).map((name) => `qcs::cam::uin/<account>:uin/<user:${name}>`),
    // The others, and now and then itself.
    ...some(draw, names.roles, 0.3).map((name) => `qcs::cam::uin/<account>:roleName/${name}`),
  ]
  const assume = { effect: 'allow', principal: { qcs }, action: ['name/sts:AssumeRole'] }
  const federated = names.saml.map((name) => `qcs::cam::uin/<account>:saml-provider/${name}`)
  const service = { effect: 'allow', principal: { service: ['cvm.qcloud.com'] }, action: ['name/sts:AssumeRole'] }
  const vouched = { effect: 'allow', principal: { federated }, action: ['name/sts:AssumeRoleWithSAML'] }
  const statement = [assume, ...(draw.chance(0.3) ? [service] : []), ...(federated.length > 0 ? [vouched] : [])]
  return pretty({ version: '2.0', statement })
}
