// Changes that the operator makes on the store itself, past every API call: they leave the same traces as a call does.
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
  const revision = await writes.accounts.advance(account)
  const { requestId, timeMs, action, resources, parameters } = change
  await writes.audit.append({
    account,
    revision,
    requestId,
    timeMs,
    uin: account,
    product: operatorProduct,
    action,
    resources,
    // No address: it did not come over the network.
    sourceIp: '',
    outcome: 'ok',
    parameters: JSON.stringify(parameters),
  })
}
