// The ways in of identity providers. What they post comes from elsewhere by design; each handler believes only what is signed.
import { fragmentPage, fragmentScript, goScript } from '../pages/sso.ts'
import { fileReply, pageReply } from '../reply.ts'
import { foreignForm, openForm, openPage, type Route } from '../route.ts'
import { arrive, arriveAgreed, takeIdToken, takeSamlResponse } from './arrive.ts'
import { beginSso, showMetadata } from './begin.ts'
import { offerRoles, showRoleMetadata, takeOfferedRole } from './role.ts'

export const ssoRoutes: readonly Route[] = [
  openPage('/signin/sso', beginSso),
  openPage('/signin/go.js', async () => fileReply('text/javascript; charset=utf-8', goScript)),
  openPage('/signin/oidc/callback', async (_, visit) => pageReply(fragmentPage(visit))),
  foreignForm('/signin/oidc/callback', takeIdToken),
  openPage('/signin/fragment.js', async () => fileReply('text/javascript; charset=utf-8', fragmentScript)),
  openPage('/signin/saml/metadata/:account', showMetadata),
  foreignForm('/signin/saml/acs/:account', takeSamlResponse),
  openPage('/signin/arrive', arrive),
  openForm('/signin/arrive', arriveAgreed),
  openPage('/signin/saml/role-metadata/:account/:name', showRoleMetadata),
  foreignForm('/signin/saml/role/:account/:name', offerRoles),
  openForm('/signin/saml/role-choice', takeOfferedRole),
]
