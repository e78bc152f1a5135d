// An OpenID provider that does what a case says, right or wrong: it judges requests as a strict one would, signs with jose, and
// publishes configuration and keys where the server may fetch them. It keeps no sockets.
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import type { Manner } from '../vectors/oidc-rp-cases.ts'

export const issuer = 'https://op.example/test'
export const clientId = 'client-of-the-case'
export const authorizationEndpoint = `${issuer}/authorize`
const configurationUrl = `${issuer}/.well-known/openid-configuration`

/** What the provider knows of somebody besides the `sub`, by the scope that asks for it. */
const claimsOfScope: Readonly<Record<string, (user: string) => object>> = {
  profile: (user) => ({ name: 'Somebody', preferred_username: user }),
  email: (user) => ({ email: `${user}@op.example`, email_verified: true }),
}

export interface FaultyIssuer {
  /** From now on it is like this. */
  behave(manner: Manner): void
  /** The document behind its jwks_uri. */
  keySet(): string
  /** What the network answers. */
  fetchText(url: string): Promise<string>
  /** Signs somebody in at an address that a client sent its browser to; throws where a strict provider would refuse. */
  answer(address: string, user: string): Promise<Readonly<Record<string, string>>>
  /** A token that nobody's request asked for. */
  token(user: string): Promise<string>
  rotate(): void
}

export interface IssuerGiven {
  readonly redirectUri: string
  readonly responseMode: string
  readonly clock: () => number
}

/** Keys are dear to make, and which of them a provider has says its `kid`: providers share the pairs. */
const pairs = { RSA: [] as Pair[], 'P-256': [] as Pair[], secp256k1: [] as Pair[], ed25519: [] as Pair[] }
type Pair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject }
type Kind = keyof typeof pairs

function pairOf(kind: Kind, index: number): Pair {
  const made = pairs[kind][index]
  if (made !== undefined) return made
  const pair =
    kind === 'RSA'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : kind === 'ed25519'
        ? generateKeyPairSync('ed25519')
        : generateKeyPairSync('ec', { namedCurve: kind })
  pairs[kind][index] = pair
  return pair
}

interface Published {
  readonly kind: Kind
  readonly kid: string | undefined
  readonly pair: Pair
  readonly jwk: object
}

let kids = 0

/** As the suite publishes them: for signatures of four kinds, without `alg`, and two for encryption. */
function publish(manner: Manner, turn: number): readonly Published[] {
  const each = manner.keys === 'three-of-each-unnamed' ? 3 : manner.keys === 'one-of-each-unnamed' ? 1 : 2
  const named = !(manner.keys ?? '').endsWith('unnamed')
  const numbers: readonly (readonly [Kind, number])[] = [
    ['RSA', each],
    ['P-256', each],
    ['secp256k1', named ? 1 : each],
    ['ed25519', named ? 1 : each],
  ]
  return numbers.flatMap(([kind, number]) =>
    Array.from({ length: number }, (_, index) => {
      const pair = pairOf(kind, turn * 3 + index)
      const kid = named ? `key-${++kids}` : undefined
      const jwk = { ...pair.publicKey.export({ format: 'jwk' }), use: 'sig', ...(kid !== undefined && { kid }) }
      return { kind, kid, pair, jwk }
    }),
  )
}

function encryptionKeys(): readonly object[] {
  const jwkOf = (kind: Kind) => pairOf(kind, 20).publicKey.export({ format: 'jwk' })
  return [
    { ...jwkOf('RSA'), use: 'enc', alg: 'RSA-OAEP', kid: 'enc-rsa' },
    { ...jwkOf('P-256'), use: 'enc', alg: 'ECDH-ES', kid: 'enc-ec' },
  ]
}

const unknownKinds: readonly object[] = [
  { kty: 'AKP', alg: 'ML-DSA-999', pub: 'AAAA', kid: 'unknown-set', use: 'sig' },
  { kty: 'no-such-kind', x: 'AAAA', kid: 'unknown-kind', use: 'sig' },
]

