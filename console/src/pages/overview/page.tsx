// The first page: how much there is of everything, who is signed in, and how that sign-in is protected.
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { LoginActionFlag } from '../../api/actions.ts'
import { useCall } from '../../api/queries.ts'
import { useSession } from '../../app/session.ts'
import { Copyable } from '../../parts/copyable.tsx'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { Badge, type Fact, Facts, Loading, PageFrame, Section } from '../../parts/frame.tsx'
import { Icon, type IconName } from '../../parts/icons.tsx'
import { numberText } from '../../text/words.ts'
import { FindingsSection } from './findings/section.tsx'
import { factorNames, t } from './words.ts'

export function Page(): ReactNode {
  return (
    <PageFrame title={t('title')}>
      <Counts />
      <Identity />
      <Factors />
      <FindingsSection />
    </PageFrame>
  )
}

interface Tile {
  readonly name: string
  readonly icon: IconName
  readonly count: number | undefined
  readonly to: string
}

function Counts(): ReactNode {
  const { data, error, refetch } = useCall('GetAccountSummary', {})
  if (error !== null) return <FaultPanel error={error} onRetry={refetch} />
  const tiles: readonly Tile[] = [
    { name: t('users'), icon: 'account', count: data?.User, to: '/users' },
    { name: t('groups'), icon: 'group', count: data?.Group, to: '/groups' },
    { name: t('policies'), icon: 'policy', count: data?.Policies, to: '/policies' },
    { name: t('roles'), icon: 'role', count: data?.Roles, to: '/roles' },
  ]
  return (
    <ul className="tiles">
      {tiles.map(({ name, icon, count, to }) => (
        <li key={name}>
          <Link to={to} className="tile">
            <Icon name={icon} />
            <span className="tile-count">{count === undefined ? '–' : numberText(count)}</span>
            <span className="tile-name">{name}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

function Identity(): ReactNode {
  const { account, uin, secondFactor, kind } = useSession()
  const { data, error } = useCall('GetCallerIdentity', {})
  const facts: readonly Fact[] = [
    [t('kind'), t(kind)],
    [t('account'), <Copyable key="account" text={String(account)} label={t('account')} />],
    [t('number'), <Copyable key="uin" text={String(uin)} label={t('number')} />],
    ...(data === undefined ? [] : [[t('arn'), <Copyable key="arn" text={data.Arn} label={t('arn')} />] as const]),
    [
      t('shown'),
      <Badge key="factor" tone={secondFactor ? 'good' : 'plain'}>
        {secondFactor ? t('yes') : t('no')}
      </Badge>,
    ],
  ]
  return (
    <Section title={t('who')}>
      <Facts facts={facts} />
      {error !== null && <FaultPanel error={error} />}
    </Section>
  )
}

function Factors(): ReactNode {
  const { uin, kind, role } = useSession()
  const own = role === null
  // Two actions for the same question: one knows sub-users only, the other the root account.
  const ofUser = useCall('DescribeSafeAuthFlagColl', own && kind === 'user' ? { SubUin: uin } : undefined)
  const ofRoot = useCall('DescribeSafeAuthFlag', own && kind === 'root' ? {} : undefined)
  const { data, error, isPending, refetch } = kind === 'root' ? ofRoot : ofUser
  // A role has none; those of whoever acts as it are not its business.
  if (!own || kind === 'role') return undefined
  return (
    <Section
      title={t('factors')}
      about={t('factorsAbout')}
      actions={
        <a className="button plain" href="/session/security">
          {t('protect')}
        </a>
      }
    >
      {isPending && <Loading />}
      {error !== null && <FaultPanel error={error} onRetry={refetch} />}
      {data !== undefined && (
        <>
          <Facts
            facts={[
              [t('login'), <Flags key="login" flags={data.LoginFlag} />],
              [t('action'), <Flags key="action" flags={data.ActionFlag} />],
            ]}
          />
          {Object.values(data.LoginFlag).every((flag) => flag === 0) && <p className="note warn">{t('unprotected')}</p>}
        </>
      )}
    </Section>
  )
}

const factors = ['Phone', 'Token', 'Stoken', 'Wechat', 'Custom', 'Mail', 'U2FToken', 'Passkey'] as const

function Flags({ flags }: { readonly flags: LoginActionFlag }): ReactNode {
  const on = factors.filter((name) => flags[name] === 1)
  if (on.length === 0) return t('none')
  return on.map((name) => (
    <Badge key={name} tone="good">
      {factorNames(name)}
    </Badge>
  ))
}
