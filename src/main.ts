// Wires the server together from its settings: the only file that opens the store and listens. Knows no rule of the
// protocol; it makes the parts and hands each one those it needs.
import { tmpdir } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { actions } from './actions/index.ts'
import { quotaRows, quotasWith } from './actions/quotas.ts'
import type { Log, Rules, World } from './actions/world.ts'
import { type Catalogs, loadCatalogs } from './catalog/load.ts'
import { ownCatalogs } from './catalog/own.ts'
import { loadPresets } from './catalog/presets.ts'
import type { ServiceCatalog } from './catalog/service.ts'
import { checkQuotaNames, type Settings } from './config.ts'
import { consoleDoors } from './console/doors.ts'
import { type ConsoleFiles, readConsole } from './console/files.ts'
import { createDispatcher, type Dispatcher } from './dispatch/pipeline.ts'
import type { FetchText } from './dispatch/provider-keys.ts'
import { reachingDoor } from './dispatch/reaching-door.ts'
import { authzenDoors } from './gateway/authzen/door.ts'
import { createComponentDoor } from './gateway/component/door.ts'
import type { GatewayLimits } from './gateway/limits.ts'
import { type Gateway, type GatewayParts, openGateway } from './gateway/open.ts'
import { proxyDoors } from './gateway/proxy/door.ts'
import { type Clock, type Moment, systemClock, systemMoment } from './kernel/clock.ts'
import { type Random, systemRandom } from './kernel/random.ts'
import type { Door, StreamedReply } from './protocol/door.ts'
import { authority, isLoopback, isWildcard } from './server/address.ts'
import { banner } from './server/banner.ts'
import { workBeside } from './server/beside.ts'
import { type FirstRoot, makeFirstRoot } from './server/bootstrap.ts'
import { followingOf } from './server/following.ts'
import { type HttpServer, serveHttp } from './server/http.ts'
import { createInstanceCredentials } from './server/instance-credentials.ts'
import type { ServerLimits } from './server/limits.ts'
import { createLog } from './server/log.ts'
import { type MetadataServer, serveMetadata } from './server/metadata.ts'
import type { MetricsServer } from './server/metrics.ts'
import { actionNames, type Observers, observers } from './server/observe.ts'
import { createOutbound } from './server/outbound.ts'
import { memoryGuard, overloadReplies } from './server/overload.ts'
import { openLimits } from './server/rate-sharing.ts'
import { type Certificate, certificateFromFiles, selfSigned } from './server/tls.ts'
import { version } from './server/version.ts'
import { createSignIn } from './session/doors.ts'
import { smtpSender } from './session/mail.ts'
import { phoneSenderOf } from './session/phone.ts'
import { createScimDoor } from './session/scim/door.ts'
import type { SignInSettings } from './session/settings.ts'
import { makeDataFolder } from './store/data-folder.ts'
import { keyRing } from './store/key-ring.ts'
import { parseMasterKeys } from './store/master-key.ts'
import { openStore } from './store/open.ts'
import { type Sealer, sealer } from './store/seal.ts'
import type { Store } from './store/store.ts'

export interface Overrides {
  readonly clock?: Clock
  /** In place of the machine's clock that nobody sets. */
  readonly moment?: Moment
  readonly random?: Random
  readonly log?: Log
  readonly limits?: Partial<ServerLimits>
  /** In place of the network, for what the server fetches. */
  readonly fetchText?: FetchText
  readonly gatewayLimits?: Partial<GatewayLimits>
  /** In place of `console/dist`. */
  readonly consoleFolder?: string
}

export interface RunningServer {
  /** Where a client on this machine reaches it: `http://127.0.0.1:8600`. */
  readonly url: string
  readonly port: number
  /** The listener for instance credentials, where the settings ask for one. */
  readonly metadata: MetadataServer | undefined
  /** The listener for metrics, where the settings ask for one. */
  readonly metrics: MetricsServer | undefined
  readonly world: World
  readonly dispatcher: Dispatcher<StreamedReply>
  readonly gateway: Gateway
  /** The root account that this start made; `undefined` when there was one. */
  readonly firstRoot: FirstRoot | undefined
  /** What to say when it is ready; `terminal` allows colours. */
  banner(terminal: boolean): string
  /**
   * Lets calls under way finish, writes what has gathered, closes the store. May be called again. `noticeMs`: goes on for so
   * long before, while it says that it is closing.
   */
  close(noticeMs?: number): Promise<void>
}

