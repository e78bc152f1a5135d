// Calls of the account: who made them, from where, and how they ended; newest first. Our own call: the reference has none.
// Secrets were taken out before an event was written.
import { bool, int, list, nullable, optional, struct, text } from '../../protocol/shape.ts'
import type { AuditFilter, AuditPlace, ChainedEvent, AuditSession as StoredSession } from '../../store/store.ts'
import { action } from '../define.ts'

const newer = true
/** A time and a position, both exact. */
export const markerForm = /^\d{1,15}-[1-9]\d{0,14}$/
const AuditSession = struct(
  'AuditSession',
  {
    Kind: text({
      about: 'role, federation or mfa; saml or oidc for somebody an identity provider vouched for.',
      newer,
    }),
    Name: text({ about: 'Name of the session.', newer }),
    SecretId: text({ about: 'Id of the temporary key; empty for a call without a key.', newer }),
    RoleId: nullable(text({ about: 'Id of the role; null without one.', newer })),
    RoleName: nullable(text({ about: 'Name of the role then; null without one.', newer })),
    CallerAccount: int({ about: 'Root account of whoever asked for the key.', newer }),
    SourceIdentity: nullable(text({ about: 'Source identity; null without one.', newer })),
  },
  { about: 'The session of a temporary key, or who an identity provider vouched for; null for a permanent key.' },
)
const AuditEvent = struct(
  'AuditEvent',
  {
    Position: int({ about: "Place of the event in the account's chain, from 1.", newer }),
    Revision: int({
      about: 'Revision of the account: the one that a change made, or the one that a call was judged at.',
      newer,
    }),
    RequestId: text({ about: 'Id of the call.', newer }),
    EventTime: int({ about: 'When the call came, in seconds since 1970.', newer }),
    Uin: int({
      about: 'Account number of the caller; of a session, of whoever asked for it; 0 for nobody of here.',
      newer,
    }),
    KeyId: text({ about: 'SecretId of the key; empty without one.', newer }),
    Access: text({ about: 'read, write, or unknown where nothing of here has such an action.', newer }),
    Product: text({ about: 'Product of the action.', newer }),
    Action: text({ about: 'Action that was called.', newer }),
    Resources: list(text({ about: 'A resource in six segments, or *.' }), { about: 'What it was checked on.', newer }),
    Decision: text({ about: 'What policies said: allow, deny, or none where they were not asked.', newer }),
    Outcome: text({ about: 'How it ended: ok, or the code of the error.', newer }),
    SourceIp: text({ about: 'Address that the call came from.', newer }),
    UserAgent: text({ about: 'What the client said that it is.', newer }),
    Parameters: text({ about: 'The parameters as JSON text, secrets replaced.', newer }),
    Session: nullable(AuditSession),
    Hash: text({ about: 'Hash of the event, in which that of the one before stands.', newer }),
  },
  { about: 'A call, or a change past every call.' },
)
const seconds = (about: string) => optional(int({ about, newer, min: 0, max: 10 ** 12 }))

