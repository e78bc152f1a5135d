// The groups that a user is in.
import { Link } from '@tanstack/react-router'
import { type ReactNode, useMemo, useState } from 'react'
import type { GroupInfo } from '../../api/actions.ts'
import { call, type Result } from '../../api/call.ts'
import { byPage } from '../../api/paging.ts'
import { useChange, useRows } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { Empty, Section } from '../../parts/frame.tsx'
import { useKeyword } from '../../parts/keyword.ts'
import { PickDialog } from '../../parts/pick.tsx'
import { type Column, DataTable } from '../../parts/table.tsx'
import { say } from '../../parts/toast.tsx'
import type { UserName } from './user.tsx'
import { t } from './words.ts'

const pagingOfUser = byPage<'ListGroupsForUser'>()
const pagingOfAll = byPage<'ListGroups'>()
const rowsOf = ({ GroupInfo }: { readonly GroupInfo: readonly GroupInfo[] }): readonly GroupInfo[] => GroupInfo

export function GroupsSection({ user }: { readonly user: UserName }): ReactNode {
  const rows = useRows('ListGroupsForUser', { SubUin: user.Uin }, pagingOfUser, rowsOf)
  const [joining, setJoining] = useState(false)
  const [leaving, setLeaving] = useState<GroupInfo>()
  const columns = useMemo(() => columnsOf(setLeaving), [])
  return (
    <Section title={t('groups')} actions={<Button onPress={() => setJoining(true)}>{t('addToGroup')}</Button>}>
      <DataTable
        label={t('groups')}
        columns={columns}
        rows={rows}
        rowKey={({ GroupId }) => String(GroupId)}
        empty={<Empty title={t('noGroups')} />}
      />
      {joining && <Join user={user} onClose={() => setJoining(false)} />}
      {leaving !== undefined && <Leave user={user} group={leaving} onClose={() => setLeaving(undefined)} />}
    </Section>
  )
}

function columnsOf(onLeave: (group: GroupInfo) => void): readonly Column<GroupInfo>[] {
  return [
    {
      title: t('name'),
      cell: ({ GroupId, GroupName }) => <Link to={`/groups/${GroupId}`}>{GroupName}</Link>,
      sort: ({ GroupName }) => GroupName,
    },
    { title: t('remark'), cell: ({ Remark }) => Remark },
    {
      title: '',
      cell: (group) => (
        <Button look="quiet" label={`${t('leave')}: ${group.GroupName}`} onPress={() => onLeave(group)}>
          {t('leave')}
        </Button>
      ),
      fit: 'right',
    },
  ]
}

interface JoinParts {
  readonly user: UserName
  readonly onClose: () => void
}

function Join({ user: { Uid }, onClose }: JoinParts): ReactNode {
  const keyword = useKeyword()
  const rows = useRows('ListGroups', { Keyword: keyword.word }, pagingOfAll, rowsOf)
  const change = useChange((groups: readonly GroupInfo[]) =>
    call('AddUserToGroup', { Info: groups.map(({ GroupId }) => ({ GroupId, Uid })) }),
  )
  return (
    <PickDialog
      title={t('addToGroup')}
      button={t('addToGroup')}
      rows={rows}
      keyword={keyword}
      keyOf={({ GroupId }) => String(GroupId)}
      nameOf={({ GroupName }) => GroupName}
      aboutOf={({ Remark }) => Remark}
      busy={change.isPending}
      error={change.error}
      onClose={onClose}
      onPick={(groups) =>
        change.mutate(groups, {
          onSuccess: () => {
            say(t('addedToGroup', { n: groups.length }))
            onClose()
          },
        })
      }
    />
  )
}

function Leave({ user: { Uid, Name }, group, onClose }: JoinParts & { readonly group: GroupInfo }): ReactNode {
  const { GroupId, GroupName } = group
  const change = useChange(
    (): Promise<Result<'RemoveUserFromGroup'>> => call('RemoveUserFromGroup', { Info: [{ GroupId, Uid }] }),
  )
  const done = (): void => {
    say(t('left', { group: GroupName }))
    onClose()
  }
  return (
    <Confirm
      title={t('leaveTitle', { name: Name, group: GroupName })}
      button={t('leave')}
      lost={[t('lostRights', { group: GroupName })]}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    />
  )
}
