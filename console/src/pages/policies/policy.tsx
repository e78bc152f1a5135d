// One policy: its text, its versions, and who has it.
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { call, type Result } from '../../api/call.ts'
import { useCall, useChange } from '../../api/queries.ts'
import { usePart } from '../../app/parts-of-path.ts'
import { Button, ButtonLink } from '../../parts/button.tsx'
import { Copyable } from '../../parts/copyable.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { DocumentText } from '../../parts/document.tsx'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { Badge, Facts, Loading, PageFrame, Section } from '../../parts/frame.tsx'
import { say } from '../../parts/toast.tsx'
import { timeText } from '../../text/words.ts'
import { TagsSection } from '../sharing/tags-section.tsx'
import { HoldersSection } from './holders.tsx'
import { VersionsSection } from './versions.tsx'
import { t } from './words.ts'

export type Policy = Result<'GetPolicy'> & { readonly id: number }

const customType = 1

export function Page(): ReactNode {
  const id = Number(usePart('id'))
  const { data, error, refetch } = useCall('GetPolicy', { PolicyId: id })
  const parent = { to: '/policies', title: t('title') }
  if (data === undefined || error?.passing === false) {
    return (
      <PageFrame title={String(id)} parent={parent}>
        {error === null ? <Loading /> : <FaultPanel error={error} onRetry={refetch} />}
      </PageFrame>
    )
  }
  const policy = { ...data, id }
  const custom = policy.Type === customType
  return (
    <PageFrame title={policy.PolicyName ?? ''} parent={parent} actions={custom && <Actions policy={policy} />}>
      <Details policy={policy} custom={custom} />
      <Section title={t('document')}>
        <DocumentText text={policy.PolicyDocument ?? ''} />
      </Section>
      {custom && <VersionsSection policy={policy} />}
      {custom && <TagsSection resource={`policy/${id}`} tags={policy.Tags} />}
      <HoldersSection policyId={id} />
    </PageFrame>
  )
}

function Details({ policy, custom }: { readonly policy: Policy; readonly custom: boolean }): ReactNode {
  return (
    <Section title={t('details')}>
      <Facts
        facts={[
          [t('number'), <Copyable key="id" text={String(policy.id)} label={t('number')} />],
          [
            t('kind'),
            <Badge key="kind" tone={custom ? 'accent' : 'plain'}>
              {custom ? t('custom') : t('preset')}
            </Badge>,
          ],
          [t('description'), policy.Description],
          [t('createdAt'), timeText(policy.AddTime)],
          [t('updatedAt'), timeText(policy.UpdateTime)],
        ]}
      />
    </Section>
  )
}

function Actions({ policy }: { readonly policy: Policy }): ReactNode {
  const [asking, setAsking] = useState<'delete'>()
  const close = (): void => setAsking(undefined)
  return (
    <>
      <ButtonLink to={`/workshop/policy/${policy.id}`} icon="workshop">
        {t('workshop')}
      </ButtonLink>
      <ButtonLink to={`/policies/${policy.id}/new-version`}>{t('addVersion')}</ButtonLink>
      <Button onPress={() => setAsking('delete')}>{t('delete')}</Button>
      {asking === 'delete' && <DeletePolicy policy={policy} onClose={close} />}
    </>
  )
}

function DeletePolicy({
  policy: { id, PolicyName },
  onClose,
}: {
  readonly policy: Policy
  readonly onClose: () => void
}): ReactNode {
  const name = PolicyName ?? ''
  const goTo = useNavigate()
  const holders = useCall('ListEntitiesForPolicy', { PolicyId: id, Rp: 1 }).data?.TotalNum ?? 0
  const change = useChange(() => call('DeletePolicy', { PolicyId: [id] }))
  const done = (): void => {
    say(t('deleted', { name }))
    goTo({ to: '/policies' })
  }
  return (
    <Confirm
      title={t('deleteTitle', { name })}
      button={t('delete')}
      lost={[t('lostPolicy'), ...(holders > 0 ? [t('lostAttachments', { n: holders })] : [])]}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    />
  )
}
