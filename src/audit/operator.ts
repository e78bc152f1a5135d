// Changes made past every API call, by the operator on the store itself or by the server of its own: they leave the same
// traces as a call does.
import type { Writes } from '../store/store.ts'

export interface OperatorChange {
  readonly requestId: string
  readonly timeMs: number
  /** Such as `CreateRootAccount`; never the name of an API action. */
  readonly action: string
  readonly resources: readonly string[]
  /** Without secrets. */
  readonly parameters: object
}

/** Product of such changes in audit events. */
export const operatorProduct = 'opencam'

/** Advances the account's revision (which locks it until the transaction ends) and writes the audit event. */
export async function recordChange(writes: Writes, account: number, change: OperatorChange): Promise<void> {
  await appendChange(writes, account, await writes.accounts.advance(account), change)
}

/** Writes the audit event of a change under a revision that was advanced to. */
export async function appendChange(
  writes: Writes,
  account: number,
  revision: number,
  change: OperatorChange,
): Promise<void> {
  const { requestId, timeMs, action, resources, parameters } = change
  await writes.audit.append({
    account,
    revision,
    requestId,
    timeMs,
    uin: account,
    product: operatorProduct,
    action,
    secretId: '',
    access: 'write',
    resources,
    decision: 'none',
    outcome: 'ok',
    // No address: it did not come over the network.
    sourceIp: '',
    userAgent: '',
    parameters: JSON.stringify(parameters),
  })
}
