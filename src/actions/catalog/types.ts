// What the calls about catalogs share: how a product is described, and one of its actions.
import { catalogDigest } from '../../catalog/digest.ts'
import type { CatalogAction as ActionRow, ServiceCatalog } from '../../catalog/service.ts'
import { bool, int, list, nullable, struct, text } from '../../protocol/shape.ts'

const newer = true
const level = text({ about: 'Level of decisions: service, operation or resource.', newer })

export const catalogMembers = {
  Service: text({ about: 'Abbreviation of the product in policies.', newer }),
  ProductName: text({ about: 'Name of the product for people.', newer }),
  Own: bool({ about: 'Whether this server carries the calls of the product out itself.', newer }),
  Console: bool({ about: 'Whether the product has pages in a console.', newer }),
  Tags: bool({ about: 'Whether tags take part in decisions.', newer }),
  Level: level,
  Ip: text({ about: 'Which calls carry their address: supported, partial or none.', newer }),
  Updated: text({ about: 'When the description last changed; empty for products of this server.', newer }),
  Versions: list(text({ about: 'A version of the API.' }), {
    about: 'Versions that calls may name; none: any.',
    newer,
  }),
  ActionCount: int({ about: 'How many actions it has.', newer }),
  Digest: text({ about: 'SHA-256 of all that the catalog says, in hex.', newer }),
}
export const Catalog = struct('Catalog', catalogMembers, { about: 'What is known of a product, without its actions.' })

const CatalogFill = struct(
  'CatalogFill',
  {
    Hole: text({ about: 'Name of the hole in a template.', newer }),
    Parameter: text({ about: 'Path of the parameter that fills it.', newer }),
    Type: text({ about: 'text or integer.', newer }),
    Absent: text({ about: 'What a call without it means: refuse, or class for all of the kind.', newer }),
  },
  { about: 'What fills a hole of a template.' },
)

export const CatalogAction = struct(
  'CatalogAction',
  {
    Name: text({ about: 'Exact name of the action.', newer }),
    Class: text({ about: 'write, read, list or other.', newer }),
    Level: level,
    Resources: list(text({ about: 'A template in six segments.' }), {
      about: 'What it is decided on; none: on *.',
      newer,
    }),
    Fill: list(CatalogFill, { about: 'What fills the holes of the templates.', newer }),
    RequestTags: nullable(
      text({ about: 'Path of the parameter with tags that the call sets; null without one.', newer }),
    ),
    Ip: bool({ about: 'Whether its calls carry their address.', newer }),
    Summary: text({ about: 'What it does; may be empty.', newer }),
  },
  { about: 'An action of a product.' },
)

export function catalogView(catalog: ServiceCatalog) {
  const { service, product, own = false, console, tags, level, ip, updated, versions = [], actions } = catalog
  return {
    Service: service,
    ProductName: product,
    Own: own,
    Console: console,
    Tags: tags,
    Level: level,
    Ip: ip,
    Updated: updated,
    Versions: versions,
    ActionCount: actions.size,
    Digest: catalogDigest(catalog),
  }
}

export function actionView(name: string, row: ActionRow) {
  return {
    Name: name,
    Class: row.class,
    Level: row.level,
    Resources: row.resources,
    Fill: [...(row.fill ?? [])].map(([hole, { parameter, type, absent }]) => ({
      Hole: hole,
      Parameter: parameter,
      Type: type,
      Absent: absent,
    })),
    RequestTags: row.requestTags ?? null,
    Ip: row.ip,
    Summary: row.summary,
  }
}
