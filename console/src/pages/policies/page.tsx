// Presets and custom policies, found by scope and name.
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { StrategyInfo } from '../../api/actions.ts'
import type { Result } from '../../api/call.ts'
import { byPage } from '../../api/paging.ts'
import { useNarrowed, useRows } from '../../api/queries.ts'
import { ButtonLink } from '../../parts/button.tsx'
import { Choice, SearchField } from '../../parts/fields.tsx'
import { Badge, Empty, PageFrame } from '../../parts/frame.tsx'
import { holds, useKeyword } from '../../parts/keyword.ts'
import { type Column, DataTable } from '../../parts/table.tsx'
import { numberText, timeText } from '../../text/words.ts'
import { Tags } from '../sharing/tags-section.tsx'
import { t } from './words.ts'

const paging = byPage<'ListPolicies'>()
const rowsOf = ({ List }: Result<'ListPolicies'>): readonly StrategyInfo[] => List
const presetType = 2

const columns: readonly Column<StrategyInfo>[] = [
  {
    title: t('name'),
    cell: ({ PolicyId, PolicyName, Tags: tags }) => (
      <>
        <Link to={`/policies/${PolicyId}`}>{PolicyName}</Link>
        {tags.length > 0 && <Tags tags={tags} />}
      </>
    ),
    sort: ({ PolicyName }) => PolicyName.toLowerCase(),
  },
  {
    title: t('kind'),
    cell: ({ Type }) => (
      <Badge tone={Type === presetType ? 'plain' : 'accent'}>{Type === presetType ? t('preset') : t('custom')}</Badge>
    ),
    fit: 'least',
  },
  { title: t('description'), cell: ({ Description }) => <span className="clamp">{Description}</span> },
  {
    title: t('attachments'),
    cell: ({ Attachments }) => numberText(Attachments),
    sort: ({ Attachments }) => Attachments,
    fit: 'right',
  },
  {
    title: t('updatedAt'),
    cell: ({ UpdateTime }) => timeText(UpdateTime),
    sort: ({ UpdateTime }) => UpdateTime ?? '',
    fit: 'least',
  },
]

/** The action searches names only: tags are looked at here, in all that it answers. */
const hasTag = ({ Tags: tags }: StrategyInfo, word: string): boolean =>
  tags.some(({ Key, Value }) => holds(word.replace(/:\s*/, ':'), `${Key}:${Value}`))

type Scope = 'All' | 'QCS' | 'Local'
const scopes: readonly (readonly [Scope, string])[] = [
  ['All', t('all')],
  ['Local', t('custom')],
  ['QCS', t('preset')],
]

export function Page(): ReactNode {
  const keyword = useKeyword()
  const [scope, setScope] = useState<Scope>('All')
  const tag = useKeyword()
  const all = useRows('ListPolicies', { Scope: scope, Keyword: keyword.word }, paging, rowsOf)
  const rows = useNarrowed(all, tag.word, hasTag)
  const create = (
    <>
      <ButtonLink to="/policies/by-tag">{t('byTag')}</ButtonLink>
      <ButtonLink to="/policies/new" look="main" icon="plus">
        {t('create')}
      </ButtonLink>
    </>
  )
  return (
    <PageFrame title={t('title')} about={t('about')} actions={create}>
      <div className="toolbar">
        <SearchField label={t('search')} value={keyword.typed} onChange={keyword.type} />
        <SearchField label={t('tagFilter')} value={tag.typed} onChange={tag.type} />
        <Choice label={t('scope')} value={scope} onChange={setScope} options={scopes} />
      </div>
      <DataTable
        label={t('title')}
        columns={columns}
        rows={rows}
        rowKey={({ PolicyId }) => String(PolicyId)}
        empty={<Empty title={keyword.word === '' && tag.word === '' ? t('none') : t('noMatch')} />}
      />
    </PageFrame>
  )
}
