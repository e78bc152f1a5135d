// Plans and what comes of them where something is in the way: others who change the account, calls that are refused, keys that may
// not read everything, ends in the middle.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AccessChange } from '../../src/estate/access.ts'
import { apply, leftOf, MovedOn, planDigest } from '../../src/estate/apply.ts'
import { asking, type Call, Refusal } from '../../src/estate/calls.ts'
import type { Change } from '../../src/estate/change.ts'
import { changesBetween } from '../../src/estate/diff.ts'
import { merge } from '../../src/estate/merge.ts'
import { type Estate, emptyEstate, type Group, type Policy, type Role, type User } from '../../src/estate/model.ts'
import { createDirectory } from '../../src/estate/names.ts'
import { inOrder } from '../../src/estate/order.ts'
import { type Plan, planOf, presetsBy } from '../../src/estate/plan.ts'
import { pull } from '../../src/estate/pull.ts'
import { type Harness, openHarness } from '../api/harness.ts'
import { drawEstate, drawFull } from './generate.ts'
import { applyTo, callAs, comparable, memoryJournal, noSleep, pullBy } from './server.ts'
import { isWrite } from './steps.ts'

let server: Harness
beforeAll(async () => {
  server = await openHarness()
})
afterAll(() => server.close())

let accounts = 0
async function newAccount(): Promise<Call> {
  accounts += 1
  return callAs(server, await server.account(`plan-${accounts}`))
}

const user = (name: string, given: Partial<User> = {}): User => ({
  name,
  remark: '',
  consoleLogin: false,
  phone: '',
  countryCode: '86',
  email: '',
  boundary: undefined,
  policies: [],
  tags: [],
  ...given,
})
const group = (name: string, given: Partial<Group> = {}): Group => ({
  name,
  remark: '',
  members: [],
  policies: [],
  ...given,
})
const policy = (name: string, ...statement: readonly object[]): Policy => ({
  name,
  description: '',
  document: `${JSON.stringify({ version: '2.0', statement }, undefined, 2)}\n`,
  tags: [],
})
const allows = (...action: readonly string[]) => ({ effect: 'allow', action, resource: ['*'] })
const trusting = (...qcs: readonly string[]): string =>
  JSON.stringify({
    version: '2.0',
    statement: [{ effect: 'allow', principal: { qcs }, action: ['name/sts:AssumeRole'] }],
  })
const role = (name: string, given: Partial<Role> = {}): Role => ({
  name,
  description: '',
  consoleLogin: false,
  sessionDuration: 0,
  trust: trusting('qcs::cam::uin/<account>:root'),
  boundary: undefined,
  policies: [],
  tags: [],
  ...given,
})

async function planFor(call: Call, folder: Estate, prune = true): Promise<Plan> {
  const live = await pullBy(call)
  const presetDocument = presetsBy(asking(call, noSleep), live.directory)
  const { estate: before, directory: numbers } = live
  return planOf({ before, folder, numbers, endpoint: 'http://server', prune, presetDocument })
}

/** Applies what is left of a saved plan, as a new process would. */
async function goOn(call: Call, plan: Plan, journal: ReturnType<typeof memoryJournal>) {
  const live = await pullBy(call)
  // As it comes out of a file.
  const saved: Plan = JSON.parse(JSON.stringify(plan))
  const changes = leftOf(saved, live.estate, journal.text)
  const of = { digest: planDigest(saved), account: live.account }
  return apply(changes, of, { ask: asking(call, noSleep), directory: live.directory, journal })
}

