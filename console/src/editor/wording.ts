// What a finding of the linter says to people. The engine speaks English; on Chinese pages the rule says what it finds.
import type { Finding } from '../../../src/policy/lint/finding.ts'
import { chinese } from '../text/words.ts'

export interface Wording {
  readonly message: string
  /** What comes of it. */
  readonly why: string
}

export async function wordingOf(finding: Pick<Finding, 'rule' | 'message'>): Promise<Wording> {
  if (chinese) {
    const { findingInChinese, reasonsInChinese } = await import('../text/reasons-zh.ts')
    return { message: findingInChinese(finding), why: reasonsInChinese.get(finding.rule)?.why ?? '' }
  }
  const { RULE_REASONS } = await import('../../../src/policy/lint/reasons.ts')
  return { message: finding.message, why: RULE_REASONS.get(finding.rule)?.why ?? '' }
}
