// The entities put together over one session.
import type { Session } from '../driver.ts'
import type { Reads, Writes } from '../store.ts'
import { accountReads, accountWrites } from './accounts.ts'
import { attachmentReads, attachmentWrites } from './attachments.ts'
import { auditReads, auditWrites } from './audit.ts'
import { entity } from './entity.ts'
import { groupReads, groupWrites } from './groups.ts'
import { keyReads, keyWrites } from './keys.ts'
import { mfaTokenReads, mfaTokenWrites } from './mfa-tokens.ts'
import { policyReads, policyWrites } from './policies.ts'
import { principalReads } from './principals.ts'
import { ids } from './sequences.ts'
import { userReads, userWrites } from './users.ts'
import { versionReads, versionWrites } from './versions.ts'

const allPolicyReads = { ...policyReads, ...versionReads, ...attachmentReads, ...principalReads }
const allPolicyWrites = { ...policyWrites, ...versionWrites, ...attachmentWrites }

const read = {
  accounts: entity<Reads['accounts']>(accountReads),
  users: entity<Reads['users']>(userReads),
  groups: entity<Reads['groups']>(groupReads),
  keys: entity<Reads['keys']>(keyReads),
  policies: entity<Reads['policies']>(allPolicyReads),
  mfaTokens: entity<Reads['mfaTokens']>(mfaTokenReads),
  audit: entity<Reads['audit']>(auditReads),
}
const write = {
  accounts: entity<Writes['accounts']>({ ...accountReads, ...accountWrites }),
  users: entity<Writes['users']>({ ...userReads, ...userWrites }),
  groups: entity<Writes['groups']>({ ...groupReads, ...groupWrites }),
  keys: entity<Writes['keys']>({ ...keyReads, ...keyWrites }),
  policies: entity<Writes['policies']>({ ...allPolicyReads, ...allPolicyWrites }),
  mfaTokens: entity<Writes['mfaTokens']>({ ...mfaTokenReads, ...mfaTokenWrites }),
  audit: entity<Writes['audit']>({ ...auditReads, ...auditWrites }),
  ids: entity<Writes['ids']>(ids),
}

/** Reads only: what the session sees, nothing that changes it. */
export function readsOver(session: Session): Reads {
  return {
    accounts: read.accounts(session),
    users: read.users(session),
    groups: read.groups(session),
    keys: read.keys(session),
    policies: read.policies(session),
    mfaTokens: read.mfaTokens(session),
    audit: read.audit(session),
  }
}

/** Reads and writes inside one transaction. */
export function writesOver(session: Session): Writes {
  return {
    accounts: write.accounts(session),
    users: write.users(session),
    groups: write.groups(session),
    keys: write.keys(session),
    policies: write.policies(session),
    mfaTokens: write.mfaTokens(session),
    audit: write.audit(session),
    ids: write.ids(session),
  }
}