describe('a saved plan', () => {
  class Cut extends Error {}

  test.each([0, 1])('of account %i, cut before or after each call, goes on', { timeout: 120_000 }, async (index) => {
    const call = await newAccount()
    await applyTo(call, drawEstate(5, 1000 + index))
    const wanted = drawEstate(5, 2000 + index)
    const plan = await planFor(call, wanted)
    const journal = memoryJournal()
    let [runs, writes] = [0, 0]
    const cutting: Call = async (product, version, action, parameters) => {
      if (!isWrite(action)) return call(product, version, action, parameters)
      // By turns the call is lost on its way, and its answer is.
      if (runs % 2 === 0) {
        runs += 1
        throw new Cut()
      }
      writes += 1
      const answer = await call(product, version, action, parameters)
      if (answer.Error === undefined) throw new Cut()
      return answer
    }
    for (;;) {
      try {
        expect((await goOn(cutting, plan, journal)).failed).toEqual([])
        break
      } catch (error) {
        if (!(error instanceof Cut)) throw error
        if (writes === runs) runs += 1
      }
      expect(runs).toBeLessThan(2_000)
    }
    expect(comparable((await pullBy(call)).estate)).toEqual(comparable(wanted))
    expect(writes).toBe(plan.changes.length)
  })

  test('is refused once somebody else has changed the account', async () => {
    const call = await newAccount()
    const plan = await planFor(call, { ...emptyEstate, users: [user('alice')] })
    await call('cam', '2019-01-16', 'AddUser', { Name: 'mallory' })
    await expect(goOn(call, plan, memoryJournal())).rejects.toThrow(MovedOn)
    await expect(goOn(call, plan, memoryJournal())).rejects.toThrow('user mallory: create')
  })

  test('is refused when somebody changed the account, or undid what was done, in between', async () => {
    const call = await newAccount()
    const plan = await planFor(call, { ...emptyEstate, users: [user('alice'), user('bob')] })
    const journal = memoryJournal()
    const once: Call = async (product, version, action, parameters) => {
      if (action === 'AddUser' && (parameters as { Name: string }).Name === 'bob') throw new Cut()
      return call(product, version, action, parameters)
    }
    await expect(goOn(once, plan, journal)).rejects.toThrow(Cut)
    await call('cam', '2019-01-16', 'CreateGroup', { GroupName: 'theirs' })
    await expect(goOn(call, plan, journal)).rejects.toThrow('changed by somebody else: group theirs')
    const { GroupInfo } = await call('cam', '2019-01-16', 'ListGroups', {})
    const [{ GroupId }] = GroupInfo as [{ GroupId: number }]
    await call('cam', '2019-01-16', 'DeleteGroup', { GroupId })
    await call('cam', '2019-01-16', 'DeleteUser', { Name: 'alice' })
    await expect(goOn(call, plan, journal)).rejects.toThrow('undone by somebody else: user alice')
  })
})

describe('refused calls', () => {
  test('stop only what needs them, and are told with code, message and RequestId', async () => {
    const call = await newAccount()
    const wanted = {
      ...emptyEstate,
      users: [user('alice', { policies: ['good', 'bad'] }), user('bob', { boundary: 'bad', policies: ['good'] })],
      policies: [policy('good', allows('cam:GetUser')), policy('bad', allows('cam:NoSuchAction'))],
    }
    const applied = await applyTo(call, wanted)
    expect(applied.failed).toMatchObject([
      {
        change: { id: 'policy/bad' },
        code: 'InvalidParameter.ActionNotExist',
        message: expect.stringContaining('nosuchaction'),
      },
    ])
    expect(applied.failed[0]?.requestId).toMatch(/^[0-9a-f-]{36}$/)
    // Nobody gets policies without the boundary that they shall have.
    expect(applied.stopped.map(({ id }) => id)).toEqual([
      'user/bob boundary',
      'user/alice policy bad',
      'user/bob policy good',
    ])
    const { estate } = await pullBy(call)
    expect(estate.users).toMatchObject([
      { name: 'alice', policies: ['good'] },
      { name: 'bob', policies: [], boundary: undefined },
    ])
    const mended = {
      ...wanted,
      policies: [policy('good', allows('cam:GetUser')), policy('bad', allows('cam:ListUsers'))],
    }
    expect((await applyTo(call, mended)).failed).toEqual([])
    expect((await pullBy(call)).estate.users).toMatchObject([{ policies: ['bad', 'good'] }, { boundary: 'bad' }])
  })

  test('a user with keys is not deleted', async () => {
    const call = await newAccount()
    await call('cam', '2019-01-16', 'AddUser', { Name: 'robot', UseApi: 1 })
    const { failed } = await applyTo(call, emptyEstate)
    expect(failed).toMatchObject([{ change: { id: 'user/robot' }, code: 'OperationDenied.HaveKeys' }])
  })

  test('too many in a second are waited out, everything else is not tried again', async () => {
    const call = await newAccount()
    const waited: number[] = []
    let refusals = 3
    const busy: Call = async (product, version, action, parameters) => {
      if (action === 'ListUsers' && refusals > 0) {
        refusals -= 1
        return { RequestId: 'r', Error: { Code: 'RequestLimitExceeded', Message: 'too many' } }
      }
      return call(product, version, action, parameters)
    }
    const { estate } = await pull({ call: busy, sleep: async (ms) => waited.push(ms) })
    expect([waited, estate.incomplete]).toEqual([[1000, 2000, 4000], []])
    const never: Call = async () => ({ RequestId: 'r', Error: { Code: 'RequestLimitExceeded', Message: 'too many' } })
    await expect(pull({ call: never, sleep: noSleep })).rejects.toThrow(Refusal)
    let made = 0
    const day: Call = async () => {
      made += 1
      return { RequestId: 'r', Error: { Code: 'RequestLimitExceeded.CreateUser', Message: 'today' } }
    }
    await expect(pull({ call: day, sleep: noSleep })).rejects.toThrow('RequestLimitExceeded.CreateUser')
    expect(made).toBe(1)
  })
})

