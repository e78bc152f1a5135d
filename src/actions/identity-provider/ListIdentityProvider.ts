// Lists the identity providers of roles, SAML and OIDC together. The name is known from policies and audit events of the
// real console; nobody documents its parameters or results, so these are ours.
import { wireTime } from '../../kernel/time.ts'
import { int, list, nullable, optional, struct, text } from '../../protocol/shape.ts'
import type { Reads } from '../../store/store.ts'
import { action } from '../define.ts'
import { segmentOf } from './provider.ts'

const newer = true
const kinds = ['saml', 'oidc'] as const

const IdentityProviderInfo = struct(
  'IdentityProviderInfo',
  {
    Kind: text({ about: 'saml or oidc.', newer }),
    Name: text({ about: 'Name of the provider.', newer }),
    Description: text({ about: 'What the provider is for.', newer }),
    IdentityUrl: nullable(text({ about: 'Issuer of an OIDC provider; null for SAML.', newer })),
    ClientId: list(text({ about: 'Client id.' }), { about: 'Audiences of an OIDC provider; none for SAML.', newer }),
    AutoRotateKey: int({ about: 'Whether the server fetches the keys: 1 yes, 0 no.', oneOf: [0, 1], newer }),
    CreateTime: text({ about: 'When it was made, UTC+8.', newer }),
    ModifyTime: text({ about: 'When it was last changed, UTC+8.', newer }),
  },
  { about: 'An identity provider of roles, without documents and keys.' },
)

export const ListIdentityProvider = action({
  name: 'ListIdentityProvider',
  product: 'cam',
  group: 'IdentityProvider',
  summary: 'Lists the identity providers of roles, SAML and OIDC.',
  newer,
  access: 'read',
  perSecond: 20,
  params: { Kind: optional(text({ about: 'Only those of one kind: saml or oidc.', oneOf: kinds, newer })) },
  returns: {
    TotalNum: int({ about: 'How many there are.', newer }),
    Providers: list(IdentityProviderInfo, { about: 'All of them, newest first.', newer }),
  },
  errors: ['InvalidParameter.ParamError'],
  resource: {
    level: 'operation',
    fine: ({ params: { Kind: kind } }) =>
      kinds.filter((one) => kind === undefined || one === kind).map((one) => segmentOf(one, '*')),
  },
  async handle({ params: { Kind: kind }, caller, store }) {
    const [saml, oidc] = [
      kind === 'oidc' ? [] : await samlOf(store, caller.account),
      kind === 'saml' ? [] : await oidcOf(store, caller.account),
    ]
    const rows = [...saml, ...oidc].sort((one, other) => other.createdMs - one.createdMs)
    return { TotalNum: rows.length, Providers: rows.map(({ view }) => view) }
  },
})

type Providers = Pick<Reads, 'identityProviders'>
interface Listed {
  readonly name: string
  readonly description: string
  readonly createdMs: number
  readonly updatedMs: number
}

const shared = ({ name, description, createdMs, updatedMs }: Listed) => ({
  Name: name,
  Description: description,
  CreateTime: wireTime(createdMs),
  ModifyTime: wireTime(updatedMs),
})

async function samlOf({ identityProviders }: Providers, account: number) {
  const rows = await identityProviders.samlProviders(account)
  return rows.map((row) => ({
    createdMs: row.createdMs,
    view: { Kind: 'saml', ...shared(row), IdentityUrl: null, ClientId: [], AutoRotateKey: 0 },
  }))
}

async function oidcOf({ identityProviders }: Providers, account: number) {
  const rows = await identityProviders.oidcProviders(account)
  return rows.map((row) => ({
    createdMs: row.createdMs,
    view: {
      Kind: 'oidc',
      ...shared(row),
      IdentityUrl: row.issuer,
      ClientId: row.clientIds,
      AutoRotateKey: row.autoRotateKey ? 1 : 0,
    },
  }))
}
