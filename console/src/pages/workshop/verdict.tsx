// The verdict on the question: what settled it, what came nearest, and the smallest change that would allow it.
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Edit, StatementFinding } from '../../../../src/policy/index.ts'
import { Button } from '../../parts/button.tsx'
import { DocumentText } from '../../parts/document.tsx'
import { Badge } from '../../parts/frame.tsx'
import { type Draft, fitsDraft, type Judged, policyOfEdits, statementText } from './engine.ts'
import { editWords, obstacleText, placeText, shownObstacle, verdictText, viaText } from './told.ts'
import { t } from './words.ts'

interface VerdictParts {
  readonly judged: Judged
  readonly draft: Draft
  readonly readable: boolean
  readonly onApply: (edits: readonly Edit[]) => void
}

export function Verdict({ judged, draft, readable, onApply }: VerdictParts): ReactNode {
  const { reason, remedy } = judged
  const allowed = reason.effect === 'allow'
  const { statement } = reason
  // In the draft it is lit up; of another policy it is shown here.
  const inDraft = statement !== undefined && statement.by.policyId === (draft.stored?.id ?? 0)
  const elsewhere = statement === undefined || inDraft ? undefined : statementText(judged.subject, statement.by)
  return (
    <div className={`verdict ${reason.effect}`} role="status" aria-live="polite">
      <p>
        <Badge tone={allowed ? 'good' : 'bad'}>{allowed ? t('allowed') : t('denied')}</Badge>{' '}
        <span className="verdict-words">{verdictText(reason)}</span>
      </p>
      {!readable && draft.text.trim() !== '' && <p className="note warn">{t('unreadable')}</p>}
      {statement !== undefined &&
        (statement.matched ? <Came statement={statement} /> : <Nearest statement={statement} />)}
      {elsewhere !== undefined && <DocumentText text={elsewhere} />}
      {!allowed && (
        <RemedyShown remedy={remedy} draft={draft} may={readable || draft.text.trim() === ''} onApply={onApply} />
      )}
    </div>
  )
}

function PolicyLink({ statement: { by } }: { readonly statement: StatementFinding }): ReactNode {
  return by.policyId === 0 ? undefined : (
    <Link to="/policies/$id" params={{ id: String(by.policyId) }}>
      {t('showPolicy')}
    </Link>
  )
}

function Came({ statement }: { readonly statement: StatementFinding }): ReactNode {
  return statement.by.policyId === 0 ? undefined : (
    <p className="about">
      {viaText(statement)} <PolicyLink statement={statement} />
    </p>
  )
}

function Nearest({ statement }: { readonly statement: StatementFinding }): ReactNode {
  const lacks = statement.obstacles.map((one) => obstacleText(shownObstacle(one)))
  return (
    <div>
      <p>
        {t('nearest', { place: placeText(statement.by) })} <PolicyLink statement={statement} />
      </p>
      <ul className="plain-list">
        {lacks.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </div>
  )
}

interface RemedyParts {
  readonly remedy: Judged['remedy']
  readonly draft: Draft
  /** What is being written and cannot be read yet must not be lost. */
  readonly may: boolean
  readonly onApply: (edits: readonly Edit[]) => void
}

function RemedyShown({ remedy, draft, may, onApply }: RemedyParts): ReactNode {
  if (!('edits' in remedy)) return <p>{t('nothingHelps')}</p>
  const { edits } = remedy
  if (edits.length === 0) return undefined
  const fits = fitsDraft(edits, draft)
  const other = policyOfEdits(edits)
  return (
    <div className="remedy">
      <p className="label">{t('remedy')}</p>
      <ul className="plain-list">
        {edits.map((edit) => (
          <li key={editWords(edit)}>{editWords(edit)}</li>
        ))}
      </ul>
      {may && (fits || other !== undefined) && (
        <Button look="main" onPress={() => onApply(edits)}>
          {fits ? t('apply') : t('applyOther')}
        </Button>
      )}
    </div>
  )
}
