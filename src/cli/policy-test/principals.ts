// Principals of a policy test: what each has in force, ready to decide and to prove.
import {
  assemble,
  type LimitedPolicies,
  type PolicySource,
  PROOF_SUBJECT,
  type Program,
  type ProofPolicy,
  type ProofSubject,
  type Subject,
} from '../../policy/index.ts'
import type { Document, Library } from './documents.ts'
import type { PolicyData, PrincipalData, SuiteData } from './shape.ts'
import type { Fault, Path, Source } from './source.ts'

export interface Principal {
  readonly name: string
  readonly who: ProofSubject & { readonly uin: number }
  readonly mfa: boolean
  readonly program: Program
  /** The same for proofs. */
  readonly policies: LimitedPolicies
  /** All that are in force, in the order of the layers. */
  readonly documents: readonly Document[]
}

/** The principals of a suite by name; faults are added to the list. */
export function principalsOf(
  { principals, account }: SuiteData,
  source: Source,
  documents: Library,
  faults: Fault[],
): ReadonlyMap<string, Principal> {
  const read = Object.entries(principals).flatMap(([name, data]) => {
    const path = ['principals', name]
    const before = faults.length
    const found = (policy: PolicyData, at: Path): readonly Document[] => {
      const document = documents.document(policy, at, source)
      if ('text' in document) return [document]
      faults.push(...document)
      return []
    }
    const layers = layersOf(data, path, found)
    if (faults.length > before) return []
    return [[name, principalOf(name, data, account, layers)] as const]
  })
  return new Map(read)
}

interface Layers {
  readonly direct: readonly Document[]
  readonly groups: readonly (readonly [name: string, documents: readonly Document[]])[]
  readonly boundary: Document | undefined
  readonly session: Document | undefined
}

type Find = (policy: PolicyData, path: Path) => readonly Document[]

function layersOf({ policies = [], groups = {}, boundary, session }: PrincipalData, path: Path, find: Find): Layers {
  const several = (given: PolicyData | readonly PolicyData[], at: Path): readonly Document[] =>
    isList(given) ? given.flatMap((one, index) => find(one, [...at, index])) : find(given, at)
  return {
    direct: several(policies, [...path, 'policies']),
    groups: Object.entries(groups).map(([name, given]) => [name, several(given, [...path, 'groups', name])]),
    boundary: boundary === undefined ? undefined : find(boundary, [...path, 'boundary'])[0],
    session: session === undefined ? undefined : find(session, [...path, 'session'])[0],
  }
}

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value)

function principalOf(name: string, data: PrincipalData, suiteAccount: number | undefined, layers: Layers): Principal {
  const account = data.account ?? suiteAccount ?? PROOF_SUBJECT.account
  const who = { uin: data.uin ?? PROOF_SUBJECT.uin ?? account, account, appId: data.appId ?? PROOF_SUBJECT.appId }
  const source = (document: Document, via: PolicySource['via'] = { kind: 'direct' }): PolicySource => {
    const { policyId, preset, text } = document
    return { policyId, policyName: document.name, versionId: 1, preset, creator: account, document: text, via }
  }
  const ofGroups = layers.groups.flatMap(([groupName, documents], index) =>
    documents.map((one) => source(one, { kind: 'group', groupId: index + 1, groupName })),
  )
  const subject: Subject = {
    kind: 'user',
    ...who,
    identity: [...layers.direct.map((one) => source(one)), ...ofGroups],
    boundary: layers.boundary && source(layers.boundary),
    session: layers.session && source(layers.session),
  }
  const { identity, boundary, session } = subject
  const policies: LimitedPolicies = { policies: identity.map(proofOf), ...limitsOf({ boundary, session }) }
  const limits = [layers.boundary, layers.session].filter((one) => one !== undefined)
  const documents = [...layers.direct, ...layers.groups.flatMap(([, list]) => list), ...limits]
  return { name, who, mfa: data.mfa ?? false, program: assemble(subject), policies, documents }
}

const proofOf = ({ document, preset, creator }: PolicySource): ProofPolicy => ({ document, preset, creator })

const limitsOf = ({ boundary, session }: Pick<Subject, 'boundary' | 'session'>) => ({
  boundary: boundary && proofOf(boundary),
  session: session && proofOf(session),
})
