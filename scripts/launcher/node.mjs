// Finds a Node that can run the server: the running one when it is new enough, else one from npm kept in .runtime.
import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { alone } from './alone.mjs'
import { npm, Trouble } from './npm.mjs'

export const nodeMajorMin = 24

/** Whether a version such as `24.1.0` is new enough. */
export function isNewEnough(version) {
  return Number.parseInt(version, 10) >= nodeMajorMin
}

/** Path of a Node that is new enough; fetches one where there is none. Throws Trouble. */
export async function newEnoughNode(root) {
  if (isNewEnough(process.versions.node)) return process.execPath
  const folder = path.join(root, '.runtime')
  const windows = process.platform === 'win32'
  const name = `node-${windows ? 'win' : process.platform}-${process.arch}`
  const program = path.join(folder, 'node_modules', name, 'bin', windows ? 'node.exe' : 'node')
  // Written only after the program has answered, so that a fetch cut short is not taken for a whole one.
  const proof = path.join(folder, `${name}.ok`)
  if (existsSync(proof) && existsSync(program)) return program
  await alone(folder, async () => {
    if (!answers(program)) await fetchNode(folder, name, program)
    writeFileSync(proof, '')
  })
  return program
}

async function fetchNode(folder, name, program) {
  const start = Date.now()
  console.error(`opencam: this is Node ${process.versions.node}; fetching Node ${nodeMajorMin} into .runtime …`)
  const options = ['--prefix', folder, '--no-save', '--no-package-lock', '--ignore-scripts', '--force']
  try {
    await npm(
      process.execPath,
      ['install', `${name}@${nodeMajorMin}`, ...options],
      `Fetching Node ${nodeMajorMin} (${name})`,
    )
  } catch (error) {
    if (error instanceof Trouble) error.message += byHand
    throw error
  }
  if (!answers(program)) throw new Trouble(`The Node fetched from npm (${name}) does not run on this system.${byHand}`)
  console.error(`opencam: Node ${nodeMajorMin} is there (${((Date.now() - start) / 1000).toFixed(1)} s)`)
}

const byHand = `\nOr install Node ${nodeMajorMin} or newer yourself: https://nodejs.org`

function answers(program) {
  if (!existsSync(program)) return false
  const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' })
  return status === 0 && isNewEnough(stdout.trim().slice(1))
}
