// Changing a role: each thing has an action of its own, and only what was changed is sent.
import { type ReactNode, useState } from 'react'
import type { RoleInfo } from '../../api/actions.ts'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/queries.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { Checkbox, TextField } from '../../parts/fields.tsx'
import { say } from '../../parts/toast.tsx'
import { t } from './words.ts'

interface RoleParts {
  readonly role: RoleInfo
  readonly onClose: () => void
}

export function EditRole({ role, onClose }: RoleParts): ReactNode {
  const { RoleId, RoleName } = role
  const [description, setDescription] = useState(role.Description)
  const [atConsole, setAtConsole] = useState(role.ConsoleLogin === 1)
  const [duration, setDuration] = useState(String(role.SessionDuration ?? 0))
  const change = useChange(async () => {
    if (description !== role.Description) await call('UpdateRoleDescription', { RoleId, Description: description })
    if (atConsole !== (role.ConsoleLogin === 1)) {
      await call('UpdateRoleConsoleLogin', { RoleName, ConsoleLogin: atConsole ? 1 : 0 })
    }
    if (duration !== String(role.SessionDuration ?? 0)) {
      await call('UpdateRoleSessionDuration', { RoleName, SessionDuration: Number(duration) })
    }
  })
  const done = (): void => {
    say(t('saved'))
    onClose()
  }
  return (
    <FormDialog
      title={t('editTitle', { name: RoleName })}
      button={t('save')}
      busy={change.isPending}
      error={change.error}
      ready={/^\d{1,5}$/.test(duration)}
      onSubmit={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    >
      <TextField label={t('description')} value={description} onChange={setDescription} lengthMax={300} />
      <TextField label={t('duration')} value={duration} onChange={setDuration} help={t('durationHelp')} lengthMax={5} />
      <Checkbox label={t('console')} value={atConsole} onChange={setAtConsole} />
    </FormDialog>
  )
}
