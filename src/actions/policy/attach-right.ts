// Under the rule `attach` a principal hands a policy over, so whoever writes one needs the right to attach as well: else
// the right to write policies would be the right to give oneself everything. Asked before the transaction begins.
import type { PolicyDocument } from '../../policy/document.ts'
import { apiError } from '../../protocol/api-error.ts'
import type { ErrorCode } from '../../protocol/errors.ts'
import type { ActionInput } from '../define.ts'

type Asking = Pick<ActionInput<object, ErrorCode>, 'caller' | 'world' | 'requestId' | 'may'>

/**
 * AuthFailure.UnauthorizedOperation, as AttachUserPolicy and AttachGroupPolicy would answer it. What the principal names
 * wrongly is not judged here. `policyId` is undefined for a policy that is only about to be made.
 */
export async function checkAttachRight(
  { caller, world, requestId, may }: Asking,
  document: PolicyDocument | undefined,
  policyId?: number,
): Promise<void> {
  if (document === undefined || world.rules.policyPrincipal === 'refuse') return
  const fine = world.rules.resourceLevel === 'fine'
  const asked = new Set<string>()
  for (const { action, holder } of attachments(document)) {
    for (const segment of fine ? [`policyid/${policyId ?? '*'}`, holder] : [undefined]) {
      const question = `${action} ${segment}`
      if (asked.has(question)) continue
      asked.add(question)
      if (await may(action, segment)) continue
      const resource = segment === undefined ? '*' : `qcs::cam::uin/${caller.account}:${segment}`
      throw apiError('AuthFailure.UnauthorizedOperation', { requestId, operation: action, resource, condition: '' })
    }
  }
}

interface Attachment {
  readonly action: string
  readonly holder: string
}

/** What attaching to each of the principals is called, and whom it is attached to. */
function attachments({ statements }: PolicyDocument): readonly Attachment[] {
  return statements
    .flatMap(({ principals }) => principals)
    .flatMap((principal): readonly Attachment[] => {
      if (principal.kind === 'user') return [{ action: 'cam:AttachUserPolicy', holder: `uin/${principal.uin}` }]
      if (principal.kind !== 'group') return []
      return [{ action: 'cam:AttachGroupPolicy', holder: `groupid/${principal.groupId}` }]
    })
}
