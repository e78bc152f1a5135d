// The actions on the record of changes, by name.
import { DescribeAuditEvents } from './DescribeAuditEvents.ts'

export const auditActions = [DescribeAuditEvents]
