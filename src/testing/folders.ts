// Folders for stores, used again and again: to make and remove files costs a disk more than all the rest of a fork. They go
// when the last server closes, or with the process.
import { mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Below it a folder in memory may fill up: containers often have 64 MB. */
const roomyBytes = 1024 ** 3
const inMemory = '/dev/shm'

/** In memory where the system has room there. */
function placeOfAll(): string {
  try {
    const { bavail, bsize } = statfsSync(inMemory)
    if (bavail * bsize >= roomyBytes) return mkdtempSync(join(inMemory, 'opencam-testing-'))
  } catch {
    // No such place, or it is not ours to write to.
  }
  return mkdtempSync(join(tmpdir(), 'opencam-testing-'))
}

/** While servers are open. */
let base: string | undefined
let taken = 0
let made = 0
let free: string[] = []
let watching = false

/** A folder that nobody else uses. There may be files in it, or it may not be there yet. */
export function takeFolder(): string {
  base ??= placeOfAll()
  taken += 1
  const again = free.pop()
  if (again !== undefined) return again
  // For servers that nobody closes.
  if (!watching) process.once('exit', removeAll)
  watching = true
  made += 1
  return join(base, String(made))
}

/** Nothing in it is open any more. The last one takes all of them along. */
export function folderBack(folder: string): void {
  taken -= 1
  if (taken === 0) removeAll()
  else free.push(folder)
}

function removeAll(): void {
  if (base !== undefined) rmSync(base, { recursive: true, force: true })
  base = undefined
  free = []
}
