// Everything that speaks about one user or one role, by one statement: one statement is one snapshot on both databases,
// so the answer belongs to the revision it carries.
import { type QueryCreator, sql } from 'kysely'
import type { Database } from '../schema.ts'
import type { PolicyReads, PrincipalPolicies, RoleReads } from '../store.ts'
import type { Over } from './entity.ts'
import { statement } from './statement.ts'

// What a row of the answer is about.
const part = { head: 0, direct: 1, group: 2 } as const

interface Mentioned {
  part: number
  revision: number
  group_id: number | null
  group_name: string | null
  policy_id: number | null
}

/** The policies that are mentioned, each custom one with its name and its default version. */
const documented = (q: QueryCreator<Database & { mentioned: Mentioned }>, account: number) =>
  q
    .selectFrom('mentioned as n')
    .leftJoin('policies as p', (join) => join.on('p.account', '=', account).onRef('p.policy_id', '=', 'n.policy_id'))
    .leftJoin('policy_versions as v', (join) =>
      join
        .onRef('v.account', '=', 'p.account')
        .onRef('v.policy_id', '=', 'p.policy_id')
        .onRef('v.version_id', '=', 'p.default_version'),
    )
    .select([
      'n.part',
      'n.revision',
      'n.group_id',
      'n.group_name',
      'n.policy_id',
      'p.name',
      'v.version_id',
      'v.document',
    ])
    .orderBy('n.part')
    .orderBy('n.group_id')
    .orderBy('n.policy_id')

const ofUser = statement((db, p: { account: number; uin: number; entityId: string }) =>
  documented(
    db.with('mentioned', (q) =>
      q
        .selectFrom('users as u')
        .innerJoin('accounts as a', 'a.account', 'u.account')
        .where('u.account', '=', p.account)
        .where('u.uin', '=', p.uin)
        .select([
          sql<number>`${sql.lit(part.head)}`.as('part'),
          'a.revision as revision',
          sql<number | null>`cast(null as bigint)`.as('group_id'),
          sql<string | null>`cast(null as text)`.as('group_name'),
          'u.boundary_policy_id as policy_id',
        ])
        .unionAll(
          q
            .selectFrom('attachments as d')
            .where('d.account', '=', p.account)
            .where('d.kind', '=', 'user')
            .where('d.entity_id', '=', p.entityId)
            .select([
              sql<number>`${sql.lit(part.direct)}`.as('part'),
              sql<number>`0`.as('revision'),
              sql<number | null>`cast(null as bigint)`.as('group_id'),
              sql<string | null>`cast(null as text)`.as('group_name'),
              sql<number | null>`d.policy_id`.as('policy_id'),
            ]),
        )
        .unionAll(
          q
            .selectFrom('group_members as m')
            .innerJoin('groups as g', (join) =>
              join.onRef('g.account', '=', 'm.account').onRef('g.group_id', '=', 'm.group_id'),
            )
            .leftJoin('attachments as t', (join) =>
              join
                .onRef('t.account', '=', 'm.account')
                .on('t.kind', '=', 'group')
                .on('t.entity_id', '=', sql<string>`cast(m.group_id as text)`),
            )
            .where('m.account', '=', p.account)
            .where('m.uin', '=', p.uin)
            .select([
              sql<number>`${sql.lit(part.group)}`.as('part'),
              sql<number>`0`.as('revision'),
              sql<number | null>`g.group_id`.as('group_id'),
              sql<string | null>`g.name`.as('group_name'),
              sql<number | null>`t.policy_id`.as('policy_id'),
            ]),
        ),
    ),
    p.account,
  ),
)

const ofRole = statement((db, p: { account: number; roleId: string }) =>
  documented(
    db.with('mentioned', (q) =>
      q
        .selectFrom('roles as r')
        .innerJoin('accounts as a', 'a.account', 'r.account')
        .where('r.account', '=', p.account)
        .where('r.role_id', '=', p.roleId)
        .select([
          sql<number>`${sql.lit(part.head)}`.as('part'),
          'a.revision as revision',
          sql<number | null>`cast(null as bigint)`.as('group_id'),
          sql<string | null>`cast(null as text)`.as('group_name'),
          'r.boundary_policy_id as policy_id',
        ])
        .unionAll(
          q
            .selectFrom('attachments as d')
            .where('d.account', '=', p.account)
            .where('d.kind', '=', 'role')
            .where('d.entity_id', '=', p.roleId)
            .select([
              sql<number>`${sql.lit(part.direct)}`.as('part'),
              sql<number>`0`.as('revision'),
              sql<number | null>`cast(null as bigint)`.as('group_id'),
              sql<string | null>`cast(null as text)`.as('group_name'),
              sql<number | null>`d.policy_id`.as('policy_id'),
            ]),
        ),
    ),
    p.account,
  ),
)

interface Row {
  readonly part: number
  readonly revision: number
  readonly group_id: number | null
  readonly group_name: string | null
  readonly policy_id: number | null
  readonly name: string | null
  readonly version_id: number | null
  readonly document: string | null
}

function gather(head: Row, rows: readonly Row[]): PrincipalPolicies {
  const direct: number[] = []
  const groups = new Map<number, { groupId: number; name: string; policyIds: number[] }>()
  const documents = new Map<number, { name: string; versionId: number; document: string }>()
  for (const row of rows) {
    if (row.part === part.direct && row.policy_id !== null) direct.push(row.policy_id)
    if (row.part === part.group && row.group_id !== null) {
      const known = groups.get(row.group_id) ?? { groupId: row.group_id, name: row.group_name ?? '', policyIds: [] }
      if (row.policy_id !== null) known.policyIds.push(row.policy_id)
      groups.set(row.group_id, known)
    }
    const { policy_id, name, version_id, document } = row
    if (policy_id === null || name === null || version_id === null || document === null) continue
    documents.set(policy_id, { name, versionId: version_id, document })
  }
  const boundaryPolicyId = head.policy_id ?? undefined
  return { revision: head.revision, direct, groups: [...groups.values()], boundaryPolicyId, documents }
}

/** `undefined` where nobody heads the rows: attachments alone make no principal. */
function principal(rows: readonly Row[]): PrincipalPolicies | undefined {
  const head = rows[0]
  return head?.part === part.head ? gather(head, rows) : undefined
}

export const principalReads: Over<Pick<PolicyReads, 'ofPrincipal'>> = {
  async ofPrincipal(session, account, uin) {
    return principal(await session.all(ofUser, { account, uin, entityId: String(uin) }))
  },
}

export const rolePrincipalReads: Over<Pick<RoleReads, 'policiesOf'>> = {
  async policiesOf(session, account, roleId) {
    return principal(await session.all(ofRole, { account, roleId }))
  },
}
