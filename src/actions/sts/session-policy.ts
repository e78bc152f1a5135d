// Session policies on their way in. Clients send them URL-encoded once more than the transport does, or plain; what is
// kept is the minified text. A session policy only takes away, so nothing in it has to be permitted to the caller.
import type { PolicyDocument, SixSegments } from '../../policy/document.ts'
import { readPolicy } from '../../policy/index.ts'
import type { Reads } from '../../store/store.ts'
import { quotaOf } from '../quotas.ts'
import type { World } from '../world.ts'

export const sessionPolicyCodes = [
  'InvalidParameter.GrantOtherResource',
  'InvalidParameter.PolicyTooLong',
  'InvalidParameter.ResouceError',
  'InvalidParameter.StrategyFormatError',
  'InvalidParameter.StrategyInvalid',
] as const
type Code = (typeof sessionPolicyCodes)[number]
type Fail = (code: Code, detail: { readonly problem: string }) => never

export interface SessionPolicyPlace {
  readonly world: World
  readonly store: Pick<Reads, 'accounts'>
  /** Account that the session acts in; only its resources may be granted. */
  readonly account: number
  readonly fail: Fail
}

/** The policy; its `text` is what is stored. Ends the call with the code of its first fault, foreign resources aside. */
export function readSessionPolicy(place: SessionPolicyPlace, sent: string): Promise<PolicyDocument> {
  const text = decoded(sent)
  if (text === undefined) return place.fail('InvalidParameter.StrategyFormatError', { problem: 'it is not JSON' })
  return readDocument(place, text)
}

/** Ends the call where the policy names what is not of the account. Tells of the account: ask who may know that first. */
export async function checkOwnResources(place: Omit<SessionPolicyPlace, 'world'>, of: PolicyDocument): Promise<void> {
  const appId = (await place.store.accounts.get(place.account))?.appId
  for (const { resources } of of.statements) {
    for (const resource of resources) if (!resource.every) mustBeOwn(place, resource, appId)
  }
}

/** Plain JSON as it is; anything else decoded once, where a plus sign may stand for a blank. */
function decoded(sent: string): string | undefined {
  if (isJson(sent)) return sent
  try {
    const text = decodeURIComponent(sent.replaceAll('+', ' '))
    return isJson(text) ? text : undefined
  } catch {
    return undefined
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

async function readDocument(place: SessionPolicyPlace, text: string): Promise<PolicyDocument> {
  const { world, store, account } = place
  const { document, problems } = readPolicy(text, {
    purpose: 'session',
    vocabulary: world.vocabulary,
    lengthMax: await quotaOf(world.quotas, store.accounts, account, 'policy-length'),
    strictActionServices: world.rules.strictServices,
  })
  if (document !== undefined) return document
  const [first] = problems
  if (first === undefined) return place.fail('InvalidParameter.StrategyFormatError', { problem: 'it cannot be read' })
  const problem = `${first.message} (line ${first.line}, column ${first.column})`
  return place.fail(codeOf(first.code), { problem })
}

/** The elements of a policy have codes of their own only in cam; sts tells form, content and resources apart. */
function codeOf(code: string): Code {
  switch (code) {
    case 'InvalidParameter.PolicyDocumentLengthOverLimit':
      return 'InvalidParameter.PolicyTooLong'
    case 'InvalidParameter.ActionServiceNotExist':
    case 'InvalidParameter.ActionNotExist':
    case 'InvalidParameter.ConditionTypeError':
    case 'InvalidParameter.ConditionContentError':
    case 'InvalidParameter.NotSupportProduct':
      return 'InvalidParameter.StrategyInvalid'
    default:
      return code.startsWith('InvalidParameter.Resource')
        ? 'InvalidParameter.ResouceError'
        : 'InvalidParameter.StrategyFormatError'
  }
}

function mustBeOwn(
  { account, fail }: Omit<SessionPolicyPlace, 'world'>,
  resource: SixSegments,
  appId: number | undefined,
): void {
  const owner = resource.account
  if (owner.kind === 'uin' && owner.uin !== account) {
    fail('InvalidParameter.GrantOtherResource', { problem: `\`${resource.text}\` is not of the account ${account}` })
  }
  if (owner.kind === 'uid' && owner.appId !== appId) {
    fail('InvalidParameter.GrantOtherResource', { problem: `\`${resource.text}\` is not of the AppId ${appId}` })
  }
}
