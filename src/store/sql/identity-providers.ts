// Identity providers of roles. Their fetched keys are in `provider-keys.ts`, sign-in of sub-users is in `user-sso.ts`.
import type { IdentityProvidersTable } from '../schema.ts'
import type { IdentityProviderReads, IdentityProviderWrites, NewProvider, ProviderRow } from '../store.ts'
import type { Over } from './entity.ts'
import { nameKey } from './name-key.ts'
import { statement } from './statement.ts'

const listedColumns = ['account', 'name', 'description', 'created_ms', 'updated_ms'] as const
const columns = [
  ...listedColumns,
  'kind',
  'metadata',
  'issuer',
  'client_ids',
  'identity_key',
  'auto_rotate',
  'keys_due_ms',
] as const

type ByName = { account: number; nameKey: string }
type Written = IdentityProvidersTable & Record<string, number | string | null>

const byName = statement((db, p: ByName) =>
  db
    .selectFrom('identity_providers')
    .select(columns)
    .where('account', '=', p.account)
    .where('name_key', '=', p.nameKey),
)
const madeMsOf = statement((db, p: ByName & { kind: string }) =>
  db
    .selectFrom('identity_providers')
    .select('created_ms')
    .where('account', '=', p.account)
    .where('name_key', '=', p.nameKey)
    .where('kind', '=', p.kind),
)
const allSaml = statement((db, p: { account: number }) =>
  db
    .selectFrom('identity_providers')
    .select(listedColumns)
    .where('account', '=', p.account)
    .where('kind', '=', 'saml')
    .orderBy('created_ms', 'desc')
    .orderBy('name_key'),
)
const allOidc = statement((db, p: { account: number }) =>
  db
    .selectFrom('identity_providers')
    .select([...listedColumns, 'issuer', 'client_ids', 'auto_rotate'])
    .where('account', '=', p.account)
    .where('kind', '=', 'oidc')
    .orderBy('created_ms', 'desc')
    .orderBy('name_key'),
)
const countAll = statement((db, p: { account: number }) =>
  db
    .selectFrom('identity_providers')
    .select((eb) => eb.fn.countAll<number>().as('value'))
    .where('account', '=', p.account),
)
const insertProvider = statement((db, p: Written) =>
  db
    .insertInto('identity_providers')
    .values({
      account: p.account,
      name_key: p.name_key,
      kind: p.kind,
      name: p.name,
      description: p.description,
      metadata: p.metadata,
      issuer: p.issuer,
      client_ids: p.client_ids,
      identity_key: p.identity_key,
      auto_rotate: p.auto_rotate,
      keys_due_ms: p.keys_due_ms,
      created_ms: p.created_ms,
      updated_ms: p.updated_ms,
    })
    .onConflict((c) => c.columns(['account', 'name_key']).doNothing()),
)
const updateProvider = statement((db, p: Written) =>
  db
    .updateTable('identity_providers')
    .set({
      name: p.name,
      description: p.description,
      metadata: p.metadata,
      issuer: p.issuer,
      client_ids: p.client_ids,
      identity_key: p.identity_key,
      auto_rotate: p.auto_rotate,
      keys_due_ms: p.keys_due_ms,
      created_ms: p.created_ms,
      updated_ms: p.updated_ms,
    })
    .where('account', '=', p.account)
    .where('name_key', '=', p.name_key)
    .where('kind', '=', p.kind),
)
const dropProvider = statement((db, p: ByName & { kind: string }) =>
  db
    .deleteFrom('identity_providers')
    .where('account', '=', p.account)
    .where('name_key', '=', p.nameKey)
    .where('kind', '=', p.kind),
)

function readProvider(row: Omit<IdentityProvidersTable, 'name_key'>): ProviderRow {
  const { account, name, description, created_ms: createdMs, updated_ms: updatedMs } = row
  const shared = { account, name, description, createdMs, updatedMs }
  if (row.kind === 'saml') return { ...shared, kind: 'saml', metadata: row.metadata ?? '' }
  return {
    ...shared,
    kind: 'oidc',
    issuer: row.issuer ?? '',
    clientIds: JSON.parse(row.client_ids ?? '[]') as readonly string[],
    identityKey: row.identity_key ?? '',
    autoRotateKey: row.auto_rotate === 1,
    keysDueMs: row.keys_due_ms ?? 0,
  }
}

function writeProvider(account: number, provider: NewProvider): Written {
  const { kind, name, description, createdMs, updatedMs } = provider
  const oidc = provider.kind === 'oidc' ? provider : undefined
  return {
    account,
    name_key: nameKey(name),
    kind,
    name,
    description,
    metadata: provider.kind === 'saml' ? provider.metadata : null,
    issuer: oidc?.issuer ?? null,
    client_ids: oidc === undefined ? null : JSON.stringify(oidc.clientIds),
    identity_key: oidc?.identityKey ?? null,
    auto_rotate: oidc?.autoRotateKey === true ? 1 : 0,
    keys_due_ms: oidc?.keysDueMs ?? null,
    created_ms: createdMs,
    updated_ms: updatedMs,
  }
}

type ProviderReads = Pick<IdentityProviderReads, 'byName' | 'madeMs' | 'samlProviders' | 'oidcProviders' | 'count'>

export const identityProviderReads: Over<ProviderReads> = {
  async byName(session, account, name) {
    const row = await session.first(byName, { account, nameKey: nameKey(name) })
    return row && readProvider(row)
  },
  async madeMs(session, account, kind, name) {
    return (await session.first(madeMsOf, { account, kind, nameKey: nameKey(name) }))?.created_ms
  },
  async samlProviders(session, account) {
    const rows = await session.all(allSaml, { account })
    return rows.map((row) => ({
      kind: 'saml',
      account: row.account,
      name: row.name,
      description: row.description,
      createdMs: row.created_ms,
      updatedMs: row.updated_ms,
    }))
  },
  async oidcProviders(session, account) {
    const rows = await session.all(allOidc, { account })
    return rows.map((row) => ({
      kind: 'oidc',
      account: row.account,
      name: row.name,
      description: row.description,
      issuer: row.issuer ?? '',
      clientIds: JSON.parse(row.client_ids ?? '[]') as readonly string[],
      autoRotateKey: row.auto_rotate === 1,
      createdMs: row.created_ms,
      updatedMs: row.updated_ms,
    }))
  },
  async count(session, account) {
    return (await session.first(countAll, { account }))?.value ?? 0
  },
}

export const identityProviderWrites: Over<Pick<IdentityProviderWrites, 'insert' | 'update' | 'delete'>> = {
  async insert(session, account, provider) {
    return (await session.run(insertProvider, writeProvider(account, provider))) === 1 ? 'inserted' : 'taken'
  },
  async update(session, account, provider) {
    return (await session.run(updateProvider, writeProvider(account, provider))) === 1
  },
  async delete(session, account, kind, name) {
    return (await session.run(dropProvider, { account, kind, nameKey: nameKey(name) })) === 1
  },
}