describe('what a plan gives and takes', () => {
  const readers = policy('readers', allows('cam:List*', 'cam:GetUser'))
  const lists = policy('readers', allows('cam:List*'))
  const before: Estate = {
    ...emptyEstate,
    users: [user('alice'), user('bob', { policies: ['readers'], boundary: 'limit' }), user('carol')],
    groups: [group('devs', { members: ['alice'], policies: ['readers'] })],
    roles: [role('deployer', { policies: ['readers'] })],
    policies: [readers, policy('limit', allows('cam:ListUsers'))],
  }
  const changed = async (after: Estate, presets: Readonly<Record<string, string>> = {}) => {
    const numbers = createDirectory('100000000001', '1250000001')
    const presetDocument = async (name: string) => presets[name]
    const plan = await planOf({ before, folder: after, numbers, endpoint: undefined, prune: true, presetDocument })
    return new Map(plan.access.map((one) => [one.principal, one]))
  }
  const answers = (one: AccessChange | undefined) => [one?.newAccess.answer, one?.lostAccess.answer]

  test('is proven over groups, boundaries and roles', async () => {
    const access = await changed({ ...before, policies: [lists, policy('limit', allows('cam:ListUsers'))] })
    expect([...access.keys()]).toEqual(['user alice', 'user bob', 'role deployer'])
    expect(answers(access.get('user alice'))).toEqual(['yes', 'no'])
    expect(access.get('user alice')?.lostAccess).toMatchObject({ counterexample: { action: 'cam:GetUser' } })
    // His boundary never let him do what the policy loses.
    expect(answers(access.get('user bob'))).toEqual(['yes', 'yes'])
    expect(answers(access.get('role deployer'))).toEqual(['yes', 'no'])
  })

  test('of whoever comes and goes is all or nothing', async () => {
    const access = await changed({
      ...before,
      users: [...before.users.filter(({ name }) => name !== 'bob'), user('dave', { policies: ['readers'] })],
    })
    expect(answers(access.get('user bob'))).toEqual(['yes', 'no'])
    expect(answers(access.get('user dave'))).toEqual(['no', 'yes'])
    expect(access.has('user alice')).toBe(false)
  })

  test('is unknown where a preset is', async () => {
    const after = { ...before, users: before.users.map((one) => ({ ...one, policies: ['preset:Reader'] })) }
    const access = await changed(after)
    expect(access.get('user carol')?.newAccess).toEqual({
      answer: 'unknown',
      why: 'the text of preset:Reader is not known',
    })
    const known = await changed(after, { Reader: readers.document })
    expect(answers(known.get('user carol'))).toEqual(['no', 'yes'])
    expect(answers(known.get('user alice'))).toEqual(['yes', 'yes'])
  })

  test('and who may use a role is said to change', async () => {
    const trust = trusting('qcs::cam::uin/<account>:uin/<user:alice>')
    const access = await changed({ ...before, roles: before.roles.map((one) => ({ ...one, trust })) })
    expect(access.get('role deployer')).toMatchObject({ trustChanged: true, newAccess: { answer: 'yes' } })
  })

  test('is unknown where members of groups could not be read', async () => {
    const incomplete = [{ what: 'groups/devs/policies', why: 'no right' }]
    const access = await changed({ ...before, incomplete, policies: [lists, policy('limit', allows('cam:ListUsers'))] })
    expect(access.get('user alice')?.lostAccess).toMatchObject({ answer: 'unknown' })
  })
})

