// One call in full.
import { Fragment, type ReactNode } from 'react'
import type { AuditEvent } from '../../api/actions.ts'
import { whyPath } from '../../app/pages.ts'
import { ButtonLink } from '../../parts/button.tsx'
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
    [t('outcome'), <Ending key="outcome" outcome={event.Outcome} />],
    [t('decision'), decisions.get(event.Decision) ?? event.Decision],
    [t('product'), <code key="product">{event.Product}</code>],
    [t('address'), <code key="address">{event.SourceIp}</code>],
    ...(event.UserAgent === '' ? [] : [[t('agent'), event.UserAgent] as const]),
    ...(event.KeyId === '' || event.Session !== null
      ? []
      : [[t('keyId'), <code key="keyId">{event.KeyId}</code>] as const]),
    [t('revision'), event.Revision],
    [t('position'), event.Position],
    [t('hash'), <Copyable key="hash" text={event.Hash} label={t('hash')} />],
    ...sessionFacts(event),
    [t('request'), <Copyable key="request" text={event.RequestId} label={t('request')} />],
    [t('resources'), event.Resources.map((resource) => <code key={resource}>{resource} </code>)],
  ]
  const why = isRefused(event) ? whyPath?.(event.RequestId) : undefined
  return (
    <ShowDialog
      title={event.Action}
      more={why !== undefined && <ButtonLink to={why}>{t('whyThis')}</ButtonLink>}
      onClose={onClose}
    >
      <div className="dialog-body">
        <Facts facts={facts} />
        <p className="label">{t('parameters')}</p>
        <DocumentText text={event.Parameters} />
      </div>
    </ShowDialog>
  )
}

const decisions: ReadonlyMap<string, string> = new Map([
  ['allow', t('decisionAllow')],
  ['deny', t('decisionDeny')],
  ['none', t('decisionNone')],
])

export function Ending({ outcome }: { readonly outcome: string }): ReactNode {
  const good = outcome === 'ok' || outcome.startsWith('forwarded')
  return <Badge tone={good ? 'good' : 'bad'}>{outcome === 'ok' ? t('ok') : <Code code={outcome} />}</Badge>
}

/** Long codes go on in another line after a dot. */
function Code({ code }: { readonly code: string }): ReactNode {
  return code.split('.').map((part, index) => (
    <Fragment key={part}>
      {index > 0 && (
        <>
          .<wbr />
        </>
      )}
      {part}
    </Fragment>
  ))
}

/** By policies: then a record tells why, for as long as it is kept. */
export const isRefused = ({ Decision }: AuditEvent): boolean => Decision === 'deny'

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
