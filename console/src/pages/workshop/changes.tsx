// What would change with the draft: access that it gives and takes, each with an example, and statements that do nothing.
import type { ReactNode } from 'react'
import type { Proof } from '../../../../src/policy/index.ts'
import { Section } from '../../parts/frame.tsx'
import type { Draft } from './engine.ts'
import { placeText, requestText } from './told.ts'
import type { ProofState } from './use-proofs.ts'
import { t } from './words.ts'

interface ChangesParts {
  readonly draft: Draft
  readonly readable: boolean
  readonly state: ProofState
}

export function Changes({ draft, readable, state }: ChangesParts): ReactNode {
  return (
    <Section title={t('changes')} about={t('changesAbout')}>
      <div className="stack" role="status">
        {readable ? (
          <Shown draft={draft} state={state} />
        ) : (
          <p className="about">{t(draft.text.trim() === '' ? 'emptyDraft' : 'unreadable')}</p>
        )}
      </div>
    </Section>
  )
}

function Shown({ draft, state }: Omit<ChangesParts, 'readable'>): ReactNode {
  if (state.state === 'waiting') {
    return (
      <p className="about">
        <span className="spinner" aria-hidden="true" /> {t('proving')}
      </p>
    )
  }
  if (state.state === 'failed') return <p className="note warn">{t('proofFailed')}</p>
  const { nothingNew, nothingLost, uses } = state.proofs
  const dead = uses.flatMap((use, statement) => (use.answer === 'dead' ? [{ statement, because: use.because }] : []))
  const policyName = draft.stored?.name ?? ''
  return (
    <>
      {nothingNew === undefined && <p className="about">{t('notBaseYet')}</p>}
      {nothingNew !== undefined && <One proof={nothingNew} some={t('newOne')} none={t('newNothing')} tone="warn" />}
      {nothingLost !== undefined && <One proof={nothingLost} some={t('loses')} none={t('losesNothing')} tone="bad" />}
      {dead.map(({ statement, because }) => (
        <p key={statement} className="note">
          {t(because === 'shadowed' ? 'deadShadowed' : 'deadMatches', { place: placeText({ policyName, statement }) })}
        </p>
      ))}
      {uses.length > 0 && uses.every(({ answer }) => answer === 'used') && (
        <p className="about">{t('everyStatementUsed')}</p>
      )}
    </>
  )
}

interface OneParts {
  readonly proof: Proof
  readonly some: string
  readonly none: string
  readonly tone: 'warn' | 'bad'
}

function One({ proof, some, none, tone }: OneParts): ReactNode {
  if (proof.answer === 'yes') return <p className="proven">{none}</p>
  if (proof.answer === 'unknown') return <p className="note">{t('unknown', { why: proof.why })}</p>
  return (
    <div className={`example ${tone}`}>
      <p>{some}</p>
      <code>{requestText(proof.counterexample)}</code>
    </div>
  )
}
