// Policies and roles: things with documents that name other things. Where they name each other in a circle, one is made with a
// document that allows nothing and gets its own when all are there.
import { type Change, documented, numbered, type Value } from './change.ts'
import { differences, type Pair, pairs, tagChanges, tagDifference, tagText } from './compare.ts'
import { type Estate, nameKey, type Policy, type Role, refKey, type User } from './model.ts'
import { namesIn } from './names.ts'
import { stages } from './stages.ts'

export function documentChanges(before: Estate, after: Estate): readonly Change[] {
  const changes = [
    ...pairs(before.policies, after.policies).flatMap((pair) => policyChanges(pair, before)),
    ...pairs(before.roles, after.roles).flatMap(roleChanges),
  ]
  return withoutCircles(changes)
}

/** Ids of the changes that must make what a document names. Accounts are written `<account>`, so `NAME` is in this one. */
function needsOf(document: string): readonly string[] {
  const numbers = namesIn(document).map(({ kind, name }) => `${kind}/${nameKey(name)}`)
  const named = [...document.matchAll(/<account>:(roleName|saml-provider|oidc-provider)\/([A-Za-z0-9+=,.@_-]+)/g)]
  return [
    ...numbers,
    ...named.map(([, kind, name = '']) => `${kind === 'roleName' ? 'role' : 'provider'}/${nameKey(name)}`),
  ]
}

const allowsNothing = `{"version":"2.0","statement":[{"effect":"deny","action":["*"],"resource":["*"]}]}`
const trustsNobody =
  `{"version":"2.0","statement":[{"effect":"deny","action":["name/sts:AssumeRole"],` +
  `"principal":{"qcs":["qcs::cam::uin/<account>:root"]}}]}`

/** Ids of the changes that end a policy's being a boundary: as long as it is one, it is not deleted. */
function releases({ users, roles }: Estate, policy: string): readonly string[] {
  const bounded = (kind: 'user' | 'role', list: readonly (User | Role)[]) =>
    list
      .filter(({ boundary }) => boundary !== undefined && refKey(boundary) === nameKey(policy))
      .map(({ name }) => `${kind}/${nameKey(name)}`)
  return [...bounded('user', users), ...bounded('role', roles)].flatMap((id) => [
    id,
    `${id} boundary`,
    `${id} no boundary`,
  ])
}

function policyChanges({ old, one }: Pair<Policy>, before: Estate): readonly Change[] {
  const name = (one ?? old)?.name ?? ''
  const base = { id: `policy/${nameKey(name)}`, object: `policy ${name}`, product: 'cam', needs: [] } as const
  const PolicyId = numbered('policy', name)
  if (one === undefined) {
    const parameters = { PolicyId: [PolicyId] }
    const stage = stages.deletePolicies
    const needs = releases(before, name)
    return [{ ...base, verb: 'delete', text: 'delete', action: 'DeletePolicy', parameters, stage, needs }]
  }
  const shared = { ...base, stage: stages.documents, needs: needsOf(one.document) }
  if (old === undefined) {
    const tags = one.tags.map(({ key, value }) => ({ Key: key, Value: value }))
    return [
      {
        ...shared,
        verb: 'create',
        text: 'create',
        action: 'CreatePolicy',
        parameters: {
          PolicyName: name,
          Description: one.description,
          PolicyDocument: documented(one.document),
          ...(tags.length > 0 && { Tags: tags }),
        },
        learns: { kind: 'policy', name, member: 'PolicyId' },
      },
    ]
  }
  const changes: Change[] = []
  const update = { ...shared, verb: 'update', action: 'UpdatePolicy' } as const
  if (old.document !== one.document) {
    const parameters = { PolicyId, PolicyDocument: documented(one.document) }
    changes.push({ ...update, id: `${base.id} document`, text: 'another document', parameters })
  }
  if (old.description !== one.description) {
    const text = differences(old, one, ['description'])
    changes.push({ ...update, text, needs: [], parameters: { PolicyId, Description: one.description } })
  }
  return [...changes, ...tagChanges('policy', name, old.tags, one.tags)]
}

