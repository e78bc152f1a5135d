// The users, groups and roles that have a policy.
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { AttachEntityOfPolicy } from '../../api/actions.ts'
import type { Result } from '../../api/call.ts'
import { byPage } from '../../api/paging.ts'
import { useRows } from '../../api/queries.ts'
import { Empty, Section } from '../../parts/frame.tsx'
import { type Column, DataTable } from '../../parts/table.tsx'
import { timeText } from '../../text/words.ts'
import { t } from './words.ts'

const paging = byPage<'ListEntitiesForPolicy'>()
const rowsOf = ({ List }: Result<'ListEntitiesForPolicy'>): readonly AttachEntityOfPolicy[] => List ?? []

/** By `RelatedType`. */
const kinds: ReadonlyMap<number, string> = new Map([
  [1, t('user')],
  [2, t('group')],
  [3, t('role')],
])

const columns: readonly Column<AttachEntityOfPolicy>[] = [
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
]

function Holder({ holder: { Id, Name, RelatedType } }: { readonly holder: AttachEntityOfPolicy }): ReactNode {
  const name = Name ?? Id
  if (RelatedType === 2) return <Link to={`/groups/${Id}`}>{name}</Link>
  return (
    <Link to={RelatedType === 1 ? '/users/$name' : '/roles/$name'} params={{ name }}>
      {name}
    </Link>
  )
}

export function HoldersSection({ policyId }: { readonly policyId: number }): ReactNode {
  const rows = useRows('ListEntitiesForPolicy', { PolicyId: policyId }, paging, rowsOf)
  return (
    <Section title={t('attachedTo')}>
      <DataTable
        label={t('attachedTo')}
        columns={columns}
        rows={rows}
        rowKey={({ Id, RelatedType }) => `${RelatedType} ${Id}`}
        empty={<Empty title={t('nobody')} />}
      />
    </Section>
  )
}
