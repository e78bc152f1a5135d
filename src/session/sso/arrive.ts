// Sub-users coming back from their account's identity provider. The post is believed for what the provider signed and for
// nothing else; whose browser it is, is looked at in the request after it, which has cookies.
import { providerSkewMs } from '../../actions/sts/federated.ts'
import { type TokenResult, verifyIdToken } from '../../federation/oidc/id-token.ts'
import { readIdentityKey } from '../../federation/oidc/keys.ts'
import { refuseToken } from '../../federation/oidc/refusal.ts'
import { readSamlMetadata } from '../../federation/saml/metadata.ts'
import { verifySamlResponse } from '../../federation/saml/response.ts'
import type { Reply } from '../../protocol/door.ts'
import type { UserOidcRow, UserRow, UserSamlRow, UserSsoRow } from '../../store/store.ts'
import { admit, Overtaken } from '../admission.ts'
import { pageToken } from '../browser.ts'
import { isId, newId, setCookie } from '../cookies.ts'
import { safeNext } from '../next.ts'
import { messagePage } from '../pages/layout.ts'
import { confirmPage } from '../pages/sso.ts'
import { goTo, pageReply } from '../reply.ts'
import type { Place } from '../route.ts'
import type { Visit } from '../visit.ts'
import { acsOf, entityOf } from './begin.ts'
import { digestOf, isOf, nonceOf, readState } from './state.ts'
import { openTicket, sealTicket, type Ticket } from './ticket.ts'

/** Somebody that the provider named, or why nobody is let in. */
type Named =
  | { readonly user: UserRow; readonly next: string; readonly state: string | undefined }
  | { readonly problem: string }

const refusal = (visit: Visit): Reply => pageReply(messagePage(visit, 'ssoRefused'), { status: 403 })

/** Why somebody was not let in is the operator's to know; the page says the same always. */
function refuse({ world }: Place, visit: Visit, account: number, problem: string): Reply {
  world.log.info({ account, problem, from: visit.address }, 'a sign-in by an identity provider was refused')
  return refusal(visit)
}

export async function takeIdToken(place: Place, visit: Visit): Promise<Reply> {
  const state = visit.form.get('state') ?? ''
  const asked = readState(state, visit.nowMs)
  if (asked === undefined) return refusal(visit)
  const { account } = asked
  const settings = await place.world.store.read.identityProviders.userSso(account)
  if (settings?.protocol !== 'oidc') return refuse(place, visit, account, 'sign-in by OIDC is not on')
  const named = await nameOfToken(place, visit, settings, state)
  if ('problem' in named) return refuse(place, visit, account, named.problem)
  const fresh = await place.world.store.transaction(({ replays }) =>
    replays.take(account, 'sign-in', digestOf('oidc', state), asked.endsMs),
  )
  return fresh ? go(place, visit, named, 'oidc') : refuse(place, visit, account, 'the request was answered before')
}

async function nameOfToken(place: Place, visit: Visit, asked: UserOidcRow, state: string): Promise<Named> {
  const { form, nowMs } = visit
  // The name of an error is no secret, and nothing but a name (RFC 6749, 4.2.2.1).
  const error = form.get('error')
  if (error !== undefined)
    return { problem: `the provider answered with an error: ${error.replace(/\W/g, '').slice(0, 64)}` }
  const { settings, result } = await believed(place, visit, asked, state)
  if (result.kind === 'refused') return { problem: `${result.reason}: ${result.problem}` }
  const { all } = result.claims
  const name = Object.hasOwn(all, settings.mappingField) ? all[settings.mappingField] : undefined
  return userNamed(place, settings, typeof name === 'string' ? name : undefined, readState(state, nowMs)?.next, state)
}

interface Believed {
  readonly settings: UserOidcRow
  readonly result: TokenResult
}

/** What the token proves. Where it names a key that is not there, the issuer may have begun to use another. */
async function believed(place: Place, visit: Visit, settings: UserOidcRow, state: string): Promise<Believed> {
  const { world } = place
  const result = verifyToken(place, visit, settings, state)
  if (result.kind === 'verified' || result.reason !== 'key') return { settings, result }
  await world.renewKeys(settings, { of: 'users' })
  const renewed = await world.store.read.identityProviders.userSso(settings.account)
  if (renewed?.protocol !== 'oidc') return { settings, result }
  return { settings: renewed, result: verifyToken(place, visit, renewed, state) }
}

function verifyToken({ world }: Place, { form, nowMs }: Visit, settings: UserOidcRow, state: string): TokenResult {
  const keys = readIdentityKey(settings.identityKey)
  if (keys.kind === 'refused') return refuseToken('key', keys.problems.join('; '))
  return verifyIdToken(form.get('id_token') ?? '', {
    issuer: settings.issuer,
    clientIds: [settings.clientId],
    keys: keys.keys,
    nonce: nonceOf(world, state),
    severalAudiences: 'need-authorized-party',
    nowMs,
    skewMs: providerSkewMs,
  })
}

