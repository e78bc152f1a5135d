// All checks of the repository in order: types, lint and format, then every test. Ends with one plain line of counts
// and fails when anything failed, was left out or did not run. Further arguments go to the test runner.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { Trouble } from './launcher/npm.mjs'
import { bringPrograms } from './launcher/programs.mjs'
import { run } from './launcher/run.mjs'

const resultFile = '.test-results/vitest.json'
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultFile}`]
const args = process.argv.slice(2)

// Some of the tools colour what goes into a file or a pipe unless told.
const terminal = process.stdout.isTTY === true
const env = terminal ? process.env : { ...process.env, NO_COLOR: '1' }

const checks = [
  ['types', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json']],
  ['types of the console', ['node_modules/typescript/bin/tsc', '-p', 'console/tsconfig.json']],
  ['lint and format', ['node_modules/@biomejs/biome/bin/biome', 'ci', ...(terminal ? [] : ['--colors=off'])]],
]

/** Totals of the runner's report. A file that could not be loaded has no test to fail: it counts as one failure. */
function countsOf(file) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'))
    const broken = report.testResults.filter(
      (suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
    )
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken.length,
      leftOut: report.numPendingTests + report.numTodoTests,
    }
  } catch (error) {
    return { passed: 0, failed: 0, leftOut: 0, problem: `the test runner left no report: ${error.message}` }
  }
}

async function step(name, command) {
  console.log(`\n— ${name} —`)
  return await run(process.execPath, command, { env })
}

mkdirSync('.test-results', { recursive: true })
rmSync(resultFile, { force: true })
const problems = []
for (const [name, command] of checks) {
  if ((await step(name, command)) !== 0) problems.push(`${name} failed`)
}
// Tests that were chosen by arguments and need neither browser nor database programs do without.
if (args.length === 0 || args.some((arg) => /browser|console|store|faults/.test(arg))) {
  try {
    await bringPrograms()
  } catch (error) {
    if (!(error instanceof Trouble)) throw error
    console.log(`\n${error.message}`)
    problems.push('programs that tests need are not there (see above)')
  }
}
const coverage = (mode) => ['scripts/coverage.ts', mode]
const whole = args.length === 0
if (whole && (await run(process.execPath, coverage('--begin'), { env })) !== 0) {
  problems.push('recordings of earlier runs could not be dropped')
}
const exit = await step('tests', ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...args])
const { passed, failed, leftOut, problem } = countsOf(resultFile)
if (problem !== undefined) problems.push(problem)
else if (passed + failed === 0) problems.push('no test ran')
else if (exit !== 0 && failed === 0) problems.push('the test runner failed outside of a test (its words are above)')
// Choosing tests by arguments leaves the others out on purpose; without arguments nothing may be left out.
if (leftOut > 0 && whole) problems.push(`${leftOut} tests were left out`)
// Only what all tests together have seen says anything about what none of them has.
if (!whole || exit !== 0) {
  console.log(`\ncoverage is not judged: ${whole ? 'tests failed' : 'only the tests that the arguments chose ran'}`)
} else if ((await step('coverage', coverage('--check'))) !== 0) problems.push('coverage failed')

console.log('')
for (const text of problems) console.log(`! ${text}`)
console.log(`${passed} passed, ${failed + problems.length} failed`)
process.exitCode = failed + problems.length === 0 ? 0 : 1
