// Roles for tests: made by the call, put straight into the store as no call would make them, or signing by a session.
import { expect } from 'vitest'
import type { RoleRow, SessionRow } from '../../../src/store/store.ts'
import { type Harness, type Identity, openHarness } from '../harness.ts'

/** A trust policy as text. */
export const trusting = (principal: unknown, change: object = {}): string =>
  JSON.stringify({
    version: '2.0',
    statement: [{ action: 'name/sts:AssumeRole', effect: 'allow', principal, ...change }],
  })
export const cvmTrust = trusting({ service: ['cvm.qcloud.com'] })

let made = 0
/** A name that no other role of the file has. */
export function freshName(): string {
  made += 1
  return `role-${made}`
}

/** A role made by the call; gives its id. */
export async function create(server: Harness, name = freshName(), given: object = {}): Promise<string> {
  const { RoleId } = await server.ok('CreateRole', { RoleName: name, PolicyDocument: cvmTrust, ...given })
  return String(RoleId)
}

export const tat = 'command.tat.cloud.tencent.com'
/** A service-linked role; its name ends in the suffix. */
export async function createLinked(server: Harness, suffix: string, service = tat): Promise<RoleRow> {
  const { RoleId } = await server.ok('CreateServiceLinkedRole', { QCSServiceName: [service], CustomSuffix: suffix })
  return stored(server, String(RoleId))
}

export async function stored(server: Harness, roleId: string): Promise<RoleRow> {
  const role = await server.world.store.read.roles.byId(server.root.account, roleId)
  if (role === undefined) throw new Error(`there is no role ${roleId}`)
  return role
}

/** A role of a kind that products bring along; no call makes one. */
export function addSystemRole(server: Harness, name: string): Promise<string> {
  return server.world.store.transaction(async ({ ids, roles }) => {
    const roleId = await ids.nextRole()
    const outcome = await roles.insert(server.root.account, {
      roleId,
      name,
      type: 'system',
      trust: cvmTrust,
      description: '',
      consoleLogin: false,
      sessionDuration: 0,
      services: [],
      createdMs: server.clock(),
    })
    if (outcome === 'taken') throw new Error(`the name ${name} is taken`)
    return roleId
  })
}

let sessions = 0
/** Somebody who signs by a session of the role, asked for by the root account or vouched for by an issuer. */
export async function sessionOf(
  server: Harness,
  role: RoleRow,
  {
    seconds = 3600,
    issuer = server.root.secretId,
    callerUin = server.root.uin,
  }: { readonly seconds?: number; readonly issuer?: string; readonly callerUin?: number } = {},
): Promise<Identity & { token: string }> {
  const { store, tokens, random } = server.world
  sessions += 1
  const { account, uin } = server.root
  const createdMs = server.clock()
  const row: SessionRow = {
    account,
    sessionId: `session-${sessions}`,
    kind: 'role',
    roleId: role.roleId,
    roleGeneration: 0,
    name: `worker-${sessions}`,
    callerAccount: account,
    callerUin,
    issuingSecretId: issuer,
    issuingGeneration: 0,
    through: [],
    policy: undefined,
    mfa: false,
    sourceIdentity: undefined,
    tags: [],
    createdMs,
    expiresMs: createdMs + seconds * 1000,
  }
  await store.transaction((writes) => writes.sessions.insert(row))
  return { account, uin, uid: 0, name: row.name, ...tokens.issue(tokens.newId(random), row) }
}

/** Neither, both but different, or none at all: what every call that takes a role by id or by name answers. */
export async function refusesBadChoice(
  server: Harness,
  action: string,
  given: object = {},
  names: { readonly id: string; readonly name: string; readonly absent?: string; readonly two?: string } = {
    id: 'RoleId',
    name: 'RoleName',
  },
): Promise<void> {
  const { absent = 'InvalidParameter.RoleNotExist', two = 'InvalidParameter.ParamError' } = names
  const [one, other] = [freshName(), freshName()]
  const RoleId = await create(server, one)
  await create(server, other)
  await server.refused('InvalidParameter.ParamError', action, given)
  await server.refused('InvalidParameter.ParamError', action, { ...given, [names.id]: '', [names.name]: '' })
  await server.refused(two, action, { ...given, [names.id]: RoleId, [names.name]: other })
  for (const id of ['1', '4611686018427387904', '9223372036854775807']) {
    expect(await server.refused(absent, action, { ...given, [names.id]: id })).toContain(`\`${id}\``)
  }
  await server.refused(absent, action, { ...given, [names.name]: 'nobody' })
  await server.refused(absent, action, { ...given, [names.id]: '1', [names.name]: one })
  const stranger = await server.account(`stranger of ${action}`)
  const reach = { ...given, [names.id]: RoleId }
  await server.refused(absent, action, reach, { as: stranger })
}

/** Opens a server of its own for a test file. */
export const openRoles = (given: Parameters<typeof openHarness>[0] = {}): Promise<Harness> => openHarness(given)
