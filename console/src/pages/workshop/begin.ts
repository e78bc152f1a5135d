// What the workshop begins with: a draft and a question of its own, a stored policy, or a call that was refused.
import { call, type Result } from '../../api/call.ts'
import { type Principal, policyTexts, subjectOf } from './account.ts'
import { type Draft, emptyQuestion, judge, nobody, policyOfEdits, type Question } from './engine.ts'

export interface Beginning {
  readonly account: number
  readonly appId: number
  readonly draft: Draft
  readonly question: Question
  readonly principal: Principal | undefined
}

const firstText = `{
  "version": "2.0",
  "statement": [
    {
      "effect": "allow",
      "action": ["cam:List*"],
      "resource": ["*"]
    }
  ]
}`
const presetType = 2

export async function beginNew(): Promise<Beginning> {
  const draft = { stored: undefined, text: firstText }
  return { ...(await accountNumbers()), draft, question: emptyQuestion, principal: undefined }
}

export async function beginWithPolicy(id: number): Promise<Beginning> {
  return { ...(await beginNew()), draft: await draftOf(id) }
}

/** A preset cannot be changed: its text becomes a new draft. */
export async function draftOf(id: number): Promise<Draft> {
  const { PolicyName, PolicyDocument, Type } = await call('GetPolicy', { PolicyId: id })
  const text = spread(PolicyDocument ?? '')
  return { stored: Type === presetType ? undefined : { id, name: PolicyName ?? '', text }, text }
}

/** The question of the call, whoever asked it, and as the draft the policy that the smallest change is about. */
export async function beginWithRefusal(requestId: string): Promise<Beginning> {
  const [numbers, refusal] = await Promise.all([
    accountNumbers(),
    call('DescribeRefusal', { RefusedRequestId: requestId }),
  ])
  const question = questionOf(refusal)
  const principal = await principalOf(refusal)
  const given = { ...numbers, textOf: policyTexts() }
  const subject = principal === undefined ? nobody(numbers.account, numbers.appId) : await subjectOf(principal, given)
  const blank: Draft = { stored: undefined, text: '' }
  const { remedy } = judge(subject, blank, question)
  const policyId = 'edits' in remedy ? policyOfEdits(remedy.edits) : undefined
  return { ...numbers, principal, question, draft: policyId === undefined ? blank : await draftOf(policyId) }
}

async function accountNumbers(): Promise<{ readonly account: number; readonly appId: number }> {
  const { OwnerUin, AppId } = await call('GetUserAppId', {})
  return { account: Number(OwnerUin), appId: AppId }
}

async function principalOf(refusal: Result<'DescribeRefusal'>): Promise<Principal | undefined> {
  const { RoleName, UserName, Uin } = refusal
  if (RoleName !== null) {
    const { RoleInfo } = await call('GetRole', { RoleName })
    return { kind: 'role', id: RoleInfo.RoleId, name: RoleName }
  }
  return UserName === null ? undefined : { kind: 'user', id: String(Uin), name: UserName }
}

/** Keys that have a field of their own, or that whoever asks brings along. */
const ownFields = new Set([
  'qcs:ip',
  'qcs:current_time',
  'qcs:mfa',
  'mfa',
  'qcs:uin',
  'qcs:owner_uin',
  'qcs:resource_tag',
])

function questionOf({ ActionName, Resource, Context }: Result<'DescribeRefusal'>): Question {
  const values = new Map(Context.map(({ Key, Values }) => [Key, Values]))
  const first = (key: string): string => values.get(key)?.[0] ?? ''
  const others = Context.filter(({ Key }) => !ownFields.has(Key))
  const mfa = first('qcs:mfa')
  return {
    action: ActionName,
    resources: Resource.join('\n'),
    ip: first('qcs:ip'),
    time: first('qcs:current_time'),
    mfa: mfa === '' ? 'unsaid' : mfa === 'true' ? 'yes' : 'no',
    tags: (values.get('qcs:resource_tag') ?? []).map((pair) => pair.replace('&', '=')).join('\n'),
    keys: others.map(({ Key, Values }) => `${Key} = ${Values.join(', ')}`).join('\n'),
  }
}

function spread(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
