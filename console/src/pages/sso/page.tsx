// How sub-users sign in by a provider of the account, and what that provider needs to know of us.
import type { ReactNode } from 'react'
import { useSession } from '../../app/session.ts'
import { PageFrame } from '../../parts/frame.tsx'
import { AddressesSection, userSamlPaths } from '../providers/addresses.tsx'
import { OidcSection } from './oidc-section.tsx'
import { SamlSection } from './saml-section.tsx'
import { t } from './words.ts'

export function Page(): ReactNode {
  const { account } = useSession()
  const entry = [t('address'), `/signin/sso?account=${account}`] as const
  return (
    <PageFrame title={t('title')} about={t('about')}>
      <SamlSection />
      <AddressesSection title={`${t('addresses')}: SAML`} paths={[...userSamlPaths(account), entry]} />
      <OidcSection />
      <AddressesSection title={`${t('addresses')}: OIDC`} paths={[[t('redirect'), '/signin/oidc/callback'], entry]} />
    </PageFrame>
  )
}
