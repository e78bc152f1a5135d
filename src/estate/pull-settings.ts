// Identity providers of an account, and the settings that calls can change.
import {
  flagOf,
  listOf,
  type Members,
  membersOf,
  numberOf,
  numbersOf,
  textOf,
  textsOf,
  UnexpectedAnswer,
} from './answers.ts'
import { Refusal } from './calls.ts'
import type { Estate, LoginPlaces, OidcProvider, PasswordRules, SamlProvider, Settings, SignIn } from './model.ts'
import { inTurn, type Reading } from './reading.ts'

/** Base64 of UTF-8 to text, where the text gives the same base64 again. */
function decoded(base64: string, what: string): string {
  const plain = base64.replaceAll(/[\r\n]/g, '')
  const text = Buffer.from(plain, 'base64').toString('utf8')
  if (Buffer.from(text).toString('base64') === plain) return text
  throw new UnexpectedAnswer(`${what} is no text in base64`)
}

export async function pullProviders(reading: Reading): Promise<Pick<Estate, 'saml' | 'oidc'>> {
  reading.progress('identity providers')
  const listed = await reading.attempt<readonly Members[]>('providers', [], () => listProviders(reading))
  const ofKind = (kind: string) =>
    listed.filter((one) => textOf(one, 'Kind') === kind).map((one) => textOf(one, 'Name'))
  const saml = await inTurn(ofKind('saml'), (name) =>
    reading.attempt<SamlProvider | undefined>(`providers/${name}`, undefined, async () => {
      const answer = await reading.ask('cam', 'GetSAMLProvider', { Name: name })
      const metadata = decoded(textOf(answer, 'SAMLMetadata'), 'SAMLMetadata')
      return { name: textOf(answer, 'Name'), description: textOf(answer, 'Description'), metadata }
    }),
  )
  const oidc = await inTurn(ofKind('oidc'), (name) =>
    reading.attempt<OidcProvider | undefined>(`providers/${name}`, undefined, async () => {
      const answer = await reading.ask('cam', 'DescribeOIDCConfig', { Name: name })
      return {
        name: textOf(answer, 'Name'),
        description: textOf(answer, 'Description'),
        issuer: textOf(answer, 'IdentityUrl'),
        clientIds: textsOf(answer, 'ClientId'),
        keys: decoded(textOf(answer, 'IdentityKey'), 'IdentityKey'),
        autoRotateKeys: flagOf(answer, 'AutoRotateKey'),
      }
    }),
  )
  return { saml: saml.flatMap((one) => one ?? []), oidc: oidc.flatMap((one) => one ?? []) }
}

/** Of both kinds, where the server can list both; else those of SAML, and a gap for the others. */
async function listProviders({ ask, gap }: Reading): Promise<readonly Members[]> {
  try {
    return listOf(await ask('cam', 'ListIdentityProvider', {}), 'Providers')
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'InvalidAction') throw error
    gap('oidc', 'the server does not list them: it has no ListIdentityProvider')
    const saml = listOf(await ask('cam', 'ListSAMLProviders', {}), 'SAMLProviderSet')
    return saml.map((one) => ({ ...one, Kind: 'saml' }))
  }
}

export async function pullSettings(reading: Reading): Promise<Settings> {
  reading.progress('settings')
  const { ask, attempt } = reading
  const password = await attempt<PasswordRules>('settings/password', {}, async () =>
    passwordRules(membersOf((await ask('cam', 'GetPasswordRules', {}))['Rules'], 'Rules')),
  )
  const loginPlaces = await attempt<readonly LoginPlaces[]>('settings/loginPlaces', [], async () => {
    const policies = listOf(await ask('cam', 'DescribeSubAccountLoginIpPolicy', {}), 'Policies')
    return policies.map((policy) => placesOf(reading, policy))
  })
  return { password, loginPlaces, signIn: await attempt('settings/signIn', undefined, () => signInOf(reading)) }
}

function passwordRules(rules: Members): PasswordRules {
  const number = (name: string) => ((rules[name] ?? null) === null ? undefined : numberOf(rules, name))
  const expiry = number('PasswordExpirationInvalidation')
  return {
    minimumLength: number('MinimumLength'),
    mustContain: textOf(rules, 'MustContain') || undefined,
    forceChangeDays: number('ForcePasswordChange'),
    reuseLimit: number('ReusePasswordLimit'),
    retryLimit: number('RetryPasswordLimit'),
    afterExpiry: expiry === undefined ? undefined : expiry === 1 ? 'administrator' : 'user',
  }
}

function placesOf({ directory, gap }: Reading, policy: Members): LoginPlaces {
  const approvers = numbersOf(policy, 'ApproverUin').flatMap((uin) => {
    const name = directory.nameOf('user', String(uin))
    if (name === undefined) gap('settings/loginPlaces', `approver ${uin} is not among the users that were listed`)
    return name ?? []
  })
  return {
    kind: numberOf(policy, 'PolicyType') === 1 ? 'addresses' : 'unusual',
    enabled: !flagOf(policy, 'DisablePolicy'),
    addresses: listOf(policy, 'IpPolicies').map((one) => ({
      ip: textOf(one, 'IP'),
      effect: textOf(one, 'Effect') === 'Allow' ? 'Allow' : 'Deny',
    })),
    approverType: textOf(policy, 'ApproverType'),
    approvers,
  }
}

/** States of settings for sign-in. */
const inForce = 11
const switchedOff = 2

async function signInOf({ ask, gap }: Reading): Promise<SignIn | undefined> {
  const notKept = (protocol: string) =>
    gap(`settings/switchedOff/${protocol}`, 'sign-in that is switched off is not kept: nothing can be made so')
  const saml = await ask('cam', 'DescribeUserSAMLConfig', {})
  const oidc = await oidcSettings(ask)
  if (saml['Status'] === switchedOff) notKept('saml')
  if (oidc?.['Status'] === switchedOff) notKept('oidc')
  if (saml['Status'] === inForce) {
    const metadata = decoded(textOf(saml, 'SAMLMetadata'), 'SAMLMetadata')
    return { protocol: 'saml', metadata, auxiliaryDomain: textOf(saml, 'AuxiliaryDomain') }
  }
  if (oidc?.['Status'] !== inForce) return undefined
  return {
    protocol: 'oidc',
    description: textOf(oidc, 'Description'),
    issuer: textOf(oidc, 'IdentityUrl'),
    clientId: textOf(oidc, 'ClientId'),
    authorizationEndpoint: textOf(oidc, 'AuthorizationEndpoint'),
    responseMode: textOf(oidc, 'ResponseMode') === 'fragment' ? 'fragment' : 'form_post',
    mappingField: textOf(oidc, 'MappingFiled'),
    scopes: textsOf(oidc, 'Scope'),
    keys: decoded(textOf(oidc, 'IdentityKey'), 'IdentityKey'),
    autoRotateKeys: flagOf(oidc, 'AutoRotateKey'),
  }
}

async function oidcSettings(ask: Reading['ask']): Promise<Members | undefined> {
  try {
    return await ask('cam', 'DescribeUserOIDCConfig', {})
  } catch (error) {
    // That nothing is set is an error of this call only.
    if (error instanceof Refusal && error.code === 'ResourceNotFound.IdentityNotExist') return undefined
    throw error
  }
}
