// Deleting a role. One that a service is linked to is deleted once the service uses it no more; the action only asks for it.
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { RoleInfo } from '../../api/actions.ts'
import { call } from '../../api/call.ts'
import { useCall, useChange } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm, Dialog } from '../../parts/dialog.tsx'
import { say } from '../../parts/toast.tsx'
import { Deletion } from './deletion.tsx'
import { t } from './words.ts'

interface DeleteRoleParts {
  readonly role: RoleInfo
  readonly onClose: () => void
}

export function DeleteRole({ role: { RoleId, RoleName, RoleType }, onClose }: DeleteRoleParts): ReactNode {
  const goTo = useNavigate()
  const linked = RoleType === 'service_linked'
  const policies = useCall('ListAttachedRolePolicies', { RoleId, Page: 1, Rp: 1 }).data?.TotalNum ?? 0
  const [task, setTask] = useState<string>()
  const change = useChange(async () => {
    if (linked) return (await call('DeleteServiceLinkedRole', { RoleName })).DeletionTaskId
    await call('DeleteRole', { RoleId })
    return undefined
  })
  const done = (begun: string | undefined): void => {
    if (begun !== undefined) {
      setTask(begun)
      return
    }
    say(t('deleted', { name: RoleName }))
    goTo({ to: '/roles' })
  }
  if (task !== undefined) {
    return (
      <Dialog title={t('deletionTitle', { name: RoleName })} insists onClose={onClose}>
        <Deletion task={task} />
        <div className="dialog-foot">
          <Button look="main" onPress={() => goTo({ to: '/roles' })}>
            {t('close')}
          </Button>
        </div>
      </Dialog>
    )
  }
  return (
    <Confirm
      title={t('deleteTitle', { name: RoleName })}
      button={t('delete')}
      lost={[t('lostRole'), t('lostSessions'), ...(policies > 0 ? [t('lostPolicies', { n: policies })] : [])]}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    />
  )
}
