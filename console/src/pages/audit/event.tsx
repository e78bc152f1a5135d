// One change in full.
import type { ReactNode } from 'react'
import type { AuditEvent } from '../../api/actions.ts'
import { Copyable } from '../../parts/copyable.tsx'
import { ShowDialog } from '../../parts/dialog.tsx'
import { DocumentText } from '../../parts/document.tsx'
import { Badge, type Fact, Facts } from '../../parts/frame.tsx'
import { timeText } from '../../text/words.ts'
import { t } from './words.ts'

interface EventParts {
  readonly event: AuditEvent
  readonly who: string
  readonly onClose: () => void
}

export function EventDialog({ event, who, onClose }: EventParts): ReactNode {
  const facts: readonly Fact[] = [
    [t('time'), timeText(event.EventTime)],
    [t('who'), event.Uin === 0 ? who : `${who} (${event.Uin})`],
    [
      t('outcome'),
      <Badge key="outcome" tone={event.Outcome === 'ok' ? 'good' : 'bad'}>
        {event.Outcome === 'ok' ? t('ok') : event.Outcome}
      </Badge>,
    ],
    [t('product'), <code key="product">{event.Product}</code>],
    [t('address'), <code key="address">{event.SourceIp}</code>],
    [t('revision'), event.Revision],
    ...sessionFacts(event),
    [t('request'), <Copyable key="request" text={event.RequestId} label={t('request')} />],
    [t('resources'), event.Resources.map((resource) => <code key={resource}>{resource} </code>)],
  ]
  return (
    <ShowDialog title={event.Action} onClose={onClose}>
      <div className="dialog-body">
        <Facts facts={facts} />
        <p className="label">{t('parameters')}</p>
        <DocumentText text={event.Parameters} />
      </div>
    </ShowDialog>
  )
}

function sessionFacts({ Session: session }: AuditEvent): readonly Fact[] {
  if (session === null) return []
  const { Kind, Name, SecretId, RoleName, CallerAccount, SourceIdentity } = session
  return [
    [t('session'), `${Kind} ${Name}`],
    ...(SecretId === '' ? [] : [[t('key'), <code key="key">{SecretId}</code>] as const]),
    ...(RoleName === null ? [] : [[t('role'), RoleName] as const]),
    [t('caller'), CallerAccount],
    ...(SourceIdentity === null ? [] : [[t('source'), SourceIdentity] as const]),
  ]
}
