// Passkeys and U2F tokens by WebAuthn. A credential answers to the site that it was made for only; challenges are single,
// counters go on, and an answer given inside another site's frame is none.
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import type { PasskeyRow, Writes } from '../../store/store.ts'
import type { Place } from '../route.ts'
import { answered, ask, tryAnswer } from './challenge.ts'
import { type Asking, type Begun, counted, type Factor, type Holder } from './factor.ts'

type Kind = PasskeyRow['kind']

/** Loaded when it is first needed: it is large, and most servers start without. */
const library = () => import('@simplewebauthn/server')

const answerLastsMs = 5 * 60_000
const binding = 'bind-passkey'
/** ES256, RS256, EdDSA as COSE numbers them: what authenticators have. */
const algorithms = [-7, -257, -8]

/** The site of the page that asks; none where browsers know the server by an address only. */
function siteOf({ visit }: Asking): string | undefined {
  const host = visit.origin === undefined ? '' : new URL(visit.origin).hostname
  return /^[a-z]/i.test(host) ? host : undefined
}

function sites({ settings }: Place): readonly string[] {
  return settings.origins().map((origin) => new URL(origin).hostname)
}

/** A passkey does whatever a U2F token does; only it also knows its user. */
const serves = ({ kind }: PasskeyRow, wanted: Kind): boolean => kind === 'Passkey' || kind === wanted

async function credentials(place: Place, { account, uin }: Holder, wanted: Kind): Promise<readonly PasskeyRow[]> {
  const rows = await place.world.store.read.factors.passkeys(account, uin)
  return rows.filter((row) => serves(row, wanted))
}

function passkeyFactor(kind: Kind): Factor {
  return {
    kind,
    async ready(place, holder) {
      const here = sites(place)
      return (await credentials(place, holder, kind)).some(({ site }) => here.includes(site))
    },
    begin: (asking) => askForPasskey(asking, kind),
    check: (asking, answer) => counted(asking, () => checkPasskey(asking, kind, answer.get('response') ?? '')),
  }
}

export const passkey = passkeyFactor('Passkey')
export const u2fToken = passkeyFactor('U2FToken')

const newChallenge = ({ place }: Asking): Uint8Array<ArrayBuffer> => Uint8Array.from(place.world.random.bytes(32))
const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

async function askForPasskey(asking: Asking, kind: Kind): Promise<Begun> {
  const site = siteOf(asking)
  if (site === undefined) return { kind: 'not-sent' }
  const challenge = newChallenge(asking)
  await ask(asking, kind, base64url(challenge), answerLastsMs)
  const known = (await credentials(asking.place, asking.holder, kind)).filter((row) => row.site === site)
  const { generateAuthenticationOptions } = await library()
  const options = await generateAuthenticationOptions({
    rpID: site,
    challenge,
    allowCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports: [...transports] })),
    timeout: answerLastsMs,
    userVerification: kind === 'Passkey' ? 'required' : 'discouraged',
  })
  return { kind: 'options', options }
}

/** What browsers send; what is in the texts, the library looks at. */
const sentAnswer = z.object({
  id: z.string().max(2048),
  rawId: z.string().max(2048),
  type: z.literal('public-key'),
  clientExtensionResults: z.object({}).default({}),
  response: z.object({
    clientDataJSON: z.string().max(8192),
    authenticatorData: z.string().max(8192),
    signature: z.string().max(8192),
  }),
})

function readJson<T>(shape: z.ZodType<T>, text: string): T | undefined {
  try {
    return shape.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

async function checkPasskey(asking: Asking, kind: Kind, text: string): Promise<boolean> {
  const { place, visit, holder } = asking
  const { store } = place.world
  // Taken before it is looked at: whatever comes of it, the challenge is used up.
  const challenge = await takeChallenge(asking, kind)
  const sent = readJson(sentAnswer, text)
  const site = siteOf(asking)
  if (challenge === undefined || sent === undefined || site === undefined || visit.origin === undefined) return false
  const known = (await credentials(place, holder, kind)).find(
    (row) => row.credentialId === sent.id && row.site === site,
  )
  if (known === undefined || framed(sent.response.clientDataJSON)) return false
  const counter = await verified(asking, { kind, site, origin: visit.origin, challenge, known, sent })
  if (counter === undefined) return false
  const use = { counter, usedMs: visit.nowMs }
  return store.transaction((writes) => writes.factors.usePasskey(holder.account, holder.uin, known.credentialId, use))
}

function takeChallenge(asking: Asking, kind: string): Promise<string | undefined> {
  return asking.place.world.store.transaction(async (writes) => {
    const challenge = await tryAnswer(writes, asking, kind)
    return challenge !== undefined && (await answered(writes, asking, kind)) ? challenge : undefined
  })
}

/** Browsers say so where the page was inside another's; the library takes that for granted from some of them. */
function framed(clientDataJSON: string): boolean {
  const told = readJson(
    z.object({ crossOrigin: z.boolean().optional() }),
    Buffer.from(clientDataJSON, 'base64url').toString(),
  )
  return told === undefined || told.crossOrigin === true
}

interface Verifying {
  readonly kind: Kind
  readonly site: string
  readonly origin: string
  readonly challenge: string
  readonly known: PasskeyRow
  readonly sent: AuthenticationResponseJSON
}

/** The authenticator's new count; `undefined` where anything is not as it must be. */
async function verified(
  { place, holder }: Asking,
  { kind, site, origin, challenge, known, sent }: Verifying,
): Promise<number | undefined> {
  try {
    const { verifyAuthenticationResponse } = await library()
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: sent,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: site,
      requireUserVerification: kind === 'Passkey',
      credential: {
        id: known.credentialId,
        publicKey: Uint8Array.from(Buffer.from(known.publicKey, 'base64url')),
        counter: known.counter,
      },
    })
    return verified ? authenticationInfo.newCounter : undefined
  } catch (error) {
    const { account, uin } = holder
    const reason = error instanceof Error ? error.message : 'unknown'
    place.world.log.info({ account, uin, reason }, 'a passkey was refused')
    return undefined
  }
}