export const DescribeAuditEvents = action({
  name: 'DescribeAuditEvents',
  product: 'cam',
  group: 'Audit',
  summary:
    'Lists the calls made in the account: changes, calls that ended with an error, and reads where they are kept.',
  newer,
  access: 'read',
  perSecond: 20,
  params: {
    StartTime: seconds('Earliest time, in seconds since 1970.'),
    EndTime: seconds('Latest time, in seconds since 1970, inclusive.'),
    Uin: optional(int({ about: 'Account number of the caller.', newer })),
    ActionName: optional(text({ about: 'Exact name of the action.', newer })),
    ProductName: optional(text({ about: 'Exact name of the product.', newer })),
    ResourceName: optional(
      text({
        about: 'A resource that the call was checked on, in full or its last segment.',
        newer,
        min: 1,
        max: 1024,
      }),
    ),
    Outcome: optional(text({ about: 'How it ended, exactly: ok, or the code of an error.', newer, min: 1, max: 128 })),
    Failed: optional(bool({ about: 'true: only calls that ended with an error. false: only others.', newer })),
    EventRequestId: optional(text({ about: 'RequestId of the call.', newer, min: 1, max: 128 })),
    KeyId: optional(text({ about: 'SecretId of the key.', newer, min: 1, max: 1024 })),
    Access: optional(text({ about: 'read or write.', newer, pattern: /^(read|write)$/ })),
    Limit: optional(int({ about: 'Entries at most.', newer, min: 1, max: 100 }), 20),
    Marker: optional(text({ about: 'Where to go on: the marker of the answer before.', newer, pattern: markerForm })),
  },
  returns: {
    Events: list(AuditEvent, { about: 'The events of the page, newest first.', newer }),
    Marker: text({ about: 'Where to go on; empty at the end.', newer }),
    IsTruncated: bool({
      about: 'Whether to go on: there may be more, also behind a page that is not full or empty.',
      newer,
    }),
  },
  errors: ['InvalidParameter.ParamError'],
  resource: { level: 'operation' },
  async handle({ params, caller, store }) {
    const { Limit, Marker } = params
    const page = { before: placeOf(Marker), limit: Limit }
    const { events, next } = await store.audit.search(caller.account, filterOf(params), page)
    return {
      Events: events.map(auditEvent),
      Marker: next === undefined ? '' : markerOf(next),
      IsTruncated: next !== undefined,
    }
  },
})

interface Asked {
  readonly StartTime?: number | undefined
  readonly EndTime?: number | undefined
  readonly Uin?: number | undefined
  readonly ActionName?: string | undefined
  readonly ProductName?: string | undefined
  readonly ResourceName?: string | undefined
  readonly Outcome?: string | undefined
  readonly Failed?: boolean | undefined
  readonly EventRequestId?: string | undefined
  readonly KeyId?: string | undefined
  readonly Access?: string | undefined
}

function filterOf({ StartTime, EndTime, Access, ...asked }: Asked): AuditFilter {
  return {
    fromMs: StartTime === undefined ? undefined : StartTime * 1000,
    toMs: EndTime === undefined ? undefined : EndTime * 1000 + 999,
    uin: asked.Uin,
    action: asked.ActionName,
    product: asked.ProductName,
    resource: asked.ResourceName,
    outcome: asked.Outcome,
    failed: asked.Failed,
    requestId: asked.EventRequestId,
    secretId: asked.KeyId,
    access: Access === 'read' || Access === 'write' ? Access : undefined,
  }
}

/** What a marker says, which only this server reads: the place that a page ended at. */
export const markerOf = ({ timeMs, position }: AuditPlace): string => `${timeMs}-${position}`
export function placeOf(marker: string | undefined): AuditPlace | undefined {
  const [timeMs, position] = (marker ?? '').split('-').map(Number)
  return timeMs === undefined || position === undefined ? undefined : { timeMs, position }
}

function auditEvent(event: ChainedEvent) {
  return {
    Position: event.position,
    Revision: event.revision,
    RequestId: event.requestId,
    EventTime: Math.floor(event.timeMs / 1000),
    Uin: event.uin,
    KeyId: event.secretId,
    Access: event.access,
    Product: event.product,
    Action: event.action,
    Resources: event.resources,
    Decision: event.decision,
    Outcome: event.outcome,
    SourceIp: event.sourceIp,
    UserAgent: event.userAgent,
    Parameters: event.parameters,
    Session: event.session === undefined ? null : auditSession(event.session),
    Hash: event.hash,
  }
}

function auditSession({ kind, name, secretId, roleId, roleName, callerAccount, sourceIdentity }: StoredSession) {
  return {
    Kind: kind,
    Name: name,
    SecretId: secretId,
    RoleId: roleId ?? null,
    RoleName: roleName ?? null,
    CallerAccount: callerAccount,
    SourceIdentity: sourceIdentity ?? null,
  }
}
