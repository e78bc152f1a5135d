// The three ways in which actions answer long lists: by number of the page, by offset, by marker; and in one piece.
import type { ActionName, Params, Result } from './types.ts'

export interface Paging<A extends ActionName> {
  /** Parameters that ask for the first page. */
  readonly first: object
  /** Those that ask for the next one; `undefined`: there is none. */
  next(last: Result<A>, rows: number, pages: number): object | undefined
  total?(last: Result<A>): number
}

/** Actions by what their parameters and results have. */
type Having<P, R> = {
  [A in ActionName]: Required<Params<A>> extends P ? (Result<A> extends R ? A : never) : never
}[ActionName]

type Counted = { readonly TotalNum: number | null }
type Marked = { readonly Marker?: string | null | undefined; readonly IsTruncated: boolean | null }
type ByPage = Having<{ readonly Page: number | undefined; readonly Rp: number | undefined }, Counted>
type ByMarker = Having<{ readonly Marker: string | undefined }, Marked>
type ByOffset = Having<{ readonly Offset: number | undefined; readonly Limit: number | undefined }, Counted>

const perPage = 100
const total = (result: Counted): number => result.TotalNum ?? 0

export function byPage<A extends ByPage>(): Paging<A> {
  return {
    first: { Page: 1, Rp: perPage },
    next: (last, rows, pages) => (rows < total(last) && rows > 0 ? { Page: pages + 1, Rp: perPage } : undefined),
    total,
  }
}

export function byMarker<A extends ByMarker>(): Paging<A> {
  return { first: {}, next: (last) => (last.IsTruncated === true ? { Marker: last.Marker } : undefined) }
}

export function byOffset<A extends ByOffset>(): Paging<A> {
  return {
    first: { Offset: 0, Limit: perPage },
    next: (last, rows) => (rows < total(last) && rows > 0 ? { Offset: rows, Limit: perPage } : undefined),
    total,
  }
}

/** All at once. */
export function whole<A extends ActionName>(): Paging<A> {
  return { first: {}, next: () => undefined }
}
