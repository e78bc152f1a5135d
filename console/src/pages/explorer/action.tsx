// One action: its parameters, the call, and what can be seen of it: answer, request, signature, code, errors, past calls.
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { type AnyCall, callAnything } from '../../api/call.ts'
import { type Fault, faultOf } from '../../api/fault.ts'
import type { PreparedCall } from '../../api/prepare.ts'
import { useChange } from '../../api/queries.ts'
import { useSession } from '../../app/session.ts'
import { Button } from '../../parts/button.tsx'
import { FormDialog } from '../../parts/dialog.tsx'
import { DocumentText } from '../../parts/document.tsx'
import { Badge } from '../../parts/frame.tsx'
import { AnswerView, type Outcome } from './answer.tsx'
import { CodeView } from './code-view.tsx'
import { ErrorsView } from './errors-view.tsx'
import { keepable, type PastCall, pastCalls, remember } from './history.ts'
import { HistoryView } from './history-view.tsx'
import { beginning, Parameters, paramsIn } from './parameters.tsx'
import { RequestView, SignatureView } from './request-view.tsx'
import { type ActionRow, type FieldsOf, isWrite } from './rows.ts'
import { t } from './words.ts'

interface ActionParts {
  readonly row: ActionRow
  readonly types: FieldsOf
  /** Parameters of a past call, to begin with. */
  readonly given: Readonly<Record<string, unknown>> | undefined
  readonly onRepeat: (past: PastCall) => void
}

/** A call that was made: what was wanted, what went out, what came of it. */
interface Made {
  readonly wanted: string
  readonly sent: PreparedCall | undefined
  readonly outcome: Outcome
}

export function ActionView({ row, types, given, onRepeat }: ActionParts): ReactNode {
  const [value, setValue] = useState(() => beginning(row, types, given))
  const [tried, setTried] = useState(false)
  const [asking, setAsking] = useState(false)
  const [view, setView] = useState('answer')
  const params = paramsIn(row, types, value)
  const { product, name: action, unsigned = false } = row
  const { version, region } = value
  const wanted: AnyCall = { product, version, action, params: params ?? {}, region, unsigned }
  const made = useMade(row, types)
  const start = (): void => {
    setTried(true)
    setAsking(false)
    setView('answer')
    made.call(wanted)
  }
  return (
    <div className="explorer-action">
      <Heading row={row} />
      <Parameters row={row} types={types} value={value} onChange={setValue} tried={tried} />
      <div className="explorer-call">
        <Button
          look="main"
          icon="try"
          busy={made.busy}
          disabled={params === undefined}
          onPress={isWrite(row) ? () => setAsking(true) : start}
        >
          {t('callIt', { action })}
        </Button>
      </div>
      <Views
        row={row}
        types={types}
        wanted={wanted}
        made={made.last}
        past={made.past}
        onRepeat={onRepeat}
        view={view}
        onView={setView}
      />
      {asking && (
        <FormDialog
          title={t('callTitle', { action })}
          button={t('callIt', { action })}
          danger
          busy={false}
          error={undefined}
          onSubmit={start}
          onClose={() => setAsking(false)}
        >
          <p>{t('changes')}</p>
          <DocumentText text={JSON.stringify(asked(row, types, params ?? {}))} />
        </FormDialog>
      )}
    </div>
  )
}

/** What a question shows of the parameters: no secret, and everything of actions that are written as JSON. */
const asked = (row: ActionRow, types: FieldsOf, params: Readonly<Record<string, unknown>>): object =>
  row.free === true ? params : keepable(row, params, types)

