// Somebody whom an identity provider sends to a role of the account (role SSO by SAML): the roles that the assertion names are
// offered on a page of ours, and the one that is taken goes the way of AssumeRoleWithSAML, with its checks and its traces.
import { providerArn } from '../../actions/identity-provider/provider.ts'
import { providerSkewMs } from '../../actions/sts/federated.ts'
import { readRoleArn, roleNamed } from '../../actions/sts/role-arn.ts'
import { recordConsole } from '../../audit/console.ts'
import type { SamlClaims } from '../../federation/saml/claims.ts'
import { readSamlMetadata } from '../../federation/saml/metadata.ts'
import { verifySamlResponse } from '../../federation/saml/response.ts'
import { audiencesOf } from '../../federation/saml/service-provider.ts'
import { ApiError } from '../../protocol/api-error.ts'
import type { Reply } from '../../protocol/door.ts'
import type { RoleRow, SamlProviderRow } from '../../store/store.ts'
import { beginSession, pageToken } from '../browser.ts'
import { callOf } from '../caller.ts'
import { newId, setCookie } from '../cookies.ts'
import { safeNext } from '../next.ts'
import { messagePage } from '../pages/layout.ts'
import { roleChoicePage } from '../pages/sso.ts'
import { goTo, pageReply } from '../reply.ts'
import type { Place } from '../route.ts'
import type { Visit } from '../visit.ts'
import { metadataReply, originOf } from './begin.ts'

const acsOf = (place: Place, account: number, provider: string): string =>
  `${originOf(place)}/signin/saml/role/${account}/${provider}`
const entityOf = (place: Place, account: number, provider: string): string =>
  `${originOf(place)}/signin/saml/role-metadata/${account}/${provider}`

export async function showRoleMetadata(place: Place, { params }: Visit): Promise<Reply> {
  const [account, provider] = [Number(params.get('account')), params.get('name') ?? '']
  return metadataReply(entityOf(place, account, provider), acsOf(place, account, provider))
}

const refused = (visit: Visit): Reply => pageReply(messagePage(visit, 'ssoRefused'), { status: 403 })

/** The addresses that an assertion for the provider may be made for: the operator's, and this very one. */
const recipientsOf = (place: Place, { account, name }: SamlProviderRow): readonly string[] => [
  ...place.world.rules.samlRecipients,
  acsOf(place, account, name),
  entityOf(place, account, name),
]

async function providerAt(place: Place, account: number, name: string): Promise<SamlProviderRow | undefined> {
  const found = await place.world.store.read.identityProviders.byName(account, name)
  return found?.kind === 'saml' ? found : undefined
}

/** Posted by the provider's page: what it says is looked at, and nothing is done before a page of ours has asked. */
export async function offerRoles(place: Place, visit: Visit): Promise<Reply> {
  const provider = await providerAt(place, Number(visit.params.get('account')), visit.params.get('name') ?? '')
  const message = visit.form.get('SAMLResponse') ?? ''
  const claims = provider && verified(place, visit, provider, message)
  const roles = provider && claims ? await rolesOf(place, provider, claims) : []
  if (provider === undefined || roles.length === 0) return refused(visit)
  // A form from elsewhere brings no cookies: this browser gets a new one for the page.
  const id = newId(place.world.random)
  const page = roleChoicePage(visit, {
    token: pageToken(place.world, id),
    account: provider.account,
    provider: provider.name,
    message,
    next: safeNext(visit.form.get('RelayState')),
    roles: roles.map(({ name }) => name),
  })
  return pageReply(page, { cookies: [setCookie(visit.names.visit, id, visit.secure)] })
}

function verified(place: Place, { nowMs }: Visit, provider: SamlProviderRow, message: string): SamlClaims | undefined {
  const read = readSamlMetadata(provider.metadata)
  if (read.kind === 'refused') return undefined
  const { entityId, certificates, validUntilMs } = read.metadata
  const recipients = recipientsOf(place, provider)
  const result = verifySamlResponse(message, {
    entityId,
    certificates,
    validUntilMs,
    recipients,
    audiences: audiencesOf(recipients),
    inResponseTo: undefined,
    form: 'response',
    nowMs,
    skewMs: providerSkewMs,
  })
  if (result.kind === 'verified') return result.claims
  const { account, name } = provider
  const { reason, problem } = result
  place.world.log.info({ account, provider: name, reason, problem }, 'a sign-in to a role was refused')
  return undefined
}

