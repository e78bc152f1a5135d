// Access keys of whoever is signed in.
import type { ReactNode } from 'react'
import { PageFrame } from '../../parts/frame.tsx'
import { KeysSection } from './keys-section.tsx'
import { t } from './words.ts'

export function Page(): ReactNode {
  return (
    <PageFrame title={t('mine')} about={t('mineAbout')}>
      <KeysSection owner={undefined} />
    </PageFrame>
  )
}
