// All user groups, found by their name.
import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { GroupInfo } from '../../api/actions.ts'
import { call, type Result } from '../../api/call.ts'
import { byPage } from '../../api/paging.ts'
import { useChange, useRows } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { SearchField } from '../../parts/fields.tsx'
import { Empty, PageFrame } from '../../parts/frame.tsx'
import { useKeyword } from '../../parts/keyword.ts'
import { type Column, DataTable } from '../../parts/table.tsx'
import { say } from '../../parts/toast.tsx'
import { timeText } from '../../text/words.ts'
import { GroupForm } from './form.tsx'
import { t } from './words.ts'

const paging = byPage<'ListGroups'>()
const rowsOf = ({ GroupInfo }: Result<'ListGroups'>): readonly GroupInfo[] => GroupInfo

const columns: readonly Column<GroupInfo>[] = [
  {
    title: t('name'),
    cell: ({ GroupId, GroupName }) => <Link to={`/groups/${GroupId}`}>{GroupName}</Link>,
    sort: ({ GroupName }) => GroupName.toLowerCase(),
  },
  { title: t('number'), cell: ({ GroupId }) => <code>{GroupId}</code>, sort: ({ GroupId }) => GroupId, fit: 'least' },
  { title: t('remark'), cell: ({ Remark }) => Remark },
  {
    title: t('createdAt'),
    cell: ({ CreateTime }) => timeText(CreateTime),
    sort: ({ CreateTime }) => CreateTime,
    fit: 'least',
  },
]

export function Page(): ReactNode {
  const keyword = useKeyword()
  const [creating, setCreating] = useState(false)
  const rows = useRows('ListGroups', { Keyword: keyword.word }, paging, rowsOf)
  const create = (
    <Button look="main" icon="plus" onPress={() => setCreating(true)}>
      {t('create')}
    </Button>
  )
  return (
    <PageFrame title={t('title')} about={t('about')} actions={create}>
      <SearchField label={t('search')} value={keyword.typed} onChange={keyword.type} />
      <DataTable
        label={t('title')}
        columns={columns}
        rows={rows}
        rowKey={({ GroupId }) => String(GroupId)}
        empty={keyword.word === '' ? <Empty title={t('none')} about={t('noneWhy')} /> : <Empty title={t('noMatch')} />}
      />
      {creating && <CreateGroup onClose={() => setCreating(false)} />}
    </PageFrame>
  )
}

function CreateGroup({ onClose }: { readonly onClose: () => void }): ReactNode {
  const goTo = useNavigate()
  const change = useChange(({ name, remark }: { readonly name: string; readonly remark: string }) =>
    call('CreateGroup', { GroupName: name, Remark: remark }),
  )
  return (
    <GroupForm
      title={t('create')}
      button={t('create')}
      name=""
      remark=""
      busy={change.isPending}
      error={change.error}
      onClose={onClose}
      onSubmit={(given) =>
        change.mutate(given, {
          onSuccess: ({ GroupId }) => {
            say(t('created', { name: given.name }))
            goTo({ to: `/groups/${GroupId}` })
          },
        })
      }
    />
  )
}
