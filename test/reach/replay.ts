// Plays a found way through on a whole server: each step is the call that it says, signed by whoever is said to make it.
import { expect } from 'vitest'
import { actions } from '../../src/actions/index.ts'
import { quotaRows } from '../../src/actions/quotas.ts'
import { loadCatalogs } from '../../src/catalog/load.ts'
import { ownCatalogs } from '../../src/catalog/own.ts'
import { loadPresets } from '../../src/catalog/presets.ts'
import { loadPopulation } from '../../src/cli/reach/load.ts'
import {
  heldKey,
  type Limit,
  type Move,
  type Parameter,
  type ServerRules,
  type Step,
} from '../../src/reach/how/terms.ts'
import type { Path } from '../../src/reach/how-could.ts'
import type { Population, Who } from '../../src/reach/population.ts'
import { type CallOptions, type Harness, type Identity, sessionIdentity } from '../api/harness.ts'
import { newIdp, samlCall, unsigned } from '../api/sts/federation.ts'
import { metadataOf } from '../federation/metadata.ts'
import { base64 } from '../federation/saml-idp.ts'
import { attacker, rs256, token, usualHeader } from '../federation/tokens.ts'
import type { SignInHarness } from '../session/browser.ts'

const catalogs = loadCatalogs(undefined, ownCatalogs(actions))
const words = catalogs.vocabulary()
export const presets = loadPresets(catalogs)

export const populationOf = (server: Harness): Promise<Population> =>
  loadPopulation(server.world.store, presets, server.root.account)

const documented = (name: Limit): number => quotaRows.find((row) => row.name === name)?.documented ?? 0

export const rulesOf = (resourceLevel: ServerRules['resourceLevel'] = 'vendor'): ServerRules => ({
  resourceLevel,
  taggable: (service) => words.service(service)?.tags === true,
  limits: {
    'access-keys': documented('access-keys'),
    'policy-versions': documented('policy-versions'),
    attachments: documented('attachments'),
    users: documented('users'),
    roles: documented('roles'),
    policies: documented('policies'),
    'groups-per-user': documented('groups-per-user'),
    'users-per-group': documented('users-per-group'),
    'identity-providers': documented('identity-providers'),
  },
})

/** What requests come with besides: an address, where a step takes one. */
function optionsOf({ conditions }: Pick<Step, 'conditions'>, as: Identity): CallOptions {
  const address = conditions.find(([key]) => key === 'qcs:ip')?.[1]
  return address === undefined ? { as } : { as, from: String(address) }
}

const nameOf = (action: string): string => action.slice(action.indexOf(':') + 1)

/** Makes the calls of the way and answers who is at its end. */
export async function replay(server: SignInHarness, { who, steps, end }: Path, start: Identity): Promise<Identity> {
  const identities = new Map([[heldKey(who), start]])
  const made = new Map<string, Record<string, unknown>>()
  for (const step of steps) {
    const as = identities.get(heldKey(step.move.as))
    if (as === undefined) throw new Error(`nobody has the keys of ${heldKey(step.move.as)}`)
    const parameters = filled(step.move.parameters, made)
    const got = await make(server, step, parameters, as, made)
    if (step.move.gives !== undefined && got !== undefined) identities.set(heldKey(step.move.gives), got)
  }
  const last = identities.get(heldKey(end))
  if (last === undefined) throw new Error(`nobody has the keys of ${heldKey(end)} at the end`)
  return last
}

function filled(
  parameters: Move['parameters'],
  made: ReadonlyMap<string, Record<string, unknown>>,
): Record<string, unknown> {
  const fill = (value: Parameter): unknown => {
    if (typeof value !== 'object') return value
    if (Array.isArray(value)) return value.map(fill)
    if ('made' in value && 'member' in value) return made.get(String(value['made']))?.[String(value['member'])]
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fill(one)]))
  }
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, fill(value)]))
}

/** One call; whose keys came of it. */
async function make(
  server: SignInHarness,
  step: Step,
  parameters: Record<string, unknown>,
  as: Identity,
  made: Map<string, Record<string, unknown>>,
): Promise<Identity | undefined> {
  const { move } = step
  const name = nameOf(move.action)
  const options = optionsOf(step, as)
  if (/SAMLProvider$|OIDCConfig$/.test(name)) return provider(server, move, name, parameters, options)
  const answer = await server.ok(name, parameters, options)
  if (move.makes !== undefined) made.set(move.makes, answer)
  switch (name) {
    case 'AssumeRole':
      return sessionIdentity(answer, as)
    case 'CreateAccessKey': {
      const key = answer['AccessKey'] as { AccessKeyId: string; SecretAccessKey: string }
      return ofUser(server, move.gives, { secretId: key.AccessKeyId, secretKey: key.SecretAccessKey })
    }
    case 'AddUser': {
      const { Uin, SecretId, SecretKey } = answer as { Uin: number; SecretId: string; SecretKey: string }
      return { ...ofUser(server, move.gives, { secretId: SecretId, secretKey: SecretKey }), uin: Uin }
    }
    case 'UpdateUser': {
      const browser = server.browser()
      const page = await browser.signIn(server.root.account, String(parameters['Name']), String(parameters['Password']))
      expect(page.path).toBe('/console/')
      return sessionIdentity((await browser.script('/session/keys', {})).json, as)
    }
    default:
      return undefined
  }
}

function ofUser({ root }: Harness, who: Who | undefined, key: Pick<Identity, 'secretId' | 'secretKey'>): Identity {
  const uin = who?.kind === 'user' ? who.uin : 0
  return { account: root.account, uin, uid: 0, name: '', ...key }
}

/** With certificates of one's own, and then a session by what they sign. */
async function provider(
  server: Harness,
  { trust, with: keys = [] }: Move,
  name: string,
  { Name }: Record<string, unknown>,
  options: CallOptions,
): Promise<Identity> {
  const role = `qcs::cam::uin/${server.root.account}:roleName/${trust?.role}`
  if (name.endsWith('SAMLProvider')) {
    await server.ok(name, { Name, Description: '', SAMLMetadataDocument: base64(metadataOf(newIdp)) }, options)
    const call = samlCall(server, role, { signer: newIdp, provider: String(Name) })
    return sessionIdentity(await server.ok('AssumeRoleWithSAML', call, unsigned), server.root)
  }
  const said = new Map(keys)
  const claim = (key: string, other: string): string => [said.get(key) ?? other].flat().map(String)[0] ?? other
  const [iss, aud, sub] = [claim('oidc:iss', 'https://x.example'), claim('oidc:aud', 'x'), claim('oidc:sub', 'alice')]
  const jwk = { ...attacker.publicKey.export({ format: 'jwk' }), kid: 'own', alg: 'RS256', use: 'sig' }
  const keySet = base64(JSON.stringify({ keys: [jwk] }))
  await server.ok(name, { Name, IdentityUrl: iss, ClientId: [aud], IdentityKey: keySet }, options)
  const now = Math.floor(server.clock() / 1000)
  const payload = { iss, sub, aud, iat: now, exp: now + 300 }
  const WebIdentityToken = token({ ...usualHeader, kid: 'own' }, payload, rs256(attacker.privateKey))
  const call = { ProviderId: Name, WebIdentityToken, RoleArn: role, RoleSessionName: 'path' }
  return sessionIdentity(await server.ok('AssumeRoleWithWebIdentity', call, unsigned), server.root)
}
