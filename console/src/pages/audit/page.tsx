// What was called in the account, newest first.
import { type ReactNode, useCallback, useMemo, useState } from 'react'
import type { AuditEvent } from '../../api/actions.ts'
import type { Result } from '../../api/call.ts'
import { byMarker } from '../../api/paging.ts'
import { useCall, useRows } from '../../api/queries.ts'
import { useSession } from '../../app/session.ts'
import { Button, ButtonLink } from '../../parts/button.tsx'
import { Empty, PageFrame } from '../../parts/frame.tsx'
import { type Column, DataTable } from '../../parts/table.tsx'
import { timeText } from '../../text/words.ts'
import { Ending, EventDialog } from './event.tsx'
import { FilterBar, useFilter } from './filter.tsx'
import { t } from './words.ts'

const paging = byMarker<'DescribeAuditEvents'>()
const rowsOf = ({ Events }: Result<'DescribeAuditEvents'>): readonly AuditEvent[] => Events
const perPage = 100

export function Page(): ReactNode {
  const { nameOf, uinOf } = useNames()
  const filter = useFilter(uinOf)
  const { wanted, nobody } = filter
  const [shown, setShown] = useState<AuditEvent>()
  const rows = useRows('DescribeAuditEvents', { ...wanted, Limit: perPage }, paging, rowsOf)
  const columns = useMemo(() => columnsOf(nameOf, setShown), [nameOf])
  const filtered = Object.values(wanted).some((value) => value !== undefined)
  return (
    <PageFrame title={t('title')} about={t('about')} actions={<ButtonLink to="/why">{t('why')}</ButtonLink>}>
      <FilterBar filter={filter} />
      {nobody ? (
        <Empty title={t('notThere')} />
      ) : (
        <DataTable
          label={t('title')}
          columns={columns}
          rows={rows}
          rowKey={({ Position }) => String(Position)}
          empty={<Empty title={filtered ? t('noneFits') : t('none')} />}
        />
      )}
      {shown !== undefined && <EventDialog event={shown} who={nameOf(shown.Uin)} onClose={() => setShown(undefined)} />}
    </PageFrame>
  )
}

/** Names of users for their numbers, and back. Whoever may read the log but not the users sees numbers. */
function useNames() {
  const { account } = useSession()
  const { data } = useCall('ListUsers', {})
  const names = useMemo(() => new Map(data?.Data.map(({ Uin, Name }) => [Uin, Name])), [data])
  const uins = useMemo(() => new Map(data?.Data.map(({ Uin, Name }) => [Name.toLowerCase(), Uin])), [data])
  const nameOf = useCallback(
    (uin: number) => (uin === account ? t('root') : uin === 0 ? t('stranger') : (names.get(uin) ?? String(uin))),
    [account, names],
  )
  const uinOf = useCallback(
    (text: string) =>
      /^\d{1,15}$/.test(text)
        ? Number(text)
        : text.toLowerCase() === t('root').toLowerCase()
          ? account
          : uins.get(text.toLowerCase()),
    [account, uins],
  )
  return { nameOf, uinOf }
}

function columnsOf(
  nameOf: (uin: number) => string,
  onShow: (event: AuditEvent) => void,
): readonly Column<AuditEvent>[] {
  return [
    { title: t('time'), cell: ({ EventTime }) => timeText(EventTime), fit: 'least' },
    { title: t('who'), cell: ({ Uin }) => nameOf(Uin), fit: 'least' },
    {
      title: t('action'),
      cell: ({ Action, Parameters }) => (
        <>
          <code>{Action}</code>
          <span className="help clamp long">{inShort(Parameters)}</span>
        </>
      ),
    },
    { title: t('outcome'), cell: ({ Outcome }) => <Ending outcome={Outcome} />, fit: 'least' },
    { title: t('address'), cell: ({ SourceIp }) => <code>{SourceIp}</code>, fit: 'least' },
    {
      title: '',
      cell: (event) => (
        <Button look="quiet" label={`${t('detail')}: ${event.Action} ${event.RequestId}`} onPress={() => onShow(event)}>
          {t('detail')}
        </Button>
      ),
      fit: 'right',
    },
  ]
}

/** What was given, without what was left empty; the details have it as it was sent. */
function inShort(parameters: string): string {
  const given: object = JSON.parse(parameters)
  const said = Object.entries(given).filter(([, value]) => value !== '' && value !== null && String(value) !== '')
  return said
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ')
}
