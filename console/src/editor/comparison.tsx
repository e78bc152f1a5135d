// Two texts of a policy side by side.
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { FaultPanel } from '../parts/fault-panel.tsx'
import type { Compared } from './open.ts'
import { t } from './words.ts'
import './editor.css'

interface ComparisonParts {
  readonly before: Compared
  readonly after: Compared
}

export function Comparison({ before, after }: ComparisonParts): ReactNode {
  const host = useRef<HTMLDivElement>(null)
  const [error, setError] = useState<unknown>()
  useEffect(() => {
    let close: (() => void) | undefined
    let gone = false
    import('./open.ts').then(({ openComparison }) => {
      if (gone || host.current === null) return
      close = openComparison(host.current, [before, after]).close
    }, setError)
    return () => {
      gone = true
      close?.()
    }
  }, [before, after])
  return (
    <>
      <div className="comparison-heads" aria-hidden="true">
        <span className="label">{before.label}</span>
        <span className="label">{after.label}</span>
      </div>
      <section
        ref={host}
        className="editor whole comparison"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
        aria-label={`${before.label}, ${after.label}`}
      />
      <p className="help">{t('comparisonHelp')}</p>
      {error !== undefined && <FaultPanel error={error} />}
    </>
  )
}
