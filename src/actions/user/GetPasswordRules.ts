// Reads the rules for passwords of users. What was never set is null, and empty text stands for the time and the author.
import { wireTime } from '../../kernel/time.ts'
import { text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { PassWordRule, shownRules } from './password-rules.ts'

export const GetPasswordRules = action({
  name: 'GetPasswordRules',
  product: 'cam',
  group: 'User',
  summary: 'Reads the rules for passwords of users.',
  newer: true,
  access: 'read',
  perSecond: 20,
  params: {},
  returns: {
    Rules: PassWordRule,
    UpdateTime: text({ about: 'When they were last changed, UTC+8; empty before the first time.', newer: true }),
    Modifier: text({ about: 'Account number or role id of who changed them; empty before.', newer: true }),
  },
  errors: ['FailedOperation'],
  resource: { level: 'operation' },
  async handle({ caller, store }) {
    const rules = await store.settings.passwordRules(caller.account)
    return {
      Rules: shownRules(rules),
      UpdateTime: rules === undefined ? '' : wireTime(rules.updatedMs),
      Modifier: rules?.modifier ?? '',
    }
  },
})
