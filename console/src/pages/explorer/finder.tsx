// The search over all actions: typed into, walked through by arrow keys, chosen by Enter or a click.
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useMemo, useState } from 'react'
import {
  SearchField as AriaSearchField,
  Autocomplete,
  Input,
  ListBox,
  ListBoxItem,
  ListLayout,
  Virtualizer,
} from 'react-aria-components'
import { ButtonLink } from '../../parts/button.tsx'
import { Empty } from '../../parts/frame.tsx'
import { Icon } from '../../parts/icons.tsx'
import { numberText } from '../../text/words.ts'
import { type ActionRow, type Api, isWrite, named, search } from './rows.ts'
import { t } from './words.ts'

const rowHeight = 54

interface FinderParts {
  readonly api: Api
  readonly chosen: ActionRow | undefined
}

const keyOf = ({ product, name }: ActionRow): string => `${product}/${name}`

export function Finder({ api, chosen }: FinderParts): ReactNode {
  const [typed, setTyped] = useState('')
  const rows = useMemo(() => search(api, typed), [api, typed])
  const items = useMemo(() => rows.map((row) => ({ id: keyOf(row), row })), [rows])
  const goTo = useNavigate()
  const other = rows.length === 0 ? named(typed) : undefined
  return (
    <section className="finder" aria-label={t('search')}>
      <Autocomplete inputValue={typed} onInputChange={setTyped}>
        <AriaSearchField className="search" aria-label={t('search')} autoFocus={chosen === undefined}>
          <Icon name="search" />
          <Input className="input" placeholder={t('search')} role="combobox" aria-expanded />
        </AriaSearchField>
        <p className="help" role="status">
          {t('found', { n: numberText(rows.length), all: numberText(api.actions.length) })}
        </p>
        {other !== undefined && (
          <ButtonLink to={`/explorer/${other.product}/${other.name}`}>
            {t('callOther', { action: other.name })}
          </ButtonLink>
        )}
        <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight }}>
          <ListBox
            className="finder-list"
            aria-label={t('search')}
            items={items}
            selectionMode="none"
            onAction={(key) => goTo({ to: `/explorer/${String(key)}` })}
            renderEmptyState={() => <Empty title={t('nothingFits')} about={t('nothingFitsWhy')} />}
          >
            {({ id, row }) => <Item id={id} row={row} chosen={chosen !== undefined && id === keyOf(chosen)} />}
          </ListBox>
        </Virtualizer>
      </Autocomplete>
    </section>
  )
}

interface ItemParts {
  readonly id: string
  readonly row: ActionRow
  readonly chosen: boolean
}

function Item({ id, row, chosen }: ItemParts): ReactNode {
  return (
    <ListBoxItem id={id} textValue={row.name} className={`finder-item${chosen ? ' chosen' : ''}`}>
      <span className="finder-name">{row.name}</span>
      <span className="finder-about">
        {row.product} · {isWrite(row) ? t('writes') : t('reads')}
        {row.summary !== '' && ` · ${row.summary}`}
      </span>
    </ListBoxItem>
  )
}
