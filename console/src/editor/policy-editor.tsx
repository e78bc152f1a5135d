// A field for the text of a policy: completed, linted and lit up while it is written. Findings stand below it as well, for
// whoever does not hover.
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useSession } from '../app/session.ts'
import { Button } from '../parts/button.tsx'
import { FaultPanel } from '../parts/fault-panel.tsx'
import { Choice } from '../parts/fields.tsx'
import { Badge, Loading } from '../parts/frame.tsx'
import { cardsOf, textOfCards } from './cards.ts'
import type { Finding } from './findings.ts'
import type { OpenEditor } from './open.ts'
import type { Mark } from './statements.ts'
import { type Providers, textOfTrust, trustCardsOf } from './trust-cards.ts'
import { useCatalogs } from './use-catalogs.ts'
import { type Wording, wordingOf } from './wording.ts'
import { t } from './words.ts'
import './editor.css'

interface PolicyEditorParts {
  readonly label: string
  readonly value: string
  readonly onChange: (text: string) => void
  /** A trust policy of a role; providers are those that its form proposes. */
  readonly trust?: boolean
  readonly providers?: Providers
  /** How it is shown first; a text that does not fit is a text. */
  readonly first?: 'text' | 'cards'
  readonly about?: string
  readonly marks?: readonly Mark[]
  readonly tall?: boolean
}

const noMarks: readonly Mark[] = []

export function PolicyEditor(parts: PolicyEditorParts): ReactNode {
  const { label, value, trust = false, marks = noMarks, tall = false } = parts
  const [findings, setFindings] = useState<readonly Finding[]>()
  const [view, setView] = useState<'text' | 'cards'>(() =>
    parts.first === 'cards' && fits(value, trust) ? 'cards' : 'text',
  )
  const { host, editor, error } = useEditor(parts, trust, setFindings)
  useEffect(() => editor?.show(value), [editor, value])
  useEffect(() => editor?.light(marks), [editor, marks])
  const { further } = useCatalogs()
  useEffect(() => {
    if (further.length > 0) editor?.judgeAgain()
  }, [editor, further])
  const goTo = (offset: number): void => {
    // Nothing hidden takes the focus.
    flushSync(() => setView('text'))
    editor?.goTo(offset)
  }
  return (
    <div className="field">
      <div className="editor-head">
        <span className="label" aria-hidden="true">
          {label}
        </span>
        <Choice
          label={t('view')}
          value={view}
          onChange={setView}
          options={[
            ['text', t('text')],
            ['cards', trust ? t('form') : t('cards')],
          ]}
        />
      </div>
      {parts.about !== undefined && <span className="help">{parts.about}</span>}
      {view === 'text' && <span className="help">{t('help')}</span>}
      {view === 'cards' && !trust && <CardsView value={value} onChange={parts.onChange} />}
      {view === 'cards' && trust && <TrustView {...parts} />}
      {editor === undefined && error === undefined && <Loading />}
      {error !== undefined && <FaultPanel error={error} />}
      <div ref={host} className={`editor${tall ? ' tall' : ''}`} hidden={view === 'cards'} />
      {findings !== undefined && editor !== undefined && value.trim() !== '' && (
        <Findings findings={findings} editor={editor} onGoTo={goTo} />
      )}
    </div>
  )
}

const LazyBuilder = lazy(async () => ({ default: (await import('./builder.tsx')).Builder }))

/** The same text as cards. */
function CardsView({ value, onChange }: Pick<PolicyEditorParts, 'value' | 'onChange'>): ReactNode {
  const { account } = useSession()
  const cards = cardsOf(value)
  if (cards === undefined) return <p className="note warn">{t('cardsCannot')}</p>
  return (
    <Suspense fallback={<Loading />}>
      <LazyBuilder cards={cards} account={account} onChange={(next) => onChange(textOfCards(next))} />
    </Suspense>
  )
}

