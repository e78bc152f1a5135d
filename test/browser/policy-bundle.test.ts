// The policy engine as a browser loads it: one module, small enough, that answers every vector as Node does.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleFor } from '../../scripts/bundle.ts'
import type * as policy from '../../src/policy/index.ts'
import { readPolicy } from '../../src/policy/index.ts'
import { DECISION_CASES, DOCUMENT_CASES, OWNER, requestOf, subjectOf, textOf } from '../vectors/policy-cases.ts'
import { TRUST_CASES, textOfTrust } from '../vectors/trust-cases.ts'
import { launchBrowser } from './chromium.ts'

const gzipBytesMax = 40_000

declare global {
  /** Set in the page. */
  var bundledPolicy: typeof policy
}

let browser: Browser
let page: Page
beforeAll(async () => {
  const [{ code }, launched] = await Promise.all([bundleFor('policy/index.ts'), launchBrowser()])
  browser = launched
  page = await browser.newPage()
  const load = `import(URL.createObjectURL(new Blob([${JSON.stringify(code)}], { type: 'text/javascript' })))`
  await page.evaluate(`${load}.then((module) => { globalThis.bundledPolicy = module })`)
}, 60_000)
afterAll(() => browser?.close())

test('all of opencam/policy is below 40,000 bytes compressed', async () => {
  const { gzipBytes } = await bundleFor('policy/index.ts')
  expect(gzipBytes).toBeLessThan(gzipBytesMax)
  // A bundle of nothing would be small too.
  expect(gzipBytes).toBeGreaterThan(10_000)
})

test('the linter, which nobody needs who only decides, is not in it', async () => {
  const { code } = await bundleFor('policy/index.ts')
  expect(code).not.toContain('LINT_RULES')
})

test('a browser decides every vector as it is written', async () => {
  const cases = DECISION_CASES.map((vector) => {
    const { context, ...request } = requestOf(vector)
    return { subject: subjectOf(vector), request, context: Object.entries(vector.request.context) }
  })
  const answers = await page.evaluate((asked) => {
    const { assemble, decide, explain } = globalThis.bundledPolicy
    return asked.map(({ subject, request, context }) => {
      const program = assemble(subject)
      const whole = { ...request, context: new Map(context) }
      const { effect, layer, cause } = decide(program, whole)
      return { effect, layer, cause, explained: explain(program, whole).decision.effect }
    })
  }, cases)
  expect(answers).toEqual(DECISION_CASES.map(({ expect }) => ({ ...expect, explained: expect.effect })))
})

test('a browser decides every vector of trust as it is written', async () => {
  const cases = TRUST_CASES.map((vector) => ({
    text: textOfTrust(vector),
    asker: vector.asker,
    action: vector.action,
    context: Object.entries(vector.context),
  }))
  const answers = await page.evaluate(
    ({ owner, asked }) => {
      const { compileTrust, decideTrust } = globalThis.bundledPolicy
      return asked.map(({ text, asker, action, context }) => {
        const { effect, cause } = decideTrust(compileTrust(text, owner), asker, action, new Map(context))
        return { effect, cause }
      })
    },
    { owner: OWNER, asked: cases },
  )
  expect(answers).toEqual(TRUST_CASES.map(({ expect: { effect, cause } }) => ({ effect, cause })))
})

test('a browser reads every document as Node does', async () => {
  const texts = DOCUMENT_CASES.map(textOf)
  const options = { purpose: 'identity' as const, vocabulary: { service: () => undefined } }
  const read = await page.evaluate((documents) => {
    const { readPolicy } = globalThis.bundledPolicy
    const vocabulary = { service: () => undefined }
    return documents.map((text) =>
      readPolicy(text, { purpose: 'identity', vocabulary }).problems.map(({ code }) => code),
    )
  }, texts)
  expect(read).toEqual(texts.map((text) => readPolicy(text, options).problems.map(({ code }) => code)))
  expect(read.filter((codes) => codes.length > 0).length).toBeGreaterThan(20)
})
