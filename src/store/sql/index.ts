// The entities put together over one session.
import type { Session } from '../driver.ts'
import type { Reads, Writes } from '../store.ts'
import { accountReads, accountWrites } from './accounts.ts'
import { attachmentReads, attachmentWrites } from './attachments.ts'
import { auditReads, auditWrites } from './audit.ts'
import { entity } from './entity.ts'
import { groupReads, groupWrites } from './groups.ts'
import { identityProviderReads, identityProviderWrites } from './identity-providers.ts'
import { keyReads, keyWrites } from './keys.ts'
import { mfaTokenReads, mfaTokenWrites } from './mfa-tokens.ts'
import { policyReads, policyWrites } from './policies.ts'
import { principalReads, rolePrincipalReads } from './principals.ts'
import { providerKeyReads, providerKeyWrites } from './provider-keys.ts'
import { roleTaskReads, roleTaskWrites } from './role-tasks.ts'
import { roleReads, roleWrites } from './roles.ts'
import { scimTokenReads, scimTokenWrites } from './scim-tokens.ts'
import { ids } from './sequences.ts'
import { sessionReads, sessionWrites } from './sessions.ts'
import { settingReads, settingWrites } from './settings.ts'
import { tagReads, tagWrites } from './tags.ts'
import { userSsoReads, userSsoWrites } from './user-sso.ts'
import { userReads, userWrites } from './users.ts'
import { versionReads, versionWrites } from './versions.ts'

const allPolicyReads = { ...policyReads, ...versionReads, ...attachmentReads, ...principalReads }
const allPolicyWrites = { ...policyWrites, ...versionWrites, ...attachmentWrites }
const allRoleReads = { ...roleReads, ...roleTaskReads, ...rolePrincipalReads }
const allRoleWrites = { ...roleWrites, ...roleTaskWrites }
const allProviderReads = { ...identityProviderReads, ...userSsoReads, ...providerKeyReads }
const allProviderWrites = { ...identityProviderWrites, ...userSsoWrites, ...providerKeyWrites }

const read = {
  accounts: entity<Reads['accounts']>(accountReads),
  users: entity<Reads['users']>(userReads),
  groups: entity<Reads['groups']>(groupReads),
  keys: entity<Reads['keys']>(keyReads),
  policies: entity<Reads['policies']>(allPolicyReads),
  mfaTokens: entity<Reads['mfaTokens']>(mfaTokenReads),
  audit: entity<Reads['audit']>(auditReads),
  roles: entity<Reads['roles']>(allRoleReads),
  sessions: entity<Reads['sessions']>(sessionReads),
  identityProviders: entity<Reads['identityProviders']>(allProviderReads),
  tags: entity<Reads['tags']>(tagReads),
  settings: entity<Reads['settings']>(settingReads),
  scimTokens: entity<Reads['scimTokens']>(scimTokenReads),
}
const write = {
  accounts: entity<Writes['accounts']>({ ...accountReads, ...accountWrites }),
  users: entity<Writes['users']>({ ...userReads, ...userWrites }),
  groups: entity<Writes['groups']>({ ...groupReads, ...groupWrites }),
  keys: entity<Writes['keys']>({ ...keyReads, ...keyWrites }),
  policies: entity<Writes['policies']>({ ...allPolicyReads, ...allPolicyWrites }),
  mfaTokens: entity<Writes['mfaTokens']>({ ...mfaTokenReads, ...mfaTokenWrites }),
  audit: entity<Writes['audit']>({ ...auditReads, ...auditWrites }),
  roles: entity<Writes['roles']>({ ...allRoleReads, ...allRoleWrites }),
  sessions: entity<Writes['sessions']>({ ...sessionReads, ...sessionWrites }),
  identityProviders: entity<Writes['identityProviders']>({ ...allProviderReads, ...allProviderWrites }),
  tags: entity<Writes['tags']>({ ...tagReads, ...tagWrites }),
  settings: entity<Writes['settings']>({ ...settingReads, ...settingWrites }),
  scimTokens: entity<Writes['scimTokens']>({ ...scimTokenReads, ...scimTokenWrites }),
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
    roles: read.roles(session),
    sessions: read.sessions(session),
    identityProviders: read.identityProviders(session),
    tags: read.tags(session),
    settings: read.settings(session),
    scimTokens: read.scimTokens(session),
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
    roles: write.roles(session),
    sessions: write.sessions(session),
    identityProviders: write.identityProviders(session),
    tags: write.tags(session),
    settings: write.settings(session),
    scimTokens: write.scimTokens(session),
    ids: write.ids(session),
  }
}