// ---- binding ------------------------------------------------------------------------------------------------------------

/** Options for making a credential, for a script of ours. */
export async function offerPasskey(asking: Asking, kind: Kind): Promise<Begun> {
  const site = siteOf(asking)
  if (site === undefined) return { kind: 'not-sent' }
  const { place, holder } = asking
  const challenge = newChallenge(asking)
  await ask(asking, binding, base64url(challenge), answerLastsMs)
  const known = await place.world.store.read.factors.passkeys(holder.account, holder.uin)
  const { generateRegistrationOptions } = await library()
  const options = await generateRegistrationOptions({
    rpName: 'OpenCAM',
    rpID: site,
    userName: `${holder.name}@${holder.account}`,
    userID: Uint8Array.from(Buffer.from(`${holder.account}/${holder.uin}`)),
    challenge,
    timeout: answerLastsMs,
    attestationType: 'none',
    supportedAlgorithmIDs: algorithms,
    excludeCredentials: known.map(({ credentialId, transports }) => ({
      id: credentialId,
      transports: [...transports],
    })),
    authenticatorSelection:
      kind === 'Passkey'
        ? { residentKey: 'preferred', userVerification: 'required' }
        : { residentKey: 'discouraged', userVerification: 'discouraged' },
  })
  return { kind: 'options', options }
}

const sentCredential = z.object({
  id: z.string().max(2048),
  rawId: z.string().max(2048),
  type: z.literal('public-key'),
  clientExtensionResults: z.object({}).default({}),
  response: z.object({
    clientDataJSON: z.string().max(8192),
    attestationObject: z.string().max(65_536),
    transports: z.array(z.string().max(32)).max(10).default([]),
  }),
})

/** Binds the credential that a browser made. `also`: what happens with it, in the same transaction. */
export async function bindPasskey(
  asking: Asking,
  { kind, name, response }: { readonly kind: Kind; readonly name: string; readonly response: string },
  also: (writes: Writes) => Promise<void>,
): Promise<boolean> {
  const { place, visit, holder } = asking
  const challenge = await takeChallenge(asking, binding)
  const sent = readJson(sentCredential, response)
  const site = siteOf(asking)
  if (challenge === undefined || sent === undefined || site === undefined || visit.origin === undefined) return false
  if (framed(sent.response.clientDataJSON)) return false
  const made = await registered(asking, { kind, site, origin: visit.origin, challenge, sent })
  if (made === undefined) return false
  const row: PasskeyRow = {
    account: holder.account,
    uin: holder.uin,
    credentialId: made.id,
    kind,
    site,
    publicKey: base64url(made.publicKey),
    counter: made.counter,
    transports: sent.response.transports,
    name,
    createdMs: visit.nowMs,
    usedMs: undefined,
  }
  return place.world.store.transaction(async (writes) => {
    if ((await writes.factors.insertPasskey(row)) === 'taken') return false
    await also(writes)
    return true
  })
}

async function registered(
  { place, holder }: Asking,
  given: Omit<Verifying, 'known' | 'sent'> & { readonly sent: RegistrationResponseJSON },
) {
  try {
    const { verifyRegistrationResponse } = await library()
    const { registrationInfo } = await verifyRegistrationResponse({
      response: given.sent,
      expectedChallenge: given.challenge,
      expectedOrigin: given.origin,
      expectedRPID: given.site,
      supportedAlgorithmIDs: algorithms,
      requireUserVerification: given.kind === 'Passkey',
    })
    return registrationInfo?.credential
  } catch (error) {
    const { account, uin } = holder
    const reason = error instanceof Error ? error.message : 'unknown'
    place.world.log.info({ account, uin, reason }, 'a passkey could not be bound')
    return undefined
  }
}
