// A SAML identity provider with pages, on a free port: takes requests by redirect or by post, asks for name and password on
// another host than it is named by, and sends its signed response by a form that posts itself.
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { inflateRawSync } from 'node:zlib'
import { makeSigner } from './certificates.ts'
import { metadataXml } from './metadata.ts'
import { readForm, sendPage } from './provider-pages.ts'
import { type AssertionGiven, base64, signedResponse } from './saml-idp.ts'

/** Its names: metadata and endpoint stand on the one, the pages on the other. */
export const samlHost = 'saml.example'
export const peopleHost = 'people.example'
const entityId = `https://${samlHost}/metadata`

export type Binding = 'HTTP-Redirect' | 'HTTP-POST'

export interface SamlSite {
  readonly port: number
  /** Its metadata, with an endpoint for each of these bindings. */
  metadata(...bindings: Binding[]): string
  /** Makes a service provider known by the metadata that it shows, and what its assertions say beside the name. */
  register(metadata: string, attributes?: AssertionGiven['attributes']): void
  /** Requests seen so far: how each came, and its text. */
  readonly requests: readonly { readonly method: string; readonly xml: string }[]
  close(): Promise<void>
}

interface ServiceProvider {
  readonly entityId: string
  readonly acs: string
  readonly attributes: NonNullable<AssertionGiven['attributes']>
}

interface Waiting {
  readonly provider: ServiceProvider
  /** `undefined`: it was the person who came first. */
  readonly requestId: string | undefined
}

export async function startSamlSite(people: ReadonlyMap<string, string>): Promise<SamlSite> {
  const signer = makeSigner()
  const providers = new Map<string, ServiceProvider>()
  const waiting = new Map<string, Waiting>()
  const requests: { readonly method: string; readonly xml: string }[] = []

  const wait = (response: ServerResponse, one: Waiting) => {
    const id = randomUUID()
    waiting.set(id, one)
    // Like providers whose pages are elsewhere: a redirect, whichever way the request came.
    response.writeHead(303, { location: `https://${peopleHost}/login?id=${id}` }).end()
  }
  const begin = async (request: IncomingMessage, response: ServerResponse, query: URLSearchParams) => {
    const { method = '' } = request
    const encoded = (method === 'POST' ? await readForm(request) : query).get('SAMLRequest') ?? ''
    const bytes = Buffer.from(encoded, 'base64')
    const xml = (method === 'POST' ? bytes : inflateRawSync(bytes)).toString('utf8')
    requests.push({ method, xml })
    const provider = providers.get(part(xml, /<saml:Issuer>([^<]*)</))
    const known = provider?.acs === part(xml, /AssertionConsumerServiceURL="([^"]*)"/)
    const here = part(xml, /Destination="([^"]*)"/) === `https://${samlHost}/sso`
    if (provider === undefined || !known || !here) response.writeHead(400).end('not a request of anybody known')
    else wait(response, { provider, requestId: part(xml, /\sID="([^"]*)"/) })
  }
  const login = async (request: IncomingMessage, response: ServerResponse, id: string) => {
    const asked = waiting.get(id)
    if (asked === undefined) return void response.writeHead(404).end('nobody waits for this')
    if (request.method !== 'POST') return sendPage(response, { kind: 'password' })
    const form = await readForm(request)
    const name = form.get('name') ?? ''
    if (people.get(name) !== form.get('password')) return sendPage(response, { kind: 'password', wrong: true })
    waiting.delete(id)
    const { acs } = asked.provider
    sendPage(response, { kind: 'post', to: acs, fields: { SAMLResponse: answerTo(asked, name) } })
  }
  const answerTo = ({ provider, requestId }: Waiting, nameId: string): string => {
    const { entityId: audience, acs, attributes } = provider
    const about = {
      issuedMs: Date.now(),
      issuer: entityId,
      ...(requestId !== undefined && { inResponseTo: requestId }),
    }
    const assertion = { ...about, id: `_${randomUUID()}`, nameId, recipient: acs, audience, attributes }
    return base64(signedResponse(signer, { assertion, response: { ...about, destination: acs } }))
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `https://${request.headers.host}`)
    const provider = providers.get(url.searchParams.get('to') ?? '')
    if (url.pathname === '/sso') void begin(request, response, url.searchParams)
    else if (url.pathname === '/login') void login(request, response, url.searchParams.get('id') ?? '')
    else if (url.pathname === '/start' && provider !== undefined) wait(response, { provider, requestId: undefined })
    else response.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    requests,
    metadata: (...bindings) =>
      metadataXml({ entityId, certificates: [signer.certificateBase64], endpoints: bindings.map(endpointOf).join('') }),
    register(metadata, attributes = []) {
      const [name, acs] = [part(metadata, /entityID="([^"]*)"/), part(metadata, /Location="([^"]*)"/)]
      providers.set(name, { entityId: name, acs, attributes })
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const endpointOf = (binding: string): string =>
  `<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:${binding}" Location="https://${samlHost}/sso"/>`

function part(xml: string, pattern: RegExp): string {
  return pattern.exec(xml)?.[1] ?? ''
}
