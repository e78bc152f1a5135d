// The general policies: denies that hold for everyone, the root account included, and that no account can detach.
// They refuse the console's most sensitive operations to a session without a second factor.

import type { RequestAction } from './action.ts'
import { compilePolicy } from './compile.ts'
import type { Question } from './rule.ts'
import { indexRules, type RuleIndex } from './rules.ts'
import type { PolicySource } from './types.ts'

const PRODUCT = 'account'

const ACTIONS = ['QueryKeyBySecretId', 'SetSafeAuthFlag', 'BindToken', 'UnbindToken', 'ModifyMail', 'ModifyPhoneNum']

const SOURCE: PolicySource = {
  policyId: 0,
  policyName: 'general policies',
  versionId: 0,
  preset: true,
  creator: 0,
  via: { kind: 'direct' },
  document: JSON.stringify({
    version: '2.0',
    statement: ACTIONS.map((name) => ({
      effect: 'deny',
      action: `${PRODUCT}:${name}`,
      resource: '*',
      condition: { string_equal: { mfa: '0' } },
    })),
  }),
}

const NO_VALUES = { uin: undefined, owner_uin: undefined, app_id: undefined }

export const GENERAL: RuleIndex = indexRules([SOURCE], compilePolicy, NO_VALUES)

/** Whether the general policies can speak about an action at all. */
export function isGeneral(action: RequestAction): boolean {
  return action.product === PRODUCT
}

/**
 * What the general policies are asked. They name single actions and hold for these at whatever level the product is
 * checked: at the level of a whole product a deny of one action would count for nothing.
 */
export function generalQuestion(question: Question): Question {
  return question.granularity === 'service' ? { ...question, granularity: 'operation' } : question
}
