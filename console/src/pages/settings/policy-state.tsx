// Whether a rule for sign-ins is in force, and since when; below it what is only drawn once that is known.
import type { ReactNode } from 'react'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { Badge, Loading } from '../../parts/frame.tsx'
import { timeText } from '../../text/words.ts'
import type { LoginPolicies } from './login-policy.ts'
import { t } from './words.ts'

interface PolicyStateParts {
  readonly of: LoginPolicies
  readonly children?: ReactNode
}

export function PolicyState({ of: { query, policy }, children }: PolicyStateParts): ReactNode {
  if (query.isPending) return <Loading />
  if (query.isError) return <FaultPanel error={query.error} onRetry={() => query.refetch()} />
  return (
    <>
      {policy === undefined ? (
        <p className="about">{t('neverSet')}</p>
      ) : (
        <p className="about">
          <Badge tone={policy.DisablePolicy === 1 ? 'plain' : 'good'}>
            {t(policy.DisablePolicy === 1 ? 'off' : 'on')}
          </Badge>{' '}
          {t('lastSet', { when: timeText(policy.UpdateTime) })}
        </p>
      )}
      {children}
    </>
  )
}
