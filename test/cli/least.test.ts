// `opencam least-privilege` on a store: policies of groups count, the root account does not, and each policy is in force by hand
// afterwards.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { writeProfile } from '../../src/cli/api/profiles.ts'
import { readSettings } from '../../src/config.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { startServer } from '../../src/main.ts'
import { runCli } from '../server/cli.ts'
import { opencam as run } from './process.ts'

const root = { secretId: `AKID${'r'.repeat(32)}`, secretKey: 's'.repeat(32) }
const folder = mkdtempSync(join(tmpdir(), 'opencam-least-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('from what somebody did to a policy that lets him do that and no more', async () => {
  const dataDir = join(folder, 'data')
  const env = { HOME: folder, TENCENTCLOUD_SECRET_ID: root.secretId, TENCENTCLOUD_SECRET_KEY: root.secretKey }
  const server = await startServer(
    readSettings(['--port', '0', '--log-level', 'silent'], {
      OPENCAM_DATA_DIR: dataDir,
      OPENCAM_ROOT_SECRET_ID: root.secretId,
      OPENCAM_ROOT_SECRET_KEY: root.secretKey,
      OPENCAM_AUDIT_READS: 'on',
    }),
  )
  try {
    const call = async (args: readonly string[], code = 0): Promise<Record<string, unknown>> => {
      const done = await runCli(['call', ...args, '-e', server.url], env, systemClock)
      expect([done.code, code === 0 ? done.err : ''], args.join(' ')).toEqual([code, ''])
      return done.out === '' ? {} : JSON.parse(done.out)
    }
    const { SecretId, SecretKey, Uid, Uin } = await call(['AddUser', 'Name=ann', 'UseApi=1'])
    writeProfile(env, 'ann', { secretId: String(SecretId), secretKey: String(SecretKey) })
    const { GroupId } = await call(['CreateGroup', 'GroupName=many'])
    await call(['AddUserToGroup', `Info.0.GroupId=${GroupId}`, `Info.0.Uid=${Uid}`])
    const broad = { version: '2.0', statement: [{ effect: 'allow', action: 'cam:*', resource: '*' }] }
    const { PolicyId } = await call(['CreatePolicy', 'PolicyName=broad', `PolicyDocument=${JSON.stringify(broad)}`])
    await call(['AttachGroupPolicy', `PolicyId=${PolicyId}`, `AttachGroupId=${GroupId}`])

    await call(['ListGroups', '-p', 'ann'])
    await call(['GetUser', 'Name=ann', '-p', 'ann'])
    // A right was used although nothing came of it.
    await call(['GetUser', 'Name=nobody', '-p', 'ann'], 1)

    // Events of reads are written within a second of the calls.
    let made = await run(['least-privilege', '--data', dataDir, '--out', join(folder, 'made')], { cwd: folder })
    while (!made.out.includes('3 recorded calls')) {
      made = await run(['least-privilege', '--data', dataDir, '--out', join(folder, 'made')], { cwd: folder })
    }
    expect([made.code, made.err]).toEqual([0, ''])
    expect(made.out).toContain('allows nothing that is not allowed now: proven')
    const [policy] = JSON.parse((await runCli(['least-privilege', '--data', dataDir, '-o', 'json'])).out)
    expect(policy).toMatchObject({
      principal: String(Uin),
      calls: 3,
      refused: [],
      within: { answer: 'yes' },
      noReads: false,
    })
    const document = readFileSync(join(folder, 'made', `${policy.account}-${Uin}.json`), 'utf8')
    expect(JSON.parse(document).statement).toEqual([
      { effect: 'allow', action: ['cam:GetUser', 'cam:ListGroups'], resource: ['*'] },
    ])

    const least = await call(['CreatePolicy', 'PolicyName=least', `PolicyDocument=${document}`])
    await call(['AttachUserPolicy', `PolicyId=${least['PolicyId']}`, `AttachUin=${Uin}`])
    await call(['DetachGroupPolicy', `PolicyId=${PolicyId}`, `DetachGroupId=${GroupId}`])
    await call(['ListGroups', '-p', 'ann'])
    await call(['ListUsers', '-p', 'ann'], 1)
  } finally {
    await server.close()
  }
}, 60_000)

test('says what it cannot do', async () => {
  const nothing = await runCli(['least-privilege', '--calls', join(folder, 'none.json')])
  expect([nothing.code, nothing.err]).toEqual([1, expect.stringContaining('cannot be read')])
  expect((await runCli(['least-privilege', '--data', folder])).err).toContain('there is no store')
})
