import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Log } from '../../../src/actions/world.ts'
import type { Sequence, Store, Writes } from '../../../src/store/store.ts'
import { allow, type Harness, openHarness } from '../harness.ts'
import { create, freshName, readable } from './stored.ts'

describe('CreatePolicy', () => {
  let server: Harness
  const noted: object[] = []
  const log: Log = { debug() {}, info: (fields) => noted.push(fields), warn() {}, error() {} }
  beforeAll(async () => {
    server = await openHarness({ log })
  })
  afterAll(() => server.close())

  test('ok: answers a number above all others, and the text comes back minified and deep-equal', async () => {
    const text = ' {"version": "2.0",\n "statement": {"Effect":"allow","action":"cos:Get*","resource":["*"]}} '
    const before = await create(server)
    const { PolicyId } = await server.ok('CreatePolicy', {
      PolicyName: 'as-sent',
      PolicyDocument: text,
      Description: 'reading',
    })
    expect(Number(PolicyId)).toBeGreaterThan(before)
    const { PolicyDocument, Description } = await server.ok('GetPolicy', { PolicyId })
    expect(PolicyDocument).toBe('{"version":"2.0","statement":{"Effect":"allow","action":"cos:Get*","resource":["*"]}}')
    expect(Description).toBe('reading')
  })

  test('ok: tags, also those with names of prototypes', async () => {
    const Tags = [
      { Key: '__proto__', Value: 'x' },
      { Key: 'Team', Value: '' },
    ]
    const { PolicyId } = await server.ok('CreatePolicy', {
      PolicyName: 'tagged',
      PolicyDocument: readable,
      Tags,
    })
    expect((await server.ok('GetPolicy', { PolicyId }))['Tags']).toEqual(Tags)
  })

  test('ok: over every form of the protocol', async () => {
    for (const form of ['tc3-json', 'tc3-get', 'v1-get', 'v1-form'] as const) {
      await server.ok('CreatePolicy', { PolicyName: `by-${form}`, PolicyDocument: readable }, { form })
    }
  })

  test('ok: a name of 128 characters, a description of 300 bytes, a text of 6144 characters', async () => {
    const action = `cos:Get${'x'.repeat(6144 - JSON.stringify(allow('cos:Get')).length)}`
    await server.ok('CreatePolicy', {
      PolicyName: 'n'.repeat(128),
      Description: '字'.repeat(100),
      PolicyDocument: JSON.stringify(allow(action)),
    })
  })

  test('ok: a statement that would never match is noted in the log, not in the answer', async () => {
    noted.length = 0
    const document = JSON.stringify(allow('cam:ListUsers', 'qcs::cam::uin/:uin/1'))
    const result = await server.ok('CreatePolicy', { PolicyName: 'doubtful', PolicyDocument: document })
    expect(Object.keys(result)).toEqual(['PolicyId'])
    expect(noted).toMatchObject([{ account: server.root.account, doubts: [{ path: '$.statement[0]' }] }])
  })

  test('FailedOperation.PolicyNameInUse: taken in another case, or by a preset', async () => {
    await create(server, 'Taken')
    for (const PolicyName of ['tAKEN', 'AdministratorAccess', 'readonlyACCESS']) {
      await server.refused('FailedOperation.PolicyNameInUse', 'CreatePolicy', { PolicyName, PolicyDocument: readable })
    }
  })

  test('InvalidParameter.PolicyNameError: empty, too long or with other characters', async () => {
    for (const PolicyName of ['', 'a b', 'x'.repeat(129), 'naïve', 'a/b']) {
      await server.refused('InvalidParameter.PolicyNameError', 'CreatePolicy', { PolicyName, PolicyDocument: readable })
    }
  })

  test('InvalidParameter.DescriptionLengthOverlimit: 301 bytes', async () => {
    const code = 'InvalidParameter.DescriptionLengthOverlimit'
    const parameters = { PolicyName: freshName(), PolicyDocument: readable, Description: `${'字'.repeat(100)}x` }
    expect(await server.refused(code, 'CreatePolicy', parameters)).toContain('`300`')
  })

  test('InvalidParameter.ParamError: a tag twice, too many of them, an empty key', async () => {
    const tag = (Key: string): object => ({ Key, Value: '1' })
    const many = Array.from({ length: 51 }, (_, index) => tag(`k${index}`))
    for (const Tags of [[tag('a'), tag('a')], many, [tag('')]]) {
      const parameters = { PolicyName: freshName(), PolicyDocument: readable, Tags }
      await server.refused('InvalidParameter.ParamError', 'CreatePolicy', parameters)
    }
  })

  test('denied: a user without the permission, and nothing is made', async () => {
    const user = await server.user('outsider')
    const parameters = { PolicyName: 'mine', PolicyDocument: readable }
    await server.refused('AuthFailure.UnauthorizedOperation', 'CreatePolicy', parameters, { as: user })
    expect((await server.ok('ListPolicies', { Scope: 'Local', Keyword: 'mine' }))['TotalNum']).toBe(0)
  })
})

describe('CreatePolicy at the limits of the account', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness({ quotas: { policies: 2, 'policy-length': 100 } })
  })
  afterAll(() => server.close())

  test('FailedOperation.PolicyFull: the third of two', async () => {
    await create(server)
    await create(server)
    const code = 'FailedOperation.PolicyFull'
    const parameters = { PolicyName: 'third', PolicyDocument: readable }
    expect(await server.refused(code, 'CreatePolicy', parameters)).toContain('`2`')
  })

  test('InvalidParameter.PolicyDocumentLengthOverLimit: the limit is the account’s', async () => {
    const code = 'InvalidParameter.PolicyDocumentLengthOverLimit'
    const PolicyDocument = JSON.stringify(allow('cos:GetObject', 'qcs::cos:::bucket-1250000000/a/b/*'))
    expect(await server.refused(code, 'CreatePolicy', { PolicyName: 'long', PolicyDocument })).toContain('`100`')
  })
})

describe('CreatePolicy where a preset has the next number', () => {
  // A preset in the range of custom policies, as the sequence will reach it one day.
  const preset = 13847366
  const wrap = (store: Store): Store => {
    let reached = false
    const next = async (writes: Writes, sequence: Sequence): Promise<number> => {
      if (sequence !== 'policy' || reached) return writes.ids.next(sequence)
      reached = true
      return preset
    }
    return {
      ...store,
      transaction: (work) =>
        store.transaction((writes) => {
          const nextRole = () => writes.ids.nextRole()
          return work({ ...writes, ids: { next: (sequence) => next(writes, sequence), nextRole } })
        }),
    }
  }

  test('ok: the number after it', async () => {
    const server = await openHarness({ wrap })
    const { PolicyId } = await server.ok('CreatePolicy', { PolicyName: 'after', PolicyDocument: readable })
    expect(PolicyId).not.toBe(preset)
    expect(await server.ok('GetPolicy', { PolicyId: preset })).toMatchObject({ Type: 2 })
    expect(await server.ok('GetPolicy', { PolicyId })).toMatchObject({ PolicyName: 'after' })
    await server.close()
  })
})
