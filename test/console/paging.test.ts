// The ways in which long lists are asked for, page after page, until all is there.
import { describe, expect, test } from 'vitest'
import { byMarker, byOffset, byPage, type Paging, whole } from '../../console/src/api/paging.ts'

const RequestId = 'r'

describe('by number of the page', () => {
  const paging = byPage<'ListGroups'>()
  const answer = (TotalNum: number) => ({ TotalNum, GroupInfo: [], RequestId })

  test('goes on until all rows are there', () => {
    expect(paging.first).toEqual({ Page: 1, Rp: 100 })
    expect(paging.next(answer(250), 100, 1)).toEqual({ Page: 2, Rp: 100 })
    expect(paging.next(answer(250), 200, 2)).toEqual({ Page: 3, Rp: 100 })
    expect(paging.next(answer(250), 250, 3)).toBeUndefined()
    expect(paging.total?.(answer(250))).toBe(250)
  })

  test('ends where pages come out empty, whatever the total says', () => {
    expect(paging.next(answer(250), 0, 1)).toBeUndefined()
  })
})

test('by marker: with the marker of the answer before, while there is more', () => {
  const paging = byMarker<'ListAccounts'>()
  expect(paging.first).toEqual({})
  const answer = { Users: [], Marker: 'next', IsTruncated: true, RequestId }
  expect(paging.next(answer, 100, 1)).toEqual({ Marker: 'next' })
  expect(paging.next({ ...answer, IsTruncated: false }, 150, 2)).toBeUndefined()
})

test('by offset: after the rows that are there', () => {
  const paging = byOffset<'ListCollaborators'>()
  expect(paging.first).toEqual({ Offset: 0, Limit: 100 })
  const answer = { TotalNum: 130, Data: [], RequestId }
  expect(paging.next(answer, 100, 1)).toEqual({ Offset: 100, Limit: 100 })
  expect(paging.next(answer, 130, 2)).toBeUndefined()
})

test('at once: never again', () => {
  const paging: Paging<'ListUsers'> = whole<'ListUsers'>()
  expect(paging.next({ Data: [], RequestId }, 5000, 1)).toBeUndefined()
})
