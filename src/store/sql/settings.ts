// What an account sets for all its users, and bound second-factor devices.
import type { LoginIpPoliciesTable, PasswordRulesTable, TotpDevicesTable } from '../schema.ts'
import type { LoginIpPolicy, PasswordRules, SettingReads, SettingWrites, TotpDevice } from '../store.ts'
import type { Over } from './entity.ts'
import { statement } from './statement.ts'

type Written<Table> = Table & Record<string, number | string | null>
type ByUin = { account: number; uin: number }

const rulesOf = statement((db, p: { account: number }) =>
  db
    .selectFrom('password_rules')
    .select([
      'minimum_length',
      'must_contain',
      'force_change_days',
      'reuse_limit',
      'retry_limit',
      'expiration_invalidation',
      'updated_ms',
      'modifier',
    ])
    .where('account', '=', p.account),
)
const putRules = statement((db, p: Written<PasswordRulesTable>) =>
  db
    .insertInto('password_rules')
    .values({
      account: p.account,
      minimum_length: p.minimum_length,
      must_contain: p.must_contain,
      force_change_days: p.force_change_days,
      reuse_limit: p.reuse_limit,
      retry_limit: p.retry_limit,
      expiration_invalidation: p.expiration_invalidation,
      updated_ms: p.updated_ms,
      modifier: p.modifier,
    })
    .onConflict((c) =>
      c.column('account').doUpdateSet((eb) => ({
        minimum_length: eb.ref('excluded.minimum_length'),
        must_contain: eb.ref('excluded.must_contain'),
        force_change_days: eb.ref('excluded.force_change_days'),
        reuse_limit: eb.ref('excluded.reuse_limit'),
        retry_limit: eb.ref('excluded.retry_limit'),
        expiration_invalidation: eb.ref('excluded.expiration_invalidation'),
        updated_ms: eb.ref('excluded.updated_ms'),
        modifier: eb.ref('excluded.modifier'),
      })),
    ),
)
const ipPoliciesOf = statement((db, p: { account: number }) =>
  db
    .selectFrom('login_ip_policies')
    .select(['policy_type', 'disabled', 'approver_type', 'approver_uins', 'addresses', 'updated_ms'])
    .where('account', '=', p.account)
    .orderBy('policy_type'),
)
const putIpPolicy = statement((db, p: Written<LoginIpPoliciesTable>) =>
  db
    .insertInto('login_ip_policies')
    .values({
      account: p.account,
      policy_type: p.policy_type,
      disabled: p.disabled,
      approver_type: p.approver_type,
      approver_uins: p.approver_uins,
      addresses: p.addresses,
      updated_ms: p.updated_ms,
    })
    .onConflict((c) =>
      c.columns(['account', 'policy_type']).doUpdateSet((eb) => ({
        disabled: eb.ref('excluded.disabled'),
        approver_type: eb.ref('excluded.approver_type'),
        approver_uins: eb.ref('excluded.approver_uins'),
        addresses: eb.ref('excluded.addresses'),
        updated_ms: eb.ref('excluded.updated_ms'),
      })),
    ),
)
const deviceOf = statement((db, p: ByUin) =>
  db
    .selectFrom('totp_devices')
    .select(['uin', 'sealed_secret', 'last_step', 'bound_ms', 'failures', 'failed_ms'])
    .where('account', '=', p.account)
    .where('uin', '=', p.uin),
)
const putDevice = statement((db, p: Written<Omit<TotpDevicesTable, 'failures' | 'failed_ms'>>) =>
  db
    .insertInto('totp_devices')
    .values({
      account: p.account,
      uin: p.uin,
      sealed_secret: p.sealed_secret,
      last_step: p.last_step,
      bound_ms: p.bound_ms,
      failures: 0,
      failed_ms: 0,
    })
    .onConflict((c) =>
      c.columns(['account', 'uin']).doUpdateSet((eb) => ({
        sealed_secret: eb.ref('excluded.sealed_secret'),
        last_step: eb.ref('excluded.last_step'),
        bound_ms: eb.ref('excluded.bound_ms'),
        failures: eb.ref('excluded.failures'),
        failed_ms: eb.ref('excluded.failed_ms'),
      })),
    ),
)
const dropDevice = statement((db, p: ByUin) =>
  db.deleteFrom('totp_devices').where('account', '=', p.account).where('uin', '=', p.uin),
)
const advanceStep = statement((db, p: ByUin & { step: number }) =>
  db
    .updateTable('totp_devices')
    .set({ last_step: p.step, failures: 0 })
    .where('account', '=', p.account)
    .where('uin', '=', p.uin)
    .where('last_step', '<', p.step),
)

