// The versions of a custom policy: shown, put in force, deleted.
import { type ReactNode, useMemo, useState } from 'react'
import type { PolicyVersionItem } from '../../api/actions.ts'
import { call, type Result } from '../../api/call.ts'
import { whole } from '../../api/paging.ts'
import { useCall, useChange, useRows } from '../../api/queries.ts'
import { Comparison } from '../../editor/comparison.tsx'
import { Button } from '../../parts/button.tsx'
import { Confirm, ShowDialog } from '../../parts/dialog.tsx'
import { DocumentText, spread } from '../../parts/document.tsx'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { Badge, Loading, Section } from '../../parts/frame.tsx'
import { type Column, DataTable } from '../../parts/table.tsx'
import { say } from '../../parts/toast.tsx'
import { timeText } from '../../text/words.ts'
import type { Policy } from './policy.tsx'
import { t } from './words.ts'

const paging = whole<'ListPolicyVersions'>()
const rowsOf = ({ Versions }: Result<'ListPolicyVersions'>): readonly PolicyVersionItem[] => Versions ?? []

type Asking = 'show' | 'compare' | 'default' | 'delete'
type Ask = (what: Asking, version: number) => void

export function VersionsSection({ policy }: { readonly policy: Policy }): ReactNode {
  const rows = useRows('ListPolicyVersions', { PolicyId: policy.id }, paging, rowsOf)
  const [asked, setAsked] = useState<{ readonly what: Asking; readonly version: number }>()
  const columns = useMemo(() => columnsOf((what, version) => setAsked({ what, version })), [])
  const close = (): void => setAsked(undefined)
  const parts = asked && { policyId: policy.id, version: asked.version, onClose: close }
  return (
    <Section title={t('versions')} about={t('versionsAbout')}>
      <DataTable
        label={t('versions')}
        columns={columns}
        rows={rows}
        rowKey={({ VersionId }) => String(VersionId)}
        empty={undefined}
      />
      {parts !== undefined && asked?.what === 'show' && <ShowVersion {...parts} />}
      {parts !== undefined && asked?.what === 'compare' && <CompareVersion {...parts} policy={policy} />}
      {parts !== undefined && asked?.what === 'default' && <MakeDefault {...parts} />}
      {parts !== undefined && asked?.what === 'delete' && <DeleteVersion {...parts} />}
    </Section>
  )
}

function columnsOf(ask: Ask): readonly Column<PolicyVersionItem>[] {
  return [
    {
      title: t('version'),
      cell: ({ VersionId, IsDefaultVersion }) => (
        <>
          {VersionId} {IsDefaultVersion === 1 && <Badge tone="good">{t('inForce')}</Badge>}
        </>
      ),
      sort: ({ VersionId }) => VersionId ?? 0,
    },
    { title: t('createdAt'), cell: ({ CreateDate }) => timeText(CreateDate) },
    {
      title: '',
      cell: ({ VersionId, IsDefaultVersion }) => (
        <VersionActions version={VersionId ?? 0} inForce={IsDefaultVersion === 1} ask={ask} />
      ),
      fit: 'right',
    },
  ]
}

interface VersionActionsParts {
  readonly version: number
  readonly inForce: boolean
  readonly ask: Ask
}

function VersionActions({ version, inForce, ask }: VersionActionsParts): ReactNode {
  const button = (what: Asking, text: string): ReactNode => (
    <Button look="quiet" label={`${text}: ${t('version')} ${version}`} onPress={() => ask(what, version)}>
      {text}
    </Button>
  )
  return (
    <div className="row-actions">
      {button('show', t('show'))}
      {!inForce && button('compare', t('compare'))}
      {!inForce && button('default', t('makeDefault'))}
      {!inForce && button('delete', t('delete'))}
    </div>
  )
}

interface VersionParts {
  readonly policyId: number
  readonly version: number
  readonly onClose: () => void
}

function ShowVersion({ policyId, version, onClose }: VersionParts): ReactNode {
  const { data, error } = useCall('GetPolicyVersion', { PolicyId: policyId, VersionId: version })
  return (
    <ShowDialog title={`${t('version')} ${version}`} onClose={onClose}>
      {error !== null && <FaultPanel error={error} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && <DocumentText text={data.PolicyVersion?.Document ?? ''} />}
    </ShowDialog>
  )
}

function CompareVersion({ policyId, version, onClose, policy }: VersionParts & { readonly policy: Policy }): ReactNode {
  const { data, error } = useCall('GetPolicyVersion', { PolicyId: policyId, VersionId: version })
  const inForce = policy.PolicyDocument ?? ''
  const other = data?.PolicyVersion?.Document
  const sides = useMemo(
    () => ({
      before: { text: spread(inForce), label: t('inForceText') },
      after: { text: spread(other ?? ''), label: `${t('version')} ${version}` },
    }),
    [inForce, other, version],
  )
  return (
    <ShowDialog title={t('compareTitle', { version })} onClose={onClose}>
      {error !== null && <FaultPanel error={error} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && <Comparison before={sides.before} after={sides.after} />}
    </ShowDialog>
  )
}

function MakeDefault({ policyId, version, onClose }: VersionParts): ReactNode {
  const change = useChange(() => call('SetDefaultPolicyVersion', { PolicyId: policyId, VersionId: version }))
  const done = (): void => {
    say(t('madeDefault', { version }))
    onClose()
  }
  return (
    <Confirm
      title={t('makeDefaultTitle', { version })}
      button={t('makeDefault')}
      lost={[t('lostDefault')]}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    />
  )
}

function DeleteVersion({ policyId, version, onClose }: VersionParts): ReactNode {
  const change = useChange(() => call('DeletePolicyVersion', { PolicyId: policyId, VersionId: [version] }))
  const done = (): void => {
    say(t('versionDeleted', { version }))
    onClose()
  }
  return (
    <Confirm
      title={t('deleteVersionTitle', { version })}
      button={t('delete')}
      lost={[t('lostVersion', { version })]}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    />
  )
}
