// A remedy allows what was refused, and fewer edits would not: held against every single edit of a request and its
// policies, and against pairs of them, made without the engine. The seed is fixed unless OPENCAM_TEST_SEED gives another.
import { describe, expect, test } from 'vitest'
import {
  applyRemedy,
  assemble,
  type CompiledPolicy,
  compilePolicy,
  decide,
  explain,
  type Remedy,
  remedyOf,
} from '../../../src/policy/index.ts'
import type { ContextValue, ListedRequest, PolicySource, Subject } from '../../../src/policy/types.ts'
import { engine } from './engine.ts'
import { generateWorld } from './generate.ts'

const seed = Number(process.env['OPENCAM_TEST_SEED'] ?? 20190116)

interface Scene {
  readonly subject: Subject
  readonly request: ListedRequest
}
type Change = (scene: Scene) => Scene

function* refused(worlds: number, requests: number): Generator<Scene & { readonly where: string }> {
  for (let world = 0; world < worlds; world += 1) {
    const generated = generateWorld(seed, world, requests)
    const subject = readable(world % 5 === 4 ? generated.twin : generated.subject)
    const program = assemble(subject)
    for (const [index, request] of generated.requests.entries()) {
      if (decide(program, request).effect === 'deny')
        yield { subject, request, where: `world ${world}, request ${index}` }
    }
  }
}

/** Without the few documents that the reader refuses: they are a case of their own. */
function readable(subject: Subject): Subject {
  const ok = (source: PolicySource | undefined) => source && engine.problem(source) === undefined
  const { identity, boundary, session } = subject
  return {
    ...subject,
    identity: identity.filter(ok),
    boundary: ok(boundary) ? boundary : undefined,
    session: ok(session) ? session : undefined,
  }
}

/** Edited scenes share nearly all of their texts. */
const compiled = new Map<string, CompiledPolicy>()
function compiledOf(source: PolicySource): CompiledPolicy {
  const key = `${source.preset} ${source.creator} ${source.document}`
  const policy = compiled.get(key) ?? compilePolicy(source)
  if (compiled.size > 5000) compiled.clear()
  compiled.set(key, policy)
  return policy
}

const allowed = ({ subject, request }: Scene) => decide(assemble(subject, compiledOf), request).effect === 'allow'
const editsOf = (remedy: Remedy) => ('edits' in remedy ? remedy.edits : undefined)

// ——— single edits, as generous as they can be ———

interface Text {
  readonly statement: Statement | readonly Statement[]
}
type Statement = Readonly<Record<string, unknown>>

function singles({ subject, request }: Scene): readonly Change[] {
  const everything = { effect: 'allow', action: '*', resource: '*' }
  const changes: Change[] = [(scene) => withIdentity(scene, [...scene.subject.identity, sourceOf([everything])])]
  for (const source of sources(subject)) {
    const statements = statementsOf(source)
    const put = (edited: readonly Statement[]) => changes.push((scene) => replaced(scene, source, edited))
    put([...statements, everything])
    for (const [index, statement] of statements.entries()) {
      const instead = (other: readonly Statement[]) => put(statements.toSpliced(index, 1, ...other))
      instead([])
      instead([{ ...statement, action: [listOf(statement['action']), '*'].flat() }])
      instead([{ ...statement, resource: [listOf(statement['resource']), '*'].flat() }])
      instead([{ ...statement, condition: undefined }])
    }
  }
  for (const [key, values] of keysOf(subject, request)) {
    for (const value of values) changes.push((scene) => withKey(scene, key, value))
  }
  return changes
}

const sources = ({ identity, boundary, session }: Subject): readonly PolicySource[] =>
  [...identity, boundary, session].filter((source) => source !== undefined)

/** Statements under small names; conditions stay as they are. */
function statementsOf({ document }: PolicySource): readonly Statement[] {
  const small = (object: Statement): Statement =>
    Object.fromEntries(
      Object.entries(object).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
    )
  const { statement } = small(JSON.parse(document)) as unknown as Text
  return [statement].flat().map((one) => small(one as Statement))
}

const listOf = (value: unknown): readonly unknown[] => [value].flat()

function sourceOf(statement: readonly Statement[]): PolicySource {
  const document = JSON.stringify({ version: '2.0', statement })
  const face = { policyId: 999, policyName: 'p999', versionId: 1, preset: false, creator: 1 }
  return { ...face, document, via: { kind: 'direct' } }
}

const withIdentity = (scene: Scene, identity: readonly PolicySource[]): Scene => ({
  ...scene,
  subject: { ...scene.subject, identity },
})

/** The text of a policy edited, as the other edits left it: pairs of edits meet in one document. */
function replaced(scene: Scene, source: PolicySource, edited: readonly Statement[]): Scene {
  const document = JSON.stringify({ version: '2.0', statement: edited })
  const one = (now: PolicySource) => (now.policyId === source.policyId ? { ...now, document } : now)
  const { identity, boundary, session } = scene.subject
  if (edited.length === 0)
    return withIdentity(
      scene,
      identity.filter(({ policyId }) => policyId !== source.policyId),
    )
  return {
    ...scene,
    subject: {
      ...scene.subject,
      identity: identity.map(one),
      boundary: boundary && one(boundary),
      session: session && one(session),
    },
  }
}

