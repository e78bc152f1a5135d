// Changing what is known of a user, their password among it. Only what was changed is sent.
import { type ReactNode, useState } from 'react'
import { call, type Params } from '../../api/call.ts'
import { useChange } from '../../api/queries.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { Checkbox, TextField } from '../../parts/fields.tsx'
import { say } from '../../parts/toast.tsx'
import type { User } from './user.tsx'
import { t } from './words.ts'

export function EditUser({ user, onClose }: { readonly user: User; readonly onClose: () => void }): ReactNode {
  const [remark, setRemark] = useState(user.Remark ?? '')
  const [email, setEmail] = useState(user.Email)
  const [phone, setPhone] = useState(user.PhoneNum)
  const [signsIn, setSignsIn] = useState(user.ConsoleLogin === 1)
  const [password, setPassword] = useState('')
  const [mustChange, setMustChange] = useState(true)
  const change = useChange((changes: Params<'UpdateUser'>) => call('UpdateUser', changes))
  const save = (): void => {
    const changes = {
      Name: user.Name,
      ...(remark !== (user.Remark ?? '') && { Remark: remark }),
      ...(email !== user.Email && { Email: email }),
      ...(phone !== user.PhoneNum && { PhoneNum: phone }),
      ...(signsIn !== (user.ConsoleLogin === 1) && { ConsoleLogin: signsIn ? 1 : 0 }),
      ...(signsIn && password !== '' && { Password: password, NeedResetPassword: mustChange ? 1 : 0 }),
    }
    const done = (): void => {
      say(t('saved'))
      onClose()
    }
    change.mutate(changes, { onSuccess: done })
  }
  return (
    <FormDialog
      title={t('editTitle', { name: user.Name })}
      button={t('save')}
      busy={change.isPending}
      error={change.error}
      onSubmit={save}
      onClose={onClose}
    >
      <TextField label={t('remark')} value={remark} onChange={setRemark} lengthMax={255} />
      <TextField label={t('email')} value={email} onChange={setEmail} type="email" lengthMax={255} />
      <TextField label={t('phone')} value={phone} onChange={setPhone} type="tel" lengthMax={32} />
      <Checkbox label={t('console')} value={signsIn} onChange={setSignsIn} />
      {signsIn && (
        <TextField
          label={t('newPassword')}
          value={password}
          onChange={setPassword}
          type="password"
          help={t('newPasswordHelp')}
        />
      )}
      {signsIn && password !== '' && <Checkbox label={t('mustChange')} value={mustChange} onChange={setMustChange} />}
    </FormDialog>
  )
}
