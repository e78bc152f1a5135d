// How each row of single use is used: `arm` makes everything ready at a server, so that two uses can begin at the same time.
import { inflateRawSync } from 'node:zlib'
import { expect } from 'vitest'
import { base32, fromBase32, totpCode, totpStep } from '../../src/actions/mfa/totp.ts'
import { buildCall, type CallTarget, readAnswer } from '../../src/client/call.ts'
import { hardTokenContext } from '../../src/store/sealed-columns.ts'
import type { SingleUseName } from '../../src/store/single-use.ts'
import { asHttp, homeOf, type Identity, textOf } from '../api/harness.ts'
import { customToken } from '../api/mfa/tokens.ts'
import { bindDevice, makeTestRole } from '../api/sessions.ts'
import { federate, samlCall, unsigned } from '../api/sts/federation.ts'
import { makeSigner } from '../federation/certificates.ts'
import { metadataOf } from '../federation/metadata.ts'
import { base64, signedResponse } from '../federation/saml-idp.ts'
import { clientId, issuer, jwks, token, usualHeader } from '../federation/tokens.ts'
import { componentCaller } from '../gateway/component/caller.ts'
import { Authenticator } from '../session/authenticator.ts'
import type { Browser, Page, SignInHarness } from '../session/browser.ts'
import { codeIn } from '../session/post.ts'
import { newUserOidc } from '../store/contract/context.ts'
import { at, begin, origin, password, person, type Scene, type Use } from './scene.ts'

type Arm = (node: SignInHarness) => Promise<Use> | Use
export interface Scenario {
  readonly name: SingleUseName
  /** Told apart from others of the row. */
  readonly how?: string
  prepare(scene: Scene): Promise<Arm>
}

const to = (page: Page, path: string): boolean => (page.location ?? '').startsWith(path)

// ---- signed requests ------------------------------------------------------------------------------------------------

let nonces = 0

function v1(scene: Scene, signer: Identity, target: CallTarget, wanted: string | undefined): Arm {
  const moment = { timestamp: Math.floor(scene.nodes[0].clock() / 1000), nonce: ++nonces }
  const wire = buildCall({ ...target, form: 'v1-form' }, {}, signer, moment)
  return (node) => async () => {
    const { Error: refused } = readAnswer(textOf(await node.dispatcher.respond(asHttp(wire))))
    if (refused?.Code === 'AuthFailure.SignatureFailure') return false
    expect(refused?.Code).toBe(wanted)
    return true
  }
}

const appId = { ...homeOf('GetUserAppId'), action: 'GetUserAppId' }

const calls: readonly Scenario[] = [
  {
    name: 'signed-v1-call',
    how: 'by a permanent key',
    prepare: async (scene) => v1(scene, scene.nodes[0].root, appId, undefined),
  },
  {
    name: 'signed-v1-call',
    how: 'by a temporary key',
    async prepare(scene) {
      const [node] = scene.nodes
      const user = await node.user(`asker-${++nonces}`, {
        version: '2.0',
        statement: [{ effect: 'allow', action: '*', resource: '*' }],
      })
      const role = await makeTestRole(node, `taken-${++nonces}`)
      const session = await node.assume(role.arn, {}, { as: user })
      const target = { ...homeOf('GetCallerIdentity'), action: 'GetCallerIdentity' }
      return v1(scene, session, target, undefined)
    },
  },
  {
    name: 'signed-v1-call',
    how: 'to a catalogued service',
    // Without an upstream the gateway says what it would have done.
    prepare: async (scene) =>
      v1(
        scene,
        scene.nodes[0].root,
        {
          host: 'ses.tencentcloudapi.com',
          product: 'ses',
          version: '2020-10-02',
          action: 'ListEmailIdentities',
          region: 'ap-guangzhou',
        },
        'DryRunOperation',
      ),
  },
  {
    name: 'component-call',
    async prepare({ nodes: [node] }) {
      const para = { policyName: `once-${++nonces}` }
      const envelope = {
        version: 1,
        componentName: 'MC',
        eventId: ++nonces,
        interface: { interfaceName: 'OperateCamStrategy', para },
      }
      const request = componentCaller(node).request(JSON.stringify(envelope))
      return (other) => {
        const caller = componentCaller(other)
        return async () => {
          const { body } = await caller.reply(request)
          return !String(body).includes('this signed call came before')
        }
      }
    },
  },
]

