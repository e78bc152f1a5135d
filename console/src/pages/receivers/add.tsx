// A new recipient of messages.
import { type ReactNode, useState } from 'react'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/queries.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/fields.tsx'
import { say } from '../../parts/toast.tsx'
import { t } from './words.ts'

export function AddReceiver({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [name, setName] = useState('')
  const [country, setCountry] = useState('86')
  const [phone, setPhone] = useState('')
  const [email, setEmail] = useState('')
  const [remark, setRemark] = useState('')
  const change = useChange(() =>
    call('CreateMessageReceiver', {
      Name: name,
      CountryCode: country,
      PhoneNumber: phone,
      Email: email,
      Remark: remark,
    }),
  )
  const done = (): void => {
    say(t('added', { name }))
    onClose()
  }
  return (
    <FormDialog
      title={t('add')}
      button={t('add')}
      busy={change.isPending}
      error={change.error}
      ready={[name, country, phone, email].every((text) => text !== '')}
      onSubmit={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    >
      <TextField label={t('name')} value={name} onChange={setName} lengthMax={64} required autoFocus />
      <TextField label={t('email')} value={email} onChange={setEmail} type="email" required />
      <TextField label={t('country')} value={country} onChange={setCountry} lengthMax={8} required />
      <TextField label={t('phone')} value={phone} onChange={setPhone} type="tel" required />
      <TextField label={t('remark')} value={remark} onChange={setRemark} lengthMax={255} />
    </FormDialog>
  )
}
