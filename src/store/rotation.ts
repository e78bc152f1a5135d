// Changing the master key while servers serve: the new one is put in front and seals from then on, rows are sealed anew in
// batches beside the calls, and the old one goes when nothing rests on it any more. What is done is in the rows themselves, so a rotation
// that was killed goes on where it stood.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { masterKeyFile, newMasterKey, replaceMasterKeyFile } from './master-key.ts'
import type { MasterKeys, Sealer } from './seal.ts'
import { sealedColumns } from './sealed-columns.ts'
import type { SealedRow, Store } from './store.ts'

/** The keys of a data folder's file. `undefined`: there is no file. */
export const keysOf = (dataDir: string): MasterKeys | undefined =>
  existsSync(join(dataDir, 'master.key')) ? masterKeyFile(dataDir) : undefined

/** Puts a fresh key in front of the file's keys. */
export function putNewKey(dataDir: string, random: (count: number) => Uint8Array, nowMs: number): MasterKeys {
  const { current, others } = masterKeyFile(dataDir)
  const keys = { current: newMasterKey(random), others: [{ ...current, sealedUntilMs: nowMs }, ...others] }
  replaceMasterKeyFile(dataDir, keys)
  return keys
}

export interface Progress {
  readonly done: number
  /** Rows that were not under the new key when it began. */
  readonly total: number
}
export interface Resealed extends Progress {
  /** Rows that open under none of the keys, as `table account/key`: they stay as they are. */
  readonly unreadable: readonly string[]
}

/**
 * Seals every row anew that is not under the sealer's first key, so many in a transaction, until a whole look finds none but
 * unreadable ones. `between` is awaited after each batch, so that calls come first.
 */
export async function reseal(
  store: Pick<Store, 'sealed'>,
  sealer: Sealer,
  { batch, between }: { readonly batch: number; between(progress: Progress): Promise<void> },
): Promise<Resealed> {
  const [keyId] = sealer.keyIds
  const total = await store.sealed.countOthers(keyId)
  const unreadable = new Set<string>()
  let done = 0
  for (let before = -1; before !== done; ) {
    before = done
    for (const column of sealedColumns) {
      let after: SealedRow | undefined
      for (;;) {
        const rows = await store.sealed.next(column, { keyId, after, max: batch })
        if (rows.length === 0) break
        const anew = rows.flatMap((row) => {
          const context = column.context(row.account, row.key)
          const plain = openOr(sealer, row.sealed, context)
          if (plain !== undefined) return [{ ...row, before: row.sealed, sealed: sealer.seal(plain, context) }]
          unreadable.add(`${column.table} ${row.account}/${row.key.join('/')}`)
          return []
        })
        done += anew.length === 0 ? 0 : await store.sealed.replace(column, anew)
        after = rows.at(-1)
        await between({ done, total: Math.max(total, done) })
      }
    }
  }
  return { done, total: Math.max(total, done), unreadable: [...unreadable] }
}

function openOr(sealer: Sealer, sealed: string, context: Parameters<Sealer['open']>[1]): string | undefined {
  try {
    return sealer.open(sealed, context)
  } catch {
    return undefined
  }
}

/** Calls that began before a key was replaced have ended by then, whatever they waited for. */
export const graceMs = 2 * 60_000

/** Why a key cannot go yet; `undefined`: nothing rests on it. `sealedUntilMs`: since when the servers seal under another one. */
export async function restsOn(
  store: Pick<Store, 'sealed'>,
  { current, others }: MasterKeys,
  { keyId, sealedUntilMs, nowMs }: { readonly keyId: string; readonly sealedUntilMs: number; readonly nowMs: number },
): Promise<string | undefined> {
  if (current.id === keyId) return `${keyId} is the key that seals`
  if (!others.some(({ id }) => id === keyId)) return `there is no master key ${keyId}`
  const rows = (await store.sealed.countByKey()).get(keyId) ?? 0
  if (rows > 0) return `${rows} rows are sealed under ${keyId}: run \`opencam master-key rotate\` to its end first`
  if (nowMs < sealedUntilMs + graceMs) {
    return `calls that began under ${keyId} may still end: wait until ${iso(sealedUntilMs + graceMs)}`
  }
  const { total, lastMs } = await store.sealed.temporaryKeys({ nowMs, madeBeforeMs: sealedUntilMs + graceMs })
  if (total === 0) return undefined
  return `${total} temporary keys that may have been made under ${keyId} last until ${iso(lastMs ?? nowMs)}`
}

const iso = (ms: number): string => new Date(ms).toISOString()

/** Takes a key out of the file. */
export function dropKey(dataDir: string, keyId: string): void {
  const { current, others } = masterKeyFile(dataDir)
  replaceMasterKeyFile(dataDir, { current, others: others.filter(({ id }) => id !== keyId) })
}
