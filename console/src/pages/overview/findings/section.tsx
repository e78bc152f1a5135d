// What the check of an account found, by kind, each with the way to where something is done about it.
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { type Fault, faultOf } from '../../../api/fault.ts'
import { useSession } from '../../../app/session.ts'
import { Button } from '../../../parts/button.tsx'
import { FaultPanel } from '../../../parts/fault-panel.tsx'
import { Badge, Section } from '../../../parts/frame.tsx'
import { Progress } from '../../../parts/progress.tsx'
import { numberText } from '../../../text/words.ts'
import { checkAccount, type Finding, type Kind, kinds, securityPage } from './check.ts'
import './findings.css'
import { kindAdvice, kindNames, t } from './words.ts'

type Stage = 'before' | 'at work' | 'stopped' | 'done'

export function FindingsSection(): ReactNode {
  const { stage, findings, progress, fault, begin, stop } = useCheck()
  const button =
    stage === 'at work' ? (
      <Button onPress={stop}>{t('stop')}</Button>
    ) : (
      <Button onPress={begin}>{t(stage === 'before' ? 'check' : 'again')}</Button>
    )
  return (
    <Section title={t('title')} about={t('about')} actions={button}>
      {stage === 'at work' && <Progress label={t('checking')} done={progress.done} of={progress.of} />}
      {stage === 'stopped' && fault === undefined && <p className="note warn">{t('stopped')}</p>}
      {fault !== undefined && <FaultPanel error={fault} onRetry={begin} />}
      {stage === 'done' && findings.length === 0 && (
        <p role="status">
          <Badge tone="good">{t('clean')}</Badge>
        </p>
      )}
      {kinds.map((kind) => (
        <OfKind key={kind} kind={kind} findings={findings.filter((finding) => finding.kind === kind)} />
      ))}
    </Section>
  )
}

function useCheck() {
  const session = useSession()
  const [stage, setStage] = useState<Stage>('before')
  const [findings, setFindings] = useState<readonly Finding[]>([])
  const [progress, setProgress] = useState({ done: 0, of: 1 })
  const [fault, setFault] = useState<Fault>()
  const run = useRef<AbortController>(undefined)
  // Whoever leaves the page asks no more.
  useEffect(() => () => run.current?.abort(), [])
  const begin = (): void => {
    const control = new AbortController()
    run.current = control
    const { signal } = control
    setStage('at work')
    setFindings([])
    setFault(undefined)
    setProgress({ done: 0, of: 1 })
    const watch = {
      signal,
      onFound: (finding: Finding) => setFindings((before) => [...before, finding]),
      onProgress: (done: number, of: number) => setProgress({ done, of }),
    }
    checkAccount(session, watch).then(
      () => setStage(signal.aborted ? 'stopped' : 'done'),
      (error: unknown) => {
        setStage('stopped')
        if (!signal.aborted) setFault(faultOf(error))
      },
    )
  }
  return { stage, findings, progress, fault, begin, stop: () => run.current?.abort() }
}

const shownAtFirst = 20

function OfKind({ kind, findings }: { readonly kind: Kind; readonly findings: readonly Finding[] }): ReactNode {
  const [all, setAll] = useState(false)
  if (findings.length === 0) return undefined
  const shown = all ? findings : findings.slice(0, shownAtFirst)
  return (
    <div className="finding">
      <h3>
        {kindNames(kind)} <Badge tone="warn">{numberText(findings.length)}</Badge>
      </h3>
      <p className="about">{kindAdvice(kind)}</p>
      <ul>
        {shown.map(({ name, to }) => (
          <li key={name}>{to === securityPage ? <a href={to}>{name}</a> : <Link to={to}>{name}</Link>}</li>
        ))}
      </ul>
      {shown.length < findings.length && (
        <Button look="quiet" onPress={() => setAll(true)}>
          {t('more', { n: numberText(findings.length) })}
        </Button>
      )}
    </div>
  )
}
