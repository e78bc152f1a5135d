// Bugs on purpose: each is an edit or two in a copy of the server, and the sequences must find it. An edit whose text is
// no longer in the source fails loudly, so that no bug is silently left out.
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

interface Edit {
  /** Within src. */
  readonly file: string
  readonly from: string
  readonly to: string
}
export interface Mutant {
  readonly name: string
  readonly edits: readonly Edit[]
}

const mutant = (name: string, file: string, from: string, to: string): Mutant => ({ name, edits: [{ file, from, to }] })

/** One for each way by which callers of such servers are known to have raised themselves. */
const escalations: readonly Mutant[] = [
  mutant(
    'a key made for somebody else: the right to make one for oneself is enough',
    'actions/access-key/owner.ts',
    '`uin/${params.TargetUin ?? ownUin(caller) ?? 0}`',
    '`uin/${ownUin(caller) ?? params.TargetUin ?? 0}`',
  ),
  mutant(
    'a child credential that edits its own policy: a federation token asks for a wider one',
    'actions/sts/GetFederationToken.ts',
    'if (caller.session !== undefined) {',
    "if (caller.session?.kind === 'role') {",
  ),
  mutant(
    'an import without permission: of the items of a call only the first is asked about',
    'dispatch/authorize.ts',
    'segments?.map((segment) => ownResource(',
    'segments?.slice(0, 1).map((segment) => ownResource(',
  ),
  mutant(
    'a session policy skipped on own operations',
    'dispatch/authorize.ts',
    `const program = await programOf(world, valid)
  const decision = decide(program, access)`,
    `const own = segments?.includes(\`uin/\${caller.uin}\`) === true ? { ...caller, session: undefined } : caller
  const program = await programOf(world, { ...valid, caller: own })
  const decision = decide(program, access)`,
  ),
  mutant(
    'a crafted call that raises its own policy: one policy is asked about, another one is changed',
    'actions/policy/UpdatePolicy.ts',
    `id === undefined
      ? await`,
    `name !== undefined
      ? await`,
  ),
]

export const mutants: readonly Mutant[] = [
  ...escalations,
  mutant(
    'who may set a version is not asked',
    'actions/policy/SetDefaultPolicyVersion.ts',
    "{ level: 'operation', fine: ({ params }) => [`policyid/${params.PolicyId}`] }",
    "{ level: 'open' }",
  ),
  mutant(
    'a session goes on when all of its role were ended',
    'store/sql/session-holder.ts',
    ' || row.role_now !== generation',
    '',
  ),
  mutant(
    'what was asked for with a session goes on when that one is ended',
    'store/sql/session-holder.ts',
    ' || link.ended_ms !== null',
    '',
  ),
  mutant(
    'a boundary bounds nobody',
    'dispatch/principals.ts',
    'policies.boundaryPolicyId === undefined ? undefined : source',
    'policies.boundaryPolicyId !== -1 ? undefined : source',
  ),
  mutant(
    'a user changes its own boundary',
    'actions/boundary/target.ts',
    'if (uin === caller.uin) {',
    'if (uin === 0) {',
  ),
  mutant(
    'a session changes the boundary of its own role',
    'actions/role/boundary.ts',
    'if (caller.session?.role?.roleId === role.roleId) {',
    "if (caller.session?.role?.roleId === '') {",
  ),
  mutant(
    'a boundary is deleted from under its user',
    'actions/policy/DeletePolicy.ts',
    'if (boundaries === 0) continue',
    'if (boundaries < 1000) continue',
  ),
  mutant(
    'programs are kept although the account has changed',
    'policy/program-cache.ts',
    'if (found.revision !== revision) {',
    'if (found.revision !== revision && revision < 0) {',
  ),
  mutant(
    'sessions share the program of their user',
    'dispatch/principals.ts',
    'session?.policy === undefined ? identity :',
    'session !== undefined || identity !== undefined ? identity :',
  ),
  mutant(
    'a session of a role gets its rights by the name of whoever asked',
    'dispatch/authenticate.ts',
    "kind: kind === 'role' ? 'role' : user,",
    "kind: kind === 'role' && uin === 0 ? 'role' : user,",
  ),
  mutant(
    'the session policy of a role session is lost',
    'actions/sts/AssumeRole.ts',
    '        policy: policy?.text,\n',
    '        policy: undefined,\n',
  ),
  mutant(
    'a role is used without a permission to use it',
    'actions/sts/AssumeRole.ts',
    "resource: { level: 'names', names },",
    "resource: { level: 'open' },",
  ),
  mutant(
    'whom a role trusts is not asked',
    'actions/sts/AssumeRole.ts',
    "askerOf(caller), 'sts:AssumeRole', context).effect === 'allow'",
    "askerOf(caller), 'sts:AssumeRole', context).cause !== 'explicit-deny'",
  ),
  mutant(
    'a role trusts users of other accounts as its own',
    'policy/trust.ts',
    'isOfAccount(asker) && asker.account === principal.account',
    'isOfAccount(asker)',
  ),
  mutant(
    'the external id may be left out',
    'actions/sts/AssumeRole.ts',
    "if (params.ExternalId !== undefined) said.set('sts:external_id', params.ExternalId)",
    "said.set('sts:external_id', params.ExternalId ?? 'one')",
  ),
  {
    name: 'sessions outlive their role',
    edits: [
      {
        file: 'store/sql/roles.ts',
        from: '    await sessionWrites.deleteOfRole(session, account, roleId)\n',
        to: '',
      },
      {
        file: 'dispatch/authenticate.ts',
        from: "if (session.kind === 'role' && role === undefined) return false\n",
        to: '',
      },
    ],
  },
  {
    name: 'sessions never end',
    edits: [
      { file: 'dispatch/authenticate.ts', from: ' || claims.expiresMs <= nowMs', to: '' },
      { file: 'dispatch/authenticate.ts', from: 'if (session.expiresMs <= nowMs) return false', to: '' },
    ],
  },
  mutant(
    'a federation token outlives its key',
    'dispatch/authenticate.ts',
    'return issuerLives && callerPresent && chainWhole',
    "return (issuerLives || (session.kind === 'federation' && callerPresent)) && chainWhole",
  ),
  mutant(
    'a session of a role outlives the key that asked for it',
    'dispatch/authenticate.ts',
    'return issuerLives && callerPresent && chainWhole',
    "return (issuerLives || session.kind === 'role') && chainWhole",
  ),
  mutant(
    'a key that is turned on again revives what was asked for with it',
    'store/sql/session-holder.ts',
    'row.issuer_generation === row.issuing_generation',
    'row.issuer_generation !== null',
  ),
  mutant(
    'a chain goes on without a role in it',
    'actions/sts/session.ts',
    'through: remembered([...through, ...own], nowMs)',
    'through: remembered(through, nowMs)',
  ),
  mutant(
    'wrong codes of a refused call are not counted',
    'store/sql/settings.ts',
    "else(eb('failures', '+', 1))",
    "else(eb('failures', '+', 0))",
  ),
  mutant(
    'a right code unlocks the second factor',
    'actions/mfa/totp.ts',
    'if (!counted) return',
    'if (!counted && code === totpCode(new Uint8Array(20), 0)) return',
  ),
  mutant(
    'a key that is turned off works',
    'dispatch/authenticate.ts',
    "holder === undefined || holder.status !== 'Active') {",
    'holder === undefined) {',
  ),
  mutant(
    'a code of the second factor is good for long',
    'actions/mfa/totp.ts',
    'const step = [now - 1, now, now + 1].find((one) => one > device',
    'const step = [now - 10, now - 1, now, now + 1].find((one) => one > device',
  ),
  mutant(
    'every session passes for one with a second factor',
    'dispatch/context.ts',
    "return session?.mfa === true ? 'true' : 'false'",
    "return session !== undefined ? 'true' : 'false'",
  ),
  mutant(
    'a version to be in force at once is only kept',
    'actions/policy/CreatePolicyVersion.ts',
    'if (params.SetAsDefault) {',
    'if (params.SetAsDefault && params.PolicyId < 0) {',
  ),
]

