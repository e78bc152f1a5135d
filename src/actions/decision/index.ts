// The calls of services that ask for decisions, by name.
import { AuthorizeRequest } from './AuthorizeRequest.ts'
import { CheckAccessBatch } from './CheckAccessBatch.ts'
import { CreateDecisionToken } from './CreateDecisionToken.ts'
import { DeleteDecisionToken } from './DeleteDecisionToken.ts'
import { GetGuardCaller } from './GetGuardCaller.ts'
import { GetGuardState } from './GetGuardState.ts'
import { ListDecisionTokens } from './ListDecisionTokens.ts'

export const decisionActions = [
  AuthorizeRequest,
  CheckAccessBatch,
  CreateDecisionToken,
  DeleteDecisionToken,
  GetGuardCaller,
  GetGuardState,
  ListDecisionTokens,
]
