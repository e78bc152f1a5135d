// The API explorer: every action found by a few letters, filled in as a form, called with one's own rights, and taken away as
// code. What it knows of actions is a file beside it, fetched with the page.
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useMemo, useState } from 'react'
import { usePart } from '../../app/parts-of-path.ts'
import { useCatalogs } from '../../editor/use-catalogs.ts'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { Empty, Loading, PageFrame } from '../../parts/frame.tsx'
import { chinese } from '../../text/words.ts'
import { ActionView } from './action.tsx'
import file from './api.json?url'
import { Finder } from './finder.tsx'
import type { PastCall } from './history.ts'
import { type Api, fieldsOf, findAction, unlisted, withCatalogs } from './rows.ts'
import { t } from './words.ts'
import './explorer.css'

export function Page(): ReactNode {
  const api = useQuery({ queryKey: ['api of the explorer'], queryFn: readApi, staleTime: Number.POSITIVE_INFINITY })
  return (
    <PageFrame title={t('title')} about={t('about')}>
      {api.isPending && <Loading />}
      {api.isError && <FaultPanel error={api.error} onRetry={() => api.refetch()} />}
      {api.isSuccess && <Explorer api={api.data} />}
    </PageFrame>
  )
}

async function readApi(): Promise<Api> {
  const answer = await fetch(file)
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
  const api: Api = await answer.json()
  return chinese ? (await import('./in-chinese.ts')).inChinese(api) : api
}

function Explorer({ api: brought }: { readonly api: Api }): ReactNode {
  const { further } = useCatalogs()
  const api = useMemo(() => withCatalogs(brought, further), [brought, further])
  const product = usePart('product')
  const name = usePart('action')
  const types = useMemo(() => fieldsOf(api), [api])
  const row = findAction(api, product, name) ?? (name === '' ? undefined : unlisted(product, name))
  const [again, setAgain] = useState<PastCall>()
  const goTo = useNavigate()
  const repeat = (past: PastCall): void => {
    setAgain(past)
    goTo({ to: `/explorer/${past.product}/${past.action}` })
  }
  const given = again?.product === product && again.action === name ? again : undefined
  return (
    <div className="explorer">
      <Finder api={api} chosen={row} />
      {row === undefined ? (
        <Empty title={t('pick')} about={t('pickWhy')} />
      ) : (
        <ActionView
          key={`${product} ${name} ${given?.at ?? ''}`}
          row={row}
          types={types}
          given={given?.params}
          onRepeat={repeat}
        />
      )}
    </div>
  )
}
