// What the server says of its own SCIM: configuration, kinds of resources, schemas. Made from the rows of the schema; there
// is nothing of any account in it.

import { countMax, listSchema } from './list.ts'
import { operationsMax } from './patch.ts'
import { type Attribute, type ResourceType, resourceTypes } from './schema.ts'
import { basePath } from './user-resource.ts'

const core = 'urn:ietf:params:scim:schemas:core:2.0'

export const serviceProviderConfig = JSON.stringify({
  schemas: [`${core}:ServiceProviderConfig`],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: countMax },
  changePassword: { supported: false },
  sort: { supported: true },
  etag: { supported: false },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Bearer token',
      description: `A token made by CreateScimToken. A PATCH has at most ${operationsMax} operations.`,
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${basePath}/ServiceProviderConfig` },
})

const typeOf = ({ name, endpoint, schema, about }: ResourceType) => ({
  schemas: [`${core}:ResourceType`],
  id: name,
  name,
  endpoint,
  description: about,
  schema,
  meta: { resourceType: 'ResourceType', location: `${basePath}/ResourceTypes/${name}` },
})

const attributeOf = (row: Attribute): object => ({
  name: row.name,
  type: row.type,
  multiValued: row.multiValued,
  description: row.about,
  required: row.required,
  caseExact: row.caseExact,
  mutability: row.mutability,
  returned: row.name === 'id' ? 'always' : 'default',
  uniqueness: row.uniqueness,
  ...(row.sub.length === 0 ? {} : { subAttributes: row.sub.filter(isKept).map(attributeOf) }),
})

const isKept = ({ use }: Attribute): boolean => use === 'kept'

const schemaOf = ({ name, schema, about, attributes }: ResourceType) => ({
  schemas: [`${core}:Schema`],
  id: schema,
  name,
  description: about,
  attributes: attributes.filter((row) => isKept(row) && row.name !== 'meta' && row.name !== 'id').map(attributeOf),
  meta: { resourceType: 'Schema', location: `${basePath}/Schemas/${schema}` },
})

const listText = (resources: readonly object[]): string =>
  JSON.stringify({
    schemas: [listSchema],
    totalResults: resources.length,
    startIndex: 1,
    itemsPerPage: resources.length,
    Resources: resources,
  })

/** The documents by the path below the base; `undefined`: there is none. */
const documents: ReadonlyMap<string, string> = new Map([
  ['/ServiceProviderConfig', serviceProviderConfig],
  ['/ResourceTypes', listText(resourceTypes.map(typeOf))],
  ['/Schemas', listText(resourceTypes.map(schemaOf))],
  ...resourceTypes.map((type) => [`/ResourceTypes/${type.name}`, JSON.stringify(typeOf(type))] as const),
  ...resourceTypes.map((type) => [`/Schemas/${type.schema}`, JSON.stringify(schemaOf(type))] as const),
])

export const discoveryDocument = (path: string): string | undefined => documents.get(path)
