// The tables as Kysely sees them: one description for both databases. Numbers are integers up to 2^53, switches are 0
// or 1, times are milliseconds, lists and flags are JSON text. Every key begins with the account (see DESIGN.md).
import type { AuditTables } from './schema-audit.ts'
import type { ClusterTables } from './schema-cluster.ts'
import type { FleetingTables } from './schema-fleeting.ts'
import type { ReplaysTable, SignInTables } from './schema-sign-in.ts'

export interface AccountsTable {
  account: number
  app_id: number
  name: string
  verified: number
  site: string
  password_hash: string | null
  created_ms: number
  revision: number
  phone: string
  country_code: string
  email: string
  wechat_bound: number
  last_login_ip: string | null
  last_login_ms: number | null
  quarantined_ms: number | null
}

export interface AccountQuotasTable {
  account: number
  name: string
  value: number
}

export interface UsersTable {
  account: number
  uin: number
  uid: number
  type: number
  name: string
  name_key: string
  remark: string
  nick_name: string
  console_login: number
  need_reset_password: number
  password_hash: string | null
  phone: string
  country_code: string
  email: string
  phone_verified: number
  email_verified: number
  wechat_bound: number
  receiver_owner: number
  boundary_policy_id: number | null
  last_login_ip: string | null
  last_login_ms: number | null
  created_ms: number
  external_id: string | null
  quarantined_ms: number | null
}

/** One row per sub-user ever made: outlives the user, because the daily quota counts deleted ones too. */
export interface UserBirthsTable {
  account: number
  created_ms: number
  uin: number
}

export interface MfaFlagsTable {
  account: number
  uin: number
  login: string
  action: string
  offsite: string
}

export interface GroupsTable {
  account: number
  group_id: number
  name: string
  name_key: string
  remark: string
  created_ms: number
  external_id: string | null
}

export interface GroupMembersTable {
  account: number
  group_id: number
  uin: number
  added_ms: number
}

export interface AccessKeysTable {
  account: number
  secret_id: string
  uin: number
  status: string
  description: string
  sealed_secret: string
  created_ms: number
  last_used_ms: number | null
  /** How often it was turned off. */
  generation: number
}

export interface PoliciesTable {
  account: number
  policy_id: number
  name: string
  name_key: string
  description: string
  create_mode: number
  service_linked: number
  created_ms: number
  updated_ms: number
  default_version: number
  /** Largest version ever made: version ids are never used again. */
  last_version: number
}

/** Ids of custom policies that are gone: a reader may ask whether one was there. */
export interface DeletedPoliciesTable {
  account: number
  policy_id: number
}

export interface PolicyVersionsTable {
  account: number
  policy_id: number
  version_id: number
  document: string
  created_ms: number
}

export interface AttachmentsTable {
  account: number
  kind: string
  entity_id: string
  policy_id: number
  attached_ms: number
  operator_owner: number
  operator: string
  operator_kind: number
}

export interface PresetAliasesTable {
  account: number
  policy_id: number
  alias: string
}

/** Tags of everything that can carry them. Nothing refers to what is tagged: whoever deletes it drops its tags. */
export interface TagsTable {
  account: number
  product: string
  kind: string
  resource_id: string
  tag_key: string
  tag_value: string
  /** Order in which keys were first set. */
  position: number
}

export interface RolesTable {
  account: number
  /** Decimal digits, always nineteen of them: as text in the order of the numbers. */
  role_id: string
  name: string
  name_key: string
  type: string
  trust: string
  description: string
  console_login: number
  session_duration: number
  boundary_policy_id: number | null
  services: string
  deletion_task_id: string | null
  session_generation: number
  created_ms: number
  updated_ms: number
  quarantined_ms: number | null
}

/** What services have said they need a role for. */
export interface RoleUsesTable {
  account: number
  role_id: string
  service: string
  resource: string
  since_ms: number
}

export interface DeletionTasksTable {
  account: number
  task_id: string
  role_id: string
  role_name: string
  status: string
  reason: string
  service_name: string
  created_ms: number
  updated_ms: number
}

