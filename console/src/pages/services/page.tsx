// Actions of all products, searched: what to write into a policy.
import { Link } from '@tanstack/react-router'
import { type ReactNode, useMemo, useState } from 'react'
import { rowsAtHand, useNarrowed } from '../../api/queries.ts'
import { useCatalogs } from '../../editor/use-catalogs.ts'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { Choice, SearchField } from '../../parts/fields.tsx'
import { Badge, Empty, PageFrame } from '../../parts/frame.tsx'
import { holds, useKeyword } from '../../parts/keyword.ts'
import { LongName } from '../../parts/name.tsx'
import { Select } from '../../parts/select.tsx'
import { type Column, DataTable } from '../../parts/table.tsx'
import { type CatalogRow, catalogRows } from './rows.ts'
import { t } from './words.ts'

const nameOf = ({ service, name }: CatalogRow): string => `${service}:${name}`

const columns: readonly Column<CatalogRow>[] = [
  {
    title: t('action'),
    cell: (row) => (
      <>
        <code>{row.served ? <Link to={`/explorer/${row.service}/${row.name}`}>{nameOf(row)}</Link> : nameOf(row)}</code>
        {row.summary !== '' && <span className="help">{row.summary}</span>}
      </>
    ),
    sort: nameOf,
  },
  {
    title: t('kind'),
    cell: (row) => <Badge tone={row.class === 'write' ? 'accent' : 'plain'}>{t(row.class)}</Badge>,
    sort: (row) => row.class,
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
      <LongName text={resource} />
    </div>
  ))
}

const asksOf = ({ ip, tags }: CatalogRow): readonly string[] => [
  ...(ip ? [t('address')] : []),
  ...(tags ? [t('tags')] : []),
]

const fits = (row: CatalogRow, word: string): boolean =>
  holds(word, nameOf(row), row.product, row.summary, ...row.resources)
const isOf = (row: CatalogRow, service: string): boolean => row.service === service
const isKind = (row: CatalogRow, kind: string): boolean => row.class === kind

export function Page(): ReactNode {
  const keyword = useKeyword()
  const [service, setService] = useState('')
  const [kind, setKind] = useState<CatalogRow['class'] | ''>('')
  const { catalogs, further, error } = useCatalogs()
  const all = useMemo(() => rowsAtHand(catalogRows(catalogs)), [catalogs])
  const services = [
    ['', t('allProducts', { n: catalogs.length })] as const,
    ...catalogs.map(({ service: one, product }) => [one, `${one}: ${product}`] as const),
  ]
  const kinds = [
    ['', t('all')],
    ['read', t('read')],
    ['list', t('list')],
    ['write', t('write')],
  ] as const
  const rows = useNarrowed(useNarrowed(useNarrowed(all, service, isOf), kind, isKind), keyword.word, fits)
  return (
    <PageFrame title={t('title')} about={t('about')}>
      {error !== null && (
        <>
          <p className="note warn">{t('broughtOnly')}</p>
          <FaultPanel error={error} />
        </>
      )}
      <div className="toolbar">
        <SearchField label={t('search')} value={keyword.typed} onChange={keyword.type} />
        <Choice label={t('kind')} value={kind} onChange={setKind} options={kinds} />
      </div>
      <div className="toolbar">
        <Select label={t('product')} value={service} onChange={setService} options={services} />
        {further.length > 0 && (
          <p className="help">{t('further', { names: further.map((one) => one.service).join(', ') })}</p>
        )}
      </div>
      <DataTable label={t('title')} columns={columns} rows={rows} rowKey={nameOf} empty={<Empty title={t('none')} />} />
    </PageFrame>
  )
}