const LazyTrust = lazy(async () => ({ default: (await import('./trust-builder.tsx')).TrustBuilder }))
const noProviders: Providers = { saml: [], oidc: [] }

function TrustView({ value, onChange, providers = noProviders }: PolicyEditorParts): ReactNode {
  const { account } = useSession()
  const cards = trustCardsOf(value)
  if (cards === undefined) return <p className="note warn">{t('formCannot')}</p>
  return (
    <Suspense fallback={<Loading />}>
      <LazyTrust
        cards={cards}
        account={account}
        providers={providers}
        onChange={(next) => onChange(textOfTrust(next))}
      />
    </Suspense>
  )
}

const fits = (text: string, trust: boolean): boolean => (trust ? trustCardsOf(text) : cardsOf(text)) !== undefined

function useEditor(parts: PolicyEditorParts, trust: boolean, onFindings: (findings: readonly Finding[]) => void) {
  const host = useRef<HTMLDivElement>(null)
  const [editor, setEditor] = useState<OpenEditor>()
  const [error, setError] = useState<unknown>()
  const { account } = useSession()
  const latest = useRef(parts)
  latest.current = parts
  useEffect(() => {
    let open: OpenEditor | undefined
    let gone = false
    import('./open.ts').then(({ openEditor }) => {
      if (gone || host.current === null) return
      const { label, value } = latest.current
      const onChange = (text: string): void => latest.current.onChange(text)
      const options = { label, text: value, account, trust, fixWord: t('fix'), onChange, onFindings }
      open = openEditor(host.current, options)
      setEditor(open)
    }, setError)
    return () => {
      gone = true
      open?.close()
      setEditor(undefined)
    }
  }, [account, trust, onFindings])
  return { host, editor, error }
}

const tones = { error: 'bad', warning: 'warn', notice: 'plain' } as const

interface FindingsParts {
  readonly findings: readonly Finding[]
  readonly editor: OpenEditor
  readonly onGoTo: (offset: number) => void
}

function Findings({ findings, editor, onGoTo }: FindingsParts): ReactNode {
  if (findings.length === 0) {
    return (
      <p className="findings-none" role="status">
        {t('clean')}
      </p>
    )
  }
  return (
    <ul className="findings" aria-label={t('findings')}>
      {findings.map((finding) => (
        <li key={`${finding.rule} ${finding.path} ${finding.offset}`}>
          <FindingRow finding={finding} editor={editor} onGoTo={onGoTo} />
        </li>
      ))}
    </ul>
  )
}

/** The words of a finding, once their table is there. */
function useWording(finding: Finding): Wording | undefined {
  const [wording, setWording] = useState<Wording>()
  useEffect(() => {
    let gone = false
    wordingOf(finding).then((words) => {
      if (!gone) setWording(words)
    })
    return () => {
      gone = true
    }
  }, [finding])
  return wording
}

interface FindingRowParts extends Omit<FindingsParts, 'findings'> {
  readonly finding: Finding
}

function FindingRow({ finding, editor, onGoTo }: FindingRowParts): ReactNode {
  const { severity, rule, line, fix, offset } = finding
  const [asked, setAsked] = useState(false)
  const wording = useWording(finding)
  return (
    <>
      <Badge tone={tones[severity]}>{t(severity)}</Badge>
      <span className="finding-words">
        {wording?.message ?? finding.message} {asked && <span className="help">{wording?.why}</span>}
      </span>
      <span className="row-actions">
        {!asked && (
          <Button look="quiet" label={`${t('why')} ${rule}`} onPress={() => setAsked(true)}>
            {t('why')}
          </Button>
        )}
        <Button look="quiet" onPress={() => onGoTo(offset)}>
          {t('goTo', { line })}
        </Button>
        {fix !== undefined && (
          <Button label={`${t('fix')}: ${rule}`} onPress={() => editor.mend(finding)}>
            {t('fix')}
          </Button>
        )}
      </span>
    </>
  )
}
