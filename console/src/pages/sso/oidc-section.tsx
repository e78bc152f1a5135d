// Sign-in of sub-users by OIDC, as it is set.
import { type ReactNode, useState } from 'react'
import { useCall } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { Empty, Facts, Loading, Section } from '../../parts/frame.tsx'
import { decodeBase64 } from '../../parts/text-file.tsx'
import { keyIdsOf } from '../providers/oidc.tsx'
import { t as providerWords } from '../providers/words.ts'
import { OidcForm, type OidcSettings } from './oidc-form.tsx'
import { inForce, StateBadge, TurnOff } from './state.tsx'
import { t } from './words.ts'

/** What the action says where nothing was ever set. */
const neverSet = 'ResourceNotFound.IdentityNotExist'

export function OidcSection(): ReactNode {
  const { data, error, isPending, refetch } = useCall('DescribeUserOIDCConfig', {})
  const [asking, setAsking] = useState<'form' | 'off'>()
  const close = (): void => setAsking(undefined)
  const none = error?.code === neverSet
  const name = (text: string): string => `${text}: ${t('oidc')}`
  const begin = data?.Status === inForce ? t('change') : t('setUp')
  const actions = (
    <>
      {data?.Status === inForce && (
        <Button label={name(t('turnOff'))} onPress={() => setAsking('off')}>
          {t('turnOff')}
        </Button>
      )}
      <Button label={name(begin)} onPress={() => setAsking('form')}>
        {begin}
      </Button>
    </>
  )
  return (
    <Section title={t('oidc')} actions={(none || data !== undefined) && actions}>
      {isPending && <Loading />}
      {none && <Empty title={t('nothing')} about={t('nothingWhy')} />}
      {error !== null && !none && <FaultPanel error={error} onRetry={refetch} />}
      {data !== undefined && <Shown settings={data} />}
      {asking === 'form' && <OidcForm settings={data} onClose={close} />}
      {asking === 'off' && <TurnOff onClose={close} />}
    </Section>
  )
}

function Shown({ settings }: { readonly settings: OidcSettings }): ReactNode {
  return (
    <>
      <StateBadge status={settings.Status} />
      <Facts
        facts={[
          [providerWords('issuer'), <code key="issuer">{settings.IdentityUrl}</code>],
          [t('authorization'), <code key="endpoint">{settings.AuthorizationEndpoint}</code>],
          [t('clientId'), <code key="client">{settings.ClientId}</code>],
          [t('mapping'), <code key="mapping">{settings.MappingFiled}</code>],
          [t('mode'), settings.ResponseMode],
          [providerWords('keysShown'), keyIdsOf(decodeBase64(settings.IdentityKey)).join(', ')],
          [providerWords('rotates'), settings.AutoRotateKey === 1 ? providerWords('yes') : providerWords('no')],
        ]}
      />
    </>
  )
}
