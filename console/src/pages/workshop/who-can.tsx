// Everybody in the account who may do what the question asks: users directly and by groups, and roles.
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { assemble, decide, type Subject } from '../../../../src/policy/index.ts'
import { Button } from '../../parts/button.tsx'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { Section } from '../../parts/frame.tsx'
import { type Principal, policyTexts, principalsOfAccount, severalAtOnce, subjectOf } from './account.ts'
import { type Draft, type Question, requestOf, withDraft } from './engine.ts'
import { placeText } from './told.ts'
import { t } from './words.ts'

interface Found {
  readonly principal: Principal
  readonly through: string
}

interface Search {
  readonly done: number
  readonly total: number
  readonly found: readonly Found[]
  readonly running: boolean
  readonly error?: unknown
}

interface WhoCanParts {
  readonly draft: Draft
  readonly question: Question
  /** Whom the draft would be attached to, if it is new. */
  readonly principal: Principal | undefined
  readonly account: number
  readonly appId: number
}

export function WhoCan(parts: WhoCanParts): ReactNode {
  const { search, start, stop } = useSearch(parts)
  return (
    <Section
      title={t('whoCan')}
      about={t('whoCanAbout')}
      actions={
        search?.running === true ? (
          <Button onPress={stop}>{t('stop')}</Button>
        ) : (
          <Button onPress={start}>{t('findWho')}</Button>
        )
      }
    >
      {search !== undefined && <Shown search={search} />}
    </Section>
  )
}

function useSearch({ draft, question, principal: chosen, account, appId }: WhoCanParts) {
  const [search, setSearch] = useState<Search>()
  const running = useRef<AbortController>(undefined)
  const stop = (): void => {
    running.current?.abort()
    setSearch((now) => now && { ...now, running: false })
  }
  useEffect(() => () => running.current?.abort(), [])
  const start = async (): Promise<void> => {
    const control = new AbortController()
    running.current = control
    const { signal } = control
    setSearch({ done: 0, total: 0, found: [], running: true })
    try {
      const principals = await principalsOfAccount(signal)
      setSearch({ done: 0, total: principals.length, found: [], running: true })
      const textOf = policyTexts(signal)
      await severalAtOnce(principals, async (principal) => {
        const subject = await subjectOf(principal, { account, appId, textOf, signal })
        if (signal.aborted) return
        const given = isGiven(draft, subject) || (draft.stored === undefined && principal.id === chosen?.id)
        const through = mayThrough(given ? withDraft(subject, draft) : subject, question)
        const more = through === undefined ? [] : [{ principal, through }]
        setSearch((now) => now && { ...now, done: now.done + 1, found: [...now.found, ...more] })
      })
      setSearch((now) => now && { ...now, running: false })
    } catch (error) {
      control.abort()
      setSearch((now) => now && { ...now, running: false, error })
    }
  }
  return { search, start, stop }
}

const isGiven = ({ stored }: Draft, { identity, boundary }: Subject): boolean =>
  stored !== undefined && [...identity, boundary].some((one) => one?.policyId === stored.id)

/** The statement that lets somebody do it, in words. */
function mayThrough(subject: Subject, question: Question): string | undefined {
  const { effect, by } = decide(assemble(subject), requestOf(question, subject))
  if (effect !== 'allow' || by === undefined) return undefined
  const via = by.via.kind === 'group' ? t('viaGroup', { group: by.via.groupName }) : t('viaDirect')
  return `${placeText(by)}, ${via}`
}

function Shown({ search: { done, total, found, running, error } }: { readonly search: Search }): ReactNode {
  return (
    <div className="stack">
      <p role="status">
        {running && <span className="spinner" aria-hidden="true" />} {t('lookedAt', { done, total })}
      </p>
      {running && <progress className="progress" value={done} max={Math.max(total, 1)} aria-label={t('whoCan')} />}
      {error !== undefined && <FaultPanel error={error} />}
      {!running && error === undefined && <p>{found.length === 0 ? t('noOne') : t('mayAll', { n: found.length })}</p>}
      {found.length > 0 && (
        <ul className="may-list">
          {found.map(({ principal, through }) => (
            <li key={`${principal.kind} ${principal.id}`}>
              <span>{t(principal.kind)}</span>
              <Link to={principal.kind === 'user' ? '/users/$name' : '/roles/$name'} params={{ name: principal.name }}>
                {principal.name}
              </Link>
              <span className="about">{through}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
