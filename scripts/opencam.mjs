#!/usr/bin/env node
// The `opencam` command. In a checkout the launcher brings whatever is missing; elsewhere the running Node must do.
import { existsSync } from 'node:fs'
import { launch } from './launch.mjs'
import { isNewEnough, nodeMajorMin } from './launcher/node.mjs'

const args = process.argv.slice(2)
if (existsSync(new URL('../package-lock.json', import.meta.url))) {
  process.exitCode = await launch(['opencam', ...args])
} else if (isNewEnough(process.versions.node)) {
  const { main } = await import('../src/cli/main.ts')
  await main(args)
} else {
  console.error(
    `opencam: Node ${nodeMajorMin} or newer is needed, this is ${process.versions.node}: https://nodejs.org`,
  )
  process.exitCode = 1
}
