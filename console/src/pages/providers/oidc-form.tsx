// Making and changing an OIDC provider of roles.
import { type ReactNode, useState } from 'react'
import { call, type Result } from '../../api/call.ts'
import { useChange } from '../../api/queries.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { Checkbox, TextField } from '../../parts/fields.tsx'
import { decodeBase64, encodeBase64, TextFileField } from '../../parts/text-file.tsx'
import { say } from '../../parts/toast.tsx'
import { t } from './words.ts'

interface OidcFormParts {
  /** `undefined`: a new one. */
  readonly provider?: Result<'DescribeOIDCConfig'>
  readonly onDone: (name: string) => void
  readonly onClose: () => void
}

export function OidcForm({ provider, onDone, onClose }: OidcFormParts): ReactNode {
  const fresh = provider === undefined
  const [name, setName] = useState(provider?.Name ?? '')
  const [description, setDescription] = useState(provider?.Description ?? '')
  const [issuer, setIssuer] = useState(provider?.IdentityUrl ?? '')
  const [clients, setClients] = useState(provider?.ClientId.join('\n') ?? '')
  const [keys, setKeys] = useState(() => decodeBase64(provider?.IdentityKey ?? ''))
  const [rotates, setRotates] = useState(provider?.AutoRotateKey === 1)
  const change = useChange(async () => {
    const wanted = {
      Name: name,
      Description: description,
      IdentityUrl: issuer,
      ClientId: linesOf(clients),
      IdentityKey: encodeBase64(keys),
      AutoRotateKey: rotates ? 1 : 0,
    }
    if (fresh) await call('CreateOIDCConfig', wanted)
    else await call('UpdateOIDCConfig', wanted)
  })
  const done = (): void => {
    say(fresh ? t('created', { name }) : t('saved'))
    onDone(name)
  }
  return (
    <FormDialog
      title={fresh ? t('createOidc') : t('editTitle', { name })}
      button={fresh ? t('createOidc') : t('save')}
      wide
      busy={change.isPending}
      error={change.error}
      ready={name !== '' && issuer !== '' && clients.trim() !== '' && keys !== ''}
      onSubmit={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    >
      {fresh && (
        <TextField
          label={t('name')}
          value={name}
          onChange={setName}
          help={t('nameHelp')}
          lengthMax={128}
          required
          autoFocus
        />
      )}
      <TextField label={t('description')} value={description} onChange={setDescription} lengthMax={255} />
      <TextField label={t('issuer')} value={issuer} onChange={setIssuer} help={t('issuerHelp')} type="url" required />
      <TextField
        label={t('clients')}
        value={clients}
        onChange={setClients}
        help={t('clientsHelp')}
        lines={3}
        required
      />
      <TextFileField
        label={t('keys')}
        value={keys}
        onChange={setKeys}
        help={t('keysHelp')}
        types={['.json', 'application/json']}
        required
      />
      <Checkbox label={t('autoRotate')} value={rotates} onChange={setRotates} />
    </FormDialog>
  )
}

const linesOf = (text: string): readonly string[] =>
  text
    .split(/\s+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
