// Why a call was refused, from the record that the server keeps for a while of each call that policies refused. Our own call;
// what `opencam why` prints on the server's machine, for whoever looks after the account's policies.
import { editText } from '../../policy/index.ts'
import { bool, int, list, nullable, text } from '../../protocol/shape.ts'
import { AccessFinding, findingViews } from '../decision/findings.ts'
import { action } from '../define.ts'
import { ContextKey } from '../policy/access.ts'
import { readRefusal } from './refusal-record.ts'

const newer = true

export const DescribeRefusal = action({
  name: 'DescribeRefusal',
  product: 'cam',
  group: 'Audit',
  summary: 'Tells why a call was refused, and the smallest change that would allow it.',
  newer,
  access: 'read',
  perSecond: 20,
  params: {
    RefusedRequestId: text({ about: 'RequestId of the refused call.', newer, min: 1, max: 64, pattern: /^[\w-]+$/ }),
  },
  returns: {
    Time: text({ about: 'When the call came, UTC.', newer }),
    CallerKind: text({ about: 'root, user or role.', newer }),
    Uin: int({ about: 'Account number of the caller; of a session, of whoever asked for it.', newer }),
    UserName: nullable(text({ about: 'Name of that user now; null where it is no user of this account.', newer })),
    RoleName: nullable(text({ about: 'Name of the role that the caller acted as; null without one.', newer })),
    SessionName: nullable(text({ about: 'Name of the session of a temporary key; null without one.', newer })),
    SourceIp: text({ about: 'Address that the call came from.', newer }),
    ActionName: text({ about: 'What was asked for, as product:Action.', newer }),
    Resource: list(text({ about: 'A resource in six segments, or *.' }), { about: 'What it was checked on.', newer }),
    Parameters: text({ about: 'The parameters as JSON text, secrets replaced.', newer }),
    Code: text({ about: 'What was answered, or would have been.', newer }),
    LetThrough: bool({ about: 'Whether the call was let through all the same.', newer }),
    Context: list(ContextKey, {
      about: 'Condition keys of the call that statements looked at, and those of every call.',
      newer,
    }),
    Findings: list(AccessFinding, { about: 'What each layer said about each resource.', newer }),
    Changes: nullable(
      list(text({ about: 'A change in words.' }), {
        about:
          'The smallest change that would have allowed it; empty where none would, null where none was looked for.',
        newer,
      }),
    ),
  },
  errors: ['InvalidParameter.ParamError', 'ResourceNotFound.NotFound'],
  resource: { level: 'operation' },
  async handle({ params: { RefusedRequestId }, caller, store, world, fail }) {
    await world.refusals.written(RefusedRequestId)
    const kept = await world.store.refusal(RefusedRequestId)
    // One of another account is as good as none.
    const record = kept?.account === caller.account ? readRefusal(JSON.parse(kept.record)) : undefined
    if (record === undefined) return fail('ResourceNotFound.NotFound', { resource: RefusedRequestId })
    const { caller: who, remedy, explanation } = record
    return {
      Time: record.time,
      CallerKind: who.kind,
      Uin: who.uin,
      UserName: (await store.users.byUin(caller.account, who.uin))?.name ?? null,
      RoleName: who.session?.role ?? null,
      SessionName: who.session?.name ?? null,
      SourceIp: record.from,
      ActionName: record.action,
      Resource: record.resources,
      Parameters: JSON.stringify(record.parameters) ?? '{}',
      Code: record.code,
      LetThrough: record.passed === true,
      Context: record.context.map(({ key, values }) => ({ Key: key, Values: values })),
      Findings: findingViews(explanation.resources),
      Changes:
        remedy === undefined
          ? null
          : 'edits' in remedy
            ? remedy.edits.map((edit) => editText('action' in edit ? { ...edit, action: record.action } : edit))
            : [],
    }
  },
})