// ---- identity providers ---------------------------------------------------------------------------------------------

const signer = makeSigner()
let assertions = 0
const federated = new WeakSet<Identity>()

/** The post of a provider's page: another origin, and none of our cookies. */
function fromProvider(node: SignInHarness, path: string, values: Record<string, string>): Promise<Page> {
  return node.browser().send(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://idp.example' },
    body: new URLSearchParams(values).toString(),
  })
}

/** A browser that asked the account's provider, and where it was led. */
async function asked(
  node: SignInHarness,
  account: number,
): Promise<{ readonly browser: Browser; readonly address: URL }> {
  const browser = node.browser()
  const { text } = await browser.open(`/signin/sso?account=${account}&next=/console/`)
  const link = /id="go" href="([^"]*)"/.exec(text)?.[1] ?? ''
  return { browser, address: new URL(link.replaceAll('&amp;', '&')) }
}

async function tokenFor(node: SignInHarness): Promise<{ browser: Browser; values: Record<string, string> }> {
  // Users of an account that has a provider do not sign in by password.
  const owner = await node.account(`with-oidc-${++nonces}`)
  const { account } = owner
  const settings = newUserOidc({ issuer, identityKey: base64(jwks), clientId, authorizationEndpoint: `${issuer}/auth` })
  await node.world.store.transaction((writes) => writes.identityProviders.setUserSso(account, settings))
  const { name } = await person(node, {}, {}, owner)
  const { browser, address } = await asked(node, account)
  const now = Math.floor(node.clock() / 1000)
  const nonce = address.searchParams.get('nonce')
  const claims = { iss: issuer, sub: name, aud: clientId, iat: now, exp: now + 300, nonce }
  const values = { state: address.searchParams.get('state') ?? '', id_token: token(usualHeader, claims) }
  return { browser, values }
}

const providers: readonly Scenario[] = [
  {
    name: 'saml-assertion-role',
    async prepare({ nodes: [node] }) {
      if (!federated.has(node.root)) await federate(node)
      federated.add(node.root)
      const call = samlCall(node, `qcs::cam::uin/${node.root.account}:roleName/dev`, {
        assertion: { id: `_role${++assertions}` },
      })
      return (other) => async () => {
        const { Error: refused } = await other.call('AssumeRoleWithSAML', call, unsigned)
        return refused === undefined
      }
    },
  },
  {
    name: 'saml-assertion-user',
    async prepare({ nodes: [node] }) {
      const owner = await node.account(`with-saml-${++nonces}`)
      const { account } = owner
      const config = { SAMLMetadataDocument: base64(metadataOf(signer)), AuxiliaryDomain: 'corp.example' }
      await node.ok('CreateUserSAMLConfig', config, { as: owner })
      const { name } = await person(node, {}, {}, owner)
      const { address } = await asked(node, account)
      const request = inflateRawSync(Buffer.from(address.searchParams.get('SAMLRequest') ?? '', 'base64')).toString()
      const inResponseTo = /ID="([^"]*)"/.exec(request)?.[1] ?? ''
      const acs = `${origin}/signin/saml/acs/${account}`
      const audience = `${origin}/signin/saml/metadata/${account}`
      const given = { issuedMs: node.clock(), inResponseTo }
      const assertion = { id: `_user${++assertions}`, nameId: name, recipient: acs, audience, attributes: [], ...given }
      const SAMLResponse = base64(signedResponse(signer, { assertion, response: { destination: acs, ...given } }))
      return (other) => async () =>
        to(await fromProvider(other, `/signin/saml/acs/${account}`, { SAMLResponse }), '/signin/arrive')
    },
  },
  {
    name: 'oidc-state',
    async prepare({ nodes: [node] }) {
      const { values } = await tokenFor(node)
      return (other) => async () => to(await fromProvider(other, '/signin/oidc/callback', values), '/signin/arrive')
    },
  },
  {
    name: 'sign-in-ticket',
    async prepare({ nodes: [node] }) {
      const { browser, values } = await tokenFor(node)
      const { location = '' } = await fromProvider(node, '/signin/oidc/callback', values)
      return (other) => async () => to(await at(other, browser).send(location), '/console/')
    },
  },
]

