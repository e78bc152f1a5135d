// The account's identity providers, as trust policies name them.
import { useMemo } from 'react'
import type { Result } from '../../api/call.ts'
import { whole } from '../../api/paging.ts'
import { useRows } from '../../api/queries.ts'
import { useSession } from '../../app/session.ts'
import type { Providers } from '../../editor/trust-cards.ts'

const paging = whole<'ListIdentityProvider'>()
const rowsOf = (page: Result<'ListIdentityProvider'>) => page.Providers

/** What cannot be read is not proposed; it can be typed all the same. */
export function useProviders(): Providers {
  const { account } = useSession()
  const { rows } = useRows('ListIdentityProvider', {}, paging, rowsOf)
  return useMemo(() => {
    const arn = (kind: string, name: string): string => `qcs::cam::uin/${account}:${kind}-provider/${name}`
    return {
      saml: rows.filter(({ Kind }) => Kind === 'saml').map(({ Kind, Name }) => arn(Kind, Name)),
      oidc: rows
        .filter(({ Kind }) => Kind === 'oidc')
        .map(({ Kind, Name, IdentityUrl, ClientId }) => ({
          name: arn(Kind, Name),
          issuer: IdentityUrl ?? '',
          audiences: ClientId,
        })),
    }
  }, [account, rows])
}
