// What was called in this window; each call can be filled in again.
import type { ReactNode } from 'react'
import { Button } from '../../parts/button.tsx'
import { Badge } from '../../parts/frame.tsx'
import { numberText, timeText } from '../../text/words.ts'
import type { PastCall } from './history.ts'
import { t } from './words.ts'

interface HistoryParts {
  readonly past: readonly PastCall[]
  readonly onRepeat: (past: PastCall) => void
}

export function HistoryView({ past, onRepeat }: HistoryParts): ReactNode {
  return (
    <>
      <p className="about">{past.length === 0 ? t('emptyHistory') : t('historyAbout')}</p>
      <ul className="past">
        {past.map((call) => (
          <li key={`${call.at} ${call.requestId}`}>
            <Button look="quiet" onPress={() => onRepeat(call)}>
              {call.action}
            </Button>
            <Badge tone={call.code === '' ? 'good' : 'bad'}>{call.code === '' ? t('succeeded') : call.code}</Badge>
            <code>{call.requestId}</code>
            <span className="help">
              {timeText(Math.floor(call.at / 1000))} · {numberText(call.tookMs)} ms
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
