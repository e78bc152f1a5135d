// What of the log is wanted: a time, somebody, an action.
import { type ReactNode, useMemo, useState } from 'react'
import type { Params } from '../../api/call.ts'
import { serverNowMs } from '../../api/session.ts'
import { Choice, TextField } from '../../parts/fields.tsx'
import { type Keyword, useKeyword } from '../../parts/keyword.ts'
import { t } from './words.ts'

export type Wanted = Pick<Params<'DescribeAuditEvents'>, 'StartTime' | 'EndTime' | 'Uin' | 'ActionName'>
type Span = 'any' | 'hour' | 'day' | 'week' | 'own'

const spans: readonly (readonly [Span, string])[] = [
  ['any', t('any')],
  ['hour', t('hour')],
  ['day', t('day')],
  ['week', t('week')],
  ['own', t('own')],
]
const secondsOf = { hour: 3600, day: 86_400, week: 604_800 } as const

interface Times {
  readonly span: Span
  readonly since: number | undefined
  readonly from: string
  readonly to: string
}

export interface Filter {
  readonly times: Times
  readonly setTimes: (times: Times) => void
  readonly who: Keyword
  readonly action: Keyword
  /** Nobody is meant by what was typed. */
  readonly nobody: boolean
  readonly wanted: Wanted
}

/** `uinOf`: the number of whoever is meant by a text, if anybody. */
export function useFilter(uinOf: (text: string) => number | undefined): Filter {
  const [times, setTimes] = useState<Times>({ span: 'any', since: undefined, from: '', to: '' })
  const who = useKeyword()
  const action = useKeyword()
  const uin = who.word === '' ? undefined : uinOf(who.word)
  const wanted = useMemo(
    () => ({ ...timesWanted(times), Uin: uin, ActionName: action.word === '' ? undefined : action.word }),
    [times, uin, action.word],
  )
  return { times, setTimes, who, action, nobody: who.word !== '' && uin === undefined, wanted }
}

function timesWanted({ span, since, from, to }: Times): Wanted {
  if (span === 'own') return { StartTime: secondsAt(from), EndTime: secondsAt(to) }
  return { StartTime: since }
}

/** What a field of the browser's local time says; empty and half-typed ones bound nothing. */
function secondsAt(text: string): number | undefined {
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1000)
}

export function FilterBar({ filter }: { readonly filter: Filter }): ReactNode {
  const { times, setTimes, who, action, nobody } = filter
  const choose = (span: Span): void => {
    const bounded = span === 'hour' || span === 'day' || span === 'week'
    setTimes({ ...times, span, since: bounded ? Math.floor(serverNowMs() / 1000) - secondsOf[span] : undefined })
  }
  return (
    <div className="stack">
      <div>
        <Choice label={t('when')} value={times.span} onChange={choose} options={spans} />
      </div>
      <div className="filters">
        {times.span === 'own' && (
          <>
            <TextField
              label={t('from')}
              type="datetime-local"
              value={times.from}
              onChange={(from) => setTimes({ ...times, from })}
            />
            <TextField
              label={t('to')}
              type="datetime-local"
              value={times.to}
              onChange={(to) => setTimes({ ...times, to })}
            />
          </>
        )}
        <TextField
          label={t('whoFilter')}
          value={who.typed}
          onChange={who.type}
          problem={nobody ? t('notThere') : undefined}
        />
        <TextField label={t('actionFilter')} value={action.typed} onChange={action.type} />
      </div>
    </div>
  )
}