export interface Hunt {
  readonly name: string
  /** What was printed of the failing sequence; `undefined`: nobody noticed. */
  readonly found: string | undefined
}

/** Plays at most `count` sequences on a copy of the server with the bug in it. Throws where an edit does not apply. */
export async function huntMutant({ name, edits }: Mutant, seed: number, count: number): Promise<Hunt> {
  const root = fileURLToPath(new URL('../../..', import.meta.url))
  const folder = await mkdtemp(path.join(tmpdir(), 'opencam-mutant-'))
  try {
    for (const part of ['src', 'test/property/model', 'test/property/policy/dice.ts', 'scripts/model.ts']) {
      await mkdir(path.dirname(path.join(folder, part)), { recursive: true })
      await cp(path.join(root, part), path.join(folder, part), { recursive: true })
    }
    await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
    await writeFile(path.join(folder, 'package.json'), '{"type":"module"}')
    for (const edit of edits) await apply(name, folder, edit)
    return { name, found: await played(folder, seed, count) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function apply(name: string, folder: string, edit: Edit): Promise<void> {
  const { edited, fault } = await editedText(folder, edit)
  if (fault !== undefined) throw new Error(`"${name}": ${fault}`)
  await writeFile(path.join(folder, 'src', edit.file), edited)
}

async function editedText(folder: string, { file, from, to }: Edit) {
  const text = await readFile(path.join(folder, 'src', file), 'utf8')
  const places = text.split(from).length - 1
  const fault = places === 1 ? undefined : `its text stands ${places} times in ${file}, not once`
  return { edited: text.replace(from, () => to), fault }
}

/** Why edits of the mutant cannot be made to the source as it is. */
export async function faultsOf({ edits }: Mutant): Promise<readonly string[]> {
  const root = fileURLToPath(new URL('../../..', import.meta.url))
  const faults = await Promise.all(edits.map(async (edit) => (await editedText(root, edit)).fault))
  return faults.filter((fault) => fault !== undefined)
}

/** A process of its own: no module of the copy meets one of the original. */
function played(folder: string, seed: number, count: number): Promise<string | undefined> {
  const script = path.join(folder, 'scripts/model.ts')
  const options = ['--count', String(count), '--seed', String(seed), '--workers', '1']
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [script, ...options], { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (error === null) return resolve(undefined)
      if (error.code === 1 && stdout.includes('sequence ')) return resolve(stdout)
      reject(new Error(`${error.message}\n${stdout}${stderr}`))
    })
  })
}
