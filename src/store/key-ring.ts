// The master keys of a data folder as a running server sees them: the key file is looked at before anything is sealed and when
// a key is asked for that is not known, so that a rotation beside it needs no restart and nothing is sealed under a key that has been
// replaced. A file that is gone or broken changes nothing: the keys that were read stay in force.
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { masterKeyFile } from './master-key.ts'
import { type Sealer, sealer } from './seal.ts'

/** Sealer over the data folder's key file, made where there is none. Throws like `masterKeyFile`. */
export function keyRing(dataDir: string): Sealer {
  const file = join(dataDir, 'master.key')
  let inner = sealer(masterKeyFile(dataDir))
  let stamp = stampOf(file)
  const current = (): Sealer => {
    const now = stampOf(file)
    if (now === stamp || now === undefined) return inner
    try {
      inner = sealer(masterKeyFile(dataDir))
      stamp = now
    } catch {
      // Half copied by hand, for instance: the next look may find it whole.
    }
    return inner
  }
  const knows = (keyId: string | undefined): Sealer =>
    keyId !== undefined && !inner.keyIds.includes(keyId) ? current() : inner
  return {
    seal: (plain, context) => current().seal(plain, context),
    open: (sealed, context) => knows(sealed.split('.', 2)[1]).open(sealed, context),
    get keyIds() {
      return current().keyIds
    },
    derive: (keyId, purpose) => knows(keyId).derive(keyId, purpose),
  }
}

function stampOf(file: string): string | undefined {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false })
  return found === undefined ? undefined : `${found.ino}/${found.mtimeNs}/${found.size}`
}
