// The test bench: `import { startOpenCam } from 'opencam/testing'`. A whole OpenCAM in the process of a test, with time, chance
// and faults in the test's hands. Never for anything but tests: its keys can be guessed by whoever knows the seed.
import { openBench } from './bench.ts'
import { planOf } from './plan.ts'
import type { StartOptions, TestServer } from './types.ts'

export { callsText, callText } from './assertions.ts'
export { allow, deny } from './policies.ts'
export { CallRefused } from './refused.ts'
export type * from './types.ts'

/**
 * Starts a server on 127.0.0.1 with an empty store and one root account. Throws an error that names the option, setting, file
 * or port that cannot be. Close it after the tests; `await using` does.
 */
export async function startOpenCam(options: StartOptions = {}): Promise<TestServer> {
  const plan = planOf(options)
  return openBench(plan, { port: options.port ?? 0, startMs: options.clock?.startMs ?? plan.real() })
}
