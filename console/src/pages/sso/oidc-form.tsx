// Setting sign-in of sub-users by OIDC up, and changing it.
import { type ReactNode, useState } from 'react'
import { call, type Result } from '../../api/call.ts'
import { useChange } from '../../api/queries.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { Checkbox, Choice, TextField } from '../../parts/fields.tsx'
import { decodeBase64, encodeBase64, TextFileField } from '../../parts/text-file.tsx'
import { say } from '../../parts/toast.tsx'
import { t as providerWords } from '../providers/words.ts'
import { inForce } from './state.tsx'
import { t } from './words.ts'

export type OidcSettings = Result<'DescribeUserOIDCConfig'>
type Mode = 'form_post' | 'fragment'
const modes = [
  ['form_post', 'form_post'],
  ['fragment', 'fragment'],
] as const

interface OidcFormParts {
  /** `undefined`: none were ever set. */
  readonly settings: OidcSettings | undefined
  readonly onClose: () => void
}

export function OidcForm({ settings, onClose }: OidcFormParts): ReactNode {
  const [issuer, setIssuer] = useState(settings?.IdentityUrl ?? '')
  const [endpoint, setEndpoint] = useState(settings?.AuthorizationEndpoint ?? '')
  const [client, setClient] = useState(settings?.ClientId ?? '')
  const [keys, setKeys] = useState(() => decodeBase64(settings?.IdentityKey ?? ''))
  const [mode, setMode] = useState<Mode>(settings?.ResponseMode === 'fragment' ? 'fragment' : 'form_post')
  const [mapping, setMapping] = useState(settings?.MappingFiled ?? 'sub')
  const [email, setEmail] = useState(settings?.Scope.includes('email') === true)
  const [profile, setProfile] = useState(settings?.Scope.includes('profile') === true)
  const [rotates, setRotates] = useState(settings?.AutoRotateKey === 1)
  // What is out of force is replaced, which puts it in force; what is in force is changed.
  const changing = settings?.Status === inForce
  const change = useChange(async () => {
    const wanted = {
      IdentityUrl: issuer,
      IdentityKey: encodeBase64(keys),
      ClientId: client,
      AuthorizationEndpoint: endpoint,
      ResponseType: 'id_token',
      ResponseMode: mode,
      MappingFiled: mapping,
      Scope: scopesOf(email, profile),
      AutoRotateKey: rotates ? 1 : 0,
    }
    if (changing) await call('UpdateUserOIDCConfig', wanted)
    else await call('CreateUserOIDCConfig', wanted)
  })
  const done = (): void => {
    say(t('saved'))
    onClose()
  }
  return (
    <FormDialog
      title={t('setUpOidc')}
      button={t('save')}
      wide
      busy={change.isPending}
      error={change.error}
      ready={[issuer, endpoint, client, keys, mapping].every((text) => text !== '')}
      onSubmit={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    >
      {!changing && <p className="note warn">{t('takesEffect')}</p>}
      <AddressField
        label={providerWords('issuer')}
        value={issuer}
        onChange={setIssuer}
        help={providerWords('issuerHelp')}
      />
      <AddressField label={t('authorization')} value={endpoint} onChange={setEndpoint} help={t('authorizationHelp')} />
      <TextField label={t('clientId')} value={client} onChange={setClient} lengthMax={64} required />
      <KeysField value={keys} onChange={setKeys} />
      <TextField label={t('mapping')} value={mapping} onChange={setMapping} lengthMax={255} required />
      <ModeField value={mode} onChange={setMode} />
      <fieldset className="checks">
        <legend className="label">{t('scope')}</legend>
        <Checkbox label={t('email')} value={email} onChange={setEmail} />
        <Checkbox label={t('profile')} value={profile} onChange={setProfile} />
      </fieldset>
      <Checkbox label={providerWords('autoRotate')} value={rotates} onChange={setRotates} />
    </FormDialog>
  )
}

interface AddressParts {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly help: string
}

function AddressField(parts: AddressParts): ReactNode {
  return <TextField {...parts} type="url" required />
}

function KeysField(parts: Pick<AddressParts, 'value' | 'onChange'>): ReactNode {
  const types = ['.json', 'application/json']
  return (
    <TextFileField {...parts} label={providerWords('keys')} help={providerWords('keysHelp')} types={types} required />
  )
}

const scopesOf = (email: boolean, profile: boolean): readonly string[] => [
  'openid',
  ...(email ? ['email'] : []),
  ...(profile ? ['profile'] : []),
]

function ModeField({ value, onChange }: { readonly value: Mode; readonly onChange: (mode: Mode) => void }): ReactNode {
  return (
    <div>
      <p className="label">{t('mode')}</p>
      <Choice label={t('mode')} value={value} onChange={onChange} options={modes} />
    </div>
  )
}
