// Makes a session of a role for whoever its trust policy lets in. The caller's own policies were asked before; both must
// say yes, except that root accounts need the trust only.
import { decideTrust, type TrustAsker } from '../../policy/index.ts'
import type { RequestContext } from '../../policy/types.ts'
import { list, optional, struct, text } from '../../protocol/shape.ts'
import type { Reads, RoleRow, Writes } from '../../store/store.ts'
import { type ActionInput, action, auditSessionOf, type Caller, type NamesInput } from '../define.ts'
import type { Decider } from '../world.ts'
import { namesOf, type RoleRef, readRoleArn, roleNamed } from './role-arn.ts'
import { DurationSeconds, distrust, durationWithin, RoleSessionName, roleArn, roleSecondsMax } from './role-session.ts'
import { checkSecondFactor, SerialNumber, secondFactorCodes, TokenCode } from './second-factor.ts'
import { beginningOf, chainMax, credentialResults, makeSession } from './session.ts'
import { checkOwnResources, readSessionPolicy, sessionPolicyCodes } from './session-policy.ts'

const newer = true

const Tag = struct(
  'StsTag',
  {
    Key: text({ about: 'Key, once in the list.', newer, min: 1, max: 128 }),
    Value: text({ about: 'Value.', newer, max: 256 }),
  },
  { about: 'A tag of a session.' },
)

const errors = [
  ...secondFactorCodes,
  ...sessionPolicyCodes,
  'InternalError.SystemError',
  'InvalidParameter.AccountNotAvaliable',
  'InvalidParameter.OverTimeError',
  'InvalidParameter.ParamError',
  'ResourceNotFound.RoleNotFound',
  'UnauthorizedOperation',
] as const
type Code = (typeof errors)[number]
type Fail = ActionInput<object, Code>['fail']

interface Params {
  readonly RoleArn: string
  readonly RoleSessionName: string
  readonly DurationSeconds: number | undefined
  readonly ExternalId: string | undefined
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[]
  readonly SourceIdentity: string | undefined
  readonly SerialNumber: string | undefined
  readonly TokenCode: string | undefined
}

export const AssumeRole = action({
  name: 'AssumeRole',
  product: 'sts',
  group: 'Sts',
  summary: 'Makes a temporary key with the rights of a role.',
  newer,
  access: 'write',
  perSecond: 100,
  params: {
    RoleArn: roleArn('InvalidParameter.ResouceError'),
    RoleSessionName,
    DurationSeconds,
    Policy: optional(text({ about: 'Session policy as JSON text, plain or URL-encoded.', newer })),
    ExternalId: optional(
      text({ about: 'What the trust policy asks for.', newer, min: 2, max: 128, pattern: /^[\w+=,.@:/-]*$/ }),
    ),
    Tags: optional(list(Tag, { about: 'Tags of the session.', newer, max: 50 }), []),
    SourceIdentity: optional(text({ about: 'Account number of whoever asked first.', newer, pattern: /^\d{1,15}$/ })),
    SerialNumber: optional(SerialNumber),
    TokenCode: optional(TokenCode),
  },
  returns: credentialResults,
  errors,
  resource: { level: 'names', names },
  async prepare(input) {
    const { params, caller, store, world, fail } = input
    const ref = readRoleArn(params.RoleArn)
    if (ref === undefined) return fail('InvalidParameter.ResouceError', { problem: 'RoleArn names no role' })
    if (ref.account !== caller.account && (await store.accounts.get(ref.account)) === undefined) {
      return fail('InvalidParameter.AccountNotAvaliable', { account: String(ref.account) })
    }
    const { Policy } = params
    const place = { world, store, account: ref.account, fail }
    const policy = Policy === undefined ? undefined : await readSessionPolicy(place, Policy)
    const tags = tagsOf(params, fail)
    const sourceIdentity = sourceIdentityOf(params, caller, fail)
    // Last, because it uses the code up; and before the transaction, which a refusal would take back with the count.
    return { ref, policy, tags, sourceIdentity, mfa: await secondFactor(input, params) }
  },
  async handle(input) {
    const { params, prepared, caller, nowMs, random, store, world, fail } = input
    const { ref, policy, mfa } = prepared
    const foreign = ref.account !== caller.account
    // Another account is locked, and told in its audit, only for whom its role lets in: strangers make nobody wait.
    if (foreign) await trustingRole(input, ref, mfa)
    const revision = foreign ? await store.accounts.advance(ref.account) : undefined
    const role = await trustingRole(input, ref, mfa)
    const limit = roleSecondsMax(role)
    const durationSeconds = durationWithin(params.DurationSeconds, limit)
    if (durationSeconds === undefined) return fail('InvalidParameter.OverTimeError', { limit: String(limit) })
    if (policy !== undefined) await checkOwnResources({ store, account: role.account, fail }, policy)
    const beginning = beginningOf(caller, nowMs)
    if (beginning.through.filter(({ expiresMs }) => expiresMs > nowMs).length > chainMax) {
      const problem = `more than ${chainMax} sessions of the chain have not expired: begin anew with a permanent key`
      return fail('InvalidParameter.ParamError', { problem })
    }
    const issued = await makeSession(
      store,
      { random, world, nowMs },
      {
        account: role.account,
        kind: 'role',
        roleId: role.roleId,
        roleGeneration: role.sessionGeneration,
        name: params.RoleSessionName,
        ...beginning,
        policy: policy?.text,
        // A session of a role passes no second factor on: whoever holds its key need not have shown one.
        mfa: mfa || caller.session?.kind === 'mfa' || (caller.session?.kind === 'console' && caller.session.mfa),
        sourceIdentity: prepared.sourceIdentity,
        tags: prepared.tags,
        durationSeconds,
      },
    )
    if (revision !== undefined) await tellOwner(input, role, revision)
    return issued
  },
})

