// How far something long is, in words and as a bar.
import type { ReactNode } from 'react'
import { Label, ProgressBar } from 'react-aria-components'
import { numberText } from '../text/words.ts'

interface ProgressParts {
  readonly label: string
  readonly done: number
  readonly of: number
}

export function Progress({ label, done, of }: ProgressParts): ReactNode {
  return (
    <ProgressBar className="progress" value={done} maxValue={Math.max(of, 1)}>
      {({ percentage = 0 }) => (
        <>
          <span className="progress-words">
            <Label>{label}</Label>
            <span>
              {numberText(done)} / {numberText(of)}
            </span>
          </span>
          <svg className="progress-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
            <rect width={percentage} height="1" />
          </svg>
        </>
      )}
    </ProgressBar>
  )
}
