// What a metadata document of a SAML provider says, read for people. Whether it is good is for the server to say.
import type { ReactNode } from 'react'
import { type Fact, Facts } from '../../parts/frame.tsx'
import { LongName } from '../../parts/name.tsx'
import { t } from './words.ts'

interface Read {
  readonly entity: string
  readonly addresses: readonly string[]
  readonly certificates: number
}

/** By the names of elements and attributes alone: the page's policy lets no text become a document, and this is no check. */
export function readMetadata(xml: string): Read {
  const tags = (name: string): readonly string[] =>
    xml.match(new RegExp(`<(?:[\\w.-]+:)?${name}(?=[\\s/>])[^>]*>`, 'g')) ?? []
  const [entity = ''] = tags('EntityDescriptor').map((tag) => attributeOf(tag, 'entityID'))
  const addresses = tags('SingleSignOnService').map((tag) => attributeOf(tag, 'Location'))
  return { entity, addresses: [...new Set(addresses)], certificates: tags('X509Certificate').length }
}

const signs: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

function attributeOf(tag: string, name: string): string {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag)
  return (found?.[1] ?? found?.[2] ?? '').replaceAll(/&(\w+);/g, (whole, sign: string) => signs.get(sign) ?? whole)
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
        [t('entity'), <LongName key="entity" text={entity} />],
        [t('signIn'), addresses.map((address) => <LongName key={address} text={address} />)],
        [t('certificates'), certificates],
        ...more,
      ]}
    />
  )
}
