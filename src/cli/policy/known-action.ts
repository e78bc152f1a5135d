// A proof's example may name an action that no product has, since a pattern covers more than there is. People want one that
// exists: of the known actions the first for which the same request is judged likewise, if there is any.
import type { Catalogs } from '../../catalog/load.ts'
import { assemble, decide, type ListedRequest, type PolicySource, type Subject } from '../../policy/index.ts'
import type { SubjectOptions } from './requests.ts'

type Judge = (request: ListedRequest) => boolean

/** Whether one document alone allows a request of somebody. */
export function judgeOf(document: string, { account, uin, appId }: SubjectOptions): Judge {
  const face = { policyId: 1, policyName: '', versionId: 1, preset: false, creator: account }
  const source: PolicySource = { ...face, document, via: { kind: 'direct' } }
  const limits = { boundary: undefined, session: undefined }
  const subject: Subject = { kind: 'user', uin, account, appId, identity: [source], ...limits }
  const program = assemble(subject)
  return (request) => decide(program, request).effect === 'allow'
}

/** The request with an action that exists and for which `alike` holds, or as it is. */
export function withKnownAction(request: ListedRequest, alike: Judge, { all }: Catalogs): ListedRequest {
  const product = request.action.split(':', 1)[0] ?? ''
  for (const { service, actions } of all) {
    if (service !== product.toLowerCase()) continue
    for (const name of actions.keys()) {
      const named = { ...request, action: `${service}:${name}` }
      if (alike(named)) return named
    }
  }
  return request
}
