// The tags that things of the account carry, to propose them.
import { useQuery } from '@tanstack/react-query'
import { call } from '../../../api/call.ts'

/** Values by key. */
export type AccountTags = ReadonlyMap<string, readonly string[]>

const none: AccountTags = new Map()
/** Beyond so many pages of resources, what is there has long been proposed. */
const pagesMax = 20

/** Empty until they are there, and for whoever may not see them: tags can be typed all the same. */
export function useAccountTags(): AccountTags {
  const { data } = useQuery({ queryKey: ['tags of the account'], staleTime: 60_000, queryFn: readTags, retry: false })
  return data ?? none
}

async function readTags(): Promise<AccountTags> {
  const found = new Map<string, Set<string>>()
  let token = ''
  for (let page = 0; page < pagesMax; page++) {
    const { PaginationToken, ResourceTagMappingList } = await call('GetResources', {
      PaginationToken: token,
      MaxResults: 200,
    })
    for (const { TagKey, TagValue } of ResourceTagMappingList.flatMap(({ Tags }) => Tags)) {
      found.set(TagKey, (found.get(TagKey) ?? new Set()).add(TagValue))
    }
    token = PaginationToken
    if (token === '') break
  }
  return new Map([...found].map(([key, values]) => [key, [...values].sort()]))
}
