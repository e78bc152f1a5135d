// Policies as listings show them: custom ones from the store and presets from their table, put together. A page is cut
// before anything but names is read.
import type { Preset, PresetTable } from '../../catalog/presets.ts'
import { wireTime } from '../../kernel/time.ts'
import type { Infer } from '../../protocol/shape.ts'
import type { AttachmentCounts, AttachmentRow, PolicyReads, PolicyRow, Tag } from '../../store/store.ts'
import type { AttachPolicyInfo, StrategyInfo } from './types.ts'

export interface Shelf {
  readonly account: number
  readonly policies: PolicyReads
  readonly presets: PresetTable
}

/** Whether a name has the word somewhere, without regard to case. No word fits every name. */
export function hasWord(name: string, keyword: string | undefined): boolean {
  return keyword === undefined || name.toLowerCase().includes(keyword.toLowerCase())
}

export interface Named {
  readonly policyId: number
  readonly name: string
}

/** Custom and preset policies of a scope, newest first: by descending id. */
export async function namesOf(shelf: Shelf, scope: string): Promise<readonly Named[]> {
  const custom = scope === 'QCS' ? [] : await shelf.policies.names(shelf.account)
  const presets = scope === 'Local' ? [] : shelf.presets.all
  return merge(custom, presets)
}

// Both come sorted, so one pass puts them together; account sizes make this the largest loop of a listing.
function merge(custom: readonly Named[], presets: readonly Named[]): readonly Named[] {
  const merged: Named[] = []
  let at = 0
  for (const policy of custom) {
    for (let preset = presets[at]; preset !== undefined && preset.policyId > policy.policyId; preset = presets[++at]) {
      merged.push(preset)
    }
    merged.push(policy)
  }
  return at === 0 && custom.length === 0 ? presets : [...merged, ...presets.slice(at)]
}

/** What a listing shows of any policy. */
interface Face {
  readonly policyId: number
  readonly name: string
  readonly description: string
  readonly preset: boolean
  readonly createMode: number
  readonly serviceType: string
  readonly serviceLinked: boolean
  readonly level: string
  readonly addedMs: number
  readonly updatedMs: number
}

/** The policies of these ids that exist, by id. */
export async function facesOf(shelf: Shelf, ids: readonly number[]): Promise<ReadonlyMap<number, Face>> {
  const faces = new Map<number, Face>()
  const own: number[] = []
  for (const id of ids) {
    const preset = shelf.presets.byId(id)
    if (preset === undefined) own.push(id)
    else faces.set(id, presetFace(preset))
  }
  const rows = own.length === 0 ? [] : await shelf.policies.byIds(shelf.account, own)
  for (const row of rows) faces.set(row.policyId, customFace(row))
  return faces
}

function customFace(row: PolicyRow): Face {
  const { policyId, name, description, createMode, serviceLinked, createdMs, updatedMs } = row
  const shared = { policyId, name, description, createMode, serviceLinked, updatedMs }
  return { ...shared, preset: false, serviceType: '', level: '', addedMs: createdMs }
}

function presetFace(preset: Preset): Face {
  return { ...preset, preset: true, level: permissionLevel(preset) }
}

/** How far a preset reaches: over all products, over payments, or over the products of its name. */
function permissionLevel({ name, serviceType }: Preset): string {
  if (/Finance/.test(name)) return 'Finance'
  return serviceType === '' ? 'Global' : 'CloudProduct'
}

/** Rows of ListPolicies for these ids, in their order. `attached` is undefined when no entity was asked for. */
export async function strategyRows(
  shelf: Shelf,
  ids: readonly number[],
  attached: ReadonlySet<number> | undefined,
): Promise<readonly Infer<typeof StrategyInfo>[]> {
  if (ids.length === 0) return []
  const faces = await facesOf(shelf, ids)
  const counts = await shelf.policies.counts(shelf.account, ids)
  const tags = await shelf.policies.tags(shelf.account, ids)
  return ids.flatMap((id) => {
    const face = faces.get(id)
    if (face === undefined) return []
    const isAttached = attached === undefined ? null : Number(attached.has(id))
    return [strategyRow(face, counts.get(id), tags.get(id), isAttached)]
  })
}

function strategyRow(
  face: Face,
  counts: AttachmentCounts | undefined,
  tags: readonly Tag[] | undefined,
  isAttached: number | null,
): Infer<typeof StrategyInfo> {
  return {
    PolicyId: face.policyId,
    PolicyName: face.name,
    Type: face.preset ? 2 : 1,
    Description: face.description,
    CreateMode: face.createMode,
    Attachments: counts?.attached ?? 0,
    ServiceType: face.serviceType,
    IsAttached: isAttached,
    IsServiceLinkedPolicy: Number(face.serviceLinked),
    AttachEntityCount: counts?.attached ?? 0,
    AttachEntityBoundaryCount: counts?.boundaries ?? 0,
    AddTime: wireTime(face.addedMs),
    UpdateTime: wireTime(face.updatedMs),
    Deactived: 0,
    DeactivedDetail: [],
    Tags: wireTags(tags),
    PermissionLevel: face.level,
  }
}

export function wireTags(tags: readonly Tag[] | undefined): { readonly Key: string; readonly Value: string }[] {
  return (tags ?? []).map(({ key, value }) => ({ Key: key, Value: value }))
}

/** Attachments whose policy's name has the word, with the policies themselves. */
export async function withFaces(
  shelf: Shelf,
  attachments: readonly AttachmentRow[],
  keyword: string | undefined,
): Promise<readonly { readonly attachment: AttachmentRow; readonly face: Face }[]> {
  const faces = await facesOf(
    shelf,
    attachments.map((attachment) => attachment.policyId),
  )
  return attachments.flatMap((attachment) => {
    const face = faces.get(attachment.policyId)
    return face !== undefined && hasWord(face.name, keyword) ? [{ attachment, face }] : []
  })
}

/** A row of the calls that list the policies attached to one user or group. */
export async function attachedRow(
  shelf: Shelf,
  { attachment, face }: { readonly attachment: AttachmentRow; readonly face: Face },
): Promise<Infer<typeof AttachPolicyInfo>> {
  const alias = face.preset ? await shelf.policies.presetAlias(shelf.account, face.policyId) : undefined
  return {
    PolicyId: face.policyId,
    PolicyName: face.name,
    AddTime: wireTime(attachment.attachedMs),
    CreateMode: face.createMode,
    Remark: alias ?? face.description,
    OperateOwnerUin: String(attachment.operatorOwner),
    OperateUin: attachment.operator,
    OperateUinType: attachment.operatorKind,
    PolicyType: face.preset ? 'QCS' : 'User',
    Deactived: 0,
    DeactivedDetail: [],
  }
}
