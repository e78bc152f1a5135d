// What came of a call: the answer as it is, or the refusal with its meaning; with its RequestId and how long it took.
import type { ReactNode } from 'react'
import type { Fault } from '../../api/fault.ts'
import { Copyable } from '../../parts/copyable.tsx'
import { DocumentText } from '../../parts/document.tsx'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { Badge } from '../../parts/frame.tsx'
import { numberText } from '../../text/words.ts'
import { t } from './words.ts'

export interface Outcome {
  readonly tookMs: number
  readonly requestId: string
  /** `undefined`: refused. */
  readonly answer: object | undefined
  readonly fault: Fault | undefined
}

export function AnswerView({ outcome }: { readonly outcome: Outcome | undefined }): ReactNode {
  if (outcome === undefined) return <p className="about">{t('waiting')}</p>
  const { tookMs, requestId, answer, fault } = outcome
  const ms = numberText(tookMs)
  return (
    <>
      <p className="told-facts" role="status">
        <Badge tone={fault === undefined ? 'good' : 'bad'}>
          {fault === undefined ? t('done', { ms }) : t('refused', { ms })}
        </Badge>
        {fault === undefined && (
          <span>
            RequestId <Copyable text={requestId} label="RequestId" />
          </span>
        )}
      </p>
      {fault !== undefined && <FaultPanel error={fault} />}
      {answer !== undefined && <DocumentText text={JSON.stringify({ Response: answer })} />}
    </>
  )
}
