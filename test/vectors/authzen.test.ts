// The published scenarios of AuthZEN, case by case, against policies that say the same in the words of this server.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluationPath, evaluationsPath, searchPaths } from '../../src/gateway/authzen/door.ts'
import { openScenario, type Scene } from '../gateway/authzen.ts'
import gateways from './authzen/api-gateway.json' with { type: 'json' }
import certification from './authzen/certification.json' with { type: 'json' }
import certificationSearch from './authzen/certification-search.json' with { type: 'json' }
import search from './authzen/search.json' with { type: 'json' }
import todo from './authzen/todo.json' with { type: 'json' }

interface Case {
  readonly name: string
  readonly endpoint: string
  readonly request?: object
  readonly body?: string
  readonly contentType?: string
  readonly status?: number
  readonly expected?: { readonly decision?: boolean; readonly evaluations?: readonly object[] }
}

const paths: Readonly<Record<string, string>> = { evaluation: evaluationPath, evaluations: evaluationsPath }

const sets = [
  ['todo', 'Todo application', todo.cases],
  ['todo', 'API gateways before it', gateways.cases],
  ['certification', 'certification, Basic and Batch', certification.cases],
] as const

describe.each(sets)('%s: %s', (scenario, _, cases: readonly Case[]) => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScenario(scenario)
  })
  afterAll(() => scene.server.close())

  test.each(cases)('$name', async ({ endpoint, request = {}, body = request, contentType, status = 200, expected }) => {
    const headers = { ...scene.bearer, ...(contentType && { 'content-type': contentType }) }
    const answer = await scene.ask(paths[endpoint] ?? '', body, headers)
    expect(answer.status, answer.text).toBe(status)
    if (expected?.evaluations === undefined) {
      if (expected !== undefined) expect(answer.json).toEqual(expected)
      return
    }
    const { evaluations } = answer.json as { readonly evaluations: readonly { readonly decision: unknown }[] }
    expect(evaluations).toHaveLength(expected.evaluations.length)
    expect(evaluations).toMatchObject(expected.evaluations)
    for (const { decision } of evaluations) expect(typeof decision).toBe('boolean')
  })
})

interface SearchCase {
  readonly name: string
  readonly endpoint: string
  readonly request: object
  readonly expected: { readonly results: readonly object[] }
}

/** Searches answer in no particular order. */
const sorted = (results: readonly object[]) => results.map((one) => JSON.stringify(one)).sort()

describe('search interop', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScenario('search')
  })
  afterAll(() => scene.server.close())

  const cases: readonly SearchCase[] = search.cases
  test.each(cases)('$name', async ({ endpoint, request, expected }) => {
    const answer = await scene.ask(searchPaths[endpoint as keyof typeof searchPaths], request, scene.bearer)
    expect(answer.status, answer.text).toBe(200)
    expect(sorted((answer.json as { readonly results: readonly object[] }).results)).toEqual(sorted(expected.results))
  })
})

interface FoundCase {
  readonly name: string
  readonly endpoint: string
  readonly request: object
  readonly status?: number
  readonly includes?: readonly object[]
  readonly empty?: boolean
}

describe('certification, Search', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScenario('certification')
  })
  afterAll(() => scene.server.close())

  const cases: readonly FoundCase[] = certificationSearch.cases
  test.each(cases)('$name', async ({ endpoint, request, status = 200, includes = [], empty }) => {
    const answer = await scene.ask(searchPaths[endpoint as keyof typeof searchPaths], request, scene.bearer)
    expect(answer.status, answer.text).toBe(status)
    if (status !== 200) return
    const { results } = answer.json as { readonly results: readonly object[] }
    expect(results).toEqual(empty === true ? [] : expect.arrayContaining([...includes]))
  })

  test('c-4-5-2 the pages of a search', async () => {
    const request = {
      subject: { type: 'user' },
      action: { name: 'read' },
      resource: { type: 'record', id: 'record-1' },
    }
    const found: object[] = []
    let page: object = { limit: 1 }
    for (let token = 'first'; token !== ''; page = { token }) {
      const { json } = await scene.ask(searchPaths.subject, { ...request, page }, scene.bearer)
      const answer = json as { readonly page: { readonly next_token: string }; readonly results: readonly object[] }
      found.push(...answer.results)
      token = answer.page.next_token
    }
    expect(sorted(found)).toEqual(
      sorted([
        { type: 'user', id: 'alice' },
        { type: 'user', id: 'bob' },
      ]),
    )
  })
})
