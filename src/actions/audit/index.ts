// The actions on what the server keeps of calls: changes and refusals.
import { DescribeAuditEvents } from './DescribeAuditEvents.ts'
import { DescribeRefusal } from './DescribeRefusal.ts'
import { LookUpEvents } from './LookUpEvents.ts'

export const auditActions = [DescribeAuditEvents, DescribeRefusal, LookUpEvents]
