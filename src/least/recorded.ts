// Recorded calls, from wherever they were recorded: the lines of `opencam audit export`, answers of LookUpEvents and
// DescribeAuditEvents, and events in CloudAudit's own form.

/** Who made a call, as its policies are found: a user by number, a role by name. */
export type Who =
  | { readonly kind: 'root' }
  | { readonly kind: 'user'; readonly uin: number }
  | { readonly kind: 'role'; readonly role: string }

export interface RecordedCall {
  readonly who: Who
  /** 0: not told. */
  readonly account: number
  /** `product:Action`. */
  readonly action: string
  /** What it was checked on: six segments or `*`; empty: not told. */
  readonly resources: readonly string[]
  readonly sourceIp: string
  /** Milliseconds since 1970. */
  readonly timeMs: number
  /** Whether it was allowed, or let through: only then is the right to it in use. */
  readonly passed: boolean
  /** Whether policies were asked: some calls need no permission. */
  readonly asked: boolean
  /** Whether it only reads; `undefined`: not told. */
  readonly reads: boolean | undefined
  /** Number of whoever signed, or asked for the session; 0: nobody of here; `undefined`: not told. */
  readonly uin?: number | undefined
  /** Empty: not told. */
  readonly requestId?: string
  /** Of a temporary key; `null`: by a permanent one; `undefined`: not told. */
  readonly session?: RecordedSession | null | undefined
}

export interface RecordedSession {
  readonly kind: string
  /** `undefined`: of no role, or its id is not told. */
  readonly roleId: string | undefined
  /** Who asked for it; 0: not told, or somebody of another account. */
  readonly callerUin: number
}

/** Text that is no record of calls; the message says where and why. */
export class NotRecorded extends Error {}

type Members = Readonly<Record<string, unknown>>

/** Every call of a text: JSON lines, or one JSON value. Throws NotRecorded with the line. */
export function readRecorded(text: string): readonly RecordedCall[] {
  const trimmed = text.trim()
  if (trimmed === '') return []
  const whole = parsed(trimmed)
  if (whole !== undefined) return recordsIn(whole.value, '')
  return trimmed.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    const one = parsed(line)
    if (one === undefined) throw new NotRecorded(`line ${index + 1} is no JSON`)
    return recordsIn(one.value, `line ${index + 1}: `)
  })
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The calls of a value of JSON. Throws NotRecorded, whose message begins with `where`. */
export function recordsIn(value: unknown, where: string): readonly RecordedCall[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => recordsIn(one, `${where}[${index}]: `))
  if (!isMembers(value)) throw new NotRecorded(`${where}that is no recorded call`)
  const inside = value['Response'] ?? value['Events']
  if (inside !== undefined) return recordsIn(inside, where)
  const { CloudAuditEvent: told, type } = value
  if (typeof told === 'string') {
    const event = parsed(told)
    if (event === undefined) throw new NotRecorded(`${where}CloudAuditEvent is no JSON`)
    return recordsIn(event.value, where)
  }
  // Marks between the events of an export.
  if (type === 'chain' || type === 'checkpoint' || type === 'end') return []
  const call = ours(value) ?? described(value) ?? cloudAudit(value)
  if (call === undefined) throw new NotRecorded(`${where}that is no recorded call`)
  return [call]
}

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
const whole = (value: unknown): number => (Number.isSafeInteger(Number(value)) ? Number(value) : 0)

/** Allowed, whatever came of it; or let through without a right, as the gateway does in soft mode. */
const went = (decision: unknown, outcome: unknown): boolean =>
  decision === 'allow' || outcome === 'ok' || String(outcome).startsWith('forwarded')

/** An event of our own audit log. */
function ours(event: Members): RecordedCall | undefined {
  const { product, action, resources, decision, outcome, uin, account, timeMs, sourceIp, session } = event
  if (typeof product !== 'string' || typeof action !== 'string' || typeof decision !== 'string') return undefined
  const role = isMembers(session) && typeof session['roleName'] === 'string' ? session['roleName'] : undefined
  return {
    who: whoOf(role, whole(uin), whole(account)),
    account: whole(account),
    action: `${product}:${action}`,
    resources: texts(resources),
    sourceIp: String(sourceIp ?? ''),
    timeMs: whole(timeMs),
    passed: went(decision, outcome),
    asked: decision !== 'none',
    reads: event['access'] === 'read',
    uin: whole(uin),
    requestId: String(event['requestId'] ?? ''),
    session: isMembers(session) ? ourSession(session, whole(uin), whole(account)) : null,
  }
}

function ourSession({ kind, roleId, callerAccount }: Members, uin: number, account: number): RecordedSession {
  const callerUin = callerAccount === account ? uin : 0
  return { kind: String(kind ?? ''), roleId: typeof roleId === 'string' ? roleId : undefined, callerUin }
}

/** An event as DescribeAuditEvents answers it, which does not tell the account. */
function described(event: Members): RecordedCall | undefined {
  const { Product, Action, Resources, Decision, Outcome, Uin, Session, SourceIp, EventTime } = event
  if (typeof Product !== 'string' || typeof Action !== 'string' || typeof Decision !== 'string') return undefined
  const role = isMembers(Session) && typeof Session['RoleName'] === 'string' ? Session['RoleName'] : undefined
  return {
    who: whoOf(role, whole(Uin), 0),
    account: 0,
    action: `${Product}:${Action}`,
    resources: texts(Resources),
    sourceIp: String(SourceIp ?? ''),
    timeMs: whole(EventTime) * 1000,
    passed: went(Decision, Outcome),
    asked: Decision !== 'none',
    reads: event['Access'] === 'read',
  }
}

/** An event of CloudAudit: product from the host, resources only where they are named in six segments. */
function cloudAudit(event: Members): RecordedCall | undefined {
  const { eventName, eventSource, userIdentity, resourceName, sourceIPAddress, eventTime, errorCode } = event
  if (typeof eventName !== 'string' || !isMembers(userIdentity)) return undefined
  const product = String(eventSource ?? event['resourceType'] ?? '').split('.')[0]
  if (product === undefined || product === '') return undefined
  const { accountId, principalId, type, userName } = userIdentity
  const account = whole(accountId)
  const isRole = /role/i.test(String(type ?? ''))
  const named = typeof resourceName === 'string' ? resourceName.split(',') : texts(resourceName)
  const seconds = typeof eventTime === 'number' || /^\d+$/.test(String(eventTime)) ? whole(eventTime) : undefined
  return {
    who: whoOf(isRole ? String(userName ?? principalId ?? '') : undefined, whole(principalId), account),
    account,
    action: `${product}:${eventName}`,
    resources: named.map((one) => one.trim()).filter((one) => /^qcs:[^:]*:[^:]*:[^:]*:[^:]*:/.test(one)),
    sourceIp: String(sourceIPAddress ?? ''),
    timeMs: seconds === undefined ? Date.parse(String(eventTime)) || 0 : seconds < 1e12 ? seconds * 1000 : seconds,
    passed: errorCode === undefined || errorCode === null || ['0', '', 'ok'].includes(String(errorCode)),
    asked: true,
    reads: typeof event['actionType'] === 'string' ? /^read$/i.test(event['actionType']) : undefined,
  }
}

function whoOf(role: string | undefined, uin: number, account: number): Who {
  if (role !== undefined) return { kind: 'role', role }
  return uin === account || uin === 0 ? { kind: 'root' } : { kind: 'user', uin }
}
