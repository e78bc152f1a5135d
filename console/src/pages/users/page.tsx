// All sub-users. The action answers them at once, so searching and sorting are done here.
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { SubAccountInfo } from '../../api/actions.ts'
import type { Result } from '../../api/call.ts'
import { whole } from '../../api/paging.ts'
import { useNarrowed, useRows } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { SearchField } from '../../parts/fields.tsx'
import { Badge, Empty, PageFrame } from '../../parts/frame.tsx'
import { holds, useKeyword } from '../../parts/keyword.ts'
import { type Column, DataTable } from '../../parts/table.tsx'
import { timeText } from '../../text/words.ts'
import { CreateUser } from './create.tsx'
import { CreateMany } from './create-many.tsx'
import { LastSignIn } from './last-sign-in.tsx'
import { t } from './words.ts'

const paging = whole<'ListUsers'>()
const rowsOf = ({ Data }: Result<'ListUsers'>): readonly SubAccountInfo[] => Data
const fits = ({ Name, Uin, Remark }: SubAccountInfo, word: string): boolean => holds(word, Name, Uin, Remark)

const columns: readonly Column<SubAccountInfo>[] = [
  {
    title: t('name'),
    cell: ({ Name }) => (
      <Link to="/users/$name" params={{ name: Name }}>
        {Name}
      </Link>
    ),
    sort: ({ Name }) => Name.toLowerCase(),
  },
  { title: t('number'), cell: ({ Uin }) => <code>{Uin}</code>, sort: ({ Uin }) => Uin, fit: 'least' },
  {
    title: t('consoleLogin'),
    cell: ({ ConsoleLogin }) => (
      <Badge tone={ConsoleLogin === 1 ? 'good' : 'plain'}>{ConsoleLogin === 1 ? t('yes') : t('no')}</Badge>
    ),
    sort: ({ ConsoleLogin }) => ConsoleLogin,
    fit: 'least',
  },
  { title: t('lastLogin'), cell: ({ Uin }) => <LastSignIn uin={Uin} />, fit: 'least' },
  { title: t('remark'), cell: ({ Remark }) => Remark },
  {
    title: t('createdAt'),
    cell: ({ CreateTime }) => timeText(CreateTime),
    sort: ({ CreateTime }) => CreateTime ?? '',
    fit: 'least',
  },
]

export function Page(): ReactNode {
  const keyword = useKeyword()
  const [creating, setCreating] = useState<'one' | 'many'>()
  const all = useRows('ListUsers', {}, paging, rowsOf)
  const rows = useNarrowed(all, keyword.word, fits)
  const create = (
    <>
      <Button onPress={() => setCreating('many')}>{t('createMany')}</Button>
      <Button look="main" icon="plus" onPress={() => setCreating('one')}>
        {t('create')}
      </Button>
    </>
  )
  return (
    <PageFrame title={t('title')} about={t('about')} actions={create}>
      <SearchField label={t('search')} value={keyword.typed} onChange={keyword.type} />
      <DataTable
        label={t('title')}
        columns={columns}
        rows={rows}
        rowKey={({ Uin }) => String(Uin)}
        empty={all.rows.length > 0 ? <Empty title={t('noMatch')} /> : <Empty title={t('none')} about={t('noneWhy')} />}
      />
      {creating === 'one' && <CreateUser onClose={() => setCreating(undefined)} />}
      {creating === 'many' && <CreateMany onClose={() => setCreating(undefined)} />}
    </PageFrame>
  )
}
