// How a temporary credential lies in its row.
import type { SessionsTable } from '../schema.ts'
import type { RoleLink, SessionKind, SessionRow } from '../store.ts'

export const sessionColumns = [
  's.account',
  's.session_id',
  's.kind',
  's.role_id',
  's.role_generation',
  's.name',
  's.caller_account',
  's.caller_uin',
  's.issuing_secret_id',
  's.issuing_generation',
  's.through',
  's.policy',
  's.mfa',
  's.source_identity',
  's.tags',
  's.created_ms',
  's.expires_ms',
] as const

/** A link as it may have been written before sessions could be ended: then none of them was, and the role's count was 0. */
type WrittenLink = Pick<RoleLink, 'account' | 'roleId'> & Partial<RoleLink>

export const readSession = (row: Omit<SessionsTable, 'ended_ms'>): SessionRow => ({
  account: row.account,
  sessionId: row.session_id,
  kind: row.kind as SessionKind,
  roleId: row.role_id ?? undefined,
  roleGeneration: row.role_generation,
  name: row.name,
  callerAccount: row.caller_account,
  callerUin: row.caller_uin,
  issuingSecretId: row.issuing_secret_id,
  issuingGeneration: row.issuing_generation,
  through: row.through === null ? [] : (JSON.parse(row.through) as readonly WrittenLink[]).map(readLink),
  policy: row.policy ?? undefined,
  mfa: row.mfa === 1,
  sourceIdentity: row.source_identity ?? undefined,
  tags: JSON.parse(row.tags) as SessionRow['tags'],
  createdMs: row.created_ms,
  expiresMs: row.expires_ms,
})

function readLink({ generation = 0, sessionId = '', expiresMs = 0, account, roleId }: WrittenLink): RoleLink {
  return { account, roleId, generation, sessionId, expiresMs }
}
