// Makes the gateway's parts from what the operator said: services, upstreams, the key that signs for callers, the way of
// large bodies. Opens nothing before the first call; what it holds then ends with `close`.
import type { Log, World } from '../actions/world.ts'
import type { ServiceCatalog } from '../catalog/service.ts'
import type { Elsewhere, Stages } from '../dispatch/elsewhere.ts'
import type { Around } from '../kernel/watch.ts'
import type { Door, Reply, StreamedReply } from '../protocol/door.ts'
import type { Products, StreamedRequest } from '../protocol/request.ts'
import type { Sealer } from '../store/seal.ts'
import { forwardTo } from './forward.ts'
import { createGateway } from './gateway.ts'
import { identityKeys } from './identity-keys.ts'
import { type GatewayLimits, gatewayLimits } from './limits.ts'
import { createRelay, type GatewayRelay } from './relay.ts'
import { gatewayServices, type ServiceSettings } from './services.ts'
import { createSlots } from './slots.ts'
import { createUpstream, type Upstream } from './upstream.ts'
import { worthKeeping } from './worth.ts'

export interface GatewaySettings extends ServiceSettings {
  readonly perSecond: number
  /** Which key signs for callers; the one before it is still published. */
  readonly keyNumber: number
}

export interface GatewayParts {
  /** Not our own products' ones. */
  readonly catalogs: readonly ServiceCatalog[]
  readonly settings: GatewaySettings
  readonly limits?: Partial<GatewayLimits>
  readonly sealer: Sealer
  readonly log: Log
  /** Put around the call to an upstream. */
  readonly around?: Around | undefined
  /** Headers that hand a trace on to an upstream. */
  readonly onward?: (() => Record<string, string>) | undefined
  /** Where large bodies lie for as long as they are under way. */
  readonly folder: string
}

/** A dispatcher that hands calls of catalogued services to the gateway. */
interface Served {
  readonly world: World
  readonly products: Products
  respond(request: StreamedRequest): Promise<Reply | StreamedReply>
}

export interface Gateway {
  elsewhere(stages: Stages): Elsewhere<StreamedReply>
  relay(dispatcher: Served): GatewayRelay
  readonly doors: readonly Door[]
  readonly limits: GatewayLimits
  /** By service. */
  readonly upstreams: ReadonlyMap<string, Upstream>
  close(): void
}

/** Throws with a plain reason where the settings do not fit the catalogs. */
export function openGateway(parts: GatewayParts): Gateway {
  const { catalogs, settings, limits: given, sealer, log, folder, around } = parts
  const limits = { ...gatewayLimits, ...given }
  const services = gatewayServices(catalogs, settings)
  const keys = identityKeys(sealer, settings.keyNumber)
  const routes = new Map(
    [...settings.upstreams].map(([name, url]) => [name, { url, upstream: createUpstream(url, limits) }]),
  )
  const forward = forwardTo({ upstreams: routes, key: keys.current, log, onward: parts.onward })
  const carryOut = around?.('upstream', forward) ?? forward
  const files = createSlots(limits.filesMax, 0, 0)
  return {
    elsewhere: createGateway({ services, perSecond: settings.perSecond, carryOut }),
    relay: ({ world, products, respond }) =>
      createRelay({
        products,
        services,
        limits,
        folder,
        files,
        fileName: () => `opencam-${world.random.uuid()}`,
        worthKeeping: (head) => worthKeeping(world, head),
        respond,
      }),
    doors: [keys.door],
    limits,
    upstreams: new Map([...routes].map(([name, { upstream }]) => [name, upstream])),
    close() {
      for (const { upstream } of routes.values()) upstream.close()
    },
  }
}
