// What of the log is wanted: an outcome, a time, somebody, an action, a resource.
import { type ReactNode, useMemo, useState } from 'react'
import type { Params } from '../../api/call.ts'
import { serverNowMs } from '../../api/session.ts'
import { Choice, TextField } from '../../parts/fields.tsx'
import { type Keyword, useKeyword } from '../../parts/keyword.ts'
import { t } from './words.ts'

export type Wanted = Pick<
  Params<'DescribeAuditEvents'>,
  'StartTime' | 'EndTime' | 'Uin' | 'ActionName' | 'ResourceName' | 'Outcome' | 'Failed'
>
type Span = 'any' | 'hour' | 'day' | 'week' | 'own'

const spans: readonly (readonly [Span, string])[] = [
  ['any', t('any')],
  ['hour', t('hour')],
  ['day', t('day')],
  ['week', t('week')],
  ['own', t('own')],
]
/** How calls ended, as people ask for it: with the code that a refusal by policies has. */
const refusedCode = 'AuthFailure.UnauthorizedOperation'
type Ending = 'all' | 'ok' | 'failed' | 'refused'
const endings: readonly (readonly [Ending, string])[] = [
  ['all', t('all')],
  ['ok', t('ok')],
  ['failed', t('failed')],
  ['refused', t('refused')],
]
const endingsWanted: Readonly<Record<Ending, Wanted>> = {
  all: {},
  ok: { Failed: false },
  failed: { Failed: true },
  refused: { Outcome: refusedCode },
}
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
  readonly resource: Keyword
  readonly ending: Ending
  readonly setEnding: (ending: Ending) => void
  /** Nobody is meant by what was typed. */
  readonly nobody: boolean
  readonly wanted: Wanted
}

/** `uinOf`: the number of whoever is meant by a text, if anybody. */
export function useFilter(uinOf: (text: string) => number | undefined): Filter {
  const [times, setTimes] = useState<Times>({ span: 'any', since: undefined, from: '', to: '' })
  const who = useKeyword()
  const action = useKeyword()
  const resource = useKeyword()
  const [ending, setEnding] = useState<Ending>('all')
  const uin = who.word === '' ? undefined : uinOf(who.word)
  const wanted = useMemo(
    () => ({
      ...timesWanted(times),
      ...endingsWanted[ending],
      Uin: uin,
      ActionName: action.word === '' ? undefined : action.word,
      ResourceName: resource.word === '' ? undefined : resource.word,
    }),
    [times, ending, uin, action.word, resource.word],
  )
  return {
    times,
    setTimes,
    who,
    action,
    resource,
    ending,
    setEnding,
    nobody: who.word !== '' && uin === undefined,
    wanted,
  }
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
  const { times, setTimes, who, action, resource, ending, setEnding, nobody } = filter
  const choose = (span: Span): void => {
    const bounded = span === 'hour' || span === 'day' || span === 'week'
    setTimes({ ...times, span, since: bounded ? Math.floor(serverNowMs() / 1000) - secondsOf[span] : undefined })
  }
  return (
    <div className="stack">
      <div>
        <Choice label={t('outcome')} value={ending} onChange={setEnding} options={endings} />
      </div>
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
        <TextField label={t('resourceFilter')} value={resource.typed} onChange={resource.type} />
      </div>
    </div>
  )
}