function roleChanges({ old, one }: Pair<Role>): readonly Change[] {
  const name = (one ?? old)?.name ?? ''
  const base = { id: `role/${nameKey(name)}`, object: `role ${name}`, product: 'cam', needs: [] } as const
  const RoleName = name
  if (one === undefined) {
    const stage = stages.deleteRoles
    return [{ ...base, verb: 'delete', text: 'delete', action: 'DeleteRole', parameters: { RoleName }, stage }]
  }
  const tags = one.tags.map(({ key, value }) => ({ Key: key, Value: value }))
  if (old === undefined) {
    return [
      {
        ...base,
        verb: 'create',
        text: 'create',
        action: 'CreateRole',
        parameters: {
          RoleName,
          PolicyDocument: documented(one.trust),
          Description: one.description,
          ConsoleLogin: one.consoleLogin ? 1 : 0,
          SessionDuration: one.sessionDuration,
          ...(tags.length > 0 && { Tags: tags }),
        },
        needs: needsOf(one.trust),
        stage: stages.roles,
        learns: { kind: 'role', name, member: 'RoleId' },
      },
    ]
  }
  const change = (what: string, text: string, action: string, parameters: Record<string, Value>): Change => ({
    ...base,
    id: `${base.id} ${what}`,
    verb: 'update',
    text,
    action,
    parameters: { RoleName, ...parameters },
    stage: stages.roles,
  })
  const { set, dropped } = tagDifference(old.tags, one.tags)
  const said = (member: 'description' | 'consoleLogin' | 'sessionDuration') => differences(old, one, [member])
  const login = one.consoleLogin ? 1 : 0
  const made: readonly (Change | undefined)[] = [
    old.trust === one.trust ? undefined : trustChange(one, change),
    old.description === one.description
      ? undefined
      : change('description', said('description'), 'UpdateRoleDescription', { Description: one.description }),
    old.consoleLogin === one.consoleLogin
      ? undefined
      : change('console', said('consoleLogin'), 'UpdateRoleConsoleLogin', { ConsoleLogin: login }),
    old.sessionDuration === one.sessionDuration
      ? undefined
      : change('session', said('sessionDuration'), 'UpdateRoleSessionDuration', {
          SessionDuration: one.sessionDuration,
        }),
    dropped.length === 0 ? undefined : change('tags off', tagText([], dropped), 'UntagRole', { TagKeys: dropped }),
    set.length === 0
      ? undefined
      : { ...change('tags', tagText(set, []), 'TagRole', { Tags: wireTags(set) }), needs: [`${base.id} tags off`] },
  ]
  return made.flatMap((one) => one ?? [])
}

const wireTags = (tags: Role['tags']): Value => tags.map(({ key, value }) => ({ Key: key, Value: value }))

function trustChange(
  { trust }: Role,
  change: (what: string, text: string, action: string, parameters: Record<string, Value>) => Change,
): Change {
  const made = change('trust', 'another trust policy', 'UpdateAssumeRolePolicy', { PolicyDocument: documented(trust) })
  return { ...made, needs: needsOf(trust) }
}

// ——— circles ———

/** Creations that need each other, or themselves, are parted: the thing first, its document later. */
function withoutCircles(changes: readonly Change[]): readonly Change[] {
  const byId = new Map(changes.map((change) => [change.id, change]))
  const parted = new Set<string>()
  const done = new Set<string>()
  const visit = (id: string, trail: readonly string[]): void => {
    const change = byId.get(id)
    if (change === undefined || change.verb !== 'create' || done.has(id)) return
    for (const need of change.needs) {
      // Whoever closes a circle is made before the others.
      if (need === id || trail.includes(need)) parted.add(id)
    }
    if (!parted.has(id)) for (const need of change.needs) visit(need, [...trail, id])
    done.add(id)
  }
  for (const { id } of changes) visit(id, [])
  return changes.flatMap((change) => (parted.has(change.id) ? twoSteps(change) : [change]))
}

function twoSteps(change: Change): readonly Change[] {
  const isPolicy = change.action === 'CreatePolicy'
  const { PolicyDocument = '', RoleName = '' } = change.parameters
  const first: Change = {
    ...change,
    text: `${change.text}, for now with a document that allows nothing`,
    parameters: { ...change.parameters, PolicyDocument: documented(isPolicy ? allowsNothing : trustsNobody) },
    needs: [],
    provisional: true,
  }
  const { object, product, stage } = change
  const second: Change = {
    id: `${change.id} ${isPolicy ? 'document' : 'trust'}`,
    object,
    product,
    stage,
    verb: 'update',
    text: isPolicy ? 'another document' : 'another trust policy',
    action: isPolicy ? 'UpdatePolicy' : 'UpdateAssumeRolePolicy',
    parameters: isPolicy
      ? { PolicyId: numbered('policy', change.learns?.name ?? ''), PolicyDocument }
      : { RoleName, PolicyDocument },
    needs: [...change.needs, change.id],
  }
  return [first, second]
}
