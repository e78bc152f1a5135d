// Pages of a listing: `Page` counts from 1, `Rp` is how many entries a page has.
import { int, optional } from '../protocol/shape.ts'
import type { Page } from '../store/store.ts'

const page = { about: 'Which page; the first is 1.', min: 1 } as const
const perPage = { about: 'How many entries a page shows.', min: 1 } as const

export const pageNumber = int(page)
export const optionalPage = optional(int(page), 1)
export const optionalRp = optional(int(perPage), 20)
/** For the calls whose pages are documented to end at 200 of 200 entries. */
export const pageTo200 = int({ ...page, max: 200 })
export const rpTo200 = int({ ...perPage, max: 200 })

/** A page as the store counts it. Far beyond any listing both numbers are cut, so that no product leaves the integers. */
export function storePage({ Page, Rp }: { readonly Page: number; readonly Rp: number }): Page {
  const most = 1_000_000_000
  return { offset: Math.min((Page - 1) * Rp, most), limit: Math.min(Rp, most) }
}

/** The entries of a page out of all of them. */
export function slicePage<T>(all: readonly T[], paging: { readonly Page: number; readonly Rp: number }): readonly T[] {
  const { offset, limit } = storePage(paging)
  return all.slice(offset, offset + limit)
}
