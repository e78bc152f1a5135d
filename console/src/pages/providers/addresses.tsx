// Addresses of ours that are registered at a provider, each to be copied.
import type { ReactNode } from 'react'
import { Copyable } from '../../parts/copyable.tsx'
import { Facts, Section } from '../../parts/frame.tsx'
import { t } from './words.ts'

/** Where browsers reach us, as this one does. */
const here = window.location.origin

interface AddressesParts {
  readonly title?: string
  /** Names with paths of ours. */
  readonly paths: readonly (readonly [name: string, path: string])[]
}

export function AddressesSection({ title = t('addresses'), paths }: AddressesParts): ReactNode {
  return (
    <Section title={title} about={t('addressesAbout')}>
      <div className="one-column">
        <Facts
          facts={paths.map(
            ([name, path]) => [name, <Copyable key={path} text={`${here}${path}`} label={name} />] as const,
          )}
        />
      </div>
    </Section>
  )
}

export const userSamlPaths = (account: number): AddressesParts['paths'] => [
  [t('metadata'), `/signin/saml/metadata/${account}`],
  [t('audience'), `/signin/saml/metadata/${account}`],
  [t('acs'), `/signin/saml/acs/${account}`],
]

export function roleSamlPaths(account: number, name: string): AddressesParts['paths'] {
  const provider = encodeURIComponent(name)
  return [
    [t('metadata'), `/signin/saml/role-metadata/${account}/${provider}`],
    [t('audience'), `/signin/saml/role-metadata/${account}/${provider}`],
    [t('acs'), `/signin/saml/role/${account}/${provider}`],
  ]
}
