// Random accounts: users, groups and roles over a shelf of generated policies, and requests that aim at what these say. Everything
// follows from the seed and the number of the account.
import type { ListedRequest } from '../../src/policy/index.ts'
import type { Group, Policy, Population, Role, User } from '../../src/reach/population.ts'
import { numberSets } from '../property/policy/alphabet.ts'
import { type Dice, dice } from '../property/policy/dice.ts'
import { drawDocument, drawTheme, type Sketch } from '../property/policy/documents.ts'
import { drawRequest } from '../property/policy/generate.ts'

export interface RandomAccount {
  readonly population: Population
  readonly requests: readonly ListedRequest[]
}

export interface Sizes {
  readonly users: number
  readonly roles: number
  readonly groups: number
  readonly policies: number
  readonly requests: number
}

export function user(uin: number, more: Partial<User> = {}): User {
  return {
    uin,
    name: `user-${uin}`,
    kind: 'sub-user',
    policies: [],
    groups: [],
    boundary: undefined,
    keys: 'active',
    keyCount: 1,
    console: false,
    hasPassword: true,
    quarantined: false,
    ...more,
  }
}

export function role(roleId: string, more: Partial<Role> = {}): Role {
  const trust =
    '{"version":"2.0","statement":[{"effect":"allow","action":"sts:AssumeRole","principal":{"service":"cvm.qcloud.com"}}]}'
  const face = { roleId, name: `role-${roleId}`, type: 'user', trust } as const
  return { ...face, policies: [], boundary: undefined, quarantined: false, ...more }
}

export function policy(policyId: number, document: string, more: Partial<Policy> = {}): Policy {
  const versions = [{ versionId: 1, document }]
  return { policyId, name: `policy-${policyId}`, preset: false, serviceLinked: false, versions, inForce: 1, ...more }
}

export function randomAccount(seed: number, index: number, sizes: Sizes): RandomAccount {
  const draw = dice(seed, index)
  const [numbers] = numberSets
  if (numbers === undefined) throw new Error('there are no numbers')
  const sketches: Sketch[] = []
  const themes = Array.from({ length: 4 }, () => drawTheme(draw))
  const policies = new Map<number, Policy>()
  for (let id = 1; id <= sizes.policies; id += 1) {
    const preset = draw.chance(0.2)
    const { text, drawn } = drawDocument(draw, {
      numbers,
      preset,
      themes: [draw.pick(themes), draw.pick(themes)],
      wide: 0.12,
    })
    sketches.push(...drawn)
    policies.set(id, policy(id, text, { preset }))
  }
  const some = (most: number): readonly number[] => distinct(draw, 1 + draw.below(most), sizes.policies)
  const groups = new Map<number, Group>()
  for (let id = 1; id <= sizes.groups; id += 1) groups.set(id, { groupId: id, name: `group-${id}`, policies: some(3) })
  const boundary = (): number | undefined => (draw.chance(0.25) ? 1 + draw.below(sizes.policies) : undefined)
  const users = new Map<number, User>()
  for (let at = 0; at < sizes.users; at += 1) {
    const uin = numbers.user + at
    const inside = draw.chance(0.6) ? distinct(draw, 1 + draw.below(2), sizes.groups) : []
    users.set(uin, user(uin, { policies: draw.chance(0.8) ? some(4) : [], groups: inside, boundary: boundary() }))
  }
  const roles = new Map<string, Role>()
  for (let at = 1; at <= sizes.roles; at += 1) {
    roles.set(String(at), role(String(at), { policies: some(3), boundary: boundary() }))
  }
  const requests = Array.from({ length: sizes.requests }, (_, at) =>
    drawRequest(dice(seed, index, at + 1), sketches, numbers),
  )
  const { own: account, ownApp: appId } = numbers
  return { population: { account, appId, users, groups, roles, policies, providers: [] }, requests }
}

function distinct(draw: Dice, count: number, most: number): readonly number[] {
  const found = new Set<number>()
  while (found.size < Math.min(count, most)) found.add(1 + draw.below(most))
  return [...found]
}