describe('order', () => {
  test('boundaries stand before attachments and go after detachments', async () => {
    const before: Estate = {
      ...emptyEstate,
      users: [user('alice', { policies: ['old'], boundary: 'old' }), user('bob')],
      policies: [policy('old', allows('cam:*'))],
    }
    const after: Estate = {
      ...emptyEstate,
      users: [user('alice', { policies: ['new'] }), user('bob', { boundary: 'new', policies: ['new'] })],
      policies: [policy('new', allows('cam:*'))],
    }
    expect(changesBetween(before, after).map(({ action, object }) => `${action} ${object}`)).toEqual([
      'CreatePolicy policy new',
      'DetachUserPolicy user alice',
      'PutUserPermissionsBoundary user bob',
      'AttachUserPolicy user alice',
      'AttachUserPolicy user bob',
      'DeleteUserPermissionsBoundary user alice',
      'DeletePolicy policy old',
    ])
  })

  test('no stage begins before the one before it is through', () => {
    const change = (id: string, stage: number, ...needs: readonly string[]): Change => ({
      id,
      stage,
      needs,
      object: id,
      verb: 'update',
      text: '',
      product: 'cam',
      action: 'UpdateUser',
      parameters: {},
    })
    // What comes last is needed by what comes first.
    const changes = [change('delete', 8), change('detach', 3, 'create'), change('create', 2, 'gone'), change('gone', 9)]
    expect(inOrder(changes).map(({ id }) => id)).toEqual(['gone', 'create', 'detach', 'delete'])
    expect(() => inOrder([change('a', 1, 'b'), change('b', 1, 'a')])).toThrow('changes need each other')
  })

  test('a policy is deleted only when it is nobody’s boundary any more, whatever that waits for', async () => {
    const call = await newAccount()
    const { metadata } = drawFull(3).saml[0] ?? { metadata: '' }
    const saml = [{ name: 'corp', description: '', metadata }]
    const oidc = drawFull(3)
      .oidc.slice(0, 1)
      .map((one) => ({ ...one, name: 'corp' }))
    const limit = (name: string, resource: string) => policy(name, { ...allows('cam:*'), resource: [resource] })
    await applyTo(call, {
      ...emptyEstate,
      oidc,
      users: [user('bob', { boundary: 'old' })],
      policies: [limit('old', '*')],
    })
    // The new boundary names a role that trusts a provider whose name is taken until the other one is deleted.
    const statement = {
      effect: 'allow',
      principal: { federated: ['qcs::cam::uin/<account>:saml-provider/corp'] },
      action: ['name/sts:AssumeRoleWithSAML'],
    }
    const { failed } = await applyTo(call, {
      ...emptyEstate,
      saml,
      users: [user('bob', { boundary: 'new' })],
      roles: [role('r', { trust: JSON.stringify({ version: '2.0', statement: [statement] }) })],
      policies: [limit('new', 'qcs::cam::uin/<account>:role/<role:r>')],
    })
    expect(failed).toEqual([])
  })

  test('roles that trust each other, and policies that name each other, are made in two steps', async () => {
    const call = await newAccount()
    const named = (name: string, other: string): Policy => ({
      ...policy(name, { ...allows('cam:*'), resource: [`qcs::cam::uin/:policyid/<policy:${other}>`] }),
    })
    const trusts = (other: string) => ({ trust: trusting(`qcs::cam::uin/<account>:roleName/${other}`) })
    const wanted: Estate = {
      ...emptyEstate,
      roles: [
        role('one', trusts('two')),
        role('two', trusts('three')),
        role('three', trusts('one')),
        role('self', trusts('self')),
      ],
      policies: [named('a', 'b'), named('b', 'a')],
    }
    const { done, failed } = await applyTo(call, wanted)
    expect(failed).toEqual([])
    expect(done.filter(({ provisional }) => provisional === true).length).toBe(3)
    const again = await planFor(call, (await pullBy(call)).estate)
    expect(again.changes).toEqual([])
    const { estate } = await pullBy(call)
    expect(estate.roles.find(({ name }) => name === 'self')?.trust).toContain('roleName/self')
    expect(estate.policies[0]?.document).toContain('<policy:b>')
  })
})

