// The entities put together over one session.
import type { Session } from '../driver.ts'
import type { Reads, Writes } from '../store.ts'
import { accessRequestReads, accessRequestWrites } from './access-requests.ts'
import { accountReads, accountWrites } from './accounts.ts'
import { attachmentReads, attachmentWrites } from './attachments.ts'
import { auditReads, auditWrites } from './audit.ts'
import { auditChainReads, auditChainWrites } from './audit-chains.ts'
import { consoleSessionReads, consoleSessionWrites } from './console-sessions.ts'
import { decisionTokenReads, decisionTokenWrites } from './decision-tokens.ts'
import { entity } from './entity.ts'
import { factorReads, factorWrites } from './factors.ts'
import { groupReads, groupWrites } from './groups.ts'
import { identityProviderReads, identityProviderWrites } from './identity-providers.ts'
import { keyReads, keyWrites } from './keys.ts'
import { mfaTokenReads, mfaTokenWrites } from './mfa-tokens.ts'
import { policyReads, policyWrites } from './policies.ts'
import { principalReads, rolePrincipalReads } from './principals.ts'
import { providerKeyReads, providerKeyWrites } from './provider-keys.ts'
import { quarantineReads, quarantineWrites } from './quarantine.ts'
import { replayWrites } from './replays.ts'
import { roleTaskReads, roleTaskWrites } from './role-tasks.ts'
import { roleReads, roleWrites } from './roles.ts'
import { scimTokenReads, scimTokenWrites } from './scim-tokens.ts'
import { ids } from './sequences.ts'
import { sessionReads, sessionWrites } from './sessions.ts'
import { settingReads, settingWrites } from './settings.ts'
import { signInReads, signInWrites } from './sign-in.ts'
import { tagReads, tagWrites } from './tags.ts'
import { userSsoReads, userSsoWrites } from './user-sso.ts'
import { userReads, userWrites } from './users.ts'
import { versionReads, versionWrites } from './versions.ts'

const allPolicyReads = { ...policyReads, ...versionReads, ...attachmentReads, ...principalReads }
const allPolicyWrites = { ...policyWrites, ...versionWrites, ...attachmentWrites }
const allAuditReads = { ...auditReads, ...auditChainReads }
const allAuditWrites = { ...auditWrites, ...auditChainWrites }
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
  decisionTokens: entity<Reads['decisionTokens']>(decisionTokenReads),
  audit: entity<Reads['audit']>(allAuditReads),
  roles: entity<Reads['roles']>(allRoleReads),
  sessions: entity<Reads['sessions']>(sessionReads),
  identityProviders: entity<Reads['identityProviders']>(allProviderReads),
  tags: entity<Reads['tags']>(tagReads),
  settings: entity<Reads['settings']>(settingReads),
  consoleSessions: entity<Reads['consoleSessions']>(consoleSessionReads),
  signIn: entity<Reads['signIn']>(signInReads),
  factors: entity<Reads['factors']>(factorReads),
  scimTokens: entity<Reads['scimTokens']>(scimTokenReads),
  accessRequests: entity<Reads['accessRequests']>(accessRequestReads),
  quarantine: entity<Reads['quarantine']>(quarantineReads),
}
const write = {
  accounts: entity<Writes['accounts']>({ ...accountReads, ...accountWrites }),
  users: entity<Writes['users']>({ ...userReads, ...userWrites }),
  groups: entity<Writes['groups']>({ ...groupReads, ...groupWrites }),
  keys: entity<Writes['keys']>({ ...keyReads, ...keyWrites }),
  policies: entity<Writes['policies']>({ ...allPolicyReads, ...allPolicyWrites }),
  mfaTokens: entity<Writes['mfaTokens']>({ ...mfaTokenReads, ...mfaTokenWrites }),
  decisionTokens: entity<Writes['decisionTokens']>({ ...decisionTokenReads, ...decisionTokenWrites }),
  audit: entity<Writes['audit']>({ ...allAuditReads, ...allAuditWrites }),
  roles: entity<Writes['roles']>({ ...allRoleReads, ...allRoleWrites }),
  sessions: entity<Writes['sessions']>({ ...sessionReads, ...sessionWrites }),
  identityProviders: entity<Writes['identityProviders']>({ ...allProviderReads, ...allProviderWrites }),
  replays: entity<Writes['replays']>(replayWrites),
  tags: entity<Writes['tags']>({ ...tagReads, ...tagWrites }),
  settings: entity<Writes['settings']>({ ...settingReads, ...settingWrites }),
  consoleSessions: entity<Writes['consoleSessions']>({ ...consoleSessionReads, ...consoleSessionWrites }),
  signIn: entity<Writes['signIn']>({ ...signInReads, ...signInWrites }),
  factors: entity<Writes['factors']>({ ...factorReads, ...factorWrites }),
  scimTokens: entity<Writes['scimTokens']>({ ...scimTokenReads, ...scimTokenWrites }),
  accessRequests: entity<Writes['accessRequests']>({ ...accessRequestReads, ...accessRequestWrites }),
  quarantine: entity<Writes['quarantine']>({ ...quarantineReads, ...quarantineWrites }),
  ids: entity<Writes['ids']>(ids),
}

/** Names of the methods that change something, by entity; every other method of one only reads. */
export const writeMethods: { readonly [E in keyof Omit<Writes, 'ids'>]: readonly string[] } = {
  accounts: Object.keys(accountWrites),
  users: Object.keys(userWrites),
  groups: Object.keys(groupWrites),
  keys: Object.keys(keyWrites),
  policies: Object.keys(allPolicyWrites),
  mfaTokens: Object.keys(mfaTokenWrites),
  decisionTokens: Object.keys(decisionTokenWrites),
  audit: Object.keys(auditWrites),
  roles: Object.keys(allRoleWrites),
  sessions: Object.keys(sessionWrites),
  identityProviders: Object.keys(allProviderWrites),
  replays: Object.keys(replayWrites),
  tags: Object.keys(tagWrites),
  settings: Object.keys(settingWrites),
  consoleSessions: Object.keys(consoleSessionWrites),
  signIn: Object.keys(signInWrites),
  factors: Object.keys(factorWrites),
  scimTokens: Object.keys(scimTokenWrites),
  accessRequests: Object.keys(accessRequestWrites),
  quarantine: Object.keys(quarantineWrites),
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
    decisionTokens: read.decisionTokens(session),
    audit: read.audit(session),
    roles: read.roles(session),
    sessions: read.sessions(session),
    identityProviders: read.identityProviders(session),
    tags: read.tags(session),
    settings: read.settings(session),
    consoleSessions: read.consoleSessions(session),
    signIn: read.signIn(session),
    factors: read.factors(session),
    scimTokens: read.scimTokens(session),
    accessRequests: read.accessRequests(session),
    quarantine: read.quarantine(session),
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
    decisionTokens: write.decisionTokens(session),
    audit: write.audit(session),
    roles: write.roles(session),
    sessions: write.sessions(session),
    identityProviders: write.identityProviders(session),
    replays: write.replays(session),
    tags: write.tags(session),
    settings: write.settings(session),
    consoleSessions: write.consoleSessions(session),
    signIn: write.signIn(session),
    factors: write.factors(session),
    scimTokens: write.scimTokens(session),
    accessRequests: write.accessRequests(session),
    quarantine: write.quarantine(session),
    ids: write.ids(session),
  }
}
