// A token as it is shown once.
import type { ReactNode } from 'react'
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