export async function takeSamlResponse(place: Place, visit: Visit): Promise<Reply> {
  const account = Number(visit.params.get('account'))
  const settings = await place.world.store.read.identityProviders.userSso(account)
  if (settings?.protocol !== 'saml') return refuse(place, visit, account, 'sign-in by SAML is not on')
  const named = await nameOfAssertion(place, visit, settings)
  return 'problem' in named ? refuse(place, visit, account, named.problem) : go(place, visit, named, 'saml')
}

async function nameOfAssertion(place: Place, { form, nowMs }: Visit, settings: UserSamlRow): Promise<Named> {
  const { account } = settings
  const read = readSamlMetadata(settings.metadata)
  if (read.kind === 'refused') return { problem: read.problems.join('; ') }
  const message = form.get('SAMLResponse') ?? ''
  const state = answersTo(message)
  const asked = state === undefined ? undefined : readState(state, nowMs)
  if (state !== undefined && asked?.account !== account) return { problem: 'it answers no request of ours' }
  const { entityId, certificates, validUntilMs } = read.metadata
  const result = verifySamlResponse(message, {
    entityId,
    certificates,
    validUntilMs,
    recipients: [acsOf(place, account)],
    audiences: [entityOf(place, account), acsOf(place, account)],
    inResponseTo: state,
    form: 'response',
    nowMs,
    skewMs: providerSkewMs,
  })
  if (result.kind === 'refused') return { problem: `${result.reason}: ${result.problem}` }
  const { issuer, assertionId, nameId, replayUntilMs } = result.claims
  const fresh = await place.world.store.transaction(({ replays }) =>
    replays.take(account, 'saml', digestOf(issuer, assertionId), replayUntilMs),
  )
  if (!fresh) return { problem: 'the assertion was used before' }
  const domain = settings.auxiliaryDomain === '' ? undefined : `@${settings.auxiliaryDomain}`
  const name = domain !== undefined && nameId.endsWith(domain) ? nameId.slice(0, -domain.length) : nameId
  return userNamed(place, settings, name, asked?.next ?? form.get('RelayState'), state)
}

/** Which request the message says that it answers: looked for in its text, believed once what is signed says the same. */
function answersTo(base64: string): string | undefined {
  const text = Buffer.from(base64, 'base64').toString('utf8')
  return /\sInResponseTo\s*=\s*["']([^"']*)["']/.exec(text)?.[1]
}

async function userNamed(
  { world }: Place,
  { account }: UserSsoRow,
  name: string | undefined,
  next: string | undefined,
  state: string | undefined,
): Promise<Named> {
  if (name === undefined || name === '' || name.length > 255) return { problem: 'it names nobody' }
  const user = await world.store.read.users.byName(account, name)
  if (user === undefined || (user.type !== 2 && user.type !== 3) || !user.consoleLogin) {
    return { problem: 'nobody of that name may sign in' }
  }
  return { user, next: safeNext(next), state }
}

function go({ world }: Place, visit: Visit, named: Exclude<Named, { problem: string }>, way: Ticket['way']): Reply {
  const { user, next, state } = named
  const ticket = sealTicket(world, { account: user.account, uin: user.uin, way, next, state }, visit.nowMs)
  return goTo(`/signin/arrive?ticket=${encodeURIComponent(ticket)}`)
}

/** With the browser's cookies at last: it must be the one that asked; where nobody asked, its user is. */
export async function arrive(place: Place, visit: Visit): Promise<Reply> {
  const text = visit.query.get('ticket') ?? ''
  const ticket = openTicket(place.world, text, visit.nowMs)
  if (ticket === undefined) return refusal(visit)
  const visitId = visit.cookies.get(visit.names.visit)
  if (ticket.state !== undefined) {
    const own = isId(visitId) && isOf(place.world, ticket.state, visitId)
    return own ? letIn(place, visit, ticket, text) : refuse(place, visit, ticket.account, 'another browser asked')
  }
  const user = await place.world.store.read.users.byUin(ticket.account, ticket.uin)
  const id = isId(visitId) ? visitId : newId(place.world.random)
  const page = confirmPage(visit, { token: pageToken(place.world, id), ticket: text, name: user?.name ?? '' })
  return pageReply(page, { cookies: [setCookie(visit.names.visit, id, visit.secure)] })
}

/** Its user has agreed, on a page of ours. */
export async function arriveAgreed(place: Place, visit: Visit): Promise<Reply> {
  const text = visit.form.get('ticket') ?? ''
  const ticket = openTicket(place.world, text, visit.nowMs)
  return ticket === undefined || ticket.state !== undefined ? refusal(visit) : letIn(place, visit, ticket, text)
}

async function letIn(place: Place, visit: Visit, ticket: Ticket, text: string): Promise<Reply> {
  const { account, uin, way, next, endsMs } = ticket
  const { read } = place.world.store
  const [owner, user] = [await read.accounts.get(account), await read.users.byUin(account, uin)]
  if (owner === undefined || user?.consoleLogin !== true) return refusal(visit)
  return admit(place, visit, {
    who: { kind: 'user', account: owner, user },
    way,
    mustChange: false,
    next: safeNext(next),
    async also(writes) {
      if (!(await writes.replays.take(account, 'sign-in', digestOf('ticket', text), endsMs))) throw new Overtaken()
    },
  })
}
