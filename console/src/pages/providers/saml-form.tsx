// Making and changing a SAML provider of roles.
import { type ReactNode, useState } from 'react'
import { call, type Result } from '../../api/call.ts'
import { useChange } from '../../api/queries.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/fields.tsx'
import { decodeBase64, encodeBase64, TextFileField } from '../../parts/text-file.tsx'
import { say } from '../../parts/toast.tsx'
import { t } from './words.ts'

interface SamlFormParts {
  /** `undefined`: a new one. */
  readonly provider?: Result<'GetSAMLProvider'>
  readonly onDone: (name: string) => void
  readonly onClose: () => void
}

export function SamlForm({ provider, onDone, onClose }: SamlFormParts): ReactNode {
  const [name, setName] = useState(provider?.Name ?? '')
  const [description, setDescription] = useState(provider?.Description ?? '')
  const [document, setDocument] = useState(() => decodeBase64(provider?.SAMLMetadata ?? ''))
  const change = useChange(async () => {
    const wanted = { Name: name, Description: description, SAMLMetadataDocument: encodeBase64(document) }
    if (provider === undefined) await call('CreateSAMLProvider', wanted)
    else await call('UpdateSAMLProvider', wanted)
  })
  const done = (): void => {
    say(provider === undefined ? t('created', { name }) : t('saved'))
    onDone(name)
  }
  return (
    <FormDialog
      title={provider === undefined ? t('createSaml') : t('editTitle', { name })}
      button={provider === undefined ? t('createSaml') : t('save')}
      wide
      busy={change.isPending}
      error={change.error}
      ready={name !== '' && document !== ''}
      onSubmit={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    >
      {provider === undefined && (
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
      <TextFileField
        label={t('document')}
        value={document}
        onChange={setDocument}
        help={t('documentHelp')}
        types={['.xml', 'application/xml', 'text/xml']}
        required
      />
    </FormDialog>
  )
}
