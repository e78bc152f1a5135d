// Why was I refused? A RequestId in, and out come who asked for what, the layer and the statement that stood in the way, and
// the smallest change that would have helped.
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Form } from 'react-aria-components'
import { call, type Result } from '../../api/call.ts'
import { Fault } from '../../api/fault.ts'
import { usePart } from '../../app/parts-of-path.ts'
import { Button, ButtonLink } from '../../parts/button.tsx'
import { Copyable } from '../../parts/copyable.tsx'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { TextField } from '../../parts/fields.tsx'
import { Badge, Facts, Loading, PageFrame, Section } from '../../parts/frame.tsx'
import { timeText } from '../../text/words.ts'
import { FindingsShown } from './findings.tsx'
import { t } from './words.ts'
import './why.css'

const notFoundCode = 'ResourceNotFound.NotFound'
/** Another server writes its records a moment after the refusal. */
const triesMax = 8
const pauseMs = 600

export function Page(): ReactNode {
  const id = usePart('requestId')
  return (
    <PageFrame title={t('title')} about={t('about')}>
      <Ask key={id} id={id} />
      {id !== '' && <Refusal id={id} />}
    </PageFrame>
  )
}

function Ask({ id }: { readonly id: string }): ReactNode {
  const [typed, setTyped] = useState(id)
  const goTo = useNavigate()
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const wanted = typed.trim()
    if (wanted !== '') goTo({ to: '/why/$requestId', params: { requestId: wanted } })
  }
  return (
    <Form className="why-ask section" onSubmit={submit}>
      <TextField label={t('requestId')} value={typed} onChange={setTyped} lengthMax={64} autoFocus={id === ''} />
      <Button type="submit" look="main" disabled={typed.trim() === ''}>
        {t('look')}
      </Button>
    </Form>
  )
}

function Refusal({ id }: { readonly id: string }): ReactNode {
  const { data, error, refetch } = useQuery<Result<'DescribeRefusal'>, Fault>({
    queryKey: ['DescribeRefusal', id],
    retry: (failures, error) =>
      failures < triesMax && error instanceof Fault && (error.code === notFoundCode || error.passing),
    retryDelay: pauseMs,
    queryFn: ({ signal }) => call('DescribeRefusal', { RefusedRequestId: id }, signal),
  })
  if (error !== null) {
    if (error.code === notFoundCode) return <p className="note warn">{t('notFound')}</p>
    return (
      <>
        <FaultPanel error={error} onRetry={refetch} />
        {error.denied && (
          <p className="note">
            {t('askAdministrator')} <Copyable text={id} label={t('requestId')} />
          </p>
        )}
      </>
    )
  }
  if (data === undefined) return <Loading />
  return (
    <>
      <FindingsShown findings={data.Findings} />
      <Changes id={id} changes={data.Changes} />
      <TheCall refusal={data} />
    </>
  )
}

interface ChangesParts {
  readonly id: string
  readonly changes: readonly string[] | null
}

function Changes({ id, changes }: ChangesParts): ReactNode {
  return (
    <Section
      title={t('change')}
      actions={
        <ButtonLink to={`/workshop/refusal/${id}`} look="main" icon="workshop">
          {t('workshop')}
        </ButtonLink>
      }
    >
      {changes?.length === 0 && <p>{t('noChange')}</p>}
      {changes !== null && changes.length > 0 && (
        <ul className="why-changes" lang="en">
          {changes.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function TheCall({ refusal }: { readonly refusal: Result<'DescribeRefusal'> }): ReactNode {
  const { Time, SourceIp, ActionName, Resource, Parameters, Code, LetThrough, Context } = refusal
  return (
    <Section title={t('call')}>
      <div className="why-call">
        <Facts
          facts={[
            [t('who'), whoText(refusal)],
            [t('time'), timeText(Time)],
            [t('from'), <code key="from">{SourceIp}</code>],
            [t('action'), <code key="action">{ActionName}</code>],
            [t('resource'), <code key="resource">{Resource.join(', ')}</code>],
            [
              t('code'),
              <span key="code">
                <code>{Code}</code> {LetThrough && <Badge tone="warn">{t('letThrough')}</Badge>}
              </span>,
            ],
            [t('parameters'), <code key="parameters">{Parameters}</code>],
            [
              t('keys'),
              <code key="keys">{Context.map(({ Key, Values }) => `${Key} = ${Values.join(', ')}`).join('; ')}</code>,
            ],
          ]}
        />
      </div>
    </Section>
  )
}

function whoText({ RoleName, SessionName, UserName, Uin, CallerKind }: Result<'DescribeRefusal'>): string {
  if (RoleName !== null) return t('roleSession', { role: RoleName, session: SessionName ?? '', uin: Uin })
  if (CallerKind === 'root') return `${t('root')} ${Uin}`
  return UserName === null ? String(Uin) : `${t('user', { name: UserName })} (${Uin})`
}