/** Those that the assertion names with this provider, that are there, and that may be used at the console. */
async function rolesOf(
  place: Place,
  { account, name }: SamlProviderRow,
  { roles }: SamlClaims,
): Promise<readonly RoleRow[]> {
  const arn = providerArn(account, 'saml', name).toLowerCase()
  const found = new Map<string, RoleRow>()
  for (const pair of roles) {
    const ref = pair.providerArn.toLowerCase() === arn ? readRoleArn(pair.roleArn) : undefined
    const role = ref?.account === account ? await roleNamed(place.world.store.read, ref) : undefined
    if (role?.consoleLogin === true) found.set(role.roleId, role)
  }
  return [...found.values()]
}

/** Chosen on a page of ours. */
export async function takeOfferedRole(place: Place, visit: Visit): Promise<Reply> {
  const { form } = visit
  const provider = await providerAt(place, Number(form.get('account')), form.get('provider') ?? '')
  const message = form.get('SAMLResponse') ?? ''
  const claims = provider && verified(place, visit, provider, message)
  if (provider === undefined || claims === undefined) return refused(visit)
  const role = (await rolesOf(place, provider, claims)).find(({ name }) => name === form.get('role'))
  if (role === undefined) return refused(visit)
  const untilMs = await assumed(place, visit, { provider, role, message, claims })
  return untilMs === undefined ? refused(visit) : begin(place, visit, { provider, role, claims, untilMs })
}

interface Taken {
  readonly provider: SamlProviderRow
  readonly role: RoleRow
  readonly claims: SamlClaims
}

/** When the session of the role ends; `undefined`: the role does not let this one in. Uses the assertion up. */
async function assumed(
  place: Place,
  visit: Visit,
  { provider, role, message, claims }: Taken & { readonly message: string },
): Promise<number | undefined> {
  const { account } = role
  const owner = await place.world.store.read.accounts.get(account)
  const call = callOf(place, visit, {
    product: 'sts',
    action: 'AssumeRoleWithSAML',
    parameters: {
      SAMLAssertion: message,
      PrincipalArn: providerArn(account, 'saml', provider.name),
      RoleArn: `qcs::cam::uin/${account}:roleName/${role.name}`,
      RoleSessionName: claims.sessionName ?? '',
    },
  })
  const stranger = { kind: 'stranger', account, appId: owner?.appId ?? 0, uin: 0, secretId: '', revision: 0 } as const
  try {
    const result = await place.perform(call, stranger, { samlRecipients: recipientsOf(place, provider) })
    return 'ExpiredTime' in result && typeof result.ExpiredTime === 'number' ? result.ExpiredTime * 1000 : undefined
  } catch (error) {
    if (error instanceof ApiError) return undefined
    throw error
  }
}

async function begin(
  place: Place,
  visit: Visit,
  { provider, role, claims, untilMs }: Taken & { readonly untilMs: number },
): Promise<Reply> {
  const { world, settings } = place
  const { account, roleId, name, sessionGeneration: generation } = role
  const requestId = world.random.uuid()
  const next = safeNext(visit.form.get('next'))
  const cookie = await world.store.transaction(async (writes) => {
    const parameters = { way: 'saml', provider: provider.name, role: name, session: claims.sessionName ?? '' }
    const event = {
      requestId,
      timeMs: visit.nowMs,
      uin: 0,
      action: 'ConsoleLogin',
      sourceIp: visit.address,
      parameters,
    }
    await recordConsole(writes, account, event)
    const session = {
      account,
      uin: 0,
      stage: 'open',
      way: 'saml',
      factors: [],
      mustChange: false,
      verifiedMs: undefined,
      role: { account, roleId, name, generation },
      provider: `saml-provider/${provider.name}`,
      name: claims.sessionName ?? '',
      next,
    } as const
    return beginSession(writes, world, settings, visit, session, untilMs)
  })
  return goTo(next, { cookies: [cookie] })
}
