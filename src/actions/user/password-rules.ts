// The rules that an account sets for the passwords of its users, as they travel. A member that was never set is null: then
// the rule of the server holds (password.ts).
import { int, nullable, optional, struct, text } from '../../protocol/shape.ts'
import type { PasswordRules } from '../../store/store.ts'

const newer = true
const fault = 'InvalidParameter.PasswordRuleError'
const rule = (about: string, min: number, max: number) => optional(nullable(int({ about, min, max, fault, newer })))

export const PassWordRule = struct(
  'PassWordRule',
  {
    MinimumLength: rule('Characters at least.', 8, 32),
    MustContain: optional(
      nullable(
        text({
          about: 'Kinds of characters that must occur: A upper case, a lower case, 1 digits, ! special ones.',
          // Each of the four at most once, and one of them at least.
          pattern: /^(?!.*(.).*\1)[Aa1!]{1,4}$/,
          fault,
          newer,
        }),
      ),
    ),
    ForcePasswordChange: rule('Days after which a password must be changed; 0 never.', 0, 365),
    ReusePasswordLimit: rule('How many of the last passwords cannot be taken again; 0 none.', 0, 24),
    RetryPasswordLimit: rule('Wrong passwords in an hour before signing in is locked; 0 no limit.', 0, 10),
    PasswordExpirationInvalidation: optional(
      nullable(
        int({
          about: 'After its days a password must be reset by an administrator (1), or by the user when signing in (2).',
          oneOf: [1, 2],
          fault,
          newer,
        }),
      ),
    ),
  },
  { about: 'Rules for passwords of users.', newer },
)

/** In the order in which answers spell them. */
const kinds = ['A', 'a', '1', '!']

type Rules = Omit<PasswordRules, 'updatedMs' | 'modifier'>
type Wire = {
  readonly [Name in
    | 'MinimumLength'
    | 'ForcePasswordChange'
    | 'ReusePasswordLimit'
    | 'RetryPasswordLimit'
    | 'PasswordExpirationInvalidation']: number | null | undefined
} & { readonly MustContain: string | null | undefined }

/** The rules in force with those that are given put over them. */
export function mergedRules(before: PasswordRules | undefined, given: Wire): Rules {
  const { MustContain } = given
  return {
    minimumLength: given.MinimumLength ?? before?.minimumLength,
    mustContain:
      typeof MustContain === 'string'
        ? kinds.filter((kind) => MustContain.includes(kind)).join('')
        : before?.mustContain,
    forcePasswordChangeDays: given.ForcePasswordChange ?? before?.forcePasswordChangeDays,
    reusePasswordLimit: given.ReusePasswordLimit ?? before?.reusePasswordLimit,
    retryPasswordLimit: given.RetryPasswordLimit ?? before?.retryPasswordLimit,
    passwordExpirationInvalidation: given.PasswordExpirationInvalidation ?? before?.passwordExpirationInvalidation,
  }
}

export function shownRules(rules: Rules | undefined) {
  return {
    MinimumLength: rules?.minimumLength ?? null,
    MustContain: rules?.mustContain ?? null,
    ForcePasswordChange: rules?.forcePasswordChangeDays ?? null,
    ReusePasswordLimit: rules?.reusePasswordLimit ?? null,
    RetryPasswordLimit: rules?.retryPasswordLimit ?? null,
    PasswordExpirationInvalidation: rules?.passwordExpirationInvalidation ?? null,
  }
}
