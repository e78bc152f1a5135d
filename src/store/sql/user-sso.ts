// Sign-in of sub-users by their account's own identity provider: one row for each protocol, at most one of them in force.
import type { UserSsoTable } from '../schema.ts'
import type {
  IdentityProviderReads,
  IdentityProviderWrites,
  NewUserSso,
  UserOidcRow,
  UserSamlRow,
  UserSsoRow,
} from '../store.ts'
import type { Over } from './entity.ts'
import { statement } from './statement.ts'

const columns = [
  'account',
  'protocol',
  'enabled',
  'metadata',
  'auxiliary_domain',
  'issuer',
  'client_id',
  'identity_key',
  'auto_rotate',
  'keys_due_ms',
  'authorization_endpoint',
  'response_type',
  'response_mode',
  'mapping_field',
  'scopes',
  'description',
  'created_ms',
  'updated_ms',
] as const

type Written = UserSsoTable & Record<string, number | string | null>

const byProtocol = statement((db, p: { account: number; protocol: string }) =>
  db.selectFrom('user_sso').select(columns).where('account', '=', p.account).where('protocol', '=', p.protocol),
)
// One statement, so that it never falls between the two rows while one takes the other's place.
const inForce = statement((db, p: { account: number }) =>
  db
    .selectFrom('user_sso')
    .select(columns)
    .where('account', '=', p.account)
    .where('protocol', 'in', ['saml', 'oidc'])
    .where('enabled', '=', 1),
)
const put = statement((db, p: Written) =>
  db
    .insertInto('user_sso')
    .values({
      account: p.account,
      protocol: p.protocol,
      enabled: p.enabled,
      metadata: p.metadata,
      auxiliary_domain: p.auxiliary_domain,
      issuer: p.issuer,
      client_id: p.client_id,
      identity_key: p.identity_key,
      auto_rotate: p.auto_rotate,
      keys_due_ms: p.keys_due_ms,
      authorization_endpoint: p.authorization_endpoint,
      response_type: p.response_type,
      response_mode: p.response_mode,
      mapping_field: p.mapping_field,
      scopes: p.scopes,
      description: p.description,
      created_ms: p.created_ms,
      updated_ms: p.updated_ms,
    })
    .onConflict((c) =>
      c.columns(['account', 'protocol']).doUpdateSet((eb) => ({
        enabled: eb.ref('excluded.enabled'),
        metadata: eb.ref('excluded.metadata'),
        auxiliary_domain: eb.ref('excluded.auxiliary_domain'),
        issuer: eb.ref('excluded.issuer'),
        client_id: eb.ref('excluded.client_id'),
        identity_key: eb.ref('excluded.identity_key'),
        auto_rotate: eb.ref('excluded.auto_rotate'),
        keys_due_ms: eb.ref('excluded.keys_due_ms'),
        authorization_endpoint: eb.ref('excluded.authorization_endpoint'),
        response_type: eb.ref('excluded.response_type'),
        response_mode: eb.ref('excluded.response_mode'),
        mapping_field: eb.ref('excluded.mapping_field'),
        scopes: eb.ref('excluded.scopes'),
        description: eb.ref('excluded.description'),
        created_ms: eb.ref('excluded.created_ms'),
        updated_ms: eb.ref('excluded.updated_ms'),
      })),
    ),
)
const disable = statement((db, p: { account: number; protocol: string; nowMs: number }) =>
  db
    .updateTable('user_sso')
    .set({ enabled: 0, updated_ms: p.nowMs })
    .where('account', '=', p.account)
    .where('protocol', '=', p.protocol)
    .where('enabled', '=', 1),
)

function readSettings(row: UserSsoTable): UserSsoRow {
  const { account, created_ms: createdMs, updated_ms: updatedMs } = row
  const shared = { account, enabled: row.enabled === 1, createdMs, updatedMs }
  if (row.protocol === 'saml') {
    const { metadata, auxiliary_domain: auxiliaryDomain } = row
    return { ...shared, protocol: 'saml', metadata: metadata ?? '', auxiliaryDomain: auxiliaryDomain ?? '' }
  }
  return {
    ...shared,
    protocol: 'oidc',
    issuer: row.issuer ?? '',
    clientId: row.client_id ?? '',
    identityKey: row.identity_key ?? '',
    autoRotateKey: row.auto_rotate === 1,
    keysDueMs: row.keys_due_ms ?? 0,
    authorizationEndpoint: row.authorization_endpoint ?? '',
    responseType: row.response_type ?? '',
    responseMode: row.response_mode ?? '',
    mappingField: row.mapping_field ?? '',
    scopes: JSON.parse(row.scopes ?? '[]') as readonly string[],
    description: row.description ?? '',
  }
}

function writeSettings(account: number, settings: NewUserSso): Written {
  const saml = settings.protocol === 'saml' ? settings : undefined
  const oidc = settings.protocol === 'oidc' ? settings : undefined
  return {
    account,
    protocol: settings.protocol,
    enabled: settings.enabled ? 1 : 0,
    metadata: saml?.metadata ?? null,
    auxiliary_domain: saml?.auxiliaryDomain ?? null,
    issuer: oidc?.issuer ?? null,
    client_id: oidc?.clientId ?? null,
    identity_key: oidc?.identityKey ?? null,
    auto_rotate: oidc?.autoRotateKey === true ? 1 : 0,
    keys_due_ms: oidc?.keysDueMs ?? null,
    authorization_endpoint: oidc?.authorizationEndpoint ?? null,
    response_type: oidc?.responseType ?? null,
    response_mode: oidc?.responseMode ?? null,
    mapping_field: oidc?.mappingField ?? null,
    scopes: oidc === undefined ? null : JSON.stringify(oidc.scopes),
    description: oidc?.description ?? null,
    created_ms: settings.createdMs,
    updated_ms: settings.updatedMs,
  }
}

export const userSsoReads: Over<Pick<IdentityProviderReads, 'userSaml' | 'userOidc' | 'userSso'>> = {
  async userSaml(session, account): Promise<UserSamlRow | undefined> {
    const row = await session.first(byProtocol, { account, protocol: 'saml' })
    const settings = row && readSettings(row)
    return settings?.protocol === 'saml' ? settings : undefined
  },
  async userOidc(session, account): Promise<UserOidcRow | undefined> {
    const row = await session.first(byProtocol, { account, protocol: 'oidc' })
    const settings = row && readSettings(row)
    return settings?.protocol === 'oidc' ? settings : undefined
  },
  async userSso(session, account) {
    const row = await session.first(inForce, { account })
    return row && readSettings(row)
  },
}

export const userSsoWrites: Over<Pick<IdentityProviderWrites, 'setUserSso' | 'disableUserSso'>> = {
  async setUserSso(session, account, settings) {
    const other = settings.protocol === 'saml' ? 'oidc' : 'saml'
    if (settings.enabled) await session.run(disable, { account, protocol: other, nowMs: settings.updatedMs })
    await session.run(put, writeSettings(account, settings))
  },
  async disableUserSso(session, account, nowMs) {
    const saml = await session.run(disable, { account, protocol: 'saml', nowMs })
    const oidc = await session.run(disable, { account, protocol: 'oidc', nowMs })
    return saml + oidc > 0
  },
}
