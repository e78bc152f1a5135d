// A role by which products act in the account: name, trust and rights are theirs.
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/queries.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/fields.tsx'
import { say } from '../../parts/toast.tsx'
import { t } from './words.ts'

export function CreateLinkedRole({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [services, setServices] = useState('')
  const [suffix, setSuffix] = useState('')
  const [description, setDescription] = useState('')
  const goTo = useNavigate()
  const named = services.split(/\s+/).filter((one) => one !== '')
  const change = useChange(async () => {
    const { RoleId } = await call('CreateServiceLinkedRole', {
      QCSServiceName: named,
      CustomSuffix: suffix,
      Description: description,
    })
    return (await call('GetRole', { RoleId })).RoleInfo.RoleName
  })
  const done = (name: string): void => {
    say(t('created', { name }))
    goTo({ to: '/roles/$name', params: { name } })
  }
  return (
    <FormDialog
      title={t('createLinked')}
      button={t('createLinked')}
      busy={change.isPending}
      error={change.error}
      ready={named.length > 0}
      onSubmit={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    >
      <p className="about">{t('linkedAbout')}</p>
      <TextField
        label={t('domains')}
        value={services}
        onChange={setServices}
        help={t('domainsHelp')}
        lines={2}
        required
        autoFocus
      />
      <TextField label={t('suffix')} value={suffix} onChange={setSuffix} help={t('suffixHelp')} lengthMax={128} />
      <TextField label={t('description')} value={description} onChange={setDescription} lengthMax={300} />
    </FormDialog>
  )
}
