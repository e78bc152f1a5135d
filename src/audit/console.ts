// What somebody does at the sign-in pages and in a browser's session, past every API call: the same traces as calls leave.
import type { Writes } from '../store/store.ts'

export interface ConsoleEvent {
  readonly requestId: string
  readonly timeMs: number
  readonly uin: number
  /** Such as `ConsoleLogin`; never the name of an API action. */
  readonly action: string
  readonly sourceIp: string
  /** Without secrets. */
  readonly parameters: object
}

/** Product of such events. */
export const consoleProduct = 'console'

/** Advances the account's revision (which locks it until the transaction ends) and writes the audit event. */
export async function recordConsole(writes: Writes, account: number, event: ConsoleEvent): Promise<void> {
  const revision = await writes.accounts.advance(account)
  const { requestId, timeMs, uin, action, sourceIp, parameters } = event
  await writes.audit.append({
    account,
    revision,
    requestId,
    timeMs,
    uin,
    product: consoleProduct,
    action,
    secretId: '',
    access: 'write',
    resources: [`uin/${uin}`],
    decision: 'none',
    outcome: 'ok',
    sourceIp,
    userAgent: '',
    parameters: JSON.stringify(parameters),
  })
}
