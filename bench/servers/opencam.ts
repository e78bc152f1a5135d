// OpenCAM as it is started by `opencam serve`, on SQLite in a folder given by the parent.
import { readSettings } from '../../src/config.ts'
import { startServer } from '../../src/main.ts'
import { serveParent } from '../child.ts'

const { env } = JSON.parse(process.argv[2] ?? '{}') as { env: Record<string, string> }
const running = await startServer(readSettings([], env))
serveParent({ port: Number(new URL(running.url).port) })
