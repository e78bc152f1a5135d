// Credentials of an instance: the client library's CvmRoleCredential, unmodified, against a running server. Its address is
// fixed, so connections of this process to that name are led to the metadata listener; nothing else is changed.
import http from 'node:http'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createDynamicClient, type DynamicCredential, type SdkClient, type SdkFailure } from './clients.ts'
import { databases, type Started, startOn } from './server.ts'

const require = createRequire(import.meta.url)
const CvmRoleCredential: new () => DynamicCredential =
  require('tencentcloud-sdk-nodejs/tencentcloud/common/cvm_role_credential').default

const policyOf = (statement: object): string => JSON.stringify({ version: '2.0', statement: [statement] })
const trustOf = (...service: readonly string[]): string =>
  policyOf({ effect: 'allow', action: 'name/sts:AssumeRole', principal: { service } })
const readers = policyOf({ effect: 'allow', action: ['cam:GetUser', 'sts:AssumeRole'], resource: ['*'] })

const usualAgent = http.globalAgent

/** An agent that has metadata.tencentyun.com at a port of this machine, as a line in the hosts file would. */
function agentTo(port: number): http.Agent {
  const agent = new http.Agent()
  agent.createConnection = (options) => {
    const { host, port: asked } = options as { host?: string; port?: number | string }
    if (host === 'metadata.tencentyun.com' && Number(asked) === 80) return connect(port, '127.0.0.1')
    return connect(Number(asked), host)
  }
  return agent
}

