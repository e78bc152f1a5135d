// How the trust policy of a role names a provider.
import type { ReactNode } from 'react'
import { useSession } from '../../app/session.ts'
import { DocumentText } from '../../parts/document.tsx'
import { Section } from '../../parts/frame.tsx'
import { t } from './words.ts'

const actions = { saml: 'name/sts:AssumeRoleWithSAML', oidc: 'name/sts:AssumeRoleWithWebIdentity' } as const

export function TrustHint({ kind, name }: { readonly kind: 'saml' | 'oidc'; readonly name: string }): ReactNode {
  const { account } = useSession()
  const principal = { federated: [`qcs::cam::uin/${account}:${kind}-provider/${name}`] }
  const statement = [{ effect: 'allow', action: [actions[kind]], principal }]
  return (
    <Section title={t('trustHint')}>
      <DocumentText text={JSON.stringify({ version: '2.0', statement })} />
    </Section>
  )
}
