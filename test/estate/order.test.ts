// On the way from one account to another nobody may ever do what it may neither before nor afterwards: the changes are made one by
// one on a model of an account, and the engine is asked after each.
import { expect, test } from 'vitest'
import type { Change } from '../../src/estate/change.ts'
import { changesBetween } from '../../src/estate/diff.ts'
import { type Estate, emptyEstate, ordered } from '../../src/estate/model.ts'
import { assemble, decide, type PolicySource } from '../../src/policy/index.ts'
import { type Dice, dice } from '../property/policy/dice.ts'

const actions = ['cam:GetUser', 'cam:ListUsers', 'cam:DeleteUser', 'cam:AddUser', 'cam:GetRole']
const names = ['p1', 'p2', 'p3', 'p4', 'd1', 'd2', 'b1', 'b2']
const users = ['alice', 'bob']
const groups = ['devs', 'ops']

const some = <T>(draw: Dice, list: readonly T[], chance: number): readonly T[] => list.filter(() => draw.chance(chance))

/**
 * Policies only allow, or only deny, and so do groups: for those that do both no order is always good. Documents are the same before
 * and after, since each changes in one call anyway.
 */
function drawPolicies(draw: Dice): Estate['policies'] {
  return names.map((name) => {
    const effect = name.startsWith('d') ? 'deny' : 'allow'
    const action = some(draw, actions, 0.5).concat(draw.pick(actions))
    const statement = [{ effect, action, resource: ['*'] }]
    return { name, description: '', tags: [], document: JSON.stringify({ version: '2.0', statement }) }
  })
}

function drawHolding(draw: Dice, policies: Estate['policies'], boundaries: readonly (string | undefined)[]): Estate {
  const held = () => some(draw, names.slice(0, 6), 0.3)
  return ordered({
    ...emptyEstate,
    policies,
    users: users.map((name, index) => ({
      name,
      remark: '',
      consoleLogin: false,
      phone: '',
      countryCode: '86',
      email: '',
      boundary: boundaries[index],
      policies: held(),
      tags: [],
    })),
    groups: groups.map((name) => ({
      name,
      remark: '',
      members: some(draw, users, 0.5),
      policies: held().filter((policy) => policy.startsWith('d') === (name === 'ops')),
    })),
  })
}

/** The account after a change of who has what. */
function made(estate: Estate, { id, text }: Change): Estate {
  const [, kind, name = '', what, rest = ''] =
    /^(user|group)\/(\S+) (policy|member|boundary|no boundary)(?: (.*))?$/.exec(id) ?? []
  const without = (list: readonly string[]) => list.filter((one) => one !== rest)
  const takes = text.startsWith('detach') || text.startsWith('remove')
  const next = (list: readonly string[]) => (takes ? without(list) : [...list, rest])
  if (kind === 'user') {
    const boundary = what === 'boundary' ? text.split(' ').at(-1) : undefined
    const changed = (user: Estate['users'][number]) =>
      what === 'policy' ? { ...user, policies: next(user.policies) } : { ...user, boundary }
    return { ...estate, users: estate.users.map((user) => (user.name === name ? changed(user) : user)) }
  }
  if (kind !== 'group') throw new Error(`what is ${id}?`)
  const changed = (group: Estate['groups'][number]) =>
    what === 'policy' ? { ...group, policies: next(group.policies) } : { ...group, members: next(group.members) }
  return { ...estate, groups: estate.groups.map((group) => (group.name === name ? changed(group) : group)) }
}

function allowed({ users: all, groups: some, policies }: Estate, name: string): readonly string[] {
  const user = all.find((one) => one.name === name)
  const own = some.filter(({ members }) => members.includes(name)).flatMap((group) => group.policies)
  const source = (policy: string, index: number): PolicySource => ({
    policyId: index + 1,
    policyName: policy,
    versionId: 1,
    preset: false,
    creator: 100000000001,
    document: policies.find((one) => one.name === policy)?.document ?? '',
    via: { kind: 'direct' },
  })
  const identity = [...new Set([...(user?.policies ?? []), ...own])].map(source)
  const boundary = user?.boundary === undefined ? undefined : source(user.boundary, identity.length)
  const who = { kind: 'user', uin: 100000000002, account: 100000000001, appId: 1250000001 } as const
  const program = assemble({ ...who, identity, boundary, session: undefined })
  const context = new Map()
  return actions.filter(
    (action) => decide(program, { action, resources: ['*'], granularity: 'operation', context }).effect === 'allow',
  )
}

test('nobody may do in between what it may neither before nor afterwards', { timeout: 120_000 }, () => {
  let steps = 0
  for (let index = 0; index < 500; index += 1) {
    const draw = dice(20_261_127, index)
    const policies = drawPolicies(draw)
    const [from, to] = draw.pick([
      [undefined, 'b1'],
      ['b1', undefined],
      ['b1', 'b1'],
      ['b1', 'b2'],
      [undefined, undefined],
    ] as const)
    const before = drawHolding(draw, policies, [from, undefined])
    const after = drawHolding(draw, policies, [to, undefined])
    let state = before
    for (const change of changesBetween(before, after)) {
      state = made(state, change)
      steps += 1
      for (const user of users) {
        const may = new Set([...allowed(before, user), ...allowed(after, user)])
        expect(
          allowed(state, user).filter((action) => !may.has(action)),
          `case ${index}, after ${change.id}: ${change.text}`,
        ).toEqual([])
      }
    }
    expect(ordered(state)).toEqual(after)
  }
  expect(steps).toBeGreaterThan(2_000)
})
