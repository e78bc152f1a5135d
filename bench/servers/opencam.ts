// OpenCAM as it is started by `opencam serve`, on SQLite in a folder given by the parent, by one process or several.
import { readSettings } from '../../src/config.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { startServer } from '../../src/main.ts'
import { createLog } from '../../src/server/log.ts'
import { isKept, keepProcesses, tellKeeper } from '../../src/server/processes.ts'
import { serveParent } from '../child.ts'

const { env } = JSON.parse(process.argv[2] ?? '{}') as { env: Record<string, string> }
const settings = readSettings([], env)
if (settings.processes > 1 && !isKept()) {
  const parts = { clock: systemClock, log: createLog(settings.logLevel) }
  const { said, others } = await keepProcesses(settings.processes, parts)
  await others
  serveParent({ port: Number(said) })
} else {
  const { port } = await startServer(settings)
  serveParent({ port })
  if (isKept()) tellKeeper(String(port))
}
