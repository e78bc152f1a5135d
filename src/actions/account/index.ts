// The actions on the account as a whole, by name.
import { DescribeSubAccounts } from './DescribeSubAccounts.ts'
import { GetAccountSummary } from './GetAccountSummary.ts'
import { GetUserAppId } from './GetUserAppId.ts'
import { ListCollaborators } from './ListCollaborators.ts'

export const accountActions = [DescribeSubAccounts, GetAccountSummary, GetUserAppId, ListCollaborators]
