// One installer at a time in a checkout: a start and a test begun together must not both write node_modules.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Trouble } from './npm.mjs'

const pollMs = 200

/** Runs the work while holding the folder's lock file; waits for another live holder. Throws Trouble. */
export async function alone(folder, work) {
  const file = path.join(folder, 'installing')
  for (let waiting = false; !take(folder, file); waiting = true) {
    if (!waiting) console.error(`opencam: waiting for another installation here (if there is none, delete ${file}) …`)
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
  const release = () => rmSync(file, { force: true })
  const stop = () => {
    release()
    process.exit(130)
  }
  process.once('SIGINT', stop).once('SIGTERM', stop)
  try {
    return await work()
  } finally {
    process.removeListener('SIGINT', stop).removeListener('SIGTERM', stop)
    release()
  }
}

/** Takes the lock unless a live process holds it. */
function take(folder, file) {
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw new Trouble(`Cannot write ${folder}: ${error.message}`)
  }
  const holder = holderOf(file)
  if (holder !== undefined && isAlive(holder)) return false
  rmSync(file, { force: true })
  return take(folder, file)
}

function holderOf(file) {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10)
    // An empty file is one whose holder is just writing its number.
    return Number.isNaN(pid) ? process.pid : pid
  } catch {
    return undefined
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
