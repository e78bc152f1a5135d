// Pages of a listing: rows by one statement, the total by another only where the page cannot tell it.
import type { Session } from '../driver.ts'
import type { Listed, Page } from '../store.ts'
import type { Parameters, Statement } from './statement.ts'

export const whole: Page = { offset: 0, limit: Number.MAX_SAFE_INTEGER }

/** A page and the number of all rows. A page that begins at 0 and isn't full has shown them all: no count is run. */
export async function listed<P extends Parameters, R, T>(
  session: Session,
  parameters: P,
  page: Page,
  rows: Statement<P & { offset: number; limit: number }, R>,
  total: Statement<P, { value: number }>,
  read: (row: R) => T,
): Promise<Listed<T>> {
  const found = await session.all(rows, { ...parameters, offset: page.offset, limit: page.limit })
  const complete = page.offset === 0 && found.length < page.limit
  const count = complete ? found.length : ((await session.first(total, parameters))?.value ?? 0)
  return { total: count, rows: found.map(read) }
}
