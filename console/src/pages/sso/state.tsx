// Whether a way of signing in is in force, and taking it out of force.
import type { ReactNode } from 'react'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/queries.ts'
import { Confirm } from '../../parts/dialog.tsx'
import { Badge } from '../../parts/frame.tsx'
import { say } from '../../parts/toast.tsx'
import { t } from './words.ts'

/** `Status` of what is in force; 2 is switched off, 0 never set. */
export const inForce = 11

export function StateBadge({ status }: { readonly status: number }): ReactNode {
  return (
    <p>
      <Badge tone={status === inForce ? 'good' : 'plain'}>{t(status === inForce ? 'on' : 'off')}</Badge>
    </p>
  )
}

export function TurnOff({ onClose }: { readonly onClose: () => void }): ReactNode {
  const change = useChange(() => call('DisableUserSSO', {}))
  const done = (): void => {
    say(t('turnedOff'))
    onClose()
  }
  return (
    <Confirm
      title={t('turnOffTitle')}
      button={t('turnOff')}
      lost={[t('lostProvider')]}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    >
      <p>{t('passwords')}</p>
    </Confirm>
  )
}