const consoleFolder = fileURLToPath(new URL('../console/dist', import.meta.url))
const quotaNames = quotaRows.map((row) => row.name)

/** Starts a server. Throws with a plain reason where it cannot, and leaves nothing open. */
export async function startServer(settings: Settings, overrides: Overrides = {}): Promise<RunningServer> {
  const { clock = systemClock, random = systemRandom, log = createLog(settings.logLevel) } = overrides
  checkQuotaNames(settings.quotas.keys(), quotaNames)
  await using opened = new AsyncDisposableStack()
  const catalogs = loadCatalogs(settings.catalogDir, ownCatalogs(actions))
  const { observed, tracing } = await observersOf(settings, catalogs.all, { clock, random })
  opened.defer(async () => tracing?.stop())
  const { around, onward } = tracing ?? {}
  const follow = followingOf(settings, overrides.moment ?? systemMoment, log)
  const store = await openStore({ ...placesOf(settings), follow, watch: observed?.store, around })
  opened.defer(() => store.close())
  const outbound = createOutbound(settings.providerFetch)
  const parts = { store, clock, random, log, sealer: sealerOf(settings), around }
  const gateway = openGateway({ ...gatewayOf(settings, catalogs.all, overrides), ...parts, onward })
  opened.defer(async () => gateway.close())
  const watch = tracing?.watch(observed?.call) ?? observed?.call
  const limits = opened.use(await openLimits(settings, parts))
  const fetchText = overrides.fetchText ?? outbound.fetchText
  const known = { ...parts, ...knowledgeOf(settings, catalogs), ...limits.parts, fetchText, watch }
  const dispatcher = createDispatcher(known, actions, gateway.elsewhere)
  const firstRoot = await makeFirstRoot(parts, firstRootOf(settings))
  await assertMasterKey(store, parts.sealer)
  const memory = memoryGuard(settings.memoryMb)
  const beside = await workBeside(settings, parts, dispatcher, observed)
  for (const work of [...beside, outbound, memory]) opened.defer(() => work.stop())
  const pages = settings.console ? readConsole(overrides.consoleFolder ?? consoleFolder) : undefined
  const signIn = signInOf(settings, pages)
  const tls = certificateOf(settings, { clock, random })
  const respond = tracing?.serve(dispatcher.respond) ?? dispatcher.respond
  const http = await serveHttp({
    host: settings.host,
    port: settings.port,
    tls,
    limits: { ...limitsOf(settings), ...overrides.limits },
    respond,
    relay: gateway.relay({ ...dispatcher, respond }),
    doors: doorsOf(settings, { dispatcher, gateway, catalogs, signIn }),
    ready: () => store.ready(),
    memoryFull: memory.full,
    overloaded: overloadReplies(settings.language, random, observed),
    onFault: (error) => log.error({ error }, 'a request could not be answered'),
  })
  signIn.listensOn(http.port)
  // Undone in reverse: first no more calls, then the batches, then what is fetched and the work that waits for it, then the store.
  opened.defer(dispatcher.flush)
  opened.defer(() => http.close())
  const metadata = await metadataOf(settings, dispatcher.world)
  opened.defer(async () => metadata?.close())
  const metrics = await observed?.serve({ store, log, http })
  opened.defer(async () => metrics?.close())
  const closing = opened.move()
  const { listening, url, exposed } = placeOf(settings, http.port)
  if (exposed) log.warn({ listening }, 'plain HTTP on an address that others can reach: use HTTPS')
  const facts = factsOf(settings, { listening, url, exposed, store, firstRoot, tls, metadata, pages })
  return {
    url,
    port: http.port,
    metadata,
    metrics,
    world: dispatcher.world,
    dispatcher,
    gateway,
    firstRoot,
    banner: (terminal) => banner(facts, terminal),
    close: (noticeMs = 0) => closeAll(http, closing, noticeMs),
  }
}

async function closeAll(http: HttpServer, closing: AsyncDisposable, noticeMs: number): Promise<void> {
  http.retire()
  if (noticeMs > 0) await setTimeout(noticeMs)
  await closing[Symbol.asyncDispose]()
}

/** What calls are judged by: policies and actions that are known, quotas, switches. */
export function knowledgeOf(settings: Settings, catalogs: ReturnType<typeof loadCatalogs>) {
  return {
    presets: loadPresets(catalogs),
    catalogs,
    vocabulary: catalogs.vocabulary(settings.catalogFlags),
    quotas: quotasWith(settings.quotas),
    rules: rulesOf(settings),
    revisionWaitMs: settings.revisionWaitMs,
  }
}

