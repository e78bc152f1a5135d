// Access keys of whoever is signed in.
import type { ReactNode } from 'react'
import { useSession } from '../../app/session.ts'
import { Empty, PageFrame } from '../../parts/frame.tsx'
import { KeysSection } from './keys-section.tsx'
import { t } from './words.ts'

export function Page(): ReactNode {
  const { kind, role } = useSession()
  return (
    <PageFrame title={t('mine')} about={t('mineAbout')}>
      {kind === 'role' || role !== null ? (
        <Empty title={t('roleHasNone')} about={t('roleHasNoneWhy')} />
      ) : (
        <KeysSection owner={undefined} title={t('yours')} />
      )}
    </PageFrame>
  )
}
