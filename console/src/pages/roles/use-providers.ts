// The account's identity providers, as trust policies name them.
import { useMemo } from 'react'
import { call, type Result } from '../../api/call.ts'
import { whole } from '../../api/paging.ts'
import { useLoaded, useRows } from '../../api/queries.ts'
import { useSession } from '../../app/session.ts'
import type { Providers, TokenProvider } from '../../editor/trust-cards.ts'
import { loadOidcNames } from '../providers/oidc-names.ts'

const paging = whole<'ListSAMLProviders'>()
const rowsOf = ({ SAMLProviderSet }: Result<'ListSAMLProviders'>) => SAMLProviderSet

/** What cannot be read is not proposed; it can be typed all the same. */
export function useProviders(): Providers {
  const { account } = useSession()
  const saml = useRows('ListSAMLProviders', {}, paging, rowsOf).rows
  const oidc = useLoaded('OIDC providers', loadOidc).rows
  return useMemo(() => {
    const arn = (kind: 'saml' | 'oidc', name: string): string => `qcs::cam::uin/${account}:${kind}-provider/${name}`
    return {
      saml: saml.map(({ Name }) => arn('saml', Name)),
      oidc: oidc.map((one) => ({ ...one, name: arn('oidc', one.name) })),
    }
  }, [account, saml, oidc])
}

/** Those whose documents can be read. */
async function loadOidc(): Promise<readonly TokenProvider[]> {
  const names = await loadOidcNames()
  const read = await Promise.allSettled(names.map(({ name }) => call('DescribeOIDCConfig', { Name: name })))
  return read.flatMap((one) => {
    if (one.status === 'rejected') return []
    const { Name: name, IdentityUrl: issuer, ClientId: audiences } = one.value
    return [{ name, issuer, audiences }]
  })
}
