// Passkeys and hardware tokens. What was used once is remembered by one statement each, so that of two uses at the same
// time one is refused.
import type { Session } from '../driver.ts'
import type { HardTokensTable, PasskeysTable } from '../schema-sign-in.ts'
import type { FactorReads, FactorWrites, HardTokenRow, PasskeyRow } from '../store.ts'
import type { Over } from './entity.ts'
import { statement } from './statement.ts'

type ByUin = { account: number; uin: number }
type BySerial = { account: number; serial: string }
type ById = ByUin & { id: string }
type Written<Table> = Table & Record<string, number | string | null>

const passkeysOf = statement((db, p: ByUin) =>
  db
    .selectFrom('passkeys')
    .select([
      'account',
      'credential_id',
      'uin',
      'kind',
      'site',
      'public_key',
      'counter',
      'transports',
      'name',
      'created_ms',
      'used_ms',
    ])
    .where('account', '=', p.account)
    .where('uin', '=', p.uin)
    .orderBy('created_ms')
    .orderBy('credential_id'),
)
const insertPasskey = statement((db, p: Written<PasskeysTable>) =>
  db
    .insertInto('passkeys')
    .values({
      account: p.account,
      credential_id: p.credential_id,
      uin: p.uin,
      kind: p.kind,
      site: p.site,
      public_key: p.public_key,
      counter: p.counter,
      transports: p.transports,
      name: p.name,
      created_ms: p.created_ms,
      used_ms: p.used_ms,
    })
    .onConflict((c) => c.columns(['account', 'credential_id']).doNothing()),
)
// Authenticators that do not count say 0 for ever; one that has counted must go on.
const touchPasskey = statement((db, p: ById & { counter: number; usedMs: number }) =>
  db
    .updateTable('passkeys')
    .set({ counter: p.counter, used_ms: p.usedMs })
    .where('account', '=', p.account)
    .where('credential_id', '=', p.id)
    .where('uin', '=', p.uin)
    .where((eb) => eb.or([eb('counter', '<', p.counter), eb('counter', '=', 0)])),
)
const dropPasskey = statement((db, p: ById) =>
  db.deleteFrom('passkeys').where('account', '=', p.account).where('credential_id', '=', p.id).where('uin', '=', p.uin),
)
const dropPasskeys = statement((db, p: ByUin) =>
  db.deleteFrom('passkeys').where('account', '=', p.account).where('uin', '=', p.uin),
)

const tokenColumns = [
  'account',
  'serial',
  'sealed_secret',
  'period_seconds',
  'uin',
  'last_step',
  'imported_ms',
] as const
const tokenBySerial = statement((db, p: BySerial) =>
  db.selectFrom('hard_tokens').select(tokenColumns).where('account', '=', p.account).where('serial', '=', p.serial),
)
const tokensOf = statement((db, p: ByUin) =>
  db
    .selectFrom('hard_tokens')
    .select(tokenColumns)
    .where('account', '=', p.account)
    .where('uin', '=', p.uin)
    .orderBy('serial'),
)
const insertToken = statement((db, p: Written<HardTokensTable>) =>
  db
    .insertInto('hard_tokens')
    .values({
      account: p.account,
      serial: p.serial,
      sealed_secret: p.sealed_secret,
      period_seconds: p.period_seconds,
      uin: p.uin,
      last_step: p.last_step,
      imported_ms: p.imported_ms,
    })
    .onConflict((c) => c.columns(['account', 'serial']).doNothing()),
)
const bindToken = statement((db, p: BySerial & { uin: number | null }) =>
  db.updateTable('hard_tokens').set({ uin: p.uin }).where('account', '=', p.account).where('serial', '=', p.serial),
)
const advanceToken = statement((db, p: BySerial & { step: number }) =>
  db
    .updateTable('hard_tokens')
    .set({ last_step: p.step })
    .where('account', '=', p.account)
    .where('serial', '=', p.serial)
    .where('last_step', '<', p.step),
)
const freeTokens = statement((db, p: ByUin) =>
  db.updateTable('hard_tokens').set({ uin: null }).where('account', '=', p.account).where('uin', '=', p.uin),
)

const readPasskey = (row: PasskeysTable): PasskeyRow => ({
  account: row.account,
  credentialId: row.credential_id,
  uin: row.uin,
  kind: row.kind as PasskeyRow['kind'],
  site: row.site,
  publicKey: row.public_key,
  counter: row.counter,
  transports: JSON.parse(row.transports) as readonly string[],
  name: row.name,
  createdMs: row.created_ms,
  usedMs: row.used_ms ?? undefined,
})
const readToken = (row: HardTokensTable): HardTokenRow => ({
  account: row.account,
  serial: row.serial,
  sealedSecret: row.sealed_secret,
  periodSeconds: row.period_seconds,
  uin: row.uin ?? undefined,
  lastStep: row.last_step,
  importedMs: row.imported_ms,
})

export const factorReads: Over<FactorReads> = {
  async passkeys(session, account, uin) {
    return (await session.all(passkeysOf, { account, uin })).map(readPasskey)
  },
  async hardToken(session, account, serial) {
    const row = await session.first(tokenBySerial, { account, serial })
    return row && readToken(row)
  },
  async hardTokensOf(session, account, uin) {
    return (await session.all(tokensOf, { account, uin })).map(readToken)
  },
}

export const factorWrites: Over<FactorWrites> = {
  async insertPasskey(session, row) {
    const inserted = await session.run(insertPasskey, {
      account: row.account,
      credential_id: row.credentialId,
      uin: row.uin,
      kind: row.kind,
      site: row.site,
      public_key: row.publicKey,
      counter: row.counter,
      transports: JSON.stringify(row.transports),
      name: row.name,
      created_ms: row.createdMs,
      used_ms: row.usedMs ?? null,
    })
    return inserted === 1 ? 'inserted' : 'taken'
  },
  async usePasskey(session, account, uin, id, { counter, usedMs }) {
    return (await session.run(touchPasskey, { account, uin, id, counter, usedMs })) === 1
  },
  async dropPasskey(session, account, uin, id) {
    return (await session.run(dropPasskey, { account, uin, id })) === 1
  },
  async importHardToken(session, row) {
    const inserted = await session.run(insertToken, {
      account: row.account,
      serial: row.serial,
      sealed_secret: row.sealedSecret,
      period_seconds: row.periodSeconds,
      uin: row.uin ?? null,
      last_step: row.lastStep,
      imported_ms: row.importedMs,
    })
    return inserted === 1 ? 'inserted' : 'taken'
  },
  async bindHardToken(session, account, serial, uin) {
    return (await session.run(bindToken, { account, serial, uin: uin ?? null })) === 1
  },
  async useHardStep(session, account, serial, step) {
    return (await session.run(advanceToken, { account, serial, step })) === 1
  },
}

/** For whoever deletes the user: passkeys go, a hardware token is nobody's again. */
export async function dropFactors(session: Session, account: number, uin: number): Promise<void> {
  await session.run(dropPasskeys, { account, uin })
  await session.run(freeTokens, { account, uin })
}
