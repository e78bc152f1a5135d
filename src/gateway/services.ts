// Which catalogued services the gateway answers for: by which names their calls are told apart, where they are carried
// out, and whether refusals are enforced. Read once at the start; whatever names a service without a catalog stops it.
import type { ServiceCatalog } from '../catalog/service.ts'
import { hostName } from '../protocol/hosts.ts'
import type { Products } from '../protocol/request.ts'

/** `soft`: what policies refuse is noted and let through. Only that; a signature is never taken softly. */
export type GatewayMode = 'enforce' | 'soft'

/** What the operator said about services, by abbreviation. */
export interface ServiceSettings {
  /** Where calls are carried out; a service without an entry only answers whether they were allowed. */
  readonly upstreams: ReadonlyMap<string, URL>
  /** Host names beside those of the cloud's domain. */
  readonly hosts: ReadonlyMap<string, readonly string[]>
  readonly mode: GatewayMode
  /** Where another mode than that goes. */
  readonly modes: ReadonlyMap<string, GatewayMode>
}

export interface GatewayService {
  readonly name: string
  readonly catalog: ServiceCatalog
  readonly upstream: URL | undefined
  readonly mode: GatewayMode
}

export interface GatewayServices {
  readonly products: Products
  get(service: string): GatewayService | undefined
  readonly all: readonly GatewayService[]
}

/** Throws with a plain reason where a setting names a service that has no catalog, or two services one host. */
export function gatewayServices(catalogs: readonly ServiceCatalog[], settings: ServiceSettings): GatewayServices {
  const { upstreams, hosts, mode, modes } = settings
  const services = new Map<string, GatewayService>()
  for (const catalog of catalogs) {
    const name = catalog.service
    services.set(name, { name, catalog, upstream: upstreams.get(name), mode: modes.get(name) ?? mode })
  }
  for (const name of [...upstreams.keys(), ...hosts.keys(), ...modes.keys()]) {
    if (!services.has(name)) throw new Error(`there is no catalog of the service ${name}, which the options name`)
  }
  const byHost = servicesByHost(hosts)
  const all = [...services.values()]
  return {
    all,
    get: (service) => services.get(service),
    products: {
      has: (product) => services.has(product),
      byHost: (host) => (byHost.size === 0 ? undefined : byHost.get(hostName(host))),
      byLabel: (label) => services.get(label)?.name,
      byVersion: (version, action) =>
        all.find(({ catalog }) => catalog.versions?.includes(version) === true && catalog.actions.has(action))?.name,
    },
  }
}

function servicesByHost(hosts: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [service, names] of hosts) {
    for (const name of names.map(hostName)) {
      const other = found.get(name)
      if (other !== undefined) throw new Error(`the host ${name} is given to ${other} and to ${service}`)
      found.set(name, service)
    }
  }
  return found
}