// ---- second factors -------------------------------------------------------------------------------------------------

/** Answers a factor at the step of a sign-in. */
const answering = (browser: Browser, kind: string, values: Record<string, string>): Use => {
  return async () => to(await browser.post('/signin/factor', { kind, ...values }), '/console/')
}

/** A code that was sent to one session, answered in that session at either server. */
function sentCode(name: 'mail-code' | 'phone-code', kind: 'Mail' | 'Phone'): Scenario {
  return {
    name,
    async prepare({ nodes: [node], post }) {
      const browser = await begin(node, await person(node, { [kind]: 1 }))
      await browser.submit('/signin/factor/send', { kind })
      const code = codeIn((kind === 'Mail' ? post.mails : post.messages()).at(-1)?.text)
      return (other) => answering(at(other, browser), kind, { code })
    },
  }
}

/** What a page's script asks the server for. */
async function optionsOf(browser: Browser): Promise<{ challenge: string }> {
  const csrf = /name="token" value="([^"]*)"/.exec(browser.page?.text ?? '')?.[1] ?? ''
  const headers = { 'content-type': 'application/json', origin, 'x-csrf-token': csrf }
  const body = JSON.stringify({ kind: 'Passkey' })
  const { json } = await browser.send('/signin/factor/passkey', { method: 'POST', headers, body })
  return { challenge: String(json['challenge']) }
}

/** A browser at the page of security, and a new passkey of its user that is not bound yet. */
async function newPasskey(node: SignInHarness, who: Identity) {
  const browser = await begin(node, who)
  await browser.open('/session/security')
  const key = new Authenticator(origin, `${who.uin}/key`)
  const { json } = await browser.script('/session/security/passkey/options', { kind: 'Passkey' })
  const response = key.create({ challenge: String(json['challenge']) })
  return { browser, key, values: { kind: 'Passkey', name: 'mine', response } }
}

async function withPasskey(node: SignInHarness) {
  const who = await person(node)
  const { browser, key, values } = await newPasskey(node, who)
  expect((await browser.submit('/session/security/passkey', values)).text).toContain('mine')
  const flags = { login: { Passkey: 1 }, action: {}, offsite: {} }
  await node.world.store.transaction((writes) => writes.users.setMfaFlags(who.account, who.uin, flags))
  return { who, key }
}

