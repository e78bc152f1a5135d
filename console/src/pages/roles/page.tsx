// All roles of the account.
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { RoleInfo } from '../../api/actions.ts'
import type { Result } from '../../api/call.ts'
import { byPage } from '../../api/paging.ts'
import { useNarrowed, useRows } from '../../api/queries.ts'
import { Button, ButtonLink } from '../../parts/button.tsx'
import { SearchField } from '../../parts/fields.tsx'
import { Badge, Empty, PageFrame } from '../../parts/frame.tsx'
import { holds, useKeyword } from '../../parts/keyword.ts'
import { type Column, DataTable } from '../../parts/table.tsx'
import { timeText } from '../../text/words.ts'
import { CreateLinkedRole } from './create-linked.tsx'
import { t } from './words.ts'

const paging = byPage<'DescribeRoleList'>()
const rowsOf = ({ List }: Result<'DescribeRoleList'>): readonly RoleInfo[] => List ?? []
const fits = ({ RoleName, Description }: RoleInfo, word: string): boolean => holds(word, RoleName, Description)
/** Filled in by the paging; the action wants them in any case. */
const params = { Page: 1, Rp: 1 }

const columns: readonly Column<RoleInfo>[] = [
  {
    title: t('name'),
    cell: ({ RoleName }) => (
      <Link to="/roles/$name" params={{ name: RoleName }}>
        {RoleName}
      </Link>
    ),
    sort: ({ RoleName }) => RoleName.toLowerCase(),
  },
  {
    title: t('kind'),
    cell: ({ RoleType }) => <Badge>{RoleType === 'user' ? t('user') : t('linked')}</Badge>,
    sort: ({ RoleType }) => RoleType ?? '',
    fit: 'least',
  },
  {
    title: t('consoleLogin'),
    cell: ({ ConsoleLogin }) => (
      <Badge tone={ConsoleLogin === 1 ? 'good' : 'plain'}>{ConsoleLogin === 1 ? t('yes') : t('no')}</Badge>
    ),
    sort: ({ ConsoleLogin }) => ConsoleLogin,
    fit: 'least',
  },
  { title: t('description'), cell: ({ Description }) => <span className="clamp">{Description}</span> },
  { title: t('createdAt'), cell: ({ AddTime }) => timeText(AddTime), sort: ({ AddTime }) => AddTime, fit: 'least' },
]

export function Page(): ReactNode {
  const keyword = useKeyword()
  // The action searches nothing; the table asks for further pages until enough is found.
  const rows = useNarrowed(useRows('DescribeRoleList', params, paging, rowsOf), keyword.word, fits)
  const [linking, setLinking] = useState(false)
  const create = (
    <>
      <Button onPress={() => setLinking(true)}>{t('createLinked')}</Button>
      <ButtonLink to="/new-role" look="main" icon="plus">
        {t('create')}
      </ButtonLink>
    </>
  )
  return (
    <PageFrame title={t('title')} about={t('about')} actions={create}>
      <SearchField label={t('search')} value={keyword.typed} onChange={keyword.type} />
      <DataTable
        label={t('title')}
        columns={columns}
        rows={rows}
        rowKey={({ RoleId }) => RoleId}
        empty={keyword.word === '' ? <Empty title={t('none')} about={t('noneWhy')} /> : <Empty title={t('noMatch')} />}
      />
      {linking && <CreateLinkedRole onClose={() => setLinking(false)} />}
    </PageFrame>
  )
}
