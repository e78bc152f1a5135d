// Policy text on its way in: read with all its problems, refused with the first of them, stored minified. What is
// stored parses to the same value as what came: scalars stay scalars and nothing in it is replaced.
import type { PolicyDocument } from '../../policy/document.ts'
import { type Problem, readPolicy } from '../../policy/index.ts'
import { isErrorCode } from '../../protocol/errors.ts'
import type { Reads } from '../../store/store.ts'
import type { ActionInput } from '../define.ts'
import { quotaOf } from '../quotas.ts'
import type { World } from '../world.ts'
import { type Listed, refuse } from './refuse.ts'

export interface DocumentPlace {
  readonly listed: Listed
  readonly world: World
  readonly store: Pick<Reads, 'accounts'>
  readonly account: number
}

export interface NewDocumentPlace extends DocumentPlace {
  warn: ActionInput<object, never>['warn']
}

/** Text sent by a client. What it may get wrong without being refused is told beside the answer, and in the log. */
export async function readNewDocument(place: NewDocumentPlace, text: string): Promise<PolicyDocument> {
  const { document, warnings } = await read(place, text)
  const doubts = warnings.map(({ code, message, path }) => ({ code: code.replace(/^warning\./, ''), path, message }))
  for (const doubt of doubts) place.warn(doubt)
  if (doubts.length > 0) {
    place.world.log.info({ account: place.account, doubts }, 'a policy was sent that may not do what it says')
  }
  return document
}

/** Text stored earlier, by today's rules: a catalog may have been loaded or a limit lowered since. */
export async function readStoredDocument(place: DocumentPlace, text: string): Promise<PolicyDocument> {
  return (await read(place, text)).document
}

interface Accepted {
  readonly document: PolicyDocument
  readonly warnings: readonly Problem[]
}

/** The document, whatever principal it has: `principal.ts` judges that. Ends the call with the code of its first fault. */
async function read({ world, listed, account, store }: DocumentPlace, text: string): Promise<Accepted> {
  const lengthMax = await quotaOf(world.quotas, store.accounts, account, 'policy-length')
  const { document, problems } = readPolicy(text, {
    purpose: 'identity',
    vocabulary: world.vocabulary,
    lengthMax,
    principalAllowed: true,
    strictActionServices: world.rules.strictServices,
  })
  if (document !== undefined) return { document, warnings: problems }
  const first = problems[0]
  const code = first !== undefined && isErrorCode(first.code) ? first.code : 'InvalidParameter.PolicyDocumentError'
  const problem =
    first === undefined ? 'it cannot be read' : `${first.message} (line ${first.line}, column ${first.column})`
  return refuse(listed, code, { problem, limit: String(lengthMax) })
}
