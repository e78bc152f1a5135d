// The users, groups and roles that have a policy: given to others from here, and taken away.
import { Link } from '@tanstack/react-router'
import { type ReactNode, useMemo, useState } from 'react'
import type { AttachEntityOfPolicy } from '../../api/actions.ts'
import { call, type Result } from '../../api/call.ts'
import { byPage } from '../../api/paging.ts'
import { useChange, useRows } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { Empty, Section } from '../../parts/frame.tsx'
import { type Column, DataTable } from '../../parts/table.tsx'
import { say } from '../../parts/toast.tsx'
import { timeText } from '../../text/words.ts'
import { Attach } from './attach.tsx'
import { t } from './words.ts'

const paging = byPage<'ListEntitiesForPolicy'>()
const rowsOf = ({ List }: Result<'ListEntitiesForPolicy'>): readonly AttachEntityOfPolicy[] => List ?? []

/** By `RelatedType`. */
const kinds: ReadonlyMap<number, string> = new Map([
  [1, t('user')],
  [2, t('group')],
  [3, t('role')],
])

const columnsOf = (onDetach: (holder: AttachEntityOfPolicy) => void): readonly Column<AttachEntityOfPolicy>[] => [
  { title: t('who'), cell: (holder) => <Holder holder={holder} />, sort: ({ Name }) => Name ?? '' },
  {
    title: t('kind'),
    cell: ({ RelatedType }) => kinds.get(RelatedType),
    sort: ({ RelatedType }) => RelatedType,
    fit: 'least',
  },
  {
    title: t('since'),
    cell: ({ AttachmentTime }) => timeText(AttachmentTime),
    sort: ({ AttachmentTime }) => AttachmentTime ?? '',
    fit: 'least',
  },
  {
    title: '',
    cell: (holder) => (
      <Button look="quiet" label={`${t('detach')}: ${nameOf(holder)}`} onPress={() => onDetach(holder)}>
        {t('detach')}
      </Button>
    ),
    fit: 'right',
  },
]

const nameOf = ({ Id, Name }: AttachEntityOfPolicy): string => Name ?? Id

function Holder({ holder }: { readonly holder: AttachEntityOfPolicy }): ReactNode {
  const { Id, RelatedType } = holder
  const name = nameOf(holder)
  if (RelatedType === 2) return <Link to={`/groups/${Id}`}>{name}</Link>
  return (
    <Link to={RelatedType === 1 ? '/users/$name' : '/roles/$name'} params={{ name }}>
      {name}
    </Link>
  )
}

export function HoldersSection({ policyId }: { readonly policyId: number }): ReactNode {
  const rows = useRows('ListEntitiesForPolicy', { PolicyId: policyId }, paging, rowsOf)
  const [attaching, setAttaching] = useState(false)
  const [detaching, setDetaching] = useState<AttachEntityOfPolicy>()
  const columns = useMemo(() => columnsOf(setDetaching), [])
  return (
    <Section title={t('attachedTo')} actions={<Button onPress={() => setAttaching(true)}>{t('attach')}</Button>}>
      <DataTable
        label={t('attachedTo')}
        columns={columns}
        rows={rows}
        rowKey={({ Id, RelatedType }) => `${RelatedType} ${Id}`}
        empty={<Empty title={t('nobody')} />}
      />
      {attaching && <Attach policyId={policyId} onClose={() => setAttaching(false)} />}
      {detaching !== undefined && (
        <Detach policyId={policyId} holder={detaching} onClose={() => setDetaching(undefined)} />
      )}
    </Section>
  )
}

interface DetachParts {
  readonly policyId: number
  readonly holder: AttachEntityOfPolicy
  readonly onClose: () => void
}

function Detach({ policyId, holder, onClose }: DetachParts): ReactNode {
  const name = nameOf(holder)
  const change = useChange(() => detach(policyId, holder))
  const done = (): void => {
    say(t('detached', { name }))
    onClose()
  }
  return (
    <Confirm
      title={t('detachTitle', { name })}
      button={t('detach')}
      lost={[t('lostRights', { name })]}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    />
  )
}

function detach(PolicyId: number, { Id, Uin, RelatedType }: AttachEntityOfPolicy): Promise<unknown> {
  if (RelatedType === 1) return call('DetachUserPolicy', { PolicyId, DetachUin: Uin ?? 0 })
  if (RelatedType === 2) return call('DetachGroupPolicy', { PolicyId, DetachGroupId: Number(Id) })
  return call('DetachRolePolicy', { PolicyId, DetachRoleId: Id })
}
