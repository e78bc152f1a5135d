// A session of a role as whoever asks for the role's policies needs it, without anybody having asked for one: nothing limits it.
import type { RoleRow } from '../../store/store.ts'

/** Signs nothing: it has no id, and no key that it came from. */
export const askedSession = (account: number, { roleId, name, sessionGeneration }: RoleRow) => ({
  sessionId: '',
  kind: 'role' as const,
  name: '',
  policy: undefined,
  mfa: false,
  role: { roleId, name },
  callerUin: 0,
  callerAccount: account,
  roleGeneration: sessionGeneration,
  expiresMs: Number.POSITIVE_INFINITY,
  issuingSecretId: '',
  issuingGeneration: 0,
  through: [],
  sourceIdentity: undefined,
  tags: [],
  console: undefined,
})
