// The actions on the account as a whole, by name.
import { BuildDataFlowAuthToken } from './BuildDataFlowAuthToken.ts'
import { CreateMessageReceiver } from './CreateMessageReceiver.ts'
import { CreateSubAccountLoginIpPolicy } from './CreateSubAccountLoginIpPolicy.ts'
import { DeleteMessageReceiver } from './DeleteMessageReceiver.ts'
import { DescribeSubAccountLoginIpPolicy } from './DescribeSubAccountLoginIpPolicy.ts'
import { DescribeSubAccounts } from './DescribeSubAccounts.ts'
import { GetAccountSummary } from './GetAccountSummary.ts'
import { GetUserAppId } from './GetUserAppId.ts'
import { ListAccounts } from './ListAccounts.ts'
import { ListCollaborators } from './ListCollaborators.ts'
import { ListReceiver } from './ListReceiver.ts'
import { ListWeChatWorkSubAccounts } from './ListWeChatWorkSubAccounts.ts'

export const accountActions = [
  BuildDataFlowAuthToken,
  CreateMessageReceiver,
  CreateSubAccountLoginIpPolicy,
  DeleteMessageReceiver,
  DescribeSubAccountLoginIpPolicy,
  DescribeSubAccounts,
  GetAccountSummary,
  GetUserAppId,
  ListAccounts,
  ListCollaborators,
  ListReceiver,
  ListWeChatWorkSubAccounts,
]
