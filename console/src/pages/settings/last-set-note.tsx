// When something was last set, by whom, and whether it is in force.
import type { ReactNode } from 'react'
import { Badge } from '../../parts/frame.tsx'
import { timeText } from '../../text/words.ts'
import type { LastSet } from './last-set.ts'
import { t } from './words.ts'

export function LastSetNote({ last }: { readonly last: LastSet | 'none' }): ReactNode {
  if (last === 'none') return <p className="about">{t('neverSet')}</p>
  return (
    <p className="about">
      <Badge tone={last.off ? 'plain' : 'good'}>{t(last.off ? 'off' : 'on')}</Badge>{' '}
      {t('last', { when: timeText(last.at), who: last.uin })}
    </p>
  )
}
