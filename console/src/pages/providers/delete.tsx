// Deleting a provider of roles, after naming what goes with it.
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/queries.ts'
import { Confirm } from '../../parts/dialog.tsx'
import { say } from '../../parts/toast.tsx'
import { t } from './words.ts'

interface DeleteProviderParts {
  readonly kind: 'saml' | 'oidc'
  readonly name: string
  readonly onClose: () => void
}

export function DeleteProvider({ kind, name, onClose }: DeleteProviderParts): ReactNode {
  const goTo = useNavigate()
  const change = useChange(async () => {
    if (kind === 'saml') await call('DeleteSAMLProvider', { Name: name })
    else await call('DeleteOIDCConfig', { Name: name })
  })
  const done = (): void => {
    say(t('deleted', { name }))
    goTo({ to: '/providers' })
  }
  return (
    <Confirm
      title={t('deleteTitle', { name })}
      button={t('delete')}
      lost={[t('lostProvider'), t('lostRoles'), t('lostSessions')]}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    />
  )
}