const who = ['qcs:uin', 'qcs:owner_uin']
const server = ['qcs:ip', 'qcs:current_time', 'mfa', 'qcs:mfa']

/** Every key of a condition, with every value that any condition wants. */
function keysOf(subject: Subject, request: ListedRequest): ReadonlyMap<string, readonly (ContextValue | undefined)[]> {
  const keys = new Set(['mfa'])
  const values = new Set<ContextValue>(['0', '1', 'other', ...[...request.context.values()].flat()])
  for (const source of sources(subject)) {
    for (const { condition } of statementsOf(source)) {
      for (const block of Object.values(condition ?? {}) as Statement[]) {
        for (const [key, wanted] of Object.entries(block)) {
          keys.add(key.trim())
          for (const value of listOf(wanted)) values.add(String(value))
        }
      }
    }
  }
  const tried = [...keys].filter((key) => !who.includes(key))
  return new Map(tried.map((key) => [key, server.includes(key) ? [...values] : [...values, undefined]]))
}

function withKey(scene: Scene, key: string, value: ContextValue | undefined): Scene {
  const context = new Map(scene.request.context)
  const name = key.replace(/^qcs:tag(?=\/|$)/, 'qcs:resource_tag')
  for (const old of [name, name.replace(/^qcs:resource_tag/, 'qcs:tag')]) context.delete(old)
  if (value !== undefined) context.set(name, value)
  return { ...scene, request: { ...scene.request, context } }
}

describe('the remedy of a refusal', () => {
  test('allows the request, by texts that are accepted', { timeout: 180_000 }, () => {
    const seen = new Map<string, number>()
    for (const { subject, request, where } of refused(400, 12)) {
      const remedy = remedyOf(assemble(subject), request)
      const edits = editsOf(remedy)
      if (edits === undefined) {
        const { malformedAction, resources } = explain(assemble(subject), request)
        expect(malformedAction || resources.some(({ malformed, foreign }) => malformed || foreign), where).toBe(true)
        seen.set('hopeless', (seen.get('hopeless') ?? 0) + 1)
        continue
      }
      const after = applyRemedy(subject, request, edits)
      expect(decide(assemble(after.subject), after.request).effect, `${where}: ${JSON.stringify(edits)}`).toBe('allow')
      for (const source of after.changed) expect(engine.problem(source), `${where}: ${source.document}`).toBeUndefined()
      for (const { kind } of edits) seen.set(kind, (seen.get(kind) ?? 0) + 1)
      const size = `of ${Math.min(edits.length, 4)}`
      seen.set(size, (seen.get(size) ?? 0) + 1)
    }
    // A statement is seldom near enough to be given an action: that has cases of its own.
    seen.delete('add-action')
    const kinds = ['add-resources', 'add-statement', 'drop-key', 'hopeless', 'narrow', 'remove-statement', 'set-key']
    expect([...seen.keys()].sort()).toEqual([...kinds, 'of 1', 'of 2', 'of 3', 'of 4'].sort())
    for (const [kind, times] of seen) expect(times, kind).toBeGreaterThan(0)
  })

  test('is no edit where nothing was refused', () => {
    for (let world = 0; world < 100; world += 1) {
      const { subject, requests } = generateWorld(seed, world, 8)
      const program = assemble(subject)
      for (const request of requests) {
        if (decide(program, request).effect === 'allow') expect(remedyOf(program, request)).toEqual({ edits: [] })
      }
    }
  })

  test('of two or more edits cannot be a single one', { timeout: 180_000 }, () => {
    let held = 0
    for (const scene of refused(120, 8)) {
      const edits = editsOf(remedyOf(assemble(scene.subject), scene.request)) ?? []
      if (edits.length < 2) continue
      held += 1
      const better = singles(scene).find((change) => allowed(change(scene)))
      expect(better === undefined, `${scene.where}: ${JSON.stringify(edits)}`).toBe(true)
    }
    expect(held).toBeGreaterThan(100)
  })

  test('of three or more edits cannot be two', { timeout: 180_000 }, () => {
    let held = 0
    for (const scene of refused(400, 8)) {
      const edits = editsOf(remedyOf(assemble(scene.subject), scene.request)) ?? []
      const changes = edits.length < 3 ? [] : singles(scene)
      // Small ones only: pairs are many.
      if (changes.length === 0 || changes.length > 70) continue
      held += 1
      const better = changes.find((one) => {
        const first = one(scene)
        return singles(first).some((change) => allowed(change(first)))
      })
      expect(better === undefined, `${scene.where}: ${JSON.stringify(edits)}`).toBe(true)
    }
    expect(held).toBeGreaterThan(3)
  })
})
