// What stands in the path of a page where its row has a `$name`.
import { useParams } from '@tanstack/react-router'

/** The part of the path; empty where the page's row has no such part. */
export function usePart(name: string): string {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false })
  return params[name] ?? ''
}