interface Started extends ReturnType<typeof placeOf> {
  readonly store: Store
  readonly firstRoot: FirstRoot | undefined
  readonly tls: Certificate | undefined
  readonly metadata: MetadataServer | undefined
  readonly pages: ConsoleFiles | undefined
}

/** What the banner says. */
function factsOf(settings: Settings, { url, store, tls, metadata, pages, ...started }: Started) {
  return {
    ...started,
    version,
    endpoint: url,
    store: store.description,
    rateLimits: settings.rateLimits,
    console: consoleFact(settings, pages),
    trustFile: settings.tls === 'self-signed' ? tls?.file : undefined,
    ...(metadata === undefined ? {} : { metadata: { ...metadata, roles: rolesOf(settings) } }),
  }
}

function consoleFact({ console }: Settings, pages: ConsoleFiles | undefined): 'served' | 'not built' | 'off' {
  if (!console) return 'off'
  return pages === undefined ? 'not built' : 'served'
}

export interface SignIn {
  doors(dispatcher: Pick<Dispatcher, 'world' | 'perform'>): readonly Door[]
  listensOn(port: number): void
}

/** The port may be a free one, known only once it is taken. */
export function signInOf(settings: Settings, pages: ConsoleFiles | undefined): SignIn {
  const { publicUrl, sessionIdleMinutes, sessionHours } = settings
  let origins: readonly string[] = publicUrl === undefined ? [] : [publicUrl]
  const given: SignInSettings = {
    consolePage: pages?.page,
    origins: () => origins,
    idleMs: sessionIdleMinutes * 60_000,
    lifetimeMs: sessionHours * 3_600_000,
    mail: settings.smtpUrl === undefined ? undefined : smtpSender(settings.smtpUrl, settings.mailFrom),
    phone: phoneSenderOf(settings.phoneSender, settings.phoneSecret),
    customFactors: settings.customFactors,
  }
  return {
    doors: ({ world, perform }) => [
      ...createSignIn(world, perform, given),
      ...(pages === undefined ? [] : consoleDoors(pages)),
    ],
    listensOn(port) {
      if (publicUrl === undefined) origins = originsOf(settings, port)
    },
  }
}

/** Without a public address: this machine by its names, and the address listened on. */
function originsOf({ host, tls }: Settings, port: number): readonly string[] {
  const scheme = tls === 'off' ? 'http' : 'https'
  const hosts = ['localhost', '127.0.0.1', '::1', ...(isWildcard(host) ? [] : [host])]
  return [...new Set(hosts.map((name) => new URL(`${scheme}://${authority(name, port)}`).origin))]
}

const megabyte = 1024 * 1024

/** What counts and traces, as far as the settings ask for it. */
async function observersOf(
  { metricsHost: host, metricsPort: port, traceUrl: url, traceShare: share, traceHeaders: headers = {} }: Settings,
  catalogs: readonly ServiceCatalog[],
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): Promise<Observers> {
  const metrics = port === undefined ? undefined : { host, port }
  const traces = url === undefined ? undefined : { url, share, headers }
  return observers({ actions: actionNames(actions, catalogs), version, clock, random, metrics, traces })
}

function limitsOf({ connectionsMax, bodyMb, drainMs }: Settings): Partial<ServerLimits> {
  return { ...(connectionsMax === undefined ? {} : { connectionsMax }), bodiesBytesMax: bodyMb * megabyte, drainMs }
}

/** Of several processes the keeper has the data folder. */
const placesOf = ({ databaseUrl, dataDir, processes }: Settings) =>
  ({ databaseUrl, dataDir, role: processes > 1 ? 'tool' : 'server' }) as const

interface DoorParts {
  readonly dispatcher: Dispatcher<StreamedReply>
  readonly gateway: Gateway
  readonly catalogs: Catalogs
  readonly signIn: SignIn
}

/** Ways in beside the calls of the API, those that the settings ask for; each may be asked for a revision. */
export function doorsOf(
  { componentCall, scim, publicUrl, catalogFlags }: Settings,
  { dispatcher, gateway, catalogs, signIn }: DoorParts,
): readonly Door[] {
  const { world, revisions } = dispatcher
  const doors = [
    ...gateway.doors,
    ...authzenDoors({ world, publicUrl }),
    ...proxyDoors({ world, catalogs, flags: catalogFlags }),
    ...(componentCall ? [createComponentDoor(dispatcher)] : []),
    ...(scim ? [createScimDoor(dispatcher)] : []),
    ...signIn.doors(dispatcher),
  ]
  return doors.map((door) => reachingDoor(door, revisions))
}

