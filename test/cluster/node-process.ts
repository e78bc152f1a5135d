// A server in a process of its own, which can be paused and killed; its clock may be wrong. Started by `processes.ts`.
import { readSettings } from '../../src/config.ts'
import { startServer } from '../../src/main.ts'

const { env, flags, skewMs } = JSON.parse(process.argv[2] ?? '{}') as {
  env: Record<string, string>
  flags: readonly string[]
  skewMs: number
}
// Whoever started it has gone.
process.on('disconnect', () => process.exit(1))
const server = await startServer(readSettings(flags, env), { clock: () => Date.now() + skewMs })
process.send?.({ url: server.url })
