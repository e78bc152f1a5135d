// A table of any length: only the rows in sight are drawn, further pages come as one scrolls to them. Columns sort where
// all rows are there; part of a list sorted would say that the rest comes after it.
import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  sortFn_basic,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { createContext, memo, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { Rows } from '../api/queries.ts'
import { numberText } from '../text/words.ts'
import { FaultPanel } from './fault-panel.tsx'
import { Loading } from './frame.tsx'
import { t } from './words.ts'

export interface Column<Row> {
  readonly title: string
  readonly cell: (row: Row) => ReactNode
  /** What it sorts by; without it it does not. */
  readonly sort?: (row: Row) => string | number
  /** `least`: as narrow as its content; `right`: numbers. */
  readonly fit?: 'least' | 'right'
}

interface TableParts<Row> {
  /** Said by screen readers. */
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: Rows<Row>
  readonly rowKey: (row: Row) => string
  /** Shown where there are none. */
  readonly empty: ReactNode
}

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic },
})
type Features = typeof features

const rowHeight = 49
/** Drawn beyond both edges of what is in sight. */
const rowsBeyond = 6
/** So many rows before the last one the next page is asked for. */
const rowsAhead = 12

const Passing = createContext(false)

/** Whether a cell's row is being scrolled past: what takes a call of its own should wait until it rests. */
export const usePassing = (): boolean => useContext(Passing)

export function DataTable<Row extends object>({ label, columns, rows, rowKey, empty }: TableParts<Row>): ReactNode {
  const { query, total } = rows
  const all = !query.hasNextPage
  const table = useColumns(columns, rows.rows, rowKey, all)
  const shown = table.getRowModel().rows
  const { body, measure, before, after, visible, last, scrolling } = useVisible(shown.length)
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= shown.length - rowsAhead) fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, last, shown.length])
  if (query.isPending) return <Loading />
  if (query.isError) return <FaultPanel error={query.error} onRetry={() => query.refetch()} />
  if (shown.length === 0) return all ? empty : <Loading />
  return (
    <div className="table-box">
      <table className="table" aria-label={label} aria-rowcount={(total ?? shown.length) + 1}>
        <thead>
          <tr>
            {table.getFlatHeaders().map(({ id, index, column }) => (
              <Heading
                key={id}
                column={columns[index]}
                sorted={column.getIsSorted()}
                onSort={column.getCanSort() ? column.getToggleSortingHandler() : undefined}
              />
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          <Spacer height={before} columns={columns.length} />
          <Passing value={scrolling}>
            {visible.map((index) => {
              const row = shown[index]
              return row === undefined ? undefined : (
                <tr key={row.id} ref={measure} data-index={index} aria-rowindex={index + 2}>
                  <Cells columns={columns} row={row.original} />
                </tr>
              )
            })}
          </Passing>
          <Spacer height={after} columns={columns.length} />
        </tbody>
      </table>
      <p className="table-foot" role="status">
        {all ? t('all', { n: numberText(shown.length) }) : t('loaded', { n: numberText(shown.length) })}
        {isFetchingNextPage && <span className="spinner" aria-hidden="true" />}
      </p>
    </div>
  )
}

interface CellsParts<Row> {
  readonly columns: readonly Column<Row>[]
  readonly row: Row
}

// Drawn once: a row that stays in sight is not drawn anew for each step of scrolling.
const Cells = memo(function Cells<Row>({ columns, row }: CellsParts<Row>): ReactNode {
  return columns.map(({ title, fit, cell }) => (
    <td key={title} className={fit}>
      {cell(row)}
    </td>
  ))
}) as <Row>(parts: CellsParts<Row>) => ReactNode

/** The model of the table: sorted rows, and columns that know how. */
function useColumns<Row extends object>(
  columns: readonly Column<Row>[],
  data: readonly Row[],
  rowKey: (row: Row) => string,
  all: boolean,
) {
  const defs = useMemo(
    () =>
      columns.map(
        ({ title, sort }, index): ColumnDef<Features, Row> => ({
          id: String(index),
          header: title,
          accessorFn: (row) => sort?.(row) ?? '',
          enableSorting: all && sort !== undefined,
          sortFn: 'basic',
        }),
      ),
    [columns, all],
  )
  return useTable({ features, columns: defs, data, getRowId: rowKey })
}

type Sorted = false | 'asc' | 'desc'

const sortSaid = (sorted: Sorted): 'ascending' | 'descending' | undefined =>
  sorted === false ? undefined : sorted === 'asc' ? 'ascending' : 'descending'

interface HeadingParts<Row> {
  readonly column: Column<Row> | undefined
  readonly sorted: Sorted
  readonly onSort: ((event: unknown) => void) | undefined
}

function Heading<Row>({ column, sorted, onSort }: HeadingParts<Row>): ReactNode {
  // Above buttons stands nothing, which is no heading.
  if (column === undefined || column.title === '') return <td />
  const { title, fit } = column
  return (
    <th scope="col" className={fit} aria-sort={sortSaid(sorted)}>
      {onSort === undefined ? (
        title
      ) : (
        <button type="button" className="sort" onClick={onSort}>
          {title}
          <span aria-hidden="true" className={`arrow ${sorted}`} />
        </button>
      )}
    </th>
  )
}

/** Which rows to draw, and how much room the others take. */
function useVisible(count: number) {
  const body = useRef<HTMLTableSectionElement>(null)
  const [top, setTop] = useState(0)
  useEffect(() => {
    if (count > 0 && body.current !== null) setTop(body.current.getBoundingClientRect().top + window.scrollY)
  }, [count])
  const virtual = useWindowVirtualizer({
    count,
    estimateSize: () => rowHeight,
    overscan: rowsBeyond,
    scrollMargin: top,
    // Drawing within the event that scrolls holds up the frame.
    useFlushSync: false,
  })
  const items = virtual.getVirtualItems()
  const [first, end] = [items[0], items.at(-1)]
  return {
    body,
    // Rows whose words take several lines are taller than the estimate.
    measure: virtual.measureElement,
    before: first === undefined ? 0 : first.start - top,
    after: end === undefined ? 0 : virtual.getTotalSize() - (end.end - top),
    visible: items.map(({ index }) => index),
    last: end?.index ?? 0,
    scrolling: virtual.isScrolling,
  }
}

/** Room of rows that are not drawn. */
function Spacer({ height, columns }: { readonly height: number; readonly columns: number }): ReactNode {
  if (height <= 0) return undefined
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: empty rows take no focus, and are none of the list's rows
    <tr aria-hidden="true" className="spacer">
      <td colSpan={columns} style={{ height }} />
    </tr>
  )
}