/** Under all its names, unless it is another account's that does not let the caller in: that is one that is not there. */
async function names(input: NamesInput<Params>): Promise<readonly string[]> {
  const { params, caller, read, decider } = input
  const ref = readRoleArn(params.RoleArn)
  const role = ref && (await roleNamed(read, ref))
  if (role === undefined) return [params.RoleArn]
  if (role.account === caller.account) return namesOf(role)
  // A code that turns out to be wrong ends the call later.
  const context = trustContext(input.context, params, params.TokenCode !== undefined)
  return trusts(role, decider, caller, context) ? namesOf(role) : [params.RoleArn]
}

function trusts(
  role: RoleRow,
  { trustOf }: Pick<Decider, 'trustOf'>,
  caller: Caller,
  context: RequestContext,
): boolean {
  return decideTrust(trustOf(role), askerOf(caller), 'sts:AssumeRole', context).effect === 'allow'
}

type RoleInput = ActionInput<Params, Code> & { readonly store: Pick<Reads, 'roles'> }

/** The role, if it is there and lets the caller in: else the call ends, before it can tell anything of role or account. */
async function trustingRole(input: RoleInput, ref: RoleRef, mfa: boolean): Promise<RoleRow> {
  const { params, caller, store, world, fail } = input
  const role = await roleNamed(store, ref)
  if (role === undefined) return absent(ref.account === caller.account, params.RoleArn, fail)
  if (trusts(role, world.decider, caller, trustContext(input.context, params, mfa))) return role
  return fail('UnauthorizedOperation', { problem: distrust(params.RoleArn) })
}

/** Who is not in a role's account does not learn which roles it has. */
function absent(own: boolean, arn: string, fail: Fail): never {
  return own
    ? fail('ResourceNotFound.RoleNotFound', { role: arn })
    : fail('UnauthorizedOperation', { problem: distrust(arn) })
}

function tagsOf({ Tags }: Params, fail: Fail) {
  if (new Set(Tags.map(({ Key }) => Key)).size < Tags.length) {
    return fail('InvalidParameter.ParamError', { problem: 'a key occurs twice in `Tags`' })
  }
  return Tags.map(({ Key: key, Value: value }) => ({ key, value }))
}

/** Stays what it was through a chain of roles, and is nobody else's number: audit relies on it. */
function sourceIdentityOf({ SourceIdentity }: Params, caller: Caller, fail: Fail): string | undefined {
  const { session } = caller
  const before = session?.sourceIdentity
  if (SourceIdentity === undefined) return before
  if (SourceIdentity !== (before ?? String(session?.callerUin ?? caller.uin))) {
    return fail('InvalidParameter.ParamError', { problem: '`SourceIdentity` is not the account number of the caller' })
  }
  return SourceIdentity
}

async function secondFactor(input: ActionInput<object, Code>, params: Params): Promise<boolean> {
  const { SerialNumber, TokenCode } = params
  if (SerialNumber === undefined && TokenCode === undefined) return false
  if (SerialNumber === undefined || TokenCode === undefined) {
    const problem = '`SerialNumber` and `TokenCode` come together'
    return input.fail('InvalidParameter.ParamError', { problem })
  }
  await checkSecondFactor(input, SerialNumber, TokenCode)
  return true
}

/** The keys of the call, and what the call itself says for the trust policy to look at. */
function trustContext(call: RequestContext, params: Params, mfa: boolean): RequestContext {
  const said = new Map([['sts:role_session_name', params.RoleSessionName]])
  if (params.ExternalId !== undefined) said.set('sts:external_id', params.ExternalId)
  if (mfa) said.set('qcs:mfa', 'true').set('mfa', '1')
  return { get: (key) => said.get(key) ?? call.get(key) }
}

function askerOf({ kind, account, uin, session }: Caller): TrustAsker {
  if (kind !== 'role') return { kind: 'account', account, uin }
  return { kind: 'role', account, roleName: session?.role?.name ?? '' }
}

type TellInput = Omit<ActionInput<Params, Code>, 'fail'> & { readonly store: Pick<Writes & Reads, 'audit'> }

/** The event in the role's account: who got a session of it, from where. */
async function tellOwner(input: TellInput, role: RoleRow, revision: number): Promise<void> {
  const { params, caller, nowMs, requestId, context, store } = input
  const sourceIp = context.get('qcs:ip')
  await store.audit.append({
    account: role.account,
    revision,
    requestId,
    timeMs: nowMs,
    uin: caller.session?.callerUin ?? caller.uin,
    product: 'sts',
    action: 'AssumeRole',
    resources: namesOf(role),
    secretId: caller.secretId,
    access: 'write',
    decision: 'allow',
    outcome: 'ok',
    sourceIp: typeof sourceIp === 'string' ? sourceIp : '',
    userAgent: '',
    parameters: JSON.stringify({ RoleArn: params.RoleArn, RoleSessionName: params.RoleSessionName }),
    session: auditSessionOf(caller),
  })
}
