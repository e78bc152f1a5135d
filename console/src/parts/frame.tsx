// The frame of a page's content: heading with actions, sections, facts in pairs, and what stands where nothing is.
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useId } from 'react'
import { t } from './words.ts'

interface PageFrameParts {
  readonly title: string
  /** Whence one came: shown above the title. */
  readonly parent?: { readonly to: string; readonly title: string }
  readonly about?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

export function PageFrame({ title, parent, about, actions, children }: PageFrameParts): ReactNode {
  useEffect(() => {
    document.title = `${title} – OpenCAM`
  }, [title])
  return (
    <div className="page">
      <header className="page-head">
        <div>
          {parent !== undefined && (
            <Link to={parent.to} className="crumb">
              {parent.title}
            </Link>
          )}
          <h1>{title}</h1>
          {about !== undefined && <p className="about">{about}</p>}
        </div>
        {actions !== undefined && <div className="actions">{actions}</div>}
      </header>
      {children}
    </div>
  )
}

interface SectionParts {
  readonly title: string
  readonly about?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

export function Section({ title, about, actions, children }: SectionParts): ReactNode {
  const id = useId()
  return (
    <section className="section" aria-labelledby={id}>
      <header className="section-head">
        <div>
          <h2 id={id}>{title}</h2>
          {about !== undefined && <p className="about">{about}</p>}
        </div>
        {actions !== undefined && <div className="actions">{actions}</div>}
      </header>
      {children}
    </section>
  )
}

export type Fact = readonly [name: string, value: ReactNode]

/** Names and values of one thing. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }): ReactNode {
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value === '' || value === null || value === undefined ? '–' : value}</dd>
        </div>
      ))}
    </dl>
  )
}

interface EmptyParts {
  readonly title: string
  readonly about?: ReactNode
  readonly children?: ReactNode
}

/** Says that there is nothing, and what to do about it. */
export function Empty({ title, about, children }: EmptyParts): ReactNode {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {about !== undefined && <p className="about">{about}</p>}
      {children !== undefined && <div className="actions">{children}</div>}
    </div>
  )
}

export function Loading(): ReactNode {
  return (
    <div className="loading" role="status">
      <span className="spinner" aria-hidden="true" /> {t('loading')}
    </div>
  )
}

type Tone = 'good' | 'bad' | 'warn' | 'plain' | 'accent'

export function Badge({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: ReactNode }): ReactNode {
  return <span className={`badge ${tone}`}>{children}</span>
}
