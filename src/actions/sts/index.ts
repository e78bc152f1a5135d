// The actions that make and tell of temporary keys, by name.
import { AssumeRole } from './AssumeRole.ts'
import { AssumeRoleWithSAML } from './AssumeRoleWithSAML.ts'
import { AssumeRoleWithWebIdentity } from './AssumeRoleWithWebIdentity.ts'
import { GetCallerIdentity } from './GetCallerIdentity.ts'
import { GetFederationToken } from './GetFederationToken.ts'
import { GetSessionToken } from './GetSessionToken.ts'
import { QueryApiKey } from './QueryApiKey.ts'

export const stsActions = [
  AssumeRole,
  AssumeRoleWithSAML,
  AssumeRoleWithWebIdentity,
  GetCallerIdentity,
  GetFederationToken,
  GetSessionToken,
  QueryApiKey,
]
