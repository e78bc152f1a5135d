// One SAML provider of roles.
import { type ReactNode, useState } from 'react'
import { useCall } from '../../api/queries.ts'
import { usePart } from '../../app/parts-of-path.ts'
import { useSession } from '../../app/session.ts'
import { Button } from '../../parts/button.tsx'
import { DocumentText } from '../../parts/document.tsx'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { Loading, PageFrame, Section } from '../../parts/frame.tsx'
import { decodeBase64 } from '../../parts/text-file.tsx'
import { timeText } from '../../text/words.ts'
import { AddressesSection, roleSamlPaths } from './addresses.tsx'
import { DeleteProvider } from './delete.tsx'
import { MetadataFacts } from './metadata.tsx'
import { SamlForm } from './saml-form.tsx'
import { TrustHint } from './trust-hint.tsx'
import { t } from './words.ts'

export function Page(): ReactNode {
  const name = usePart('name')
  const { account } = useSession()
  const { data: provider, error, refetch } = useCall('GetSAMLProvider', { Name: name })
  const [asking, setAsking] = useState<'edit' | 'delete'>()
  const close = (): void => setAsking(undefined)
  const parent = { to: '/providers', title: t('title') }
  if (provider === undefined || error?.passing === false) {
    return (
      <PageFrame title={name} parent={parent}>
        {error === null ? <Loading /> : <FaultPanel error={error} onRetry={refetch} />}
      </PageFrame>
    )
  }
  const xml = decodeBase64(provider.SAMLMetadata)
  const actions = (
    <>
      <Button onPress={() => setAsking('edit')}>{t('edit')}</Button>
      <Button onPress={() => setAsking('delete')}>{t('delete')}</Button>
    </>
  )
  return (
    <PageFrame title={provider.Name} parent={parent} about={provider.Description} actions={actions}>
      <Section title={t('details')}>
        <MetadataFacts
          xml={xml}
          more={[
            [t('createdAt'), timeText(provider.CreateTime)],
            [t('modifiedAt'), timeText(provider.ModifyTime)],
          ]}
        />
      </Section>
      <AddressesSection paths={roleSamlPaths(account, provider.Name)} />
      <TrustHint kind="saml" name={provider.Name} />
      <Section title={t('document')}>
        <DocumentText text={xml} />
      </Section>
      {asking === 'edit' && <SamlForm provider={provider} onDone={close} onClose={close} />}
      {asking === 'delete' && <DeleteProvider kind="saml" name={provider.Name} onClose={close} />}
    </PageFrame>
  )
}
