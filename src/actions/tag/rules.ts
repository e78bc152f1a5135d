// What a tag's key and value may be. The same lengths and signs as for tags of policies and roles, with the codes of the
// product tag.
import type { Tag } from '../../store/store.ts'
import type { ActionInput } from '../define.ts'
import { clip } from './resource.ts'

const keyMax = 128
const valueMax = 256
/** Products set these themselves. */
const reservedKeys: ReadonlySet<string> = new Set(['qcloud', 'tencent', 'project'])
const reservedPrefixes = ['qcs:', 'tencentcloud:']

export interface WireTag {
  readonly TagKey: string
  readonly TagValue: string
}

type KeyCode =
  | 'InvalidParameter.ReservedTagKey'
  | 'InvalidParameterValue.TagKeyCharacterIllegal'
  | 'InvalidParameterValue.TagKeyEmpty'
  | 'InvalidParameterValue.TagKeyLengthExceeded'
type ValueCode = 'InvalidParameterValue.TagValueCharacterIllegal' | 'InvalidParameterValue.TagValueLengthExceeded'
type Fail<Code extends KeyCode | ValueCode> = ActionInput<object, Code>['fail']

/** Ends the call for a key that cannot be one. */
export function checkKey(key: string, fail: Fail<KeyCode>): void {
  if (key.trim() === '') fail('InvalidParameterValue.TagKeyEmpty')
  if ([...key].length > keyMax) fail('InvalidParameterValue.TagKeyLengthExceeded', { limit: String(keyMax) })
  // Policies write a tag as key&value, split at the first of these signs.
  if (/[&\p{Cc}]/u.test(key)) fail('InvalidParameterValue.TagKeyCharacterIllegal', { key: clip(key) })
  const lower = key.toLowerCase()
  if (reservedKeys.has(lower) || reservedPrefixes.some((prefix) => lower.startsWith(prefix))) {
    fail('InvalidParameter.ReservedTagKey', { key: clip(key) })
  }
}

/** Ends the call for a key or a value that cannot be one. */
export function checkTag({ TagKey: key, TagValue: value }: WireTag, fail: Fail<KeyCode | ValueCode>): void {
  checkKey(key, fail)
  if ([...value].length > valueMax) {
    fail('InvalidParameterValue.TagValueLengthExceeded', { key: clip(key), limit: String(valueMax) })
  }
  if (/\p{Cc}/u.test(value)) fail('InvalidParameterValue.TagValueCharacterIllegal', { key: clip(key) })
}

/** The first text that occurs twice. */
export function repeated(texts: readonly string[]): string | undefined {
  const seen = new Set<string>()
  return texts.find((text) => seen.size === seen.add(text).size)
}

export const asTag = ({ TagKey, TagValue }: WireTag): Tag => ({ key: TagKey, value: TagValue })
