// Every action that the server offers. A folder's own index lists its rows; a row that is in no list is not served, and
// the repository checks complain.
import { accessKeyActions } from './access-key/index.ts'
import { accountActions } from './account/index.ts'
import { auditActions } from './audit/index.ts'
import { boundaryActions } from './boundary/index.ts'
import { catalogActions } from './catalog/index.ts'
import { decisionActions } from './decision/index.ts'
import type { ActionRow } from './define.ts'
import { groupActions } from './group/index.ts'
import { identityProviderActions } from './identity-provider/index.ts'
import { mfaActions } from './mfa/index.ts'
import { policyActions } from './policy/index.ts'
import { quarantineActions } from './quarantine/index.ts'
import { roleActions } from './role/index.ts'
import { scimActions } from './scim/index.ts'
import { stsActions } from './sts/index.ts'
import { tagActions } from './tag/index.ts'
import { userActions } from './user/index.ts'

export const actions: readonly ActionRow[] = [
  ...accessKeyActions,
  ...accountActions,
  ...auditActions,
  ...boundaryActions,
  ...catalogActions,
  ...decisionActions,
  ...groupActions,
  ...identityProviderActions,
  ...mfaActions,
  ...policyActions,
  ...quarantineActions,
  ...roleActions,
  ...scimActions,
  ...stsActions,
  ...tagActions,
  ...userActions,
]
