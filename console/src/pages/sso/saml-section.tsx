// Sign-in of sub-users by SAML: set up, changed, turned on and off.
import { type ReactNode, useState } from 'react'
import { call, type Result } from '../../api/call.ts'
import { useCall, useChange } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm, FormDialog } from '../../parts/dialog.tsx'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { TextField } from '../../parts/fields.tsx'
import { Empty, Loading, Section } from '../../parts/frame.tsx'
import { decodeBase64, encodeBase64, TextFileField } from '../../parts/text-file.tsx'
import { say } from '../../parts/toast.tsx'
import { MetadataFacts } from '../providers/metadata.tsx'
import { t as providerWords } from '../providers/words.ts'
import { inForce, StateBadge, TurnOff } from './state.tsx'
import { t } from './words.ts'

type Settings = Result<'DescribeUserSAMLConfig'>

export function SamlSection(): ReactNode {
  const { data, error, refetch } = useCall('DescribeUserSAMLConfig', {})
  const [asking, setAsking] = useState<'form' | 'on' | 'off'>()
  const close = (): void => setAsking(undefined)
  return (
    <Section title={t('saml')} actions={data !== undefined && <Actions status={data.Status} onAsk={setAsking} />}>
      {error !== null && <FaultPanel error={error} onRetry={refetch} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && <Shown settings={data} />}
      {asking === 'form' && data !== undefined && <SamlForm settings={data} onClose={close} />}
      {asking === 'on' && <TurnOn onClose={close} />}
      {asking === 'off' && <TurnOff onClose={close} />}
    </Section>
  )
}

interface ActionsParts {
  readonly status: number
  readonly onAsk: (what: 'form' | 'on' | 'off') => void
}

function Actions({ status, onAsk }: ActionsParts): ReactNode {
  const name = (text: string): string => `${text}: ${t('saml')}`
  if (status === 0) {
    return (
      <Button label={name(t('setUp'))} onPress={() => onAsk('form')}>
        {t('setUp')}
      </Button>
    )
  }
  const turn = status === inForce ? t('turnOff') : t('turnOn')
  return (
    <>
      <Button label={name(t('change'))} onPress={() => onAsk('form')}>
        {t('change')}
      </Button>
      <Button label={name(turn)} onPress={() => onAsk(status === inForce ? 'off' : 'on')}>
        {turn}
      </Button>
    </>
  )
}

function Shown({ settings: { Status, SAMLMetadata, AuxiliaryDomain } }: { readonly settings: Settings }): ReactNode {
  if (Status === 0) return <Empty title={t('nothing')} about={t('nothingWhy')} />
  return (
    <>
      <StateBadge status={Status} />
      <MetadataFacts xml={decodeBase64(SAMLMetadata)} more={[[t('domain'), AuxiliaryDomain]]} />
    </>
  )
}

interface SamlFormParts {
  readonly settings: Settings
  readonly onClose: () => void
}

function SamlForm({ settings, onClose }: SamlFormParts): ReactNode {
  const [document, setDocument] = useState(() => decodeBase64(settings.SAMLMetadata))
  const [domain, setDomain] = useState(settings.AuxiliaryDomain)
  const fresh = settings.Status === 0
  const change = useChange(async () => {
    const wanted = { SAMLMetadataDocument: encodeBase64(document), AuxiliaryDomain: domain }
    if (fresh) await call('CreateUserSAMLConfig', wanted)
    else await call('UpdateUserSAMLConfig', { Operate: 'updateSAML', ...wanted })
  })
  const done = (): void => {
    say(t('saved'))
    onClose()
  }
  return (
    <FormDialog
      title={t('setUpSaml')}
      button={t('save')}
      wide
      busy={change.isPending}
      error={change.error}
      ready={document !== ''}
      onSubmit={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    >
      {fresh && <p className="note warn">{t('takesEffect')}</p>}
      <TextFileField
        label={providerWords('document')}
        value={document}
        onChange={setDocument}
        help={providerWords('documentHelp')}
        types={['.xml', 'application/xml', 'text/xml']}
        required
      />
      <TextField label={t('domain')} value={domain} onChange={setDomain} help={t('domainHelp')} lengthMax={253} />
    </FormDialog>
  )
}

function TurnOn({ onClose }: { readonly onClose: () => void }): ReactNode {
  const change = useChange(() => call('UpdateUserSAMLConfig', { Operate: 'enable' }))
  const done = (): void => {
    say(t('turnedOn'))
    onClose()
  }
  return (
    <Confirm
      title={t('turnOnTitle')}
      button={t('turnOn')}
      lost={[t('lostPasswords')]}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    />
  )
}
