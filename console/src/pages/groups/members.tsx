// The members of a group, added and removed.
import { Link } from '@tanstack/react-router'
import { type ReactNode, useMemo, useState } from 'react'
import type { GroupMemberInfo, SubAccountInfo } from '../../api/actions.ts'
import { call, type Result } from '../../api/call.ts'
import { byPage, whole } from '../../api/paging.ts'
import { useChange, useNarrowed, useRows } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { Empty, Section } from '../../parts/frame.tsx'
import { holds, useKeyword } from '../../parts/keyword.ts'
import { PickDialog } from '../../parts/pick.tsx'
import { type Column, DataTable } from '../../parts/table.tsx'
import { say } from '../../parts/toast.tsx'
import type { Group } from './group.tsx'
import { t } from './words.ts'

const paging = byPage<'ListUsersForGroup'>()
const rowsOf = ({ UserInfo }: Result<'ListUsersForGroup'>): readonly GroupMemberInfo[] => UserInfo
const pagingOfAll = whole<'ListUsers'>()
const usersOf = ({ Data }: Result<'ListUsers'>): readonly SubAccountInfo[] => Data
const fits = ({ Name, Uin, Remark }: SubAccountInfo, word: string): boolean => holds(word, Name, Uin, Remark ?? '')

export function MembersSection({ group }: { readonly group: Group }): ReactNode {
  const rows = useRows('ListUsersForGroup', { GroupId: group.GroupId }, paging, rowsOf)
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<GroupMemberInfo>()
  const columns = useMemo(() => columnsOf(setRemoving), [])
  return (
    <Section title={t('members')} actions={<Button onPress={() => setAdding(true)}>{t('add')}</Button>}>
      <DataTable
        label={t('members')}
        columns={columns}
        rows={rows}
        rowKey={({ Uid }) => String(Uid)}
        empty={<Empty title={t('noMembers')} />}
      />
      {adding && <AddMembers group={group} onClose={() => setAdding(false)} />}
      {removing !== undefined && (
        <RemoveMember group={group} member={removing} onClose={() => setRemoving(undefined)} />
      )}
    </Section>
  )
}

function columnsOf(onRemove: (member: GroupMemberInfo) => void): readonly Column<GroupMemberInfo>[] {
  return [
    {
      title: t('user'),
      cell: ({ Name }) => (
        <Link to="/users/$name" params={{ name: Name }}>
          {Name}
        </Link>
      ),
      sort: ({ Name }) => Name.toLowerCase(),
    },
    { title: t('uin'), cell: ({ Uin }) => <code>{Uin}</code>, sort: ({ Uin }) => Uin, fit: 'least' },
    { title: t('remark'), cell: ({ Remark }) => Remark },
    {
      title: '',
      cell: (member) => (
        <Button look="quiet" label={`${t('remove')}: ${member.Name}`} onPress={() => onRemove(member)}>
          {t('remove')}
        </Button>
      ),
      fit: 'right',
    },
  ]
}

interface MemberParts {
  readonly group: Group
  readonly onClose: () => void
}

function AddMembers({ group: { GroupId }, onClose }: MemberParts): ReactNode {
  const keyword = useKeyword()
  const rows = useNarrowed(useRows('ListUsers', {}, pagingOfAll, usersOf), keyword.word, fits)
  const change = useChange((users: readonly SubAccountInfo[]) =>
    call('AddUserToGroup', { Info: users.map(({ Uid }) => ({ GroupId, Uid })) }),
  )
  return (
    <PickDialog
      title={t('add')}
      button={t('add')}
      rows={rows}
      keyword={keyword}
      keyOf={({ Uin }) => String(Uin)}
      nameOf={({ Name }) => Name}
      aboutOf={({ Remark }) => Remark ?? ''}
      busy={change.isPending}
      error={change.error}
      onClose={onClose}
      onPick={(users) =>
        change.mutate(users, {
          onSuccess: () => {
            say(t('added', { n: users.length }))
            onClose()
          },
        })
      }
    />
  )
}

function RemoveMember({
  group: { GroupId, GroupName },
  member: { Uid, Name },
  onClose,
}: MemberParts & { readonly member: GroupMemberInfo }): ReactNode {
  const change = useChange(() => call('RemoveUserFromGroup', { Info: [{ GroupId, Uid }] }))
  const done = (): void => {
    say(t('removed', { name: Name }))
    onClose()
  }
  return (
    <Confirm
      title={t('removeTitle', { name: Name })}
      button={t('remove')}
      lost={[t('lostRights', { name: Name, group: GroupName })]}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    />
  )
}
