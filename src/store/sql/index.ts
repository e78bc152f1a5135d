// The entities put together over one session. Built on first use: a transaction touches few of them.
import type { Session } from '../driver.ts'
import type { Reads, Writes } from '../store.ts'
import { accountReads, accountWrites } from './accounts.ts'
import { attachmentReads, attachmentWrites } from './attachments.ts'
import { auditReads, auditWrites } from './audit.ts'
import { groupReads, groupWrites } from './groups.ts'
import { keyReads, keyWrites } from './keys.ts'
import { mfaTokenReads, mfaTokenWrites } from './mfa-tokens.ts'
import { policyReads, policyWrites } from './policies.ts'
import { principalReads } from './principals.ts'
import { ids } from './sequences.ts'
import { userReads, userWrites } from './users.ts'

const allPolicyReads = (session: Session): Reads['policies'] => ({
  ...policyReads(session),
  ...attachmentReads(session),
  ...principalReads(session),
})

/** Reads only: what the session sees, nothing that changes it. */
export function readsOver(session: Session): Reads {
  return {
    accounts: accountReads(session),
    users: userReads(session),
    groups: groupReads(session),
    keys: keyReads(session),
    policies: allPolicyReads(session),
    mfaTokens: mfaTokenReads(session),
    audit: auditReads(session),
  }
}

/** Reads and writes inside one transaction. */
export function writesOver(session: Session): Writes {
  const made: { -readonly [Entity in keyof Writes]?: Writes[Entity] } = {}
  return {
    get accounts() {
      made.accounts ??= { ...accountReads(session), ...accountWrites(session) }
      return made.accounts
    },
    get users() {
      made.users ??= { ...userReads(session), ...userWrites(session) }
      return made.users
    },
    get groups() {
      made.groups ??= { ...groupReads(session), ...groupWrites(session) }
      return made.groups
    },
    get keys() {
      made.keys ??= { ...keyReads(session), ...keyWrites(session) }
      return made.keys
    },
    get policies() {
      made.policies ??= { ...allPolicyReads(session), ...policyWrites(session), ...attachmentWrites(session) }
      return made.policies
    },
    get mfaTokens() {
      made.mfaTokens ??= { ...mfaTokenReads(session), ...mfaTokenWrites(session) }
      return made.mfaTokens
    },
    get audit() {
      made.audit ??= { ...auditReads(session), ...auditWrites(session) }
      return made.audit
    },
    get ids() {
      made.ids ??= ids(session)
      return made.ids
    },
  }
}
