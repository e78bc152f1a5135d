// The policy workshop: an editor beside a simulator. The engine that the server decides with runs here.
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react'
import type { Edit, Subject } from '../../../../src/policy/index.ts'
import type { Fault } from '../../api/fault.ts'
import { usePart } from '../../app/parts-of-path.ts'
import { PolicyEditor } from '../../editor/policy-editor.tsx'
import type { Mark } from '../../editor/statements.ts'
import { Button } from '../../parts/button.tsx'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { Loading, PageFrame, Section } from '../../parts/frame.tsx'
import { say } from '../../parts/toast.tsx'
import { PickPolicies } from '../sharing/pick-policies.tsx'
import { type Principal, policyTexts, subjectOf } from './account.ts'
import { type Beginning, beginNew, beginWithPolicy, beginWithRefusal, draftOf } from './begin.ts'
import { Changes } from './changes.tsx'
import {
  type Draft,
  editedDraft,
  editedQuestion,
  fitsDraft,
  isReadable,
  type Judged,
  judge,
  nobody,
  policyOfEdits,
} from './engine.ts'
import { QuestionForm, WhoAsks } from './question.tsx'
import { SaveNew, SaveVersion } from './save.tsx'
import { useProofs } from './use-proofs.ts'
import { Verdict } from './verdict.tsx'
import { WhoCan } from './who-can.tsx'
import { t } from './words.ts'
import './workshop.css'

export function Page(): ReactNode {
  const [policy, refusal] = [usePart('policy'), usePart('refusal')]
  const begin = useQuery<Beginning, Fault>({
    queryKey: ['workshop', policy, refusal],
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () =>
      refusal !== '' ? beginWithRefusal(refusal) : policy !== '' ? beginWithPolicy(Number(policy)) : beginNew(),
  })
  return (
    <PageFrame title={t('title')} about={refusal === '' ? t('about') : t('refusalOf', { id: refusal })}>
      {begin.isPending && <Loading />}
      {begin.isError && begin.data === undefined && <FaultPanel error={begin.error} onRetry={() => begin.refetch()} />}
      {begin.data !== undefined && <Workshop key={`${policy} ${refusal}`} begin={begin.data} />}
    </PageFrame>
  )
}

/** The policies of whoever is chosen; nobody's until somebody is. */
function useSubject(principal: Principal | undefined, { account, appId }: Beginning) {
  const query = useQuery<Subject, Fault>({
    queryKey: ['workshop subject', principal],
    enabled: principal !== undefined,
    queryFn: ({ signal }) =>
      principal === undefined
        ? nobody(account, appId)
        : subjectOf(principal, { account, appId, textOf: policyTexts(signal), signal }),
  })
  const alone = useMemo(() => nobody(account, appId), [account, appId])
  return { subject: principal === undefined ? alone : query.data, query }
}

function Workshop({ begin }: { readonly begin: Beginning }): ReactNode {
  const { account, appId } = begin
  const [draft, setDraft] = useState(begin.draft)
  const [question, setQuestion] = useState(begin.question)
  const [principal, setPrincipal] = useState(begin.principal)
  const { subject, query } = useSubject(principal, begin)
  const readable = useMemo(() => isReadable(draft, account), [draft, account])
  // Writing goes first: policies of somebody can be many.
  const [lateDraft, lateQuestion] = [useDeferredValue(draft), useDeferredValue(question)]
  const judged = useMemo(() => subject && judge(subject, lateDraft, lateQuestion), [subject, lateDraft, lateQuestion])
  const base = draft.stored?.text
  const proofs = useProofs(readable ? draft.text : undefined, { base, account, appId })
  const marks = useMemo(() => marksOf(judged, draft, readable), [judged, draft, readable])
  const apply = async (edits: readonly Edit[]): Promise<void> => {
    if (judged === undefined) return
    const other = fitsDraft(edits, draft) ? undefined : policyOfEdits(edits)
    const into = other === undefined ? draft : await draftOf(other)
    setDraft(editedDraft(into, edits, judged))
    setQuestion(editedQuestion(question, edits))
  }
  return (
    <>
      <div className="bench">
        <DraftSection draft={draft} principal={principal} readable={readable} marks={marks} onDraft={setDraft} />
        <Section title={t('question')}>
          <WhoAsks principal={principal} onChoose={setPrincipal} />
          {query.isLoading && <Loading />}
          {query.isError && <FaultPanel error={query.error} onRetry={() => query.refetch()} />}
          {judged !== undefined && <Verdict judged={judged} draft={draft} readable={readable} onApply={apply} />}
          <QuestionForm question={question} onChange={setQuestion} />
        </Section>
      </div>
      <Changes draft={draft} readable={readable} state={proofs} />
      <WhoCan draft={draft} question={question} principal={principal} account={account} appId={appId} />
    </>
  )
}

/** The statement of the draft that settled the question, or came nearest. */
function marksOf(judged: Judged | undefined, { stored }: Draft, readable: boolean): readonly Mark[] {
  const statement = judged?.reason.statement
  if (statement === undefined || !readable || statement.by.policyId !== (stored?.id ?? 0)) return []
  return [{ statement: statement.by.statement, as: statement.matched ? statement.effect : 'near' }]
}

interface DraftParts {
  readonly draft: Draft
  readonly principal: Principal | undefined
  readonly readable: boolean
  readonly marks: readonly Mark[]
  readonly onDraft: (draft: Draft) => void
}

function DraftSection({ draft, principal, readable, marks, onDraft }: DraftParts): ReactNode {
  const [asking, setAsking] = useState<'open' | 'save'>()
  const { stored, text } = draft
  const close = (): void => setAsking(undefined)
  const open = async (id: number | undefined): Promise<void> => {
    close()
    if (id === undefined) return
    const opened = await draftOf(id)
    if (opened.stored === undefined) say(t('preset'))
    onDraft(opened)
  }
  const saved = (now: Draft['stored']): void => {
    close()
    onDraft({ ...draft, stored: now })
  }
  return (
    <Section
      title={stored === undefined ? t('newDraft') : t('draftOf', { name: stored.name })}
      actions={
        <>
          <Button onPress={() => setAsking('open')}>{t('openPolicy')}</Button>
          <Button look="main" disabled={!readable || text === stored?.text} onPress={() => setAsking('save')}>
            {stored === undefined ? t('create') : t('save')}
          </Button>
        </>
      }
    >
      <PolicyEditor
        label={t('text')}
        value={text}
        onChange={(now) => onDraft({ ...draft, text: now })}
        marks={marks}
        tall
      />
      {asking === 'open' && (
        <PickPolicies
          title={t('openPolicy')}
          button={t('openPolicy')}
          one
          busy={false}
          error={null}
          onPick={([policy]) => open(policy?.PolicyId)}
          onClose={close}
        />
      )}
      {asking === 'save' && stored !== undefined && (
        <SaveVersion stored={stored} text={text} onSaved={saved} onClose={close} />
      )}
      {asking === 'save' && stored === undefined && (
        <SaveNew principal={principal} text={text} onSaved={saved} onClose={close} />
      )}
    </Section>
  )
}
