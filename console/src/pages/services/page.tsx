// Actions of all products, searched: what to write into a policy.
import { Link } from '@tanstack/react-router'
import { type ReactNode, useMemo, useState } from 'react'
import { useLoaded, useNarrowed } from '../../api/queries.ts'
import { Choice, SearchField } from '../../parts/fields.tsx'
import { Badge, Empty, PageFrame } from '../../parts/frame.tsx'
import { holds, useKeyword } from '../../parts/keyword.ts'
import { type Column, DataTable } from '../../parts/table.tsx'
import { type CatalogRow, type Kind, loadCatalog } from './catalog.ts'
import { t } from './words.ts'

const nameOf = ({ service, action }: CatalogRow): string => `${service}:${action}`

const columns: readonly Column<CatalogRow>[] = [
  {
    title: t('action'),
    cell: (row) => (
      <>
        <code>
          {row.served ? <Link to={`/explorer/${row.service}/${row.action}`}>{nameOf(row)}</Link> : nameOf(row)}
        </code>
        {row.summary !== '' && <span className="help">{row.summary}</span>}
      </>
    ),
    sort: nameOf,
  },
  {
    title: t('kind'),
    cell: ({ kind }) => <Badge tone={kind === 'write' ? 'accent' : 'plain'}>{t(kind)}</Badge>,
    sort: ({ kind }) => kind,
    fit: 'least',
  },
  { title: t('level'), cell: ({ level }) => t(level), sort: ({ level }) => level, fit: 'least' },
  { title: t('resources'), cell: (row) => <Resources row={row} /> },
  { title: t('conditions'), cell: (row) => asksOf(row).join(', ') || '–', fit: 'least' },
]

function Resources({ row: { resources } }: { readonly row: CatalogRow }): ReactNode {
  if (resources.length === 0) return <code>*</code>
  return resources.map((resource) => (
    <div key={resource}>
      <code className="long">{resource}</code>
    </div>
  ))
}

const asksOf = ({ address, tags }: CatalogRow): readonly string[] => [
  ...(address ? [t('address')] : []),
  ...(tags ? [t('tags')] : []),
]

const fits = (row: CatalogRow, word: string): boolean =>
  holds(word, nameOf(row), row.product, row.summary, ...row.resources)
const isOf = (row: CatalogRow, service: string): boolean => row.service === service
const isKind = (row: CatalogRow, kind: string): boolean => row.kind === kind

export function Page(): ReactNode {
  const keyword = useKeyword()
  const [service, setService] = useState('')
  const [kind, setKind] = useState<Kind | ''>('')
  const all = useLoaded('catalogs', loadCatalog)
  const services = useMemo(
    () => [['', t('all')] as const, ...new Map(all.rows.map((row) => [row.service, row.service]))],
    [all.rows],
  )
  const kinds = [
    ['', t('all')],
    ['read', t('read')],
    ['list', t('list')],
    ['write', t('write')],
  ] as const
  const rows = useNarrowed(useNarrowed(useNarrowed(all, service, isOf), kind, isKind), keyword.word, fits)
  return (
    <PageFrame title={t('title')} about={t('about')}>
      <SearchField label={t('search')} value={keyword.typed} onChange={keyword.type} />
      <div className="toolbar">
        <Choice label={t('product')} value={service} onChange={setService} options={services} />
        <Choice label={t('kind')} value={kind} onChange={setKind} options={kinds} />
      </div>
      <DataTable label={t('title')} columns={columns} rows={rows} rowKey={nameOf} empty={<Empty title={t('none')} />} />
    </PageFrame>
  )
}