// One statement, so that codes tried at the same moment are counted one after the other.
const countTry = statement((db, p: ByUin & { nowMs: number; forgottenMs: number; failuresMax: number }) =>
  db
    .updateTable('totp_devices')
    .set((eb) => ({
      failures: eb
        .case()
        .when('failed_ms', '<=', p.forgottenMs)
        .then(1)
        .else(eb('failures', '+', 1))
        .end(),
      failed_ms: p.nowMs,
    }))
    .where('account', '=', p.account)
    .where('uin', '=', p.uin)
    .where((eb) => eb.or([eb('failures', '<', p.failuresMax), eb('failed_ms', '<=', p.forgottenMs)])),
)

const readRules = (row: Omit<PasswordRulesTable, 'account'>): PasswordRules => ({
  minimumLength: row.minimum_length ?? undefined,
  mustContain: row.must_contain ?? undefined,
  forcePasswordChangeDays: row.force_change_days ?? undefined,
  reusePasswordLimit: row.reuse_limit ?? undefined,
  retryPasswordLimit: row.retry_limit ?? undefined,
  passwordExpirationInvalidation: row.expiration_invalidation ?? undefined,
  updatedMs: row.updated_ms,
  modifier: row.modifier,
})
const readIpPolicy = (row: Omit<LoginIpPoliciesTable, 'account'>): LoginIpPolicy => ({
  policyType: row.policy_type,
  disabled: row.disabled === 1,
  approverType: row.approver_type,
  approverUins: JSON.parse(row.approver_uins) as LoginIpPolicy['approverUins'],
  addresses: JSON.parse(row.addresses) as LoginIpPolicy['addresses'],
  updatedMs: row.updated_ms,
})
const readDevice = (row: Omit<TotpDevicesTable, 'account'>): TotpDevice => ({
  uin: row.uin,
  sealedSecret: row.sealed_secret,
  lastStep: row.last_step,
  boundMs: row.bound_ms,
  failures: row.failures,
  failedMs: row.failed_ms,
})

export const settingReads: Over<SettingReads> = {
  async passwordRules(session, account) {
    const row = await session.first(rulesOf, { account })
    return row && readRules(row)
  },
  async loginIpPolicies(session, account) {
    return (await session.all(ipPoliciesOf, { account })).map(readIpPolicy)
  },
  async totpDevice(session, account, uin) {
    const row = await session.first(deviceOf, { account, uin })
    return row && readDevice(row)
  },
}

export const settingWrites: Over<SettingWrites> = {
  async setPasswordRules(session, account, rules) {
    await session.run(putRules, {
      account,
      minimum_length: rules.minimumLength ?? null,
      must_contain: rules.mustContain ?? null,
      force_change_days: rules.forcePasswordChangeDays ?? null,
      reuse_limit: rules.reusePasswordLimit ?? null,
      retry_limit: rules.retryPasswordLimit ?? null,
      expiration_invalidation: rules.passwordExpirationInvalidation ?? null,
      updated_ms: rules.updatedMs,
      modifier: rules.modifier,
    })
  },
  async setLoginIpPolicy(session, account, policy) {
    await session.run(putIpPolicy, {
      account,
      policy_type: policy.policyType,
      disabled: policy.disabled ? 1 : 0,
      approver_type: policy.approverType,
      approver_uins: JSON.stringify(policy.approverUins),
      addresses: JSON.stringify(policy.addresses),
      updated_ms: policy.updatedMs,
    })
  },
  async bindTotp(session, account, { uin, sealedSecret, lastStep, boundMs }) {
    await session.run(putDevice, {
      account,
      uin,
      sealed_secret: sealedSecret,
      last_step: lastStep,
      bound_ms: boundMs,
    })
  },
  async unbindTotp(session, account, uin) {
    return (await session.run(dropDevice, { account, uin })) === 1
  },
  async countTotpTry(session, account, uin, nowMs, { failuresMax, lockMs }) {
    const tried = { account, uin, nowMs, failuresMax, forgottenMs: nowMs - lockMs }
    return (await session.run(countTry, tried)) === 1
  },
  // One statement, so that of two calls with the same code one is refused.
  async useTotpStep(session, account, uin, step) {
    return (await session.run(advanceStep, { account, uin, step })) === 1
  },
}
