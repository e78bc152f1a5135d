// One OIDC provider of roles.
import { type ReactNode, useState } from 'react'
import { useCall } from '../../api/queries.ts'
import { usePart } from '../../app/parts-of-path.ts'
import { Button } from '../../parts/button.tsx'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { Badge, Facts, Loading, PageFrame, Section } from '../../parts/frame.tsx'
import { decodeBase64 } from '../../parts/text-file.tsx'
import { DeleteProvider } from './delete.tsx'
import { OidcForm } from './oidc-form.tsx'
import { TrustHint } from './trust-hint.tsx'
import { t } from './words.ts'

export function Page(): ReactNode {
  const name = usePart('name')
  const { data: provider, error, refetch } = useCall('DescribeOIDCConfig', { Name: name })
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
  const actions = (
    <>
      <Button onPress={() => setAsking('edit')}>{t('edit')}</Button>
      <Button onPress={() => setAsking('delete')}>{t('delete')}</Button>
    </>
  )
  return (
    <PageFrame title={provider.Name} parent={parent} about={provider.Description} actions={actions}>
      <Section title={t('details')}>
        <Facts
          facts={[
            [t('issuer'), <code key="issuer">{provider.IdentityUrl}</code>],
            [t('clients'), provider.ClientId.map((client) => <div key={client}>{client}</div>)],
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
      {asking === 'edit' && <OidcForm provider={provider} onDone={close} onClose={close} />}
      {asking === 'delete' && <DeleteProvider kind="oidc" name={provider.Name} onClose={close} />}
    </PageFrame>
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
