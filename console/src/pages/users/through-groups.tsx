// What a user may do as a member of groups. Shown where there is something; changed on the pages of the groups.
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { AttachedUserPolicy } from '../../api/actions.ts'
import type { Result } from '../../api/call.ts'
import { byPage } from '../../api/paging.ts'
import { useRows } from '../../api/queries.ts'
import { Section } from '../../parts/frame.tsx'
import { type Column, DataTable } from '../../parts/table.tsx'
import { t } from './words.ts'

const paging = byPage<'ListAttachedUserAllPolicies'>()
const rowsOf = ({ PolicyList }: Result<'ListAttachedUserAllPolicies'>): readonly AttachedUserPolicy[] => PolicyList
/** Those of the groups. */
const attachType = 2

const columns: readonly Column<AttachedUserPolicy>[] = [
  {
    title: t('policy'),
    cell: ({ PolicyId, PolicyName }) => <Link to={`/policies/${PolicyId}`}>{PolicyName}</Link>,
    sort: ({ PolicyName }) => PolicyName,
  },
  {
    title: t('viaGroups'),
    cell: ({ Groups }) =>
      (Groups ?? []).map(({ GroupId, GroupName }, index) => (
        <span key={GroupId}>
          {index > 0 && ', '}
          <Link to={`/groups/${GroupId}`}>{GroupName}</Link>
        </span>
      )),
  },
]

export function ThroughGroups({ uin }: { readonly uin: number }): ReactNode {
  // Pages are filled in by the paging; the types want them named here too.
  const params = { TargetUin: uin, AttachType: attachType, Page: 1, Rp: 1 }
  const rows = useRows('ListAttachedUserAllPolicies', params, paging, rowsOf)
  if (rows.query.isSuccess && rows.rows.length === 0) return undefined
  return (
    <Section title={t('through')}>
      <DataTable
        label={t('through')}
        columns={columns}
        rows={rows}
        rowKey={({ PolicyId }) => PolicyId}
        empty={undefined}
      />
    </Section>
  )
}
