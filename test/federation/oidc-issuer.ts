// A real OpenID provider on a free port of this machine, with one client and anybody as its user. Gives out the keys that it
// publishes and the ID tokens that it makes, by the same requests that a browser would send.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import Provider, { type KoaContextWithOIDC } from 'oidc-provider'
import { makeSigner } from './certificates.ts'
import { readForm, sendPage } from './provider-pages.ts'

export interface OidcIssuer {
  readonly issuer: string
  readonly port: number
  readonly clientId: string
  /** The document behind the provider's jwks_uri. */
  keys(): Promise<string>
  /** Signs somebody in, and gives the token that the client is sent. */
  idToken(user: string, given?: { readonly nonce?: string }): Promise<string>
  /** Signs somebody in at the address that a client sent its browser to, and gives what the client is sent. */
  answer(address: string, user: string): Promise<URLSearchParams>
  close(): Promise<void>
}

/** How a provider is reached and who signs in at it, where that is not left to the request. */
export interface IssuerGiven {
  /** Its public address, where something before it speaks HTTPS. */
  readonly publicUrl?: string
  /** Passwords by name: they are asked for on a page, and another page asks whether the client may know. */
  readonly people?: ReadonlyMap<string, string>
}

const clientId = 'opencam'
const usualRedirectUri = 'https://console.example/callback'

export async function startIssuer(redirectUri = usualRedirectUri, given: IssuerGiven = {}): Promise<OidcIssuer> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const here = `http://127.0.0.1:${address.port}`
  const issuer = given.publicUrl ?? here
  const provider = makeProvider(issuer, redirectUri)
  provider.proxy = given.publicUrl !== undefined
  const handle = provider.callback()
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const user = /^\/interaction\/[^/?]+\?user=(.*)$/.exec(request.url ?? '')?.[1]
    if (user === undefined) handle(request, response)
    else if (given.people !== undefined) void showInteraction(provider, given.people, request, response)
    else void interact(provider, decodeURIComponent(user), request, response)
  })
  return {
    issuer,
    port: address.port,
    clientId,
    keys: async () => (await fetch(`${here}/jwks`)).text(),
    idToken: (user, given = {}) => signIn(issuer, redirectUri, user, given.nonce ?? 'n-1'),
    answer: (address, user) => walk(`${address}&login_hint=${encodeURIComponent(user)}`, redirectUri),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function makeProvider(issuer: string, redirectUri: string): Provider {
  const key = { ...makeSigner().privateKey.export({ format: 'jwk' }), kid: 'signing', use: 'sig', alg: 'RS256' }
  return new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        redirect_uris: [redirectUri],
        response_types: ['id_token'],
        grant_types: ['implicit'],
        token_endpoint_auth_method: 'none',
      },
    ],
    responseTypes: ['id_token'],
    jwks: { keys: [key] },
    cookies: { keys: ['a key of tests'] },
    ttl: { Interaction: 600, Session: 600, Grant: 600, IdToken: 600 },
    features: { devInteractions: { enabled: false } },
    findAccount: (_: KoaContextWithOIDC, sub: string) => ({ accountId: sub, claims: () => ({ sub }) }),
    // Who signs in is told by the request that asked for it.
    interactions: {
      url: (ctx, { uid }) => `/interaction/${uid}?user=${encodeURIComponent(String(ctx.oidc.params?.['login_hint']))}`,
    },
  })
}

/** Agrees to whatever the provider asks of the user: to sign in, then to let the client know. */
async function interact(
  provider: Provider,
  user: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { prompt, params, session } = await provider.interactionDetails(request, response)
  if (prompt.name === 'login') {
    return provider.interactionFinished(request, response, { login: { accountId: user } })
  }
  const consent = await grantOf(provider, session?.accountId ?? user, String(params['client_id']))
  return provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true })
}

async function grantOf(provider: Provider, accountId: string, client: string): Promise<{ readonly grantId: string }> {
  const grant = new provider.Grant({ accountId, clientId: client })
  grant.addOIDCScope('openid')
  return { grantId: await grant.save() }
}

/** The same with pages for a person: name and password, then whether the client may know. */
async function showInteraction(
  provider: Provider,
  people: ReadonlyMap<string, string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { prompt, params, session } = await provider.interactionDetails(request, response)
  const login = prompt.name === 'login'
  if (request.method !== 'POST') {
    return sendPage(response, login ? { kind: 'password' } : { kind: 'agree', who: 'OpenCAM' })
  }
  const form = await readForm(request)
  if (form.get('answer') === 'no') {
    return provider.interactionFinished(request, response, { error: 'access_denied' })
  }
  const name = form.get('name') ?? ''
  if (login && people.get(name) !== form.get('password')) return sendPage(response, { kind: 'password', wrong: true })
  if (login) return provider.interactionFinished(request, response, { login: { accountId: name } })
  const consent = await grantOf(provider, session?.accountId ?? '', String(params['client_id']))
  return provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true })
}

/** Follows redirects with cookies, as a browser does, up to the client. */
async function signIn(issuer: string, redirectUri: string, user: string, nonce: string): Promise<string> {
  const asked = {
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'id_token',
    scope: 'openid',
    state: 's',
  }
  const address = `${issuer}/auth?${new URLSearchParams({ ...asked, nonce, login_hint: user })}`
  const token = (await walk(address, redirectUri)).get('id_token')
  if (token === null) throw new Error('the provider sent no token')
  return token
}

/** Follows redirects with cookies, as a browser does, up to the client: behind a `#`, or in a form that posts itself. */
async function walk(address: string, redirectUri: string): Promise<URLSearchParams> {
  let url = address
  const cookies = new Map<string, string>()
  for (let step = 0; step < 10 && !url.startsWith(redirectUri); step++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const reply = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const set of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      cookies.set(name, value)
    }
    const next = reply.headers.get('location')
    if (next === null) {
      const page = await reply.text()
      if (!page.includes(`action="${redirectUri}"`)) throw new Error(`no way on from ${url}: ${reply.status} ${page}`)
      const inputs = [...page.matchAll(/name="(\w+)" value="([^"]*)"/g)]
      return new URLSearchParams(inputs.map(([, name = '', value = '']) => [name, value] as [string, string]))
    }
    url = new URL(next, url).href
  }
  return new URLSearchParams(new URL(url).hash.slice(1))
}
