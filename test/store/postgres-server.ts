// A PostgreSQL server for one test run, as a process of its own: it says its address to the process that started it and
// ends with it, however that one ends.
import { startEmbedded } from './embedded-postgres.ts'

const starting = startEmbedded()
// The channel closes when the starter lets go of it or dies. Until then no signal meant for the whole group counts.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
process.on('disconnect', () => {
  starting
    .then(({ stop }) => stop())
    .catch(() => {})
    .finally(() => process.exit(0))
})
starting.then(
  ({ url }) => process.send?.({ url }),
  (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
)
