// What the codes of errors mean, fetched with the first refusal that is shown: from the table of errors, or its Chinese twin.
import { useQuery } from '@tanstack/react-query'
import { chinese } from '../text/words.ts'

/** The plain meaning of a code; `undefined` until the table is there, and for codes of others. */
export function useMeanings(): (code: string) => string | undefined {
  const { data } = useQuery({ queryKey: ['meanings of codes'], staleTime: Number.POSITIVE_INFINITY, queryFn: meanings })
  return (code) => data?.get(code)
}

async function meanings(): Promise<ReadonlyMap<string, string>> {
  if (chinese) return (await import('../text/meanings-zh.ts')).meaningsInChinese
  return new Map(Object.entries((await import('./meanings.json')).default))
}
