import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '../../../src/store/store.ts'
import { allow, deny, type Harness, type Identity, openHarness } from '../harness.ts'

let server: Harness
let ann: Identity
let own: (segment: string) => string
/** Runs in the middle of the gathering of programs. */
let meanwhile: (() => Promise<unknown>) | undefined
const reads = { revision: 0, programs: 0 }

/** Counts what is read, and lets something happen in between. */
function watched(store: Store): Store {
  const policies = new Proxy(store.read.policies, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name)
      if (name !== 'ofPrincipal' || typeof method !== 'function') return method
      return async (...given: unknown[]) => {
        reads.programs += 1
        const found: unknown = await method.apply(target, given)
        await meanwhile?.()
        return found
      }
    },
  })
  return {
    ...store,
    read: { ...store.read, policies },
    revision: (account) => {
      reads.revision += 1
      return store.revision(account)
    },
  }
}

beforeAll(async () => {
  server = await openHarness({ wrap: watched })
  own = (segment) => `qcs::todo::uin/${server.root.account}:${segment}`
  const rule = { effect: 'allow', action: 'todo:seal', resource: '*', condition: { bool_equal: { 'qcs:mfa': 'true' } } }
  const conditional = { version: '2.0', statement: [rule] }
  ann = await server.user('ann', allow('todo:*', 'qcs::todo:::list/*'), deny('todo:drop'), conditional)
})
afterAll(() => server.close())

const ask = (Questions: readonly object[], more: object = {}, as = server.root) =>
  server.ok('CheckAccessBatch', { Questions, ...more }, { as }) as Promise<{
    Revision: number
    Decisions: Record<string, unknown>[]
  }>
const about = (ActionName: string, segment: string, more: object = {}) => ({
  ActionName,
  Resource: [own(segment)],
  TargetUin: ann.uin,
  ...more,
})

describe('CheckAccessBatch', () => {
  test('ok: each answer is the one that CheckAccess gives', async () => {
    const context = [{ Key: 'qcs:mfa', Values: ['true'] }]
    const questions = [
      about('todo:read', 'list/1'),
      about('todo:drop', 'list/1'),
      about('todo:read', 'item/1'),
      about('todo:seal', 'item/1', { Context: context }),
      { ActionName: 'todo:read', Resource: ['*'], Granularity: 'service', TargetUin: ann.uin },
      { ActionName: 'todo:read', Resource: [own('list/1')] },
      { ActionName: 'todo:read', Resource: ['qcs::todo::uin/1:list/1'] },
    ]
    const { Decisions, Revision } = await ask(questions)
    const single: object[] = []
    for (const question of questions) single.push(await server.ok('CheckAccess', question))
    expect(Decisions).toEqual(single)
    expect(Decisions.map(({ Effect }) => Effect)).toEqual(['allow', 'deny', 'deny', 'allow', 'deny', 'allow', 'deny'])
    expect(Revision).toBe(await server.world.store.revision(server.root.account))
  })

  test('ok: findings say what each layer lacked', async () => {
    const questions = [about('todo:seal', 'item/1'), about('todo:drop', 'list/1'), about('todo:read', 'x')]
    const { Decisions } = await ask([...questions, { ActionName: 'todo:read', Resource: ['nonsense'] }], {
      Explain: true,
    })
    const [sealed, dropped, read, malformed] = Decisions.map(({ Findings }) => Findings)
    expect(sealed).toMatchObject([
      {
        Layer: 'identity',
        Outcome: 'no-allow',
        Statements: [
          {
            PolicyName: 'ann-2',
            Matched: false,
            Obstacles: [{ Element: 'condition', Operator: 'bool_equal', Key: 'qcs:mfa', Wanted: ['true'] }],
          },
        ],
      },
    ])
    expect(JSON.stringify(sealed)).not.toContain('Seen')
    expect(dropped).toMatchObject([{ Outcome: 'explicit-deny', Statements: [{ PolicyName: 'ann-1', Matched: true }] }])
    expect(read).toMatchObject([
      { Statements: [{ PolicyName: 'ann-0', Obstacles: [{ Element: 'resource', Segment: 'content' }] }] },
    ])
    expect(malformed).toEqual([{ Resource: 'nonsense', Malformed: true, Foreign: false, Statements: [] }])
  })

  test('ok: a hundred questions cost one look at the account, and one program for everybody asked about', async () => {
    const questions = Array.from({ length: 100 }, (_, index) => about('todo:read', `list/${index}`))
    await server.ok('CreateGroup', { GroupName: 'new-revision' })
    Object.assign(reads, { revision: 0, programs: 0 })
    await ask(questions)
    expect(reads).toEqual({ revision: 2, programs: 1 })
    await server.refused('InvalidParameter.ParamError', 'CheckAccessBatch', { Questions: [...questions, questions[0]] })
  })

  test('ok: what changes meanwhile changes all answers; FailedOperation: when it never stops', async () => {
    const bob = await server.user('bob', allow('todo:*'))
    let changes = 0
    const change = (most: number) => async (): Promise<void> => {
      if (changes >= most) return
      changes += 1
      await server.ok('CreateGroup', { GroupName: `meanwhile-${most}-${changes}` })
    }
    const questions = [about('todo:read', 'list/1'), about('todo:read', 'list/1', { TargetUin: bob.uin })]
    await server.ok('CreateGroup', { GroupName: 'before' })
    meanwhile = change(2)
    const { Revision } = await ask(questions)
    expect(Revision).toBe(await server.world.store.revision(server.root.account))
    changes = 0
    meanwhile = undefined
    await server.ok('CreateGroup', { GroupName: 'before-again' })
    meanwhile = change(1000)
    await server.refused('FailedOperation', 'CheckAccessBatch', { Questions: questions })
    meanwhile = undefined
  })

  test('InvalidParameter.ParamError: a key twice; ResourceNotFound.UserNotExist: nobody of this account', async () => {
    const twice = {
      Context: [
        { Key: 'mfa', Values: ['0'] },
        { Key: 'mfa', Values: ['1'] },
      ],
    }
    const refused = (code: string, question: object) =>
      server.refused(code, 'CheckAccessBatch', { Questions: [about('todo:read', 'list/1'), question] })
    await refused('InvalidParameter.ParamError', about('todo:read', 'list/1', twice))
    const other = await server.account('other')
    for (const TargetUin of [12345, other.uin]) {
      await refused('ResourceNotFound.UserNotExist', about('todo:read', 'list/1', { TargetUin }))
    }
  })

  test('denied: without the permission; with resource-level checks, about anybody not granted', async () => {
    const code = 'AuthFailure.UnauthorizedOperation'
    await server.refused(code, 'CheckAccessBatch', { Questions: [about('todo:read', 'list/1')] }, { as: ann })
    const fine = await openHarness({ rules: { resourceLevel: 'fine' } })
    const [one, two] = [await fine.user('one'), await fine.user('two')]
    const asker = await fine.user('asker', allow('cam:CheckAccessBatch', `qcs::cam:::uin/${one.uin}`))
    const question = (TargetUin: number) => ({ ActionName: 'todo:read', Resource: ['*'], TargetUin })
    await fine.ok('CheckAccessBatch', { Questions: [question(one.uin)] }, { as: asker })
    const both = { Questions: [question(one.uin), question(two.uin)] }
    await fine.refused(code, 'CheckAccessBatch', both, { as: asker })
    await fine.close()
  })
})
