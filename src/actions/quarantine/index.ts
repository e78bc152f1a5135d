// The calls that lock somebody out and let him in again, by name.
import { ListQuarantines } from './ListQuarantines.ts'
import { QuarantinePrincipal } from './QuarantinePrincipal.ts'
import { ReleasePrincipal } from './ReleasePrincipal.ts'

export const quarantineActions = [ListQuarantines, QuarantinePrincipal, ReleasePrincipal]