/** Where it listens, where a client on this machine reaches it, and whether others can listen in. */
function placeOf({ host, tls }: Settings, port: number): { listening: string; url: string; exposed: boolean } {
  const scheme = tls === 'off' ? 'http' : 'https'
  const listening = `${scheme}://${authority(host, port)}`
  const url = isWildcard(host) ? `${scheme}://${authority('127.0.0.1', port)}` : listening
  return { listening, url, exposed: tls === 'off' && !isLoopback(host) }
}

function metadataOf(
  { metadataPort: port, metadataHost: host, metadataRoles: roles }: Settings,
  world: World,
): Promise<MetadataServer> | undefined {
  if (port === undefined || roles === undefined) return undefined
  const { store, log } = world
  const credential = createInstanceCredentials(world)
  return serveMetadata({ host, port, roles, credential, ready: () => store.ready(), log })
}

export function gatewayOf(
  settings: Settings,
  all: readonly ServiceCatalog[],
  { gatewayLimits = {} }: Overrides,
): Pick<GatewayParts, 'catalogs' | 'settings' | 'limits' | 'folder'> {
  const { upstreams, serviceHosts: hosts, gatewayMode: mode, gatewayModes: modes } = settings
  const { gatewayPerSecond: perSecond, gatewayKeyNumber: keyNumber } = settings
  const { gatewayConnections, gatewayConnectMs, gatewayResponseMs } = settings
  const limits = {
    connectionsMax: gatewayConnections,
    connectMs: gatewayConnectMs,
    responseMs: gatewayResponseMs,
    idleMs: gatewayResponseMs,
    ...gatewayLimits,
  }
  return {
    catalogs: all.filter(({ own }) => own !== true),
    settings: { upstreams, hosts, mode, modes, perSecond, keyNumber },
    limits,
    folder: tmpdir(),
  }
}

const rolesOf = ({ metadataRoles = [] }: Settings): readonly string[] => metadataRoles.map((role) => role.name)

/** Under the master key of the settings, else under the key file of the data folder. */
export function sealerOf(settings: Pick<Settings, 'masterKey' | 'dataDir'>): Sealer {
  if (settings.masterKey !== undefined) return sealer(parseMasterKeys(settings.masterKey))
  makeDataFolder(settings.dataDir)
  return keyRing(settings.dataDir)
}

/** Only these: what else is in the settings, secrets among it, is no business of an action. */
function rulesOf(settings: Settings): Rules {
  const { rateLimits, resourceLevel, policyPrincipal, catalogFlags, strictServices, language, site } = settings
  const { samlRecipients, providerFetch, auditReads } = settings
  const fetchesKeys = providerFetch !== 'off'
  const own = { rateLimits, resourceLevel, policyPrincipal, catalogFlags, strictServices, language, site }
  return { ...own, fetchesKeys, auditReads, samlRecipients }
}

/** Throws where the keys of the store were sealed under another master key: every signed call would fail. */
export async function assertMasterKey(store: Store, sealer: Sealer): Promise<void> {
  for (const { account } of await store.read.accounts.list()) {
    const [key] = await store.read.keys.list(account, account)
    const holder = key === undefined ? undefined : await store.keyHolder(key.secretId)
    if (holder === undefined) continue
    try {
      sealer.open(holder.sealedSecret, holder)
    } catch (error) {
      const reason = 'the secret keys in the store are sealed under another master key'
      throw new Error(`${reason}: give that one, by OPENCAM_MASTER_KEY or in the data folder`, { cause: error })
    }
    return
  }
}

function firstRootOf({ rootUin, rootSecretId, rootSecretKey, rootPassword, site }: Settings) {
  const given = rootSecretId !== undefined && rootSecretKey !== undefined
  const key = given ? { secretId: rootSecretId, secretKey: rootSecretKey } : undefined
  return { uin: rootUin, key, password: rootPassword, site }
}

function certificateOf(
  settings: Settings,
  parts: { readonly clock: Clock; readonly random: Random },
): Certificate | undefined {
  const { tls, tlsCert, tlsKey, dataDir, host } = settings
  if (tls === 'self-signed') return selfSigned(dataDir, host, parts)
  if (tls === 'off' || tlsCert === undefined || tlsKey === undefined) return undefined
  return certificateFromFiles(tlsCert, tlsKey)
}
