// Saving the draft: as another version of its policy, or as a new policy, attached to whoever the question is about.
import { type ReactNode, useState } from 'react'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/queries.ts'
import { Confirm, FormDialog } from '../../parts/dialog.tsx'
import { Checkbox, TextField } from '../../parts/fields.tsx'
import { say } from '../../parts/toast.tsx'
import type { Principal } from './account.ts'
import type { Stored } from './engine.ts'
import { t } from './words.ts'

interface SaveVersionParts {
  readonly stored: Stored
  readonly text: string
  readonly onSaved: (stored: Stored) => void
  readonly onClose: () => void
}

export function SaveVersion({ stored, text, onSaved, onClose }: SaveVersionParts): ReactNode {
  const change = useChange(() =>
    call('CreatePolicyVersion', { PolicyId: stored.id, PolicyDocument: text, SetAsDefault: true }),
  )
  return (
    <Confirm
      title={t('saveTitle', { name: stored.name })}
      button={t('save')}
      lost={[t('saveLost', { name: stored.name })]}
      busy={change.isPending}
      error={change.error}
      onConfirm={() =>
        change.mutate(undefined, {
          onSuccess: ({ VersionId }) => {
            say(t('saved', { version: VersionId ?? '', name: stored.name }))
            onSaved({ ...stored, text })
          },
        })
      }
      onClose={onClose}
    />
  )
}

interface SaveNewParts {
  readonly principal: Principal | undefined
  readonly text: string
  readonly onSaved: (stored: Stored) => void
  readonly onClose: () => void
}

export function SaveNew({ principal, text, onSaved, onClose }: SaveNewParts): ReactNode {
  const [name, setName] = useState('')
  const [attach, setAttach] = useState(principal !== undefined)
  const change = useChange(async () => {
    const { PolicyId } = await call('CreatePolicy', { PolicyName: name, PolicyDocument: text })
    if (attach && principal?.kind === 'user') {
      await call('AttachUserPolicy', { PolicyId, AttachUin: Number(principal.id) })
    }
    if (attach && principal?.kind === 'role') await call('AttachRolePolicy', { PolicyId, AttachRoleId: principal.id })
    return PolicyId
  })
  const done = (id: number): void => {
    say(t('created', { name }))
    onSaved({ id, name, text })
  }
  return (
    <FormDialog
      title={t('create')}
      button={t('create')}
      busy={change.isPending}
      error={change.error}
      ready={name !== ''}
      onSubmit={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    >
      <TextField label={t('name')} value={name} onChange={setName} lengthMax={128} required autoFocus />
      {principal !== undefined && (
        <Checkbox label={t('attachTo', { name: principal.name })} value={attach} onChange={setAttach} />
      )}
    </FormDialog>
  )
}
