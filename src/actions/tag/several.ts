// The resources of a call that names several. A description that cannot be read ends the call; a resource that is not
// there is passed over and named in the answer.
import type { Reads, TaggedResource } from '../../store/store.ts'
import type { ActionInput, Caller } from '../define.ts'
import type { World } from '../world.ts'
import { clip, described, isThere, type TagPlace } from './resource.ts'
import { failedResource } from './types.ts'

type Code = 'InvalidParameter.UnsupportedService' | 'InvalidParameterValue.ResourceDescriptionError'

export interface NamedResource {
  /** As it was given. */
  readonly text: string
  readonly resource: TaggedResource
}

/** What the texts describe, each once. */
export function readResources(
  texts: readonly string[],
  place: TagPlace,
  fail: ActionInput<object, Code>['fail'],
): readonly NamedResource[] {
  if (texts.length === 0) {
    return fail('InvalidParameterValue.ResourceDescriptionError', { problem: 'no resource is given' })
  }
  return [...new Set(texts)].map((text) => {
    const found = described(text, place)
    if (found.kind === 'unsupported') return fail('InvalidParameter.UnsupportedService', { service: found.service })
    if (found.kind === 'wrong') {
      return fail('InvalidParameterValue.ResourceDescriptionError', { problem: found.problem })
    }
    return { text, resource: found.resource }
  })
}

/** The answer for a resource that is not there; `undefined` where it is. */
export async function absence(
  { store, world, caller }: { readonly store: Reads; readonly world: World; readonly caller: Caller },
  { text, resource }: NamedResource,
) {
  if (await isThere(store, caller.account, resource)) return undefined
  const problem = `there is no \`${clip(`${resource.kind}/${resource.id}`)}\``
  return failedResource(text, 'InvalidParameterValue.ResourceIdInvalid', { problem }, world.rules.language)
}
