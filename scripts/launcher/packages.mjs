// Brings node_modules to what package-lock.json asks for. What is there is read from the record that npm itself writes
// at the end of a complete installation, so an installation made by hand counts, and one cut short does not.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { alone } from './alone.mjs'
import { npm, Trouble } from './npm.mjs'

/**
 * Installs when something wanted is absent or of another version. `wanted`: `runtime` (no dev packages) or `all`. `root` may
 * be a folder inside the checkout: then `lockFolder` is that of the checkout, and `what` says whose packages they are.
 */
export async function bringPackages(root, wanted, node, { lockFolder = path.join(root, '.runtime'), what } = {}) {
  const lock = packagesIn(path.join(root, 'package-lock.json'))
  if (lock === undefined)
    throw new Trouble('package-lock.json is missing or unreadable: check the repository out again.')
  const recordFile = path.join(root, 'node_modules', '.package-lock.json')
  if (holds(packagesIn(recordFile), lock, wanted)) return
  await alone(lockFolder, async () => {
    const record = packagesIn(recordFile)
    if (holds(record, lock, wanted)) return
    const mode = wanted === 'all' || hasDev(record) ? 'all' : 'runtime'
    const start = Date.now()
    const whose = what ?? 'package-lock.json'
    console.error(
      `opencam: installing ${mode === 'all' && what === undefined ? 'all packages' : 'packages'} of ${whose} …`,
    )
    // Not `npm ci`: it refuses a lock file made where packages for other platforms could not be had, and it empties
    // node_modules first. `install --no-save` takes the same locked versions and leaves both manifests as they are.
    const args = ['install', '--prefix', root, '--no-save', mode === 'runtime' ? '--omit=dev' : '--include=dev']
    await npm(node, args, 'Installing packages')
    console.error(`opencam: packages are there (${((Date.now() - start) / 1000).toFixed(1)} s)`)
  })
}

/** Entries of a lock file by place; `undefined` when there is none that can be read. */
function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return undefined
  }
}

/** Whether the record has every package of the lock that is wanted; optional ones may rightly be absent. */
function holds(record, lock, wanted) {
  if (record === undefined) return false
  for (const place in lock) {
    const entry = lock[place]
    if (!place.includes('node_modules/') || entry.link || entry.optional || entry.devOptional) continue
    if (wanted === 'runtime' && entry.dev) continue
    const there = record[place]
    if (there === undefined || there.version !== entry.version || there.integrity !== entry.integrity) return false
  }
  return true
}

/** A start after a test must not take the test's packages away. */
function hasDev(record) {
  return record !== undefined && Object.values(record).some((entry) => entry.dev)
}
