// The published scenarios of AuthZEN, case by case, against policies that say the same in the words of this server.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluationPath, evaluationsPath } from '../../src/gateway/authzen/door.ts'
import { openScenario, type Scene } from '../gateway/authzen.ts'
import gateways from './authzen/api-gateway.json' with { type: 'json' }
import certification from './authzen/certification.json' with { type: 'json' }
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
