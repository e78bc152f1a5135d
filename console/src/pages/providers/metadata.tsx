// What a metadata document of a SAML provider says, read for people. Whether it is good is for the server to say.
import type { ReactNode } from 'react'
import { type Fact, Facts } from '../../parts/frame.tsx'
import { t } from './words.ts'

interface Read {
  readonly entity: string
  readonly addresses: readonly string[]
  readonly certificates: number
}

export function readMetadata(xml: string): Read {
  const document = new DOMParser().parseFromString(xml, 'application/xml')
  const all = (name: string): readonly Element[] => [...document.getElementsByTagNameNS('*', name)]
  return {
    entity: all('EntityDescriptor')[0]?.getAttribute('entityID') ?? '',
    addresses: [...new Set(all('SingleSignOnService').map((element) => element.getAttribute('Location') ?? ''))],
    certificates: all('X509Certificate').length,
  }
}

export function MetadataFacts({
  xml,
  more = [],
}: {
  readonly xml: string
  readonly more?: readonly Fact[]
}): ReactNode {
  const { entity, addresses, certificates } = readMetadata(xml)
  return (
    <Facts
      facts={[
        [t('entity'), <code key="entity">{entity}</code>],
        [t('signIn'), addresses.map((address) => <div key={address}>{address}</div>)],
        [t('certificates'), certificates],
        ...more,
      ]}
    />
  )
}
