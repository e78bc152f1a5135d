// When users last signed in. Rows that are in sight together are asked about together, and rows that were only passed by in
// scrolling not at all.
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { call } from '../../api/call.ts'
import { usePassing } from '../../parts/table.tsx'
import { timeText } from '../../text/words.ts'
import { t } from './words.ts'

const pauseMs = 150
/** What one call takes. */
const atOnce = 50

interface Waiting {
  readonly uin: number
  readonly signal: AbortSignal
  readonly answer: (time: Promise<string>) => void
}

let waiting: readonly Waiting[] = []

/** Empty for somebody who never did. */
function lastSignIn(uin: number, signal: AbortSignal): Promise<string> {
  if (waiting.length === 0) setTimeout(askForAll, pauseMs)
  return new Promise((answer) => {
    waiting = [...waiting, { uin, signal, answer }]
  })
}

function askForAll(): void {
  const wanted = waiting.filter(({ signal }) => !signal.aborted)
  // Nobody waits for these any more, but a promise must end.
  for (const { answer } of waiting.filter(({ signal }) => signal.aborted)) answer(Promise.resolve(''))
  waiting = []
  for (let start = 0; start < wanted.length; start += atOnce) {
    const part = wanted.slice(start, start + atOnce)
    const times = timesOf(part.map(({ uin }) => uin))
    for (const { uin, answer } of part) answer(times.then((found) => found.get(uin) ?? ''))
  }
}

async function timesOf(uins: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const { SubAccounts } = await call('DescribeSubAccounts', { FilterSubAccountUin: uins })
  return new Map(SubAccounts.map(({ Uin, LastLoginTime }) => [Uin, LastLoginTime]))
}

export function LastSignIn({ uin }: { readonly uin: number }): ReactNode {
  const passing = usePassing()
  const { data, isError } = useQuery({
    enabled: !passing,
    queryKey: ['last sign-in', uin],
    staleTime: 60_000,
    queryFn: ({ signal }) => lastSignIn(uin, signal),
  })
  if (data === undefined) return isError ? '–' : <span className="waiting" />
  return data === '' ? t('never') : timeText(data)
}
