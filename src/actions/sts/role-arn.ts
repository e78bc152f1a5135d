// Six-segment names of roles as AssumeRole takes them: by name or by id, each with a form of its own for the roles that
// products work with.
import type { Reads, RoleRow } from '../../store/store.ts'

export interface RoleRef {
  readonly account: number
  readonly by: 'name' | 'id'
  readonly value: string
  /** Named as a role of a product; a role that somebody made is not found so. */
  readonly ofService: boolean
}

const kinds: ReadonlyMap<string, Pick<RoleRef, 'by' | 'ofService'>> = new Map([
  ['roleName', { by: 'name', ofService: false }],
  ['role', { by: 'id', ofService: false }],
  ['role/tencentcloudServiceRoleName', { by: 'name', ofService: true }],
  ['role/tencentcloudServiceRole', { by: 'id', ofService: true }],
])

export const roleArnPattern =
  /^qcs::cam::uin\/([1-9]\d{0,14}):(roleName|role|role\/tencentcloudServiceRole(?:Name)?)\/([\w+=,.@-]{1,128})$/

/** `undefined`: the text names no role. */
export function readRoleArn(text: string): RoleRef | undefined {
  const [, account, kind, value] = roleArnPattern.exec(text) ?? []
  const form = kinds.get(kind ?? '')
  if (form === undefined || value === undefined) return undefined
  return { account: Number(account), value, ...form }
}

export async function roleNamed(read: Pick<Reads, 'roles'>, ref: RoleRef): Promise<RoleRow | undefined> {
  const { account, by, value, ofService } = ref
  const role = by === 'id' ? await read.roles.byId(account, value) : await read.roles.byName(account, value)
  return ofService && role?.type === 'user' ? undefined : role
}

/** Every name that policies may call the role by, in its own spelling whatever the caller's was. */
export function namesOf({ account, roleId, name, type }: RoleRow): readonly string[] {
  const owner = `qcs::cam::uin/${account}`
  const names = [`${owner}:roleName/${name}`, `${owner}:role/${roleId}`]
  if (type === 'user') return names
  return [
    ...names,
    `${owner}:role/tencentcloudServiceRoleName/${name}`,
    `${owner}:role/tencentcloudServiceRole/${roleId}`,
  ]
}
