// Sets rules for passwords of users; what is left out stays as it is. A rule holds from the next change of a password on:
// passwords in use stay good.
import { action, operatorOf } from '../define.ts'
import { mergedRules, PassWordRule } from './password-rules.ts'

export const UpdatePasswordRules = action({
  name: 'UpdatePasswordRules',
  product: 'cam',
  group: 'User',
  summary: 'Sets rules for passwords of users.',
  newer: true,
  access: 'write',
  sensitive: true,
  perSecond: 20,
  params: { Rules: PassWordRule },
  returns: {},
  errors: ['InvalidParameter.PasswordRuleError'],
  resource: { level: 'operation' },
  async handle({ params, caller, nowMs, store, fail }) {
    const given = Object.values(params.Rules).some((value) => value !== undefined && value !== null)
    if (!given) fail('InvalidParameter.PasswordRuleError', { problem: 'no rule is given' })
    const rules = mergedRules(await store.settings.passwordRules(caller.account), params.Rules)
    await store.settings.setPasswordRules(caller.account, {
      ...rules,
      updatedMs: nowMs,
      modifier: operatorOf(caller).operator,
    })
    return {}
  },
})
