// Settings of the whole account: rules for passwords, and from where sub-users may sign in.
import type { ReactNode } from 'react'
import { PageFrame } from '../../parts/frame.tsx'
import { AddressesSection } from './addresses.tsx'
import { PasswordsSection } from './passwords.tsx'
import { UnusualSection } from './unusual.tsx'
import { t } from './words.ts'

export function Page(): ReactNode {
  return (
    <PageFrame title={t('title')} about={t('about')}>
      <PasswordsSection />
      <AddressesSection />
      <UnusualSection />
    </PageFrame>
  )
}
