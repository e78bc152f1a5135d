// The calls of services that ask for decisions, by name.
import { CheckAccessBatch } from './CheckAccessBatch.ts'
import { CreateDecisionToken } from './CreateDecisionToken.ts'
import { DeleteDecisionToken } from './DeleteDecisionToken.ts'
import { ListDecisionTokens } from './ListDecisionTokens.ts'

export const decisionActions = [CheckAccessBatch, CreateDecisionToken, DeleteDecisionToken, ListDecisionTokens]
