// The catalogs for parts that draw themselves: at once what the console brings along, and again when the server has told more.
import { useQuery } from '@tanstack/react-query'
import type { Fault } from '../api/fault.ts'
import { useSession } from '../app/session.ts'
import { type Known, knownCatalogs, learnCatalogs } from './catalogs.ts'

interface Catalogs extends Known {
  /** Why the server did not tell; who may not ask works with what the console brings along. */
  readonly error: Fault | null
  readonly isPending: boolean
}

export function useCatalogs(): Catalogs {
  const { uin, role } = useSession()
  const { data, error, isPending } = useQuery<Known, Fault>({
    queryKey: ['catalogs', uin, role?.roleId],
    queryFn: learnCatalogs,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return { ...(data ?? knownCatalogs()), error, isPending }
}
