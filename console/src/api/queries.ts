// Calls as pages use them: read and remembered under action and parameters, or made once and then everything read anew.
import {
  type InfiniteData,
  QueryClient,
  type UseMutationResult,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useMemo } from 'react'
import { type ActionName, call, type Params, type Result } from './call.ts'
import { Fault, faultOf } from './fault.ts'
import type { Paging } from './paging.ts'

const triesMax = 3

export const createQueries = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (failures, error) => failures < triesMax && error instanceof Fault && error.passing,
        retryDelay: (failures) => 400 * 2 ** failures,
      },
      mutations: { retry: false },
    },
  })

/** What an action that reads answers. `undefined` in place of the parameters: not yet to be asked. */
export function useCall<A extends ActionName>(
  action: A,
  params: Params<A> | undefined,
): UseQueryResult<Result<A>, Fault> {
  return useQuery<Result<A>, Fault>({
    queryKey: [action, params],
    enabled: params !== undefined,
    queryFn: async ({ signal }) => {
      if (params === undefined) throw faultOf(`${action} was asked too early`)
      return call(action, params, signal)
    },
  })
}

/** One or several calls that change something. Whatever comes of it, all that is shown is read anew. */
export function useChange<Input, Output = void>(
  change: (input: Input) => Promise<Output>,
): UseMutationResult<Output, Fault, Input> {
  const queries = useQueryClient()
  return useMutation<Output, Fault, Input>({
    mutationFn: change,
    // Not waited for: whoever made the change goes on at once.
    onSettled: () => {
      queries.invalidateQueries()
    },
  })
}

/** How the rows come; as much of a query as lists look at. */
export interface RowsQuery {
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly isPending: boolean
  readonly isSuccess: boolean
  readonly isError: boolean
  readonly error: Fault | null
  fetchNextPage(): unknown
  refetch(): unknown
}

export interface Rows<Row> {
  readonly rows: readonly Row[]
  readonly query: RowsQuery
  /** How many there are in all, where the action says so. */
  readonly total: number | undefined
}

/** Those of the rows that are wanted: for actions that answer everything at once and search nothing themselves. */
export function useNarrowed<Row>(
  { rows, query }: Rows<Row>,
  word: string,
  fits: (row: Row, word: string) => boolean,
): Rows<Row> {
  const kept = useMemo(() => (word === '' ? rows : rows.filter((row) => fits(row, word))), [rows, word, fits])
  return { rows: kept, query, total: kept.length }
}

function paged<A extends ActionName>(params: Params<A>, page: object): Params<A> {
  return Object.assign({}, params, page)
}

/** Rows of an action that answers them page by page; further pages come as they are asked for. */
export function useRows<A extends ActionName, Row>(
  action: A,
  params: Params<A>,
  paging: Paging<A>,
  rowsOf: (result: Result<A>) => readonly Row[],
): Rows<Row> {
  const query = useInfiniteQuery<Result<A>, Fault, InfiniteData<Result<A>>, readonly unknown[], object>({
    queryKey: [action, params, 'pages'],
    queryFn: ({ pageParam, signal }) => call(action, paged(params, pageParam), signal),
    initialPageParam: paging.first,
    getNextPageParam: (last, pages) => paging.next(last, pages.flatMap(rowsOf).length, pages.length),
  })
  const { data } = query
  // Other rows only with another answer: a table may keep what it made of them.
  const rows = useMemo(() => data?.pages.flatMap(rowsOf) ?? [], [data, rowsOf])
  const last = data?.pages.at(-1)
  return { rows, query, total: last === undefined ? undefined : paging.total?.(last) }
}

/** Rows that are all here already. */
export function rowsAtHand<Row>(rows: readonly Row[]): Rows<Row> {
  return { rows, query: atHand, total: rows.length }
}

const atHand: RowsQuery = {
  hasNextPage: false,
  isFetchingNextPage: false,
  isPending: false,
  isSuccess: true,
  isError: false,
  error: null,
  fetchNextPage() {},
  refetch() {},
}
