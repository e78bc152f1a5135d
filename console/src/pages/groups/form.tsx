// Name and remark of a group, for a new one and for one that is there.
import { type ReactNode, useState } from 'react'
import { FormDialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/fields.tsx'
import { t } from './words.ts'

interface GroupFormParts {
  readonly title: string
  readonly button: string
  readonly name: string
  readonly remark: string
  readonly busy: boolean
  readonly error: unknown
  readonly onSubmit: (given: { readonly name: string; readonly remark: string }) => void
  readonly onClose: () => void
}

export function GroupForm(parts: GroupFormParts): ReactNode {
  const { title, button, busy, error, onSubmit, onClose } = parts
  const [name, setName] = useState(parts.name)
  const [remark, setRemark] = useState(parts.remark)
  return (
    <FormDialog
      title={title}
      button={button}
      busy={busy}
      error={error}
      ready={name !== ''}
      onSubmit={() => onSubmit({ name, remark })}
      onClose={onClose}
    >
      <TextField label={t('name')} value={name} onChange={setName} required autoFocus />
      <TextField label={t('remark')} value={remark} onChange={setRemark} />
    </FormDialog>
  )
}