const factors: readonly Scenario[] = [
  {
    name: 'custom-mfa-token',
    async prepare({ nodes: [node] }) {
      const MFAToken = await customToken(node, (await person(node)).uin)
      return (other) => async () => (await other.call('ConsumeCustomMFAToken', { MFAToken })).Error === undefined
    },
  },
  {
    name: 'custom-mfa-answer',
    async prepare({ nodes: [node] }) {
      const browser = await begin(node, await person(node, { Custom: 1 }))
      const go = await browser.post('/signin/factor/send', { kind: 'Custom' })
      const MFAToken = /MFAToken=([^&"]*)/.exec(go.text)?.[1]
      await node.ok('ConsumeCustomMFAToken', { MFAToken })
      return (other) => answering(at(other, browser), 'Custom', {})
    },
  },
  {
    name: 'soft-token-step',
    how: 'in sign-ins of their own',
    async prepare({ nodes: [node] }) {
      const who = await person(node, { Stoken: 1 })
      const code = (await bindDevice(node, who)).code()
      return async (other) => answering(await begin(other, who), 'Stoken', { code })
    },
  },
  {
    name: 'soft-token-step',
    how: 'by GetSessionToken',
    async prepare({ nodes: [node] }) {
      const user = await node.user(`holder-${++nonces}`, {
        version: '2.0',
        statement: [{ effect: 'allow', action: '*', resource: '*' }],
      })
      const device = await bindDevice(node, user)
      const asked = { SerialNumber: device.serial, TokenCode: device.code() }
      return (other) => async () => (await other.call('GetSessionToken', asked, { as: user })).Error === undefined
    },
  },
  {
    name: 'hard-token-step',
    async prepare({ nodes: [node] }) {
      const who = await person(node, { Token: 1 })
      const { sealer, random, store } = node.world
      const seed = base32(random.bytes(20))
      const held = { account: who.account, serial: `S-${who.uin}` }
      const sealedSecret = sealer.seal(seed, hardTokenContext(held.account, held.serial))
      const row = { ...held, sealedSecret, periodSeconds: 60, uin: who.uin, lastStep: 0, importedMs: 1 }
      await store.transaction((writes) => writes.factors.importHardToken(row))
      const code = totpCode(fromBase32(seed), Math.floor(node.clock() / 60_000))
      return async (other) => answering(await begin(other, who), 'Token', { code })
    },
  },
  {
    name: 'soft-token-binding',
    async prepare({ nodes: [node] }) {
      const browser = await begin(node, await person(node, { Stoken: 1 }))
      const secret = /id="soft-token-key">([A-Z2-7]+)</.exec(browser.page?.text ?? '')?.[1] ?? ''
      const code = totpCode(fromBase32(secret), totpStep(node.clock()))
      return (other) => answering(at(other, browser), 'Stoken', { code })
    },
  },
  sentCode('mail-code', 'Mail'),
  sentCode('phone-code', 'Phone'),
  {
    name: 'passkey-challenge',
    async prepare({ nodes: [node] }) {
      const { who, key } = await withPasskey(node)
      const browser = await begin(node, who)
      const response = key.get(await optionsOf(browser))
      return (other) => answering(at(other, browser), 'Passkey', { response })
    },
  },
  {
    name: 'passkey-binding',
    async prepare({ nodes: [node] }) {
      const { browser, values } = await newPasskey(node, await person(node))
      return (other) => async () =>
        to(await at(other, browser).post('/session/security/passkey', values), '/session/security')
    },
  },
  {
    name: 'passkey-count',
    async prepare({ nodes: [node] }) {
      const { who, key } = await withPasskey(node)
      return async (other) => {
        const browser = await begin(other, who)
        const options = await optionsOf(browser)
        return answering(browser, 'Passkey', { response: key.get(options, { counter: 77 }) })
      }
    },
  },
]

// ---- sessions -------------------------------------------------------------------------------------------------------

let passwords = 0

const sessions: readonly Scenario[] = [
  {
    name: 'sign-in-step',
    async prepare({ nodes: [node] }) {
      const browser = await begin(node, await person(node, {}, { NeedResetPassword: 1 }))
      expect(browser.page?.path).toBe('/signin/new-password')
      return (other) => async () => {
        const next = `${password}${++passwords}`
        return to(await at(other, browser).post('/signin/new-password', { password: next, again: next }), '/console/')
      }
    },
  },
  {
    name: 'session-id',
    async prepare({ nodes: [node] }) {
      const who = await person(node)
      const browser = await begin(node, who)
      await browser.open('/session/role')
      return (other) => async () => {
        const page = await at(other, browser).post('/session/role/leave', {
          token: /name="token" value="([^"]*)"/.exec(browser.page?.text ?? '')?.[1] ?? '',
        })
        return to(page, '/console/')
      }
    },
  },
  {
    name: 'access-approval',
    async prepare({ nodes: [node] }) {
      const { account, uin } = await person(node)
      const [address, createdMs] = ['198.51.100.1', node.clock()]
      const request = { account, uin, address, createdMs, expiresMs: createdMs + 1_000 }
      await node.world.store.transaction((writes) => writes.accessRequests.ask(request))
      const by = { uin: account, nowMs: createdMs, untilMs: createdMs + 5_000 }
      return ({ world }) =>
        () =>
          world.store.transaction((writes) => writes.accessRequests.approve(account, uin, address, by))
    },
  },
]

export const scenarios: readonly Scenario[] = [...calls, ...providers, ...factors, ...sessions]