describe.each(databases)('on %s', (database) => {
  let started: Started
  let root: SdkClient
  let nowMs = Date.now()
  beforeAll(async () => {
    // The account of an empty store has this number.
    const flags = ['--metadata-port', '0', '--metadata-roles', '100000000001/Worker']
    started = await startOn(database, { flags, clock: () => nowMs })
    root = started.client(started.root)
    await root.call('AddUser', { Name: 'somebody' })
    http.globalAgent = agentTo(started.server.metadata?.port ?? 0)
  })
  afterAll(async () => {
    http.globalAgent = usualAgent
    await started.close()
  })
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
    nowMs = Date.now()
    const { RoleId } = await root.call('CreateRole', { RoleName: 'Worker', PolicyDocument: trustOf('cvm.qcloud.com') })
    const made = await root.call('CreatePolicy', { PolicyName: `readers-${String(RoleId)}`, PolicyDocument: readers })
    await root.call('AttachRolePolicy', { PolicyId: made['PolicyId'], AttachRoleName: 'Worker' })
  })
  afterEach(async () => {
    await root.call('DeleteRole', { RoleName: 'Worker' }).catch(() => {})
    vi.useRealTimers()
  })

  /** Time goes on for the server and for the library alike. */
  function later(seconds: number): void {
    nowMs += seconds * 1000
    vi.setSystemTime(nowMs)
  }
  const clientOf = (credential: DynamicCredential) =>
    createDynamicClient(started.server.port, credential, started.recorder)
  const codeOf = (call: Promise<unknown>): Promise<string> =>
    call.then(
      () => 'no failure',
      (error: unknown) => (error as SdkFailure).code,
    )

  test('obtains credentials and calls with them, as the role and no more', async () => {
    const client = clientOf(new CvmRoleCredential())
    expect(await client.call('GetUser', { Name: 'somebody' })).toMatchObject({ Name: 'somebody' })
    expect(await codeOf(client.call('ListUsers'))).toBe('AuthFailure.UnauthorizedOperation')
  })

  test('refreshes them: the same for a while, others before they end, with no call refused', async () => {
    const credential = new CvmRoleCredential()
    const client = clientOf(credential)
    const ids = new Set<string>()
    // Three lifetimes, in steps that meet each renewal.
    for (let step = 0; step < 3 * 24; step += 1) {
      expect(await client.call('GetUser', { Name: 'somebody' })).toMatchObject({ Name: 'somebody' })
      ids.add((await credential.getCredential()).secretId)
      later(300)
    }
    expect(ids.size).toBeGreaterThanOrEqual(3)
    expect(ids.size).toBeLessThanOrEqual(7)
  })

  test('another process that asks meanwhile gets what lasts for at least half the time', async () => {
    const first = await new CvmRoleCredential().getCredential()
    later(3599)
    expect(await new CvmRoleCredential().getCredential()).toEqual(first)
    later(1)
    const second = await new CvmRoleCredential().getCredential()
    expect(second.secretId).not.toBe(first.secretId)
  })

  test('those who ask at once get one credential', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => new CvmRoleCredential().getCredential()))
    expect(new Set(all.map(({ secretId }) => secretId)).size).toBe(1)
  })

  test('a role of a shorter session gives no longer one', async () => {
    await root.call('DeleteRole', { RoleName: 'Worker' })
    const short = { RoleName: 'Worker', PolicyDocument: trustOf('cvm.qcloud.com'), SessionDuration: 900 }
    await root.call('CreateRole', short)
    const first = await new CvmRoleCredential().getCredential()
    later(450)
    expect((await new CvmRoleCredential().getCredential()).secretId).not.toBe(first.secretId)
  })

  test('a deleted role: refused on the next call, and nothing more is handed out', async () => {
    const client = clientOf(new CvmRoleCredential())
    await client.call('GetUser', { Name: 'somebody' })
    await root.call('DeleteRole', { RoleName: 'Worker' })
    expect(await codeOf(client.call('GetUser', { Name: 'somebody' }))).toBe('AuthFailure.TokenFailure')
    await expect(new CvmRoleCredential().getCredential()).rejects.toThrow('http code: 404')
    // Made again under its name it is another role: the old credential stays dead, and a new one is handed out.
    await root.call('CreateRole', { RoleName: 'Worker', PolicyDocument: trustOf('cvm.qcloud.com') })
    expect(await codeOf(client.call('GetUser', { Name: 'somebody' }))).toBe('AuthFailure.TokenFailure')
    const fresh = clientOf(new CvmRoleCredential())
    expect(await codeOf(fresh.call('GetUser', { Name: 'somebody' }))).toBe('AuthFailure.UnauthorizedOperation')
  })

  test('a role that trusts instances no more, and one that never did', async () => {
    await new CvmRoleCredential().getCredential()
    await root.call('UpdateAssumeRolePolicy', { RoleName: 'Worker', PolicyDocument: trustOf('scf.qcloud.com') })
    await expect(new CvmRoleCredential().getCredential()).rejects.toThrow('http code: 404')
    const principal = { qcs: [`qcs::cam::uin/${started.root.account}:root`] }
    const PolicyDocument = policyOf({ effect: 'allow', action: 'name/sts:AssumeRole', principal })
    await root.call('UpdateAssumeRolePolicy', { RoleName: 'Worker', PolicyDocument })
    await expect(new CvmRoleCredential().getCredential()).rejects.toThrow('http code: 404')
  })

  test('a condition of the trust policy holds here too', async () => {
    const only = (address: string): string => {
      const principal = { service: ['cvm.qcloud.com'] }
      const condition = { ip_equal: { 'qcs:ip': address } }
      return policyOf({ effect: 'allow', action: 'name/sts:AssumeRole', principal, condition })
    }
    await root.call('UpdateAssumeRolePolicy', { RoleName: 'Worker', PolicyDocument: only('192.0.2.0/24') })
    await expect(new CvmRoleCredential().getCredential()).rejects.toThrow('http code: 404')
    await root.call('UpdateAssumeRolePolicy', { RoleName: 'Worker', PolicyDocument: only('127.0.0.0/8') })
    expect(await new CvmRoleCredential().getCredential()).toHaveProperty('token')
  })

  test('each issue is in the audit of the account, without the secret', async () => {
    const { secretKey, token } = await new CvmRoleCredential().getCredential()
    const { audit } = started.server.world.store.read
    const [event] = await audit.list(started.root.account, { action: 'IssueInstanceCredential' }, { limit: 1 })
    expect(event).toMatchObject({ action: 'IssueInstanceCredential', resources: ['roleName/Worker'] })
    expect(JSON.stringify(event)).not.toContain(secretKey)
    expect(JSON.stringify(event)).not.toContain(token)
  })
})
