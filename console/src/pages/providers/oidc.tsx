// One OIDC provider of roles.
import type { ReactNode } from 'react'
import type { Result } from '../../api/call.ts'
import { useCall } from '../../api/queries.ts'
import { usePart } from '../../app/parts-of-path.ts'
import { Badge, Facts, Section } from '../../parts/frame.tsx'
import { decodeBase64 } from '../../parts/text-file.tsx'
import { OnePage } from '../sharing/one-page.tsx'
import { DeleteProvider } from './delete.tsx'
import { OidcForm } from './oidc-form.tsx'
import { TrustHint } from './trust-hint.tsx'
import { t } from './words.ts'

export function Page(): ReactNode {
  const name = usePart('name')
  return (
    <OnePage
      query={useCall('DescribeOIDCConfig', { Name: name })}
      name={name}
      parent={{ to: '/providers', title: t('title') }}
      titleOf={({ Name }) => Name}
      aboutOf={({ Description }) => Description}
      edit={(provider, close) => <OidcForm provider={provider} onDone={close} onClose={close} />}
      remove={({ Name }, close) => <DeleteProvider kind="oidc" name={Name} onClose={close} />}
    >
      {(provider) => <Provider provider={provider} />}
    </OnePage>
  )
}

function Provider({ provider }: { readonly provider: Result<'DescribeOIDCConfig'> }): ReactNode {
  return (
    <>
      <Section title={t('details')}>
        <Facts
          facts={[
            [t('issuer'), <code key="issuer">{provider.IdentityUrl}</code>],
            [t('clients'), provider.ClientId.map((client) => <code key={client}>{client}</code>)],
            [t('keysShown'), keyIdsOf(decodeBase64(provider.IdentityKey)).join(', ') || t('none')],
            [
              t('rotates'),
              <Badge key="rotates" tone={provider.AutoRotateKey === 1 ? 'good' : 'plain'}>
                {provider.AutoRotateKey === 1 ? t('yes') : t('no')}
              </Badge>,
            ],
          ]}
        />
      </Section>
      <TrustHint kind="oidc" name={provider.Name} />
    </>
  )
}

/** Ids of the keys in a JWKS document; none where the text is none. */
export function keyIdsOf(text: string): readonly string[] {
  try {
    const { keys = [] }: { readonly keys?: readonly { readonly kid?: string; readonly kty?: string }[] } =
      JSON.parse(text)
    return keys.map(({ kid, kty }) => kid ?? kty ?? '')
  } catch {
    return []
  }
}
