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
import { goPage } from '../pages/sso.ts'
import { pageReply } from '../reply.ts'
import type { Place } from '../route.ts'
import type { Visit } from '../visit.ts'
import { newState, nonceOf } from './state.ts'

export const originOf = ({ settings }: Place): string => settings.origins()[0] ?? ''
export const callbackOf = (place: Place): string => `${originOf(place)}/signin/oidc/callback`
export const acsOf = (place: Place, account: number): string => `${originOf(place)}/signin/saml/acs/${account}`
/** Our name to the account's provider: where our metadata is. */
export const entityOf = (place: Place, account: number): string => `${originOf(place)}/signin/saml/metadata/${account}`

/** Leads to the provider by a link on a page: a form must not lead out of here, even by way of us. */
export async function beginSso(place: Place, visit: Visit): Promise<Reply> {
  const account = Number(/^[1-9]\d{0,14}$/.exec((visit.query.get('account') ?? '').trim())?.[0] ?? 0)
  const settings = await place.world.store.read.identityProviders.userSso(account)
  const known = visit.cookies.get(visit.names.visit)
  const visitId = isId(known) ? known : newId(place.world.random)
  const state = newState(place.world, visitId, { account, next: safeNext(visit.query.get('next')) }, visit.nowMs)
  const location = settings === undefined ? undefined : addressOf(place, settings, state, visit.nowMs)
  if (location === undefined) return pageReply(messagePage(visit, 'ssoNone'), { status: 404 })
  return pageReply(goPage(visit, location), { cookies: [setCookie(visit.names.visit, visitId, visit.secure)] })
}

function addressOf(place: Place, settings: UserSsoRow, state: string, nowMs: number): string | undefined {
  return settings.protocol === 'oidc' ? oidcAddress(place, settings, state) : samlAddress(place, settings, state, nowMs)
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

/** By the redirect binding; a provider that takes requests by post only is asked to speak first. */
function samlAddress(
  place: Place,
  { account, metadata }: Extract<UserSsoRow, { protocol: 'saml' }>,
  state: string,
  nowMs: number,
): string | undefined {
  const read = readSamlMetadata(metadata)
  if (read.kind === 'refused') return undefined
  const endpoint = read.metadata.singleSignOn.find(({ binding }) => binding === 'redirect')
  if (endpoint === undefined) return undefined
  const request = html`<samlp:AuthnRequest xmlns:samlp="${saml.protocol}" xmlns:saml="${saml.assertion}" ID="${state}" Version="2.0" IssueInstant="${new Date(nowMs).toISOString()}" Destination="${endpoint.location}" AssertionConsumerServiceURL="${acsOf(place, account)}" ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"><saml:Issuer>${entityOf(place, account)}</saml:Issuer></samlp:AuthnRequest>`
  const url = new URL(endpoint.location)
  url.searchParams.set('SAMLRequest', deflateRawSync(request.text).toString('base64'))
  return url.href
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
