// The way to an account's own identity provider, and the way back for its sub-users.
import { deflateRawSync } from 'node:zlib'
import { readSamlMetadata } from '../../federation/saml/metadata.ts'
import { saml } from '../../federation/saml/names.ts'
import type { Reply } from '../../protocol/door.ts'
import type { UserOidcRow, UserSsoRow } from '../../store/store.ts'
import { isId, newId, setCookie } from '../cookies.ts'
import { html } from '../html.ts'
import { safeNext } from '../next.ts'
import { messagePage } from '../pages/layout.ts'
import { goPage, postPage } from '../pages/sso.ts'
import { pageReply } from '../reply.ts'
import type { Place } from '../route.ts'
import type { Visit } from '../visit.ts'
import { newState, nonceOf } from './state.ts'

export const originOf = ({ settings }: Place): string => settings.origins()[0] ?? ''
export const callbackOf = (place: Place): string => `${originOf(place)}/signin/oidc/callback`
export const acsOf = (place: Place, account: number): string => `${originOf(place)}/signin/saml/acs/${account}`
/** Our name to the account's provider: where our metadata is. */
export const entityOf = (place: Place, account: number): string => `${originOf(place)}/signin/saml/metadata/${account}`

/** How the browser gets to the provider: by an address, or by a form where the provider takes requests no other way. */
type Way =
  | { readonly kind: 'link'; readonly location: string }
  | { readonly kind: 'form'; readonly location: string; readonly request: string }

/** Leads to the provider by a page of its own: the form of the sign-in page must not lead out of here, even by way of us. */
export async function beginSso(place: Place, visit: Visit): Promise<Reply> {
  const account = Number(/^[1-9]\d{0,14}$/.exec((visit.query.get('account') ?? '').trim())?.[0] ?? 0)
  const settings = await place.world.store.read.identityProviders.userSso(account)
  const known = visit.cookies.get(visit.names.visit)
  const visitId = isId(known) ? known : newId(place.world.random)
  const state = newState(place.world, visitId, { account, next: safeNext(visit.query.get('next')) }, visit.nowMs)
  const way = settings === undefined ? undefined : wayTo(place, settings, state, visit.nowMs)
  if (way === undefined) return pageReply(messagePage(visit, 'ssoNone'), { status: 404 })
  const cookies = [setCookie(visit.names.visit, visitId, visit.secure)]
  if (way.kind === 'link') return pageReply(goPage(visit, way.location), { cookies })
  // Browsers hold a form's redirects to the list too, and a provider may have its own pages on other hosts than it names.
  return pageReply(postPage(visit, way), { cookies, formAction: [new URL(way.location).protocol] })
}

function wayTo(place: Place, settings: UserSsoRow, state: string, nowMs: number): Way | undefined {
  if (settings.protocol === 'saml') return samlWay(place, settings, state, nowMs)
  return { kind: 'link', location: oidcAddress(place, settings, state) }
}

function oidcAddress(place: Place, settings: UserOidcRow, state: string): string {
  const url = new URL(settings.authorizationEndpoint)
  const asked = {
    client_id: settings.clientId,
    response_type: settings.responseType,
    response_mode: settings.responseMode,
    scope: settings.scopes.join(' '),
    redirect_uri: callbackOf(place),
    nonce: nonceOf(place.world, state),
    state,
  }
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
  return url.href
}

/** By the redirect binding where the provider has it, else by post. */
function samlWay(
  place: Place,
  { account, metadata }: Extract<UserSsoRow, { protocol: 'saml' }>,
  state: string,
  nowMs: number,
): Way | undefined {
  const read = readSamlMetadata(metadata)
  if (read.kind === 'refused') return undefined
  const endpoints = read.metadata.singleSignOn
  const endpoint = endpoints.find(({ binding }) => binding === 'redirect') ?? endpoints[0]
  if (endpoint === undefined) return undefined
  const { binding, location } = endpoint
  const request = authnRequest(place, { account, state, nowMs, location })
  if (binding === 'post') return { kind: 'form', location, request: Buffer.from(request).toString('base64') }
  const url = new URL(location)
  url.searchParams.set('SAMLRequest', deflateRawSync(request).toString('base64'))
  return { kind: 'link', location: url.href }
}

interface Request {
  readonly account: number
  readonly state: string
  readonly nowMs: number
  readonly location: string
}

function authnRequest(place: Place, { account, state, nowMs, location }: Request): string {
  return html`<samlp:AuthnRequest xmlns:samlp="${saml.protocol}" xmlns:saml="${saml.assertion}" ID="${state}" Version="2.0" IssueInstant="${new Date(nowMs).toISOString()}" Destination="${location}" AssertionConsumerServiceURL="${acsOf(place, account)}" ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"><saml:Issuer>${entityOf(place, account)}</saml:Issuer></samlp:AuthnRequest>`
    .text
}

/** Our metadata for the account's provider. */
export async function showMetadata(place: Place, visit: Visit): Promise<Reply> {
  const account = Number(visit.params.get('account'))
  return metadataReply(entityOf(place, account), acsOf(place, account))
}

export function metadataReply(entity: string, acs: string): Reply {
  const document = html`<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="${saml.metadata}" entityID="${entity}"><md:SPSSODescriptor protocolSupportEnumeration="${saml.protocol}" AuthnRequestsSigned="false" WantAssertionsSigned="true"><md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="${acs}" index="0" isDefault="true"/></md:SPSSODescriptor></md:EntityDescriptor>
`
  const length = String(Buffer.byteLength(document.text))
  const headers = [
    'Content-Type',
    'application/samlmetadata+xml',
    'X-Content-Type-Options',
    'nosniff',
    'Content-Length',
    length,
  ]
  return { status: 200, headers, body: document.text }
}
