// OpenCAM as it is started by `opencam serve`, with a second root account whose key the parent is told.
import { makeRootAccount } from '../../src/actions/account/root.ts'
import { readSettings } from '../../src/config.ts'
import { startServer } from '../../src/main.ts'
import { serveParent } from '../child.ts'

const { env } = JSON.parse(process.argv[2] ?? '{}') as { env: Record<string, string> }
const running = await startServer(readSettings([], env))
const { store, random, sealer, clock } = running.world
const given = { name: 'quiet', verified: true, site: 'default', passwordHash: undefined, nowMs: clock() }
const made = await store.transaction((writes) => makeRootAccount(writes, { random, sealer }, given))
if (made === 'taken') throw new Error('the account could not be made')
const { secretId, secretKey } = made
serveParent({ port: Number(new URL(running.url).port), quiet: { secretId, secretKey } })
