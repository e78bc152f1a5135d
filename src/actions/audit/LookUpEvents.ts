// The audit log as CloudAudit's clients ask for it. What they know of an event is told in their members, and all of it as JSON
// text. The window of seven days that the reference speaks of is none here: what is kept can be looked up.
import { wireTime } from '../../kernel/time.ts'
import { bool, int, list, optional, struct, text } from '../../protocol/shape.ts'
import type { AuditFilter, ChainedEvent, Reads } from '../../store/store.ts'
import { action } from '../define.ts'
import { markerForm, markerOf, placeOf } from './DescribeAuditEvents.ts'

const newer = true
const keys = [
  'RequestId',
  'EventName',
  'ReadOnly',
  'Username',
  'ResourceType',
  'ResourceName',
  'AccessKeyId',
  'EventId',
]
const resultsMax = 50

const LookupAttribute = struct(
  'LookupAttribute',
  {
    AttributeKey: text({ about: `One of ${keys.join(', ')}.`, newer }),
    AttributeValue: optional(
      text({
        about: 'What it is to be. Of ReadOnly true or false; of Username root, or the name or number of a user.',
        newer,
        max: 1024,
      }),
      '',
    ),
  },
  { about: 'One condition; all of them must hold.' },
)
const Resource = struct(
  'Resource',
  {
    ResourceType: text({ about: 'Product of the action.', newer }),
    ResourceName: text({ about: 'What the call was checked on, separated by commas.', newer }),
  },
  { about: 'What a call was about.' },
)
const Event = struct(
  'Event',
  {
    EventId: text({ about: "Account and place in the account's chain.", newer }),
    Username: text({ about: 'root, the number of a user, or roleUser.', newer }),
    EventTime: text({ about: 'When the call came, UTC+8.', newer }),
    CloudAuditEvent: text({ about: 'All that is kept of the call, as JSON text.', newer }),
    ResourceTypeCn: text({ about: 'Product of the action.', newer }),
    ErrorCode: int({ about: '0 where the call ended well, otherwise 1; CloudAuditEvent has the code.', newer }),
    EventName: text({ about: 'Action that was called.', newer }),
    SecretId: text({ about: 'SecretId of the key; empty without one.', newer }),
    EventSource: text({ about: 'Host of the product.', newer }),
    RequestID: text({ about: 'Id of the call.', newer }),
    ResourceRegion: text({ about: 'Empty: events here have no region.', newer }),
    AccountID: int({ about: 'Number of the root account.', newer }),
    SourceIPAddress: text({ about: 'Address that the call came from.', newer }),
    EventNameCn: text({ about: 'Action that was called.', newer }),
    Resources: Resource,
    EventRegion: text({ about: 'Empty: events here have no region.', newer }),
    Location: text({ about: 'Empty: nobody here knows where an address is.', newer }),
  },
  { about: 'A call.' },
)

export const LookUpEvents = action({
  name: 'LookUpEvents',
  product: 'cloudaudit',
  group: 'Audit',
  summary: "Looks up calls of the account in the form of CloudAudit's API.",
  newer,
  access: 'read',
  perSecond: 20,
  params: {
    StartTime: int({ about: 'Earliest time, in seconds since 1970.', newer, min: 0, max: 10 ** 12 }),
    EndTime: int({ about: 'Latest time, in seconds since 1970, inclusive.', newer, min: 0, max: 10 ** 12 }),
    LookupAttributes: optional(list(LookupAttribute, { about: 'Conditions.', newer, max: keys.length }), []),
    NextToken: optional(text({ about: 'Where to go on: the token of the answer before.', newer, pattern: markerForm })),
    MaxResults: optional(int({ about: 'Events at most, 1 to 50.', newer }), 10),
    Mode: optional(text({ about: 'standard or quick; both do the same here.', newer, pattern: /^(standard|quick)$/ })),
  },
  returns: {
    Events: list(Event, { about: 'The events of the page, newest first.', newer }),
    ListOver: bool({ about: 'Whether this was the last page.', newer }),
    NextToken: text({ about: 'Where to go on; empty at the end.', newer }),
    TotalCount: int({ about: 'Events of this page.', newer }),
  },
  errors: [
    'InvalidParameter.ParamError',
    'InvalidParameterValue.MaxResult',
    'InvalidParameterValue.Time',
    'InvalidParameterValue.attributeKey',
  ],
  resource: { level: 'operation' },
  async handle({ params, caller: { account }, store, fail }) {
    const { StartTime, EndTime, LookupAttributes, MaxResults, NextToken } = params
    if (MaxResults < 1 || MaxResults > resultsMax) fail('InvalidParameterValue.MaxResult', { max: String(resultsMax) })
    if (StartTime > EndTime) fail('InvalidParameterValue.Time')
    const times = { fromMs: StartTime * 1000, toMs: EndTime * 1000 + 999 }
    let wanted: Wanted = { filter: times }
    for (const { AttributeKey, AttributeValue } of LookupAttributes) {
      if (!keys.includes(AttributeKey)) fail('InvalidParameterValue.attributeKey', { keys: keys.join(', ') })
      wanted = narrowed(wanted, await meant(store, account, AttributeKey, AttributeValue))
    }
    const page = { before: placeOf(NextToken), limit: MaxResults }
    const { events, next } = wanted.nothing === true ? none : await found(store, account, wanted, page)
    return {
      Events: events.map(eventOf),
      ListOver: next === undefined,
      NextToken: next === undefined ? '' : markerOf(next),
      TotalCount: events.length,
    }
  },
})

