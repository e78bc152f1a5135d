// Whether a fault can happen at all: a slip in a name would be a fault that never comes, and a test that passes for nothing.
import { actions } from '../actions/index.ts'
import type { Catalogs } from '../catalog/load.ts'
import { UsageError } from '../config/read.ts'
import { nearest } from '../kernel/nearest.ts'
import { errors, isErrorCode } from '../protocol/errors.ts'
import type { Fault } from './types.ts'

const isPart = (value: number): boolean => value > 0 && value <= 1

/** Throws UsageError where the fault names what does not exist, or says nothing of which calls or what happens. */
export function checkFault(
  { product, action, where, code, delayMs, clockMs, drop, times, share }: Fault,
  catalogs: Catalogs,
): void {
  if (product === undefined && action === undefined && where === undefined) {
    throw new UsageError('a fault says which calls it meets: by product, action or where')
  }
  if (code === undefined && delayMs === undefined && clockMs === undefined && drop === undefined) {
    throw new UsageError('a fault says what happens: by code, delayMs, clockMs or drop')
  }
  if (code !== undefined && drop !== undefined) throw new UsageError('a fault has a code or a drop, not both')
  if (times !== undefined && share !== undefined) throw new UsageError('a fault has times or a share, not both')
  if (share !== undefined && !isPart(share)) throw new UsageError(`a share is above 0 and at most 1, not ${share}`)
  for (const [name, value] of Object.entries({ times, delayMs, clockMs })) {
    if (value !== undefined && !(value >= 0)) throw new UsageError(`${name} is a number from 0, not ${value}`)
  }
  const products = catalogs.all.map(({ service }) => service)
  if (product !== undefined) known('product', product, products)
  const among = catalogs.all.filter(({ service }) => product === undefined || service === product)
  if (action !== undefined) {
    const names = among.flatMap((catalog) => [...catalog.actions.keys()])
    known(product === undefined ? 'action' : `action of ${product}`, action, names)
  }
  if (code !== undefined) checkCode(code, action, product)
}

function checkCode(code: string, action: string | undefined, product: string | undefined): void {
  if (!isErrorCode(code)) known('error code', code, Object.keys(errors))
  const rows = actions.filter((row) => row.name === action && (product === undefined || row.product === product))
  const common = Object.keys(errors).filter((one) => isErrorCode(one) && errors[one].kind === 'common')
  if (rows.length === 0 || common.includes(code)) return
  const own = rows.flatMap((row) => row.errors)
  known(`error code of ${action}`, code, own)
}

function known(what: string, name: string, names: readonly string[]): void {
  if (names.includes(name)) return
  throw new UsageError(`unknown ${what} ${name}; the nearest known one is ${nearest(name, names) ?? 'none'}`)
}
