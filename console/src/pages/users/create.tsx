// Making one user. What only this moment knows, a password made at random and a secret key, is shown once.
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { call, type Result } from '../../api/call.ts'
import { useChange } from '../../api/queries.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { Checkbox, TextField } from '../../parts/fields.tsx'
import { SecretsDialog } from '../../parts/secrets.tsx'
import { say } from '../../parts/toast.tsx'
import { t } from './words.ts'

export function CreateUser({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [name, setName] = useState('')
  const [remark, setRemark] = useState('')
  const [signsIn, setSignsIn] = useState(false)
  const [password, setPassword] = useState('')
  const [mustChange, setMustChange] = useState(true)
  const [hasKey, setHasKey] = useState(false)
  const [made, setMade] = useState<Result<'AddUser'>>()
  const goTo = useNavigate()
  const change = useChange(() =>
    call('AddUser', {
      Name: name,
      Remark: remark,
      ConsoleLogin: signsIn ? 1 : 0,
      UseApi: hasKey ? 1 : 0,
      ...(signsIn && { Password: password, NeedResetPassword: mustChange ? 1 : 0 }),
    }),
  )
  const finish = (): void => {
    onClose()
    goTo({ to: '/users/$name', params: { name } })
  }
  const done = (result: Result<'AddUser'>): void => {
    if (secretsOf(result).length > 2) {
      setMade(result)
      return
    }
    say(t('created', { name }))
    finish()
  }
  if (made !== undefined) {
    const title = t('created', { name: made.Name })
    return <SecretsDialog title={title} rows={secretsOf(made)} fileName={`${made.Name}.csv`} onClose={finish} />
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
      <TextField
        label={t('name')}
        value={name}
        onChange={setName}
        help={t('nameHelp')}
        lengthMax={64}
        required
        autoFocus
      />
      <TextField label={t('remark')} value={remark} onChange={setRemark} lengthMax={255} />
      <Checkbox label={t('accessKey')} value={hasKey} onChange={setHasKey} />
      <Checkbox label={t('console')} value={signsIn} onChange={setSignsIn} />
      {signsIn && (
        <Password value={password} onChange={setPassword} mustChange={mustChange} onMustChange={setMustChange} />
      )}
    </FormDialog>
  )
}

interface PasswordParts {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly mustChange: boolean
  readonly onMustChange: (value: boolean) => void
}

function Password({ value, onChange, mustChange, onMustChange }: PasswordParts): ReactNode {
  return (
    <>
      <TextField label={t('password')} value={value} onChange={onChange} type="password" help={t('passwordHelp')} />
      <Checkbox label={t('mustChange')} value={mustChange} onChange={onMustChange} />
    </>
  )
}

/** What to keep; number and name are the first two. */
function secretsOf({
  Uin,
  Name,
  Password,
  SecretId,
  SecretKey,
}: Result<'AddUser'>): readonly (readonly [string, string])[] {
  const given: readonly (readonly [string, string])[] = [
    [t('number'), String(Uin)],
    [t('user'), Name],
    [t('password'), Password],
    ['SecretId', SecretId],
    ['SecretKey', SecretKey],
  ]
  return given.filter(([, value]) => value !== '')
}
