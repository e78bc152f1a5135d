// Picking policies, presets and custom ones.
import type { ReactNode } from 'react'
import type { StrategyInfo } from '../../api/actions.ts'
import type { Result } from '../../api/call.ts'
import { byPage } from '../../api/paging.ts'
import { useRows } from '../../api/queries.ts'
import { useKeyword } from '../../parts/keyword.ts'
import { PickDialog } from '../../parts/pick.tsx'

interface PickPoliciesParts {
  readonly title: string
  readonly button: string
  readonly one?: boolean
  readonly busy: boolean
  readonly error: unknown
  readonly onPick: (policies: readonly StrategyInfo[]) => void
  readonly onClose: () => void
}

const paging = byPage<'ListPolicies'>()
const rowsOf = ({ List }: Result<'ListPolicies'>): readonly StrategyInfo[] => List

export function PickPolicies(parts: PickPoliciesParts): ReactNode {
  const keyword = useKeyword()
  const rows = useRows('ListPolicies', { Scope: 'All', Keyword: keyword.word }, paging, rowsOf)
  return (
    <PickDialog
      {...parts}
      rows={rows}
      keyword={keyword}
      keyOf={({ PolicyId }) => String(PolicyId)}
      nameOf={({ PolicyName }) => PolicyName}
      aboutOf={({ Description }) => Description ?? ''}
    />
  )
}
