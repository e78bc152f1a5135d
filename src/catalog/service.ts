// What a catalog says about one product: which of its APIs are under access management, at which level, on which
// resources, and which conditions they can carry. Data only; reading and checking is in `load.ts`.

/** Kind of the API as the product's page groups it. */
export type ActionClass = 'write' | 'read' | 'list' | 'other'
export type Level = 'service' | 'operation' | 'resource'

export interface CatalogAction {
  readonly class: ActionClass
  readonly level: Level
  /** Six-segment templates with `${name}` holes; all of them must be allowed. Empty at operation level. */
  readonly resources: readonly string[]
  /** Whether `qcs:ip` is passed for this API. */
  readonly ip: boolean
  /** One short sentence of our own; empty while none is written. */
  readonly summary: string
  /** Hole → what fills it; every hole but `${uin}` and `${region}` has an entry. */
  readonly fill?: ReadonlyMap<string, Fill>
  /** Path of the parameter with the tags that the call sets. */
  readonly requestTags?: string
}

/** Where the value of a hole comes from. */
export interface Fill {
  /** Path of the request parameter. A list on the way means one resource per element. */
  readonly parameter: string
  readonly type: 'text' | 'integer'
  /**
   * What a call without the parameter means: `refuse` where the API cannot do without it, `class` where the call is then
   * about everything of the kind, so that `*` stands in the hole and only a grant on all of the kind allows it.
   */
  readonly absent: 'refuse' | 'class'
  /** The parameter's name is what the template prints; no model of the API was there to confirm it. */
  readonly assumed: boolean
}

export interface ServiceCatalog {
  /** CAM abbreviation, lower case. */
  readonly service: string
  readonly product: string
  /** One of the server's own products, whose calls it carries out itself. */
  readonly own?: true
  readonly console: boolean
  /** Whether tag keys are passed to decisions. */
  readonly tags: boolean
  /** Level that the product's page prints; a row's own level wins. */
  readonly level: Level
  readonly ip: 'supported' | 'partial' | 'none'
  /** When the product last changed its description, `YYYY-MM-DD hh:mm:ss`; empty for our own catalogs. */
  readonly updated: string
  /** Versions of the API; `undefined`: none is told, and any goes. */
  readonly versions?: readonly string[]
  /** Rows by exact action name. */
  readonly actions: ReadonlyMap<string, CatalogAction>
}