export function openFaultyIssuer(first: Manner, given: IssuerGiven): FaultyIssuer {
  let manner = first
  let turn = 0
  let published = publish(manner, turn)
  const keysUrl = `${issuer}/${manner.keysAt ?? 'jwks'}`
  const nonces = new Set<string>()

  function rotate(): void {
    turn = 1 - turn
    published = publish(manner, turn)
  }

  const keySet = (): string => {
    const strange = manner.keys === 'with-unknown-kinds' ? unknownKinds : []
    return JSON.stringify({ keys: [...strange, ...published.map(({ jwk }) => jwk), ...encryptionKeys()] })
  }

  async function tokenOf(user: string, more: object): Promise<string> {
    if (manner.rotates === 'before-signing') rotate()
    const now = Math.floor(given.clock() / 1000)
    const usual = { iss: issuer, sub: user, aud: clientId, iat: now, exp: now + 300, ...more }
    return sign(faulty(usual, manner), published, manner)
  }

  return {
    behave: (next) => {
      manner = next
    },
    keySet,
    rotate,
    async fetchText(url) {
      if (url === configurationUrl) return JSON.stringify(configurationOf(manner, keysUrl))
      if (url === keysUrl) return keySet()
      throw new Error('nobody answers')
    },
    async answer(address, user) {
      const { state, nonce, scopes } = judged(address, given, nonces)
      if (manner.error !== undefined) return { error: manner.error, state }
      // A user of the `sub` alone is known by it; with scopes, only what they bring says who it is.
      const more = Object.assign({}, ...scopes.map((scope) => claimsOfScope[scope]?.(user) ?? {}))
      const sub = scopes.length > 1 ? '248289761001' : user
      return { id_token: await tokenOf(sub, { nonce, ...more }), state }
    },
    token: (user) => tokenOf(user, {}),
  }
}

function configurationOf({ configurationIssuer = '' }: Manner, keysUrl: string): object {
  return {
    issuer: `${issuer}${configurationIssuer}`,
    authorization_endpoint: authorizationEndpoint,
    jwks_uri: keysUrl,
    response_types_supported: ['id_token'],
    response_modes_supported: ['fragment', 'form_post'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256', 'ES256'],
  }
}

function faulty(claims: object, { append = {}, without = [] }: Manner): JWTPayload {
  const entries = Object.entries(claims).filter(([name]) => !without.includes(name))
  const changed = entries.map(([name, value]) => [name, name in append ? `${value}${append[name]}` : value])
  return Object.fromEntries(changed) as JWTPayload
}

async function sign(claims: JWTPayload, keys: readonly Published[], manner: Manner): Promise<string> {
  const { signs: alg = 'RS256' } = manner
  if (alg === 'none') return new UnsecuredJWT(claims).encode()
  const key = keys.find(({ kind }) => kind === (alg === 'ES256' ? 'P-256' : 'RSA'))
  if (key === undefined) throw new Error(`no key for ${alg}`)
  const secret = Buffer.from('a secret that the client was given, long enough')
  const kid = alg === 'HS256' ? undefined : key.kid
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg, typ: 'JWT', ...(kid !== undefined && { kid }) })
    .sign(alg === 'HS256' ? secret : key.pair.privateKey)
  return manner.signature === 'spoiled' ? spoiled(token) : token
}

/** Every byte of the signature another one. */
function spoiled(token: string): string {
  const at = token.lastIndexOf('.') + 1
  const bytes = Buffer.from(token.slice(at), 'base64url').map((byte) => byte ^ 0x5a)
  return token.slice(0, at) + Buffer.from(bytes).toString('base64url')
}

interface Judged {
  readonly state: string
  readonly nonce: string
  readonly scopes: readonly string[]
}

/** The rules of OpenID Connect Core 1.0, section 3.2.2.1, that the suite holds requests to. */
function judged(address: string, { redirectUri, responseMode }: IssuerGiven, nonces: Set<string>): Judged {
  const url = new URL(address)
  const asked = Object.fromEntries(url.searchParams)
  const { nonce = '', state = '', scope = '' } = asked
  const scopes = scope.split(' ')
  const rules: readonly (readonly [boolean, string])[] = [
    [`${url.origin}${url.pathname}` === authorizationEndpoint, 'goes to another address'],
    [asked['client_id'] === clientId, 'has another client_id'],
    [asked['response_type'] === 'id_token', 'has another response_type'],
    [(asked['response_mode'] ?? 'fragment') === responseMode, 'has another response_mode'],
    [asked['redirect_uri'] === redirectUri && redirectUri.startsWith('https://'), 'has another redirect_uri'],
    [scopes.includes('openid'), 'has no scope openid'],
    [nonce.length >= 22 && !nonces.has(nonce), 'has no nonce of its own'],
    [state !== '', 'has no state'],
    [[...url.searchParams.keys()].length === Object.keys(asked).length, 'has a parameter twice'],
  ]
  const broken = rules.filter(([holds]) => !holds).map(([, problem]) => `the request ${problem}`)
  if (broken.length > 0) throw new Error(broken.join('; '))
  nonces.add(nonce)
  return { state, nonce, scopes }
}
