// Fetches the keys of OIDC providers whose owners asked for it (AutoRotateKey): every hour, and when a token names a key that
// is not there. Whatever goes wrong on the way, the keys that are there stay. Of several servers one fetches; what somebody
// set meanwhile is never undone.
import { providerArn } from '../actions/identity-provider/provider.ts'
import type { World } from '../actions/world.ts'
import { appendChange } from '../audit/operator.ts'
import { discoveryUrl, readDiscovery } from '../federation/oidc/discovery.ts'
import { type IdentityKey, readIdentityKey } from '../federation/oidc/keys.ts'
import type { KeysDue, Reads } from '../store/store.ts'

/** The text at an address that a customer named. Throws for anything but a whole answer from where it may reach. */
export type FetchText = (url: string) => Promise<string>

type Parts = Pick<World, 'store' | 'clock' | 'random' | 'log'>

/** Keys are this old at most where their issuer answers. */
const everyMs = 60 * 60_000
/** An issuer that did not answer is asked again after this long. */
const retryMs = 5 * 60_000
/** Whoever sends tokens with strange names of keys has an issuer asked no more often than this. */
const againMs = 60_000
/** Fetched side by side. */
const perRun = 20

/** Fetches what is due, once. A failure is logged; it never ends the others. */
export function createKeyRotation(parts: Parts, fetchText: FetchText | undefined): () => Promise<void> {
  const { store, clock } = parts
  return async () => {
    if (fetchText === undefined) return
    const due = await store.read.identityProviders.keysDue(clock(), perRun)
    await Promise.all(due.map((one) => rotate(parts, fetchText, one)))
  }
}

/** Asks an issuer again, out of turn. Callers that come while it is asked wait for the same answer. */
export function createKeyRenewal(parts: Parts, fetchText: FetchText | undefined): World['renewKeys'] {
  const askedMs = new Map<string, number>()
  const running = new Map<string, Promise<void>>()
  return async ({ account, issuer, keysDueMs, autoRotateKey }, keysOf) => {
    if (fetchText === undefined || !autoRotateKey) return
    const id = JSON.stringify([account, keysOf])
    const present = running.get(id)
    if (present !== undefined) return present
    const nowMs = parts.clock()
    // The oldest come first, so that those of long ago are soon gone through.
    for (const [one, ms] of askedMs) {
      if (nowMs < ms + againMs) break
      askedMs.delete(one)
    }
    if (askedMs.has(id)) return
    askedMs.set(id, nowMs)
    const run = rotate(parts, fetchText, { account, issuer, keysDueMs, keysOf }).finally(() => running.delete(id))
    running.set(id, run)
    return run
  }
}

async function rotate(parts: Parts, fetchText: FetchText, due: KeysDue): Promise<void> {
  const { store, clock, log } = parts
  const nextMs = clock() + everyMs
  if (!(await store.transaction((writes) => writes.identityProviders.claimKeys(due, nextMs)))) return
  try {
    const { identityKey, keys } = await fetchKeys(fetchText, due.issuer)
    if (identityKey !== (await presentKey(store.read, due))) await replace(parts, due, identityKey, keys)
  } catch (error) {
    const { account, issuer, keysOf } = due
    log.warn(
      { account, issuer, keysOf, error },
      'the keys of an identity provider could not be fetched: the old ones stay',
    )
    const claimed = { ...due, keysDueMs: nextMs }
    await store.transaction((writes) => writes.identityProviders.claimKeys(claimed, clock() + retryMs))
  }
}

interface Fetched {
  /** As it is stored: base64 of the document. */
  readonly identityKey: string
  readonly keys: readonly IdentityKey[]
}

/** Throws with a plain reason. */
async function fetchKeys(fetchText: FetchText, issuer: string): Promise<Fetched> {
  const configuration = readDiscovery(await fetchText(discoveryUrl(issuer)), issuer)
  if ('problem' in configuration)
    throw new Error(`the configuration of the issuer is refused: ${configuration.problem}`)
  const identityKey = Buffer.from(await fetchText(configuration.keysUrl)).toString('base64')
  const read = readIdentityKey(identityKey)
  if (read.kind === 'refused') throw new Error(`the keys of the issuer are refused: ${read.problems.join('; ')}`)
  return { identityKey, keys: read.keys }
}

async function presentKey({ identityProviders }: Reads, { account, keysOf }: KeysDue): Promise<string | undefined> {
  if (keysOf.of === 'users') return (await identityProviders.userOidc(account))?.identityKey
  const provider = await identityProviders.byName(account, keysOf.name)
  return provider?.kind === 'oidc' ? provider.identityKey : undefined
}

/** New keys are a change of the account like any other: in its audit events, under its lock. */
async function replace(
  { store, clock, random }: Parts,
  { account, keysOf, issuer }: KeysDue,
  identityKey: string,
  keys: readonly IdentityKey[],
): Promise<void> {
  const change = {
    requestId: random.uuid(),
    timeMs: clock(),
    action: 'FetchProviderKeys',
    resources: keysOf.of === 'users' ? [] : [providerArn(account, 'oidc', keysOf.name)],
    parameters: { IdentityUrl: issuer, KeyIds: keys.map(({ kid }) => kid ?? '') },
  }
  await store.transaction(async (writes) => {
    const revision = await writes.accounts.advance(account)
    const changed = await writes.identityProviders.setKeys({ account, keysOf, issuer }, identityKey)
    if (changed) await appendChange(writes, account, revision, change)
  })
}
