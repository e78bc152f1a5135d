// Bearer tokens: of directories, and of services that ask for decisions.
import type { ReactNode } from 'react'
import { PageFrame } from '../../parts/frame.tsx'
import { DecisionSection } from './decision-section.tsx'
import { ScimSection } from './scim-section.tsx'
import { t } from './words.ts'

export function Page(): ReactNode {
  return (
    <PageFrame title={t('title')} about={t('about')}>
      <ScimSection />
      <DecisionSection />
    </PageFrame>
  )
}