interface Wanted {
  readonly filter: AuditFilter
  /** Of EventId. */
  readonly position?: number | undefined
  /** No event can be meant. */
  readonly nothing?: true
}
type Page = Parameters<Reads['audit']['search']>[2]
const none = { events: [], next: undefined }

/** The part of a filter that a condition means; `undefined`: nothing that could be. */
async function meant(
  store: Reads,
  account: number,
  key: string,
  value: string,
): Promise<Partial<Wanted['filter']> | number | undefined> {
  switch (key) {
    case 'RequestId':
      return { requestId: value }
    case 'EventName':
      return { action: value }
    case 'ReadOnly':
      return value === 'true' ? { access: 'read' } : value === 'false' ? { access: 'write' } : undefined
    case 'Username': {
      const uin = value === 'root' ? account : /^\d{1,15}$/.test(value) ? Number(value) : undefined
      const known = uin ?? (await store.users.byName(account, value))?.uin
      return known === undefined ? undefined : { uin: known }
    }
    case 'ResourceType':
      return { product: value }
    case 'ResourceName':
      return { resource: value }
    case 'AccessKeyId':
      return { secretId: value }
    default: {
      const [of, position] = /^\d{1,15}-\d{1,15}$/.test(value) ? value.split('-').map(Number) : []
      return of === account ? position : undefined
    }
  }
}

/** Two conditions on one thing that differ can never hold together. */
function narrowed(wanted: Wanted, part: Partial<AuditFilter> | number | undefined): Wanted {
  if (part === undefined) return { ...wanted, nothing: true }
  if (typeof part === 'number') {
    return wanted.position === undefined || wanted.position === part
      ? { ...wanted, position: part }
      : { ...wanted, nothing: true }
  }
  const before = new Map(Object.entries(wanted.filter))
  const differs = Object.entries(part).some(([name, value]) => before.has(name) && before.get(name) !== value)
  return differs ? { ...wanted, nothing: true } : { ...wanted, filter: { ...wanted.filter, ...part } }
}

/** An event that is named by its place is at most one, and its request tells the filter the rest. */
async function found({ audit }: Reads, account: number, { filter, position }: Wanted, page: Page) {
  if (position === undefined) return audit.search(account, filter, page)
  const [event] = await audit.after(account, position - 1, 1)
  if (event === undefined || event.position !== position) return none
  const { requestId = event.requestId } = filter
  if (requestId !== event.requestId) return none
  const events = await audit.list(account, { ...filter, requestId }, { limit: resultsMax })
  return { events: events.filter((one) => one.position === position), next: undefined }
}

function eventOf(event: ChainedEvent) {
  const { account, uin, session, product, action: name } = event
  const resource = { ResourceType: product, ResourceName: event.resources.join(',') }
  return {
    EventId: `${account}-${event.position}`,
    Username: session?.roleId !== undefined ? 'roleUser' : uin === account ? 'root' : String(uin),
    EventTime: wireTime(event.timeMs),
    CloudAuditEvent: JSON.stringify(event),
    ResourceTypeCn: product,
    ErrorCode: event.outcome === 'ok' || event.outcome.startsWith('forwarded') ? 0 : 1,
    EventName: name,
    SecretId: event.secretId,
    EventSource: `${product}.tencentcloudapi.com`,
    RequestID: event.requestId,
    ResourceRegion: '',
    AccountID: account,
    SourceIPAddress: event.sourceIp,
    EventNameCn: name,
    Resources: resource,
    EventRegion: '',
    Location: '',
  }
}