describe('without --prune', () => {
  test('what is not in the folder stays, and is said', async () => {
    const call = await newAccount()
    await applyTo(call, { ...emptyEstate, users: [user('alice'), user('bob')], groups: [group('devs')] })
    const plan = await planFor(call, { ...emptyEstate, users: [user('ALICE', { remark: 'here' })] }, false)
    expect(plan.changes.map(({ id }) => id)).toEqual(['user/alice'])
    expect(plan.extra).toEqual(['group devs', 'user bob'])
  })
})

describe('a server that knows less', () => {
  test('is asked for what the reference has; what is left open is neither changed nor deleted', async () => {
    const call = await newAccount()
    const { saml, oidc } = drawFull(3)
    await applyTo(call, { ...emptyEstate, saml, oidc })
    const older: Call = async (product, version, action, parameters) => {
      const newer = ['ListIdentityProvider', 'GetPasswordRules', 'DescribeSubAccountLoginIpPolicy']
      if (!newer.includes(action)) return call(product, version, action, parameters)
      return { RequestId: 'r', Error: { Code: 'InvalidAction', Message: 'The request Action is invalid.' } }
    }
    const { estate } = await pullBy(older)
    expect([estate.saml, estate.oidc]).toEqual([saml, []])
    expect(estate.incomplete.map(({ what }) => what)).toEqual(['oidc', 'settings/loginPlaces', 'settings/password'])
    // Applied where everything can be read, and where it cannot.
    for (const by of [call, older])
      expect((await planFor(by, { ...estate, saml: [] })).changes.map(({ id }) => id)).toEqual(
        saml.map(({ name }) => `provider/${name} gone`),
      )
  })
})

describe('keys that the server fetches itself', () => {
  test('are not those of the file', async () => {
    const { oidc } = drawFull(3)
    const at = (keys: string, autoRotateKeys: boolean): Estate => ({
      ...emptyEstate,
      oidc: oidc.map((one) => ({ ...one, keys, autoRotateKeys })),
    })
    const changed = (before: Estate, after: Estate) =>
      changesBetween(before, merge(before, after, { prune: true }).target).length > 0
    expect(changed(at('old', true), at('new', true))).toBe(false)
    expect(changed(at('old', false), at('new', false))).toBe(true)
    expect(changed(at('old', true), at('new', false))).toBe(true)
  })
})

describe('another account', () => {
  test('gets its own numbers in the documents', async () => {
    const [from, to] = [await newAccount(), await newAccount()]
    await applyTo(from, {
      ...emptyEstate,
      users: [user('alice', { policies: ['p'] })],
      policies: [policy('p', { ...allows('cam:GetUser'), resource: ['qcs::cam::uin/<account>:uin/<user:alice>'] })],
      roles: [role('r', { trust: trusting('qcs::cam::uin/<account>:uin/<user:alice>') })],
    })
    // Numbers of users run over all accounts, so that they cannot be the same by chance.
    const { estate } = await pullBy(from)
    expect((await applyTo(to, estate)).failed).toEqual([])
    const there = await pullBy(to)
    expect(comparable(there.estate)).toEqual(comparable(estate))
    expect(there.account).not.toBe(estate.account)
    const { RoleInfo } = await to('cam', '2019-01-16', 'GetRole', { RoleName: 'r' })
    const { PolicyDocument } = RoleInfo as { PolicyDocument: string }
    expect(PolicyDocument).toContain(`uin/${there.account}:uin/${there.directory.numberOf('user', 'alice')}`)
  })
})
