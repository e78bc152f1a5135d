// Deleting a user, after naming what goes with it.
import type { ReactNode } from 'react'
import { call } from '../../api/call.ts'
import { useCall, useChange } from '../../api/queries.ts'
import { Confirm } from '../../parts/dialog.tsx'
import { say } from '../../parts/toast.tsx'
import type { UserName } from './user.tsx'
import { t } from './words.ts'

interface DeleteUserParts {
  readonly user: UserName
  readonly onDeleted: () => void
  readonly onClose: () => void
}

export function DeleteUser({ user: { Name, Uin }, onDeleted, onClose }: DeleteUserParts): ReactNode {
  const keys = useCall('ListAccessKeys', { TargetUin: Uin }).data?.AccessKeys?.length ?? 0
  const groups = useCall('ListGroupsForUser', { SubUin: Uin, Rp: 1 }).data?.TotalNum ?? 0
  const policies = useCall('ListAttachedUserPolicies', { TargetUin: Uin, Rp: 1 }).data?.TotalNum ?? 0
  const change = useChange(() => call('DeleteUser', { Name, Force: 1 }))
  const lost = [
    t('lostUser'),
    ...(keys > 0 ? [t('lostKeys', { n: keys })] : []),
    ...(groups > 0 ? [t('lostGroups', { n: groups })] : []),
    ...(policies > 0 ? [t('lostPolicies', { n: policies })] : []),
  ]
  const done = (): void => {
    say(t('deleted', { name: Name }))
    onDeleted()
  }
  return (
    <Confirm
      title={t('deleteTitle', { name: Name })}
      button={t('delete')}
      lost={lost}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    />
  )
}
