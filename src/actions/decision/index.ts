// The calls of services that ask for decisions, by name.
import { CreateDecisionToken } from './CreateDecisionToken.ts'
import { DeleteDecisionToken } from './DeleteDecisionToken.ts'
import { ListDecisionTokens } from './ListDecisionTokens.ts'

export const decisionActions = [CreateDecisionToken, DeleteDecisionToken, ListDecisionTokens]
