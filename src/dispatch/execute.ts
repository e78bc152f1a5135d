// Runs the row's handler. A write is one transaction that locks the account, advances its revision, does the work and
// writes the audit event: all of it is on disk when the caller hears of it, or none of it happened.
import { type ActionInput, type ActionRow, auditSessionOf, type Caller } from '../actions/define.ts'
import type { World } from '../actions/world.ts'
import { ApiError, apiError } from '../protocol/api-error.ts'
import type { ErrorCode } from '../protocol/errors.ts'
import { misfit } from '../protocol/shape.ts'
import type { Warning } from '../protocol/warnings.ts'
import { isConsoleKey } from '../store/console-key.ts'
import type { Writes } from '../store/store.ts'
import { changeEvent } from './audit-event.ts'
import { lasts } from './authenticate.ts'
import { mayOf } from './authorize.ts'
import { refuseQuarantined } from './quarantine.ts'
import type { Allowed, Done } from './stages.ts'

/** A handler's answer that its own row does not describe: a fault of ours, never sent. */
export class ResultMisfit extends Error {}

export async function execute(world: World, allowed: Allowed): Promise<Done> {
  const { row } = allowed
  const warnings: Warning[] = []
  const input = inputOf(world, allowed, warnings)
  const prepared = row.prepare === undefined ? undefined : await row.prepare({ ...input, store: world.store.read })
  if (row.access === 'read') {
    const result = await readRow(row).handle({ ...input, prepared, store: world.store.read })
    return { ...allowed, result: checked(row, result), revision: undefined, warnings }
  }
  const change = world.store.transaction(async (writes) => {
    const revision = await writes.accounts.advance(allowed.caller.account)
    await stillThere(writes, allowed.caller, row.errors, allowed.call.receivedMs)
    const caller = { ...input.caller, revision }
    const result = checked(row, await writeRow(row).handle({ ...input, caller, prepared, store: writes }))
    const session = row.unsigned?.proved(prepared) ?? auditSessionOf(allowed.caller)
    await writes.audit.append(changeEvent(allowed, { revision, session }))
    return { result, revision }
  })
  const { result, revision } = await change.catch((error: unknown) => {
    if (!(error instanceof ApiError)) world.room.forget(allowed.caller.account)
    throw error
  })
  return { ...allowed, result, revision, warnings }
}

type ReadRow = ActionRow<ActionRow['params'], ActionRow['returns'], ErrorCode, 'read'>
type WriteRow = ActionRow<ActionRow['params'], ActionRow['returns'], ErrorCode, 'write'>
const readRow = (row: ActionRow): ReadRow => row as ReadRow
const writeRow = (row: ActionRow): WriteRow => row as WriteRow

type Input = ActionInput<Readonly<Record<string, unknown>>, ErrorCode>

function inputOf(world: World, allowed: Allowed, warnings: Warning[]): Input {
  const { call, caller, params } = allowed
  return {
    params,
    caller,
    requestId: call.requestId,
    nowMs: call.receivedMs,
    random: world.random,
    world,
    context: allowed.access.context,
    fail(code, ...detail): never {
      throw new ApiError(code, detail[0] ?? {})
    },
    warn(warning) {
      warnings.push(warning)
    },
    may: mayOf(world, allowed),
  }
}

/**
 * A key, user or session that ended since the signature was checked must not change anything any more. `own`: the codes of
 * the row.
 */
export async function stillThere(
  writes: Writes,
  caller: Caller,
  own: readonly ErrorCode[],
  nowMs: number,
): Promise<void> {
  await refuseQuarantined(writes, caller)
  if (isConsoleKey(caller.secretId)) {
    // Made by the server for somebody in a browser, who may have signed out, or lost the right to be there.
    const session = await writes.consoleSessions.get(caller.account, caller.secretId)
    if (session?.stage === 'open') return
    throw apiError('AuthFailure.TokenFailure')
  }
  // A stranger has nothing that could have ended: the handler looks anew at what the proof rested on.
  if (caller.kind === 'stranger') return
  if (caller.session !== undefined) {
    const holder = await writes.sessions.holder(caller.account, caller.session.sessionId)
    if (holder !== undefined && lasts(holder, nowMs)) return
    throw apiError('AuthFailure.TokenFailure')
  }
  if (caller.bearer === true) {
    if ((await writes.scimTokens.get(caller.account, caller.secretId)) !== undefined) return
    throw apiError('AuthFailure.TokenFailure')
  }
  const key = await writes.keys.get(caller.account, caller.secretId)
  if (key?.status === 'Active') return
  const user = caller.kind === 'root' ? caller : await writes.users.byUin(caller.account, caller.uin)
  const code = userGone.find((one) => own.includes(one))
  if (user === undefined && code !== undefined) throw apiError(code, { user: String(caller.uin) })
  throw apiError('AuthFailure.SecretIdNotFound')
}

/** What a call whose table has one of them says of a caller that is gone, best first. */
const userGone = ['ResourceNotFound.UserNotExist', 'InvalidParameter.UserNotExist'] as const

function checked(row: ActionRow, result: object): object {
  const fault = misfit(row.returns, result)
  if (fault !== undefined) throw new ResultMisfit(`${row.name}: ${fault}`)
  return result
}
