// The actions on second factors, by name.
import { ConsumeCustomMFAToken } from './ConsumeCustomMFAToken.ts'
import { DescribeSafeAuthFlagColl } from './DescribeSafeAuthFlagColl.ts'
import { GetCustomMFATokenInfo } from './GetCustomMFATokenInfo.ts'
import { SetMfaFlag } from './SetMfaFlag.ts'

export const mfaActions = [ConsumeCustomMFAToken, DescribeSafeAuthFlagColl, GetCustomMFATokenInfo, SetMfaFlag]
