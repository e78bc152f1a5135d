// How far the deletion of a service-linked role is, asked again until it has ended.
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { call, type Result } from '../../api/call.ts'
import type { Fault } from '../../api/fault.ts'
import { DocumentText } from '../../parts/document.tsx'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { Badge, Loading } from '../../parts/frame.tsx'
import { t } from './words.ts'

const againMs = 1500
type Progress = Result<'GetServiceLinkedRoleDeletionStatus'>

const states = {
  NOT_STARTED: [t('notStarted'), 'plain'],
  IN_PROGRESS: [t('inProgress'), 'accent'],
  SUCCEEDED: [t('succeeded'), 'good'],
  FAILED: [t('didFail'), 'bad'],
} as const
const stateOf = (status: string) => Object.entries(states).find(([name]) => name === status)?.[1]
const hasEnded = ({ Status }: Progress): boolean => Status === 'SUCCEEDED' || Status === 'FAILED'

export function Deletion({ task }: { readonly task: string }): ReactNode {
  const { data, error } = useQuery<Progress, Fault>({
    queryKey: ['GetServiceLinkedRoleDeletionStatus', task],
    queryFn: ({ signal }) => call('GetServiceLinkedRoleDeletionStatus', { DeletionTaskId: task }, signal),
    refetchInterval: ({ state }) => (state.data !== undefined && hasEnded(state.data) ? false : againMs),
  })
  if (error !== null) return <FaultPanel error={error} />
  if (data === undefined) return <Loading />
  const [name, tone] = stateOf(data.Status) ?? [data.Status, 'plain']
  return (
    <div className="stack" role="status">
      <p>
        {t('deletionState')} <Badge tone={tone}>{name}</Badge>
      </p>
      {data.Reason !== '{}' && (
        <>
          <p>{t('inUse')}</p>
          <DocumentText text={data.Reason} />
        </>
      )}
    </div>
  )
}
