// One SAML provider of roles.
import type { ReactNode } from 'react'
import type { Result } from '../../api/call.ts'
import { useCall } from '../../api/queries.ts'
import { usePart } from '../../app/parts-of-path.ts'
import { useSession } from '../../app/session.ts'
import { DocumentText } from '../../parts/document.tsx'
import { Section } from '../../parts/frame.tsx'
import { decodeBase64 } from '../../parts/text-file.tsx'
import { timeText } from '../../text/words.ts'
import { OnePage } from '../sharing/one-page.tsx'
import { AddressesSection, roleSamlPaths } from './addresses.tsx'
import { DeleteProvider } from './delete.tsx'
import { MetadataFacts } from './metadata.tsx'
import { SamlForm } from './saml-form.tsx'
import { TrustHint } from './trust-hint.tsx'
import { t } from './words.ts'

export function Page(): ReactNode {
  const name = usePart('name')
  return (
    <OnePage
      query={useCall('GetSAMLProvider', { Name: name })}
      name={name}
      parent={{ to: '/providers', title: t('title') }}
      titleOf={({ Name }) => Name}
      aboutOf={({ Description }) => Description}
      edit={(provider, close) => <SamlForm provider={provider} onDone={close} onClose={close} />}
      remove={({ Name }, close) => <DeleteProvider kind="saml" name={Name} onClose={close} />}
    >
      {(provider) => <Provider provider={provider} />}
    </OnePage>
  )
}

function Provider({ provider }: { readonly provider: Result<'GetSAMLProvider'> }): ReactNode {
  const { account } = useSession()
  const xml = decodeBase64(provider.SAMLMetadata)
  return (
    <>
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
    </>
  )
}
