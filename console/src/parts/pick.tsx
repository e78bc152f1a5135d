// A dialog in which things are picked from a list that may be long: searched, and loaded further on request.
import { type ReactNode, useState } from 'react'
import type { Rows } from '../api/queries.ts'
import { Button } from './button.tsx'
import { FormDialog } from './dialog.tsx'
import { FaultPanel } from './fault-panel.tsx'
import { Checkbox, SearchField } from './fields.tsx'
import { Loading } from './frame.tsx'
import type { Keyword } from './keyword.ts'
import { t } from './words.ts'

interface PickParts<Row> {
  readonly title: string
  readonly button: string
  /** Above the search: what the list is of. */
  readonly before?: ReactNode
  readonly rows: Rows<Row>
  readonly keyword: Keyword
  readonly keyOf: (row: Row) => string
  readonly nameOf: (row: Row) => string
  readonly aboutOf?: (row: Row) => string
  /** Only one can be picked. */
  readonly one?: boolean
  readonly busy: boolean
  readonly error: unknown
  readonly onPick: (picked: readonly Row[]) => void
  readonly onClose: () => void
}

export function PickDialog<Row>(parts: PickParts<Row>): ReactNode {
  const { title, button, before, rows, keyword, keyOf, nameOf, aboutOf, one, busy, error, onPick, onClose } = parts
  const [picked, setPicked] = useState<ReadonlyMap<string, Row>>(new Map())
  const toggle = (row: Row, on: boolean): void => {
    const next = new Map(one === true ? [] : picked)
    if (on) next.set(keyOf(row), row)
    else next.delete(keyOf(row))
    setPicked(next)
  }
  const { query } = rows
  return (
    <FormDialog
      title={title}
      button={picked.size > 1 ? `${button} (${picked.size})` : button}
      ready={picked.size > 0}
      busy={busy}
      error={error}
      onSubmit={() => onPick([...picked.values()])}
      onClose={onClose}
    >
      {before !== undefined && <div>{before}</div>}
      <SearchField label={t('search')} value={keyword.typed} onChange={keyword.type} />
      {query.isPending && <Loading />}
      {query.isError && <FaultPanel error={query.error} onRetry={() => query.refetch()} />}
      {query.isSuccess && rows.rows.length === 0 && <p className="about">{t('nothingFits')}</p>}
      {rows.rows.length > 0 && (
        <div className="pick-list">
          {rows.rows.map((row) => (
            <Checkbox
              key={keyOf(row)}
              label={nameOf(row)}
              help={aboutOf?.(row)}
              value={picked.has(keyOf(row))}
              onChange={(on) => toggle(row, on)}
            />
          ))}
          {query.hasNextPage && (
            <Button look="quiet" busy={query.isFetchingNextPage} onPress={() => query.fetchNextPage()}>
              {t('more')}
            </Button>
          )}
        </div>
      )}
    </FormDialog>
  )
}