/** Makes calls, and knows the last one of this action and all of this window. */
function useMade(row: ActionRow, types: FieldsOf) {
  const { uin } = useSession()
  const [last, setLast] = useState<Made>()
  const [past, setPast] = useState(() => pastCalls(sessionStorage, uin))
  const change = useChange(async (wanted: AnyCall) => {
    let sent: PreparedCall | undefined
    const from = performance.now()
    const outcome = await outcomeOf(
      { ...wanted, onSending: (request) => (sent = request) },
      () => performance.now() - from,
    )
    setLast({ wanted: JSON.stringify(wanted), sent, outcome })
    const { code, requestId } = outcome.fault ?? { code: '', requestId: outcome.requestId }
    const params = keepable(row, { ...wanted.params }, types)
    const { product, action } = wanted
    setPast(
      remember(sessionStorage, uin, {
        at: Date.now(),
        product,
        action,
        params,
        code,
        requestId,
        tookMs: outcome.tookMs,
      }),
    )
  })
  return { last, past, busy: change.isPending, call: (wanted: AnyCall): void => change.mutate(wanted) }
}

async function outcomeOf(wanted: AnyCall, took: () => number): Promise<Outcome> {
  try {
    const answer: { readonly RequestId?: string } = await callAnything(wanted)
    return { tookMs: Math.round(took()), answer, requestId: answer.RequestId ?? '', fault: undefined }
  } catch (error) {
    const fault: Fault = faultOf(error)
    return { tookMs: Math.round(took()), answer: undefined, requestId: fault.requestId, fault }
  }
}

function Heading({ row }: { readonly row: ActionRow }): ReactNode {
  const { name, product, version, summary, newer, deprecated, unsigned, perSecond } = row
  return (
    <header className="explorer-head">
      <h2>{name}</h2>
      <p>{summary}</p>
      <p className="told-facts">
        <code>
          {product} {version}
        </code>
        <Badge tone={isWrite(row) ? 'warn' : 'good'}>{isWrite(row) ? t('writes') : t('reads')}</Badge>
        {newer === true && <Badge tone="accent">{t('newer')}</Badge>}
        {unsigned === true && <Badge>{t('unsigned')}</Badge>}
        {perSecond > 0 && <span>{t('rate', { n: perSecond })}</span>}
      </p>
      {newer === true && <p className="help">{t('newerWhy')}</p>}
      {deprecated !== undefined && (
        <p className="note warn">
          {t('deprecated')} {deprecated}
        </p>
      )}
      {unsigned === true && <p className="help">{t('unsignedWhy')}</p>}
    </header>
  )
}

interface ViewsParts {
  readonly row: ActionRow
  readonly types: FieldsOf
  readonly wanted: AnyCall
  readonly made: Made | undefined
  readonly past: readonly PastCall[]
  readonly view: string
  readonly onView: (view: string) => void
  readonly onRepeat: (past: PastCall) => void
}

function Views({ row, types, wanted, made, past, view, onView, onRepeat }: ViewsParts): ReactNode {
  const sent = made?.wanted === JSON.stringify(wanted) ? made.sent : undefined
  const place = useRef<HTMLDivElement>(null)
  // A form may be longer than the window: what came of the call comes into sight.
  useEffect(() => {
    if (made !== undefined) place.current?.scrollIntoView({ block: 'nearest' })
  }, [made])
  const views = [
    ['answer', t('answer'), <AnswerView key="answer" outcome={made?.outcome} />],
    ['request', t('request'), <RequestView key="request" wanted={wanted} sent={sent} />],
    ['signature', t('signature'), <SignatureView key="signature" wanted={wanted} sent={sent} />],
    ['code', t('code'), <CodeView key="code" wanted={wanted} row={row} types={types} />],
    ['errors', t('errors'), <ErrorsView key="errors" row={row} />],
    ['history', t('history'), <HistoryView key="history" past={past} onRepeat={onRepeat} />],
  ] as const
  return (
    <Tabs
      className="section explorer-views"
      ref={place}
      selectedKey={view}
      onSelectionChange={(key) => onView(String(key))}
    >
      <TabList className="tabs" aria-label={row.name}>
        {views.map(([id, title]) => (
          <Tab key={id} id={id} className="tab">
            {title}
          </Tab>
        ))}
      </TabList>
      {views.map(([id, , shown]) => (
        <TabPanel key={id} id={id} className="stack">
          {shown}
        </TabPanel>
      ))}
    </Tabs>
  )
}
