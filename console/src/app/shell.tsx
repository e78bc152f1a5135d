// What stands around every page: navigation by the table of pages, who is signed in and as what, and the ways out.
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { currentSession, type Session } from '../api/session.ts'
import { FaultPanel, WhyPath } from '../parts/fault-panel.tsx'
import { Choice } from '../parts/fields.tsx'
import { Loading } from '../parts/frame.tsx'
import { Icon } from '../parts/icons.tsx'
import { chinese } from '../text/words.ts'
import { groups, pageRows, whyPath } from './pages.ts'
import { chooseTheme, chosenTheme, type Theme } from './preferences.ts'
import { SessionOf, useSession } from './session.ts'
import { t } from './words.ts'

export function Shell(): ReactNode {
  const session = useQuery({ queryKey: ['session'], queryFn: currentSession, staleTime: Number.POSITIVE_INFINITY })
  const [open, setOpen] = useState(false)
  const content = useContentFocus()
  if (session.isPending) return <Loading />
  if (session.isError) return <FaultPanel error={session.error} onRetry={() => session.refetch()} />
  return (
    <SessionOf value={session.data}>
      <WhyPath value={whyPath}>
        <a className="skip" href="#content">
          {t('skip')}
        </a>
        <div className={`shell${open ? ' open' : ''}`}>
          <header className="top">
            <AriaButton className="button quiet bare menu" aria-label={t('menu')} onPress={() => setOpen(!open)}>
              <Icon name="menu" />
            </AriaButton>
            <Link to="/" className="brand">
              <img src="/console/icon.svg" alt="" width="24" height="24" /> OpenCAM
            </Link>
            <Who session={session.data} />
          </header>
          <Navigation onChoose={() => setOpen(false)} />
          <main id="content" tabIndex={-1} ref={content}>
            <Outlet />
          </main>
        </div>
      </WhyPath>
    </SessionOf>
  )
}

/** Another page takes the focus, so that whoever cannot see it hears that it is there. */
function useContentFocus(): RefObject<HTMLElement | null> {
  const content = useRef<HTMLElement>(null)
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const before = useRef(path)
  useEffect(() => {
    if (before.current === path) return
    before.current = path
    content.current?.focus({ preventScroll: true })
  }, [path])
  return content
}

function Navigation({ onChoose }: { readonly onChoose: () => void }): ReactNode {
  const filled = groups.flatMap(([group, title]) => {
    const rows = pageRows.filter((row) => row.group === group)
    return rows.length === 0 ? [] : [{ group, title, rows }]
  })
  return (
    <nav className="nav" aria-label={t('main')}>
      {filled.map(({ group, title, rows }) => (
        <div key={group} className="nav-group">
          {title !== '' && <p className="nav-title">{title}</p>}
          <ul>
            {rows.map((row) => (
              <li key={row.path}>
                <Link to={row.path} activeOptions={{ exact: row.path === '/' }} onClick={onChoose}>
                  {row.icon !== undefined && <Icon name={row.icon} />}
                  {row.title}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <Preferences />
    </nav>
  )
}

function Who({ session }: { readonly session: Session }): ReactNode {
  const { name, account, kind, role, token } = session
  return (
    <div className="who">
      <div className="who-text">
        <strong id="principal">{name}</strong>
        <span className="who-account">
          {kind === 'root' && `${t('rootAccount')} `}
          <span id="account">{account}</span>
        </span>
        {role !== null && (
          <span className="who-role">
            {t('actingAs')} <strong id="role">{`${role.name} (${role.account})`}</strong>
          </span>
        )}
      </div>
      {role !== null && kind !== 'role' && <Leave action="/session/role/leave" token={token} text={t('leave')} />}
      <Leave action="/session/end" token={token} text={t('signOut')} />
    </div>
  )
}

/** A form of the session's own pages: it ends what this page stands on, so the browser goes with it. */
function Leave({
  action,
  token,
  text,
}: {
  readonly action: string
  readonly token: string
  readonly text: string
}): ReactNode {
  return (
    <form method="post" action={action}>
      <input type="hidden" name="token" value={token} />
      <AriaButton type="submit" className="button plain">
        {text}
      </AriaButton>
    </form>
  )
}

/** What belongs to the person: pages of the session, theme, language. */
function Preferences(): ReactNode {
  const { kind } = useSession()
  const [theme, setTheme] = useState(chosenTheme)
  const path = useRouterState({ select: ({ location }) => location.href })
  const choose = (chosen: Theme): void => {
    chooseTheme(chosen)
    setTheme(chosen)
  }
  const themes = [
    ['system', t('system')],
    ['light', t('light')],
    ['dark', t('dark')],
  ] as const
  const next = encodeURIComponent(`/console${path}`)
  return (
    <div className="preferences">
      {kind !== 'role' && (
        <>
          <a className="aside" href="/session/security">
            {t('protection')}
          </a>
          <a className="aside" href="/session/role">
            {t('actAs')}
          </a>
        </>
      )}
      <Choice label={t('theme')} value={theme} onChange={choose} options={themes} />
      <a
        className="aside"
        href={`/signin/language?to=${chinese ? 'en-US' : 'zh-CN'}&next=${next}`}
        lang={chinese ? 'en' : 'zh'}
      >
        {t('language')}
      </a>
    </div>
  )
}
