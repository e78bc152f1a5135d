// What was changed in the account, by whom and from where, newest first. Our own call: the reference has none. Secrets
// were taken out before an event was written.
import { bool, int, list, nullable, optional, struct, text } from '../../protocol/shape.ts'
import type { AuditEvent as StoredEvent, AuditSession as StoredSession } from '../../store/store.ts'
import { action } from '../define.ts'

const newer = true
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
    Revision: int({ about: 'Revision of the account that the change made.', newer }),
    RequestId: text({ about: 'Id of the call.', newer }),
    EventTime: int({ about: 'When the call came, in seconds since 1970.', newer }),
    Uin: int({
      about: 'Account number of the caller; of a session, of whoever asked for it; 0 for nobody of here.',
      newer,
    }),
    Product: text({ about: 'Product of the action.', newer }),
    Action: text({ about: 'Action that was called.', newer }),
    Resources: list(text({ about: 'A resource in six segments, or *.' }), { about: 'What it was checked on.', newer }),
    SourceIp: text({ about: 'Address that the call came from.', newer }),
    Outcome: text({ about: 'How it ended.', newer }),
    Parameters: text({ about: 'The parameters as JSON text, secrets replaced.', newer }),
    Session: nullable(AuditSession),
  },
  { about: 'A change of the account.' },
)
const seconds = (about: string) => optional(int({ about, newer, min: 0, max: 10 ** 12 }))

export const DescribeAuditEvents = action({
  name: 'DescribeAuditEvents',
  product: 'cam',
  group: 'Audit',
  summary: 'Lists the changes made in the account.',
  newer,
  access: 'read',
  perSecond: 20,
  params: {
    StartTime: seconds('Earliest time, in seconds since 1970.'),
    EndTime: seconds('Latest time, in seconds since 1970, inclusive.'),
    Uin: optional(int({ about: 'Account number of the caller.', newer })),
    ActionName: optional(text({ about: 'Exact name of the action.', newer })),
    Limit: optional(int({ about: 'Entries at most.', newer, min: 1, max: 100 }), 20),
    Marker: optional(
      text({ about: 'Where to go on: the marker of the answer before.', newer, pattern: /^[1-9]\d{0,14}$/ }),
    ),
  },
  returns: {
    Events: list(AuditEvent, { about: 'The events of the page, newest first.', newer }),
    Marker: text({ about: 'Where to go on; empty at the end.', newer }),
    IsTruncated: bool({ about: 'Whether there are more.', newer }),
  },
  errors: ['InvalidParameter.ParamError'],
  resource: { level: 'operation' },
  async handle({ params, caller, store }) {
    const { StartTime, EndTime, Uin, ActionName, Limit, Marker } = params
    const filter = {
      fromMs: StartTime === undefined ? undefined : StartTime * 1000,
      toMs: EndTime === undefined ? undefined : EndTime * 1000 + 999,
      uin: Uin,
      action: ActionName,
    }
    // One more than asked tells whether there are more.
    const page = { beforeRevision: Marker === undefined ? undefined : Number(Marker), limit: Limit + 1 }
    const found = await store.audit.list(caller.account, filter, page)
    const shown = found.slice(0, Limit)
    const truncated = found.length > Limit
    return {
      Events: shown.map(auditEvent),
      Marker: truncated ? String(shown.at(-1)?.revision ?? '') : '',
      IsTruncated: truncated,
    }
  },
})

function auditEvent(event: StoredEvent) {
  return {
    Revision: event.revision,
    RequestId: event.requestId,
    EventTime: Math.floor(event.timeMs / 1000),
    Uin: event.uin,
    Product: event.product,
    Action: event.action,
    Resources: event.resources,
    SourceIp: event.sourceIp,
    Outcome: event.outcome,
    Parameters: event.parameters,
    Session: event.session === undefined ? null : auditSession(event.session),
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
