// A token as it is shown once, and what both kinds of tokens have in common.
import type { ReactNode } from 'react'
import { Confirm } from '../../parts/dialog.tsx'
import { SecretsDialog } from '../../parts/secrets.tsx'
import { t } from './words.ts'

interface ShownOnceParts {
  readonly token: string
  readonly id: string
  readonly onClose: () => void
}

export function ShownOnce({ token, id, onClose }: ShownOnceParts): ReactNode {
  return <SecretsDialog title={t('created')} rows={[[t('token'), token]]} fileName={`${id}.csv`} onClose={onClose} />
}

interface DeleteTokenParts {
  readonly id: string
  readonly busy: boolean
  readonly error: unknown
  readonly onConfirm: () => void
  readonly onClose: () => void
}

export function DeleteToken({ id, ...parts }: DeleteTokenParts): ReactNode {
  return <Confirm title={t('deleteTitle')} button={t('delete')} lost={[t('lost', { id })]} {...parts} />
}

/** What was typed as days; nothing where nothing was. */
export const daysOf = (text: string): number | undefined => (text === '' ? undefined : Number(text))
