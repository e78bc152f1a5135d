// The attributes of users and groups, one row each: what SCIM's schemas say and what this server does with them. What is
// kept, ignored or refused is decided here and nowhere else; a name that has no row is refused.

export interface Attribute {
  readonly name: string
  readonly type: 'string' | 'boolean' | 'dateTime' | 'reference' | 'complex'
  readonly multiValued: boolean
  readonly about: string
  readonly mutability: 'readWrite' | 'readOnly' | 'immutable'
  readonly required: boolean
  readonly caseExact: boolean
  readonly uniqueness: 'none' | 'server'
  /** kept: stored and answered. ignored: of the standard's schema, not stored. refused: would mislead if it were ignored. */
  readonly use: 'kept' | 'ignored' | 'refused'
  readonly sub: readonly Attribute[]
}

const row = (name: string, about: string, facts: Partial<Omit<Attribute, 'name' | 'about'>> = {}): Attribute => ({
  name,
  about,
  type: 'string',
  multiValued: false,
  mutability: 'readWrite',
  required: false,
  caseExact: false,
  uniqueness: 'none',
  use: 'kept',
  sub: [],
  ...facts,
})
const unused = (name: string, use: 'ignored' | 'refused' = 'ignored'): Attribute => row(name, '', { use })

const readOnly = { mutability: 'readOnly' } as const
const shared: readonly Attribute[] = [
  row('id', 'Number that the server gave.', { ...readOnly, caseExact: true, uniqueness: 'server' }),
  row('externalId', 'What the client calls it.', { caseExact: true }),
  row('meta', 'About the resource itself.', {
    ...readOnly,
    type: 'complex',
    sub: [
      row('resourceType', 'User or Group.', { ...readOnly, caseExact: true }),
      row('created', 'When it was made.', { ...readOnly, type: 'dateTime' }),
      row('location', 'Path of the resource.', { ...readOnly, type: 'reference', caseExact: true }),
    ],
  }),
]

export interface ResourceType {
  readonly name: 'User' | 'Group'
  readonly endpoint: string
  readonly schema: string
  readonly about: string
  readonly attributes: readonly Attribute[]
  /** Extensions whose attributes are ignored as a whole. */
  readonly extensions: readonly string[]
}

export const userType: ResourceType = {
  name: 'User',
  endpoint: '/Users',
  schema: 'urn:ietf:params:scim:schemas:core:2.0:User',
  about: 'Sub-user',
  extensions: ['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'],
  attributes: [
    ...shared,
    row('userName', 'Name of the user, without regard to case; it never changes.', {
      mutability: 'immutable',
      required: true,
      uniqueness: 'server',
    }),
    row('displayName', 'Nickname of the user.'),
    row('active', 'Whether the user can do anything.', { type: 'boolean' }),
    row('emails', 'Mail addresses; the primary one is kept, or the one for work, or the first.', {
      type: 'complex',
      multiValued: true,
      sub: [
        row('value', 'The address.'),
        row('type', 'Always work.'),
        row('primary', 'Always true.', { type: 'boolean' }),
        unused('display'),
      ],
    }),
    ...['name', 'nickName', 'profileUrl', 'title', 'userType', 'preferredLanguage', 'locale', 'timezone'].map((name) =>
      unused(name),
    ),
    ...['phoneNumbers', 'ims', 'photos', 'addresses'].map((name) => unused(name)),
    row('groups', '', { ...readOnly, use: 'ignored' }),
    ...['password', 'entitlements', 'roles', 'x509Certificates'].map((name) => unused(name, 'refused')),
  ],
}

export const groupType: ResourceType = {
  name: 'Group',
  endpoint: '/Groups',
  schema: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  about: 'User group',
  extensions: [],
  attributes: [
    ...shared,
    row('displayName', 'Name of the group, unique without regard to case.', { required: true, uniqueness: 'server' }),
    row('members', 'Users in the group.', {
      type: 'complex',
      multiValued: true,
      sub: [
        row('value', 'Id of the user.', { mutability: 'immutable', caseExact: true }),
        row('display', 'Name of the user.', readOnly),
        row('type', 'Always User.', { mutability: 'immutable' }),
        row('$ref', 'Path of the user.', { ...readOnly, type: 'reference', caseExact: true }),
      ],
    }),
  ],
}

export const resourceTypes: readonly ResourceType[] = [userType, groupType]

const named = (attributes: readonly Attribute[], name: string): Attribute | undefined => {
  const wanted = name.toLowerCase()
  return attributes.find((attribute) => attribute.name.toLowerCase() === wanted)
}

/** By its name, without regard to case, which SCIM's names have none of. */
export const attributeOf = (type: ResourceType, name: string): Attribute | undefined => named(type.attributes, name)
export const subAttributeOf = (attribute: Attribute, name: string): Attribute | undefined => named(attribute.sub, name)

/** Whether the text is the type's schema or one of its extensions. */
export function isSchemaOf(type: ResourceType, text: string): boolean {
  const wanted = text.toLowerCase()
  return [type.schema, ...type.extensions].some((urn) => urn.toLowerCase() === wanted)
}

/** A name without the schema in front of it; `undefined`: it belongs to an extension, and is ignored. */
export function withoutSchema(type: ResourceType, text: string): string | undefined {
  const lower = text.toLowerCase()
  if (!lower.startsWith('urn:')) return text
  const own = `${type.schema.toLowerCase()}:`
  if (lower.startsWith(own)) return text.slice(own.length)
  return type.extensions.some((urn) => lower.startsWith(urn.toLowerCase())) ? undefined : text
}
