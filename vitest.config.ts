// How the tests run: in processes of their own (the embedded database is native code), few at a time, sharing one
// PostgreSQL server that starts when a suite asks for it.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // No test file changes what another one sees: modules hold no state but memory of what was compiled.
    isolate: false,
    // A page on a busy machine takes its time; a poll ends at once when it sees what it waits for.
    expect: { poll: { timeout: 20_000 } },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
  },
})
