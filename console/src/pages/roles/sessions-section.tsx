// Who acts as the role now. One session is ended, or all of them; whoever the role still trusts may begin another.
import { type ReactNode, useMemo, useState } from 'react'
import type { RoleInfo, RoleSession } from '../../api/actions.ts'
import { call, type Result } from '../../api/call.ts'
import { byPage } from '../../api/paging.ts'
import { useChange, useRows } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { Badge, Empty, Section } from '../../parts/frame.tsx'
import { type Column, DataTable } from '../../parts/table.tsx'
import { say } from '../../parts/toast.tsx'
import { numberText, timeText } from '../../text/words.ts'
import { t } from './session-words.ts'

const paging = byPage<'ListRoleSessions'>()
const rowsOf = ({ List }: Result<'ListRoleSessions'>): readonly RoleSession[] => List

type Asked = RoleSession | 'all'

export function SessionsSection({ role: { RoleId, RoleName } }: { readonly role: RoleInfo }): ReactNode {
  const rows = useRows('ListRoleSessions', { RoleId, Page: 1, Rp: 1 }, paging, rowsOf)
  const [ending, setEnding] = useState<Asked>()
  const columns = useMemo(() => columnsOf(setEnding), [])
  return (
    <Section
      title={t('sessions')}
      about={t('about')}
      actions={<Button onPress={() => setEnding('all')}>{t('endAll')}</Button>}
    >
      <DataTable
        label={t('sessions')}
        columns={columns}
        rows={rows}
        rowKey={({ SessionId }) => SessionId}
        empty={<Empty title={t('none')} about={t('noneWhy')} />}
      />
      {ending !== undefined && (
        <EndSessions
          roleId={RoleId}
          name={RoleName}
          count={rows.total ?? 0}
          asked={ending}
          onClose={() => setEnding(undefined)}
        />
      )}
    </Section>
  )
}

function columnsOf(onEnd: (session: RoleSession) => void): readonly Column<RoleSession>[] {
  return [
    {
      title: t('session'),
      cell: (session) => (
        <>
          {session.SessionName}
          <span className="help">{whoOf(session)}</span>
        </>
      ),
      sort: ({ SessionName }) => SessionName.toLowerCase(),
    },
    { title: t('origin'), cell: ({ Origin }) => <Badge>{originOf(Origin)}</Badge>, fit: 'least' },
    {
      title: t('state'),
      cell: ({ InForce }) => <Badge tone={InForce ? 'good' : 'plain'}>{t(InForce ? 'inForce' : 'over')}</Badge>,
      fit: 'least',
    },
    {
      title: t('since'),
      cell: ({ StartTime }) => timeText(StartTime),
      sort: ({ StartTime }) => StartTime,
      fit: 'least',
    },
    {
      title: t('until'),
      cell: ({ ExpireTime }) => timeText(ExpireTime),
      sort: ({ ExpireTime }) => ExpireTime,
      fit: 'least',
    },
    {
      title: '',
      cell: (session) => (
        <div className="row-actions">
          <Button look="quiet" label={`${t('end')}: ${session.SessionName}`} onPress={() => onEnd(session)}>
            {t('end')}
          </Button>
        </div>
      ),
      fit: 'right',
    },
  ]
}

const origins = ['key', 'console', 'provider', 'server'] as const
function originOf(text: string): string {
  const known = origins.find((one) => one === text)
  return known === undefined ? text : t(known)
}

/** Who asked for it, and by which way of roles. */
function whoOf({ CallerName, CallerUin, CallerAccount, Provider, SourceIdentity, Through }: RoleSession): string {
  const who = CallerUin === CallerAccount ? t('root', { account: CallerAccount }) : (CallerName ?? String(CallerUin))
  const parts = [
    Provider ?? who,
    ...(SourceIdentity === null ? [] : [t('source', { who: SourceIdentity })]),
    ...(Through.length === 0 ? [] : [t('through', { n: Through.length })]),
  ]
  return parts.join(' · ')
}

interface EndParts {
  readonly roleId: string
  readonly name: string
  readonly count: number
  readonly asked: Asked
  readonly onClose: () => void
}

function EndSessions({ roleId, name, count, asked, onClose }: EndParts): ReactNode {
  const which = asked === 'all' ? {} : { SessionId: asked.SessionId }
  const change = useChange(() => call('LogoutRoleSessions', { RoleId: roleId, ...which }))
  const done = ({ EndedCount }: Result<'LogoutRoleSessions'>): void => {
    say(asked === 'all' ? t('allEnded', { n: numberText(EndedCount) }) : t('oneEnded', { name: asked.SessionName }))
    onClose()
  }
  const direct =
    asked === 'all' ? t('lostAll', { n: numberText(count), name }) : t('lostOne', { name: asked.SessionName })
  const browser = asked === 'all' || asked.Origin === 'console' ? [t('lostBrowser')] : []
  return (
    <Confirm
      title={asked === 'all' ? t('endAllTitle', { name }) : t('endTitle', { name: asked.SessionName })}
      button={asked === 'all' ? t('endAll') : t('end')}
      lost={[direct, t('lostChains'), ...browser]}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    >
      <p className="about">{t('anew')}</p>
    </Confirm>
  )
}