/** Temporary credentials that were given out. No secret is in it. */
export interface SessionsTable {
  account: number
  session_id: string
  kind: string
  role_id: string | null
  /** The role's `session_generation` when the session began; 0 without a role. */
  role_generation: number
  name: string
  caller_account: number
  caller_uin: number
  issuing_secret_id: string
  issuing_generation: number
  /** JSON text: the sessions of roles between that key and this session (`RoleLink`); NULL: none. */
  through: string | null
  policy: string | null
  mfa: number
  source_identity: string | null
  tags: string
  created_ms: number
  expires_ms: number
  /** When somebody ended it by itself; the row then stays until what it asked for has expired too. NULL: nobody did. */
  ended_ms: number | null
}

/** Who vouches for users of roles: by SAML (`metadata`) or by OIDC (the columns from `issuer` on). */
export interface IdentityProvidersTable {
  account: number
  name_key: string
  kind: string
  name: string
  description: string
  metadata: string | null
  issuer: string | null
  client_ids: string | null
  identity_key: string | null
  auto_rotate: number
  keys_due_ms: number | null
  created_ms: number
  updated_ms: number
}

/** Sign-in of sub-users by their account's own identity provider, one row for each protocol that was ever set. */
export interface UserSsoTable {
  account: number
  protocol: string
  enabled: number
  metadata: string | null
  auxiliary_domain: string | null
  issuer: string | null
  client_id: string | null
  identity_key: string | null
  auto_rotate: number
  keys_due_ms: number | null
  authorization_endpoint: string | null
  response_type: string | null
  response_mode: string | null
  mapping_field: string | null
  scopes: string | null
  description: string | null
  created_ms: number
  updated_ms: number
}

export interface PasswordRulesTable {
  account: number
  minimum_length: number | null
  must_contain: string | null
  force_change_days: number | null
  reuse_limit: number | null
  retry_limit: number | null
  expiration_invalidation: number | null
  updated_ms: number
  modifier: string
}

/** Hashes of the passwords that a user was given, also the one in force. */
export interface PasswordsUsedTable {
  account: number
  uin: number
  position: number
  password_hash: string
  set_ms: number
}

export interface LoginIpPoliciesTable {
  account: number
  policy_type: number
  disabled: number
  approver_type: string
  approver_uins: string
  addresses: string
  updated_ms: number
}

export interface TotpDevicesTable {
  account: number
  uin: number
  sealed_secret: string
  last_step: number
  bound_ms: number
  /** Wrong codes since the last right one, and when the last of them came. */
  failures: number
  failed_ms: number
}

export interface MfaTokensTable {
  account: number
  token: string
  uin: number
  expires_ms: number
}

/** Of services that ask for decisions. Of a token only its SHA-256 is kept. */
export interface DecisionTokensTable {
  account: number
  token_id: string
  hash: string
  service: string
  description: string
  created_ms: number
  expires_ms: number
}
/** Only a hash of each secret. */
export interface ScimTokensTable {
  account: number
  token_id: string
  uin: number
  secret_hash: string
  description: string
  created_ms: number
  expires_ms: number
}

export interface RefusalsTable {
  account: number
  request_id: string
  time_ms: number
  record: string
}

/** SQLite only; PostgreSQL has sequences of its own. The one table that belongs to no account. */
export interface SequencesTable {
  name: string
  next_value: number
}

export interface Database extends SignInTables, AuditTables, FleetingTables, ClusterTables {
  accounts: AccountsTable
  account_quotas: AccountQuotasTable
  users: UsersTable
  user_births: UserBirthsTable
  mfa_flags: MfaFlagsTable
  groups: GroupsTable
  group_members: GroupMembersTable
  access_keys: AccessKeysTable
  policies: PoliciesTable
  deleted_policies: DeletedPoliciesTable
  policy_versions: PolicyVersionsTable
  attachments: AttachmentsTable
  preset_aliases: PresetAliasesTable
  tags: TagsTable
  roles: RolesTable
  role_uses: RoleUsesTable
  deletion_tasks: DeletionTasksTable
  sessions: SessionsTable
  identity_providers: IdentityProvidersTable
  user_sso: UserSsoTable
  replays: ReplaysTable
  password_rules: PasswordRulesTable
  passwords_used: PasswordsUsedTable
  login_ip_policies: LoginIpPoliciesTable
  totp_devices: TotpDevicesTable
  mfa_tokens: MfaTokensTable
  decision_tokens: DecisionTokensTable
  scim_tokens: ScimTokensTable
  refusals: RefusalsTable
  sequences: SequencesTable
}
