// The client library's own OIDCRoleArnCredential, unmodified, against a running server: the token file of a workload opens its
// role, as it does in a cluster of the vendor.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { roleArn } from '../api/sts/federation.ts'
import { clientId, issuer, token, usualHeader } from '../federation/tokens.ts'
import { createDynamicClient, type DynamicCredential } from './clients.ts'
import { databases, type Root, type Started, startOn } from './server.ts'
import { prepare } from './walk-federated.ts'

const require = createRequire(import.meta.url)
const {
  OIDCRoleArnCredential,
}: {
  OIDCRoleArnCredential: new (config: object) => DynamicCredential
} = require('tencentcloud-sdk-nodejs/tencentcloud/common/credential')

describe.each(databases)('on %s', (database) => {
  const folder = mkdtempSync(join(tmpdir(), 'opencam-token-'))
  const file = join(folder, 'token')
  let started: Started
  let root: Root
  beforeAll(async () => {
    started = await startOn(database)
    root = started.root
    const { server } = started
    await prepare({ account: root.account, server })
    const client = started.client(root)
    await client.call('AttachRolePolicy', { PolicyName: 'QcloudCamReadOnlyAccess', AttachRoleName: 'by-token' })
    vi.stubEnv('TKE_REGION', 'ap-guangzhou')
    vi.stubEnv('TKE_PROVIDER_ID', 'builds')
    vi.stubEnv('TKE_WEB_IDENTITY_TOKEN_FILE', file)
    vi.stubEnv('TKE_ROLE_ARN', roleArn(root.account, 'by-token'))
  })
  afterAll(async () => {
    vi.unstubAllEnvs()
    await started.close()
    rmSync(folder, { recursive: true })
  })

  const write = (exp: number): void => {
    const now = Math.floor(started.server.world.clock() / 1000)
    const claims = { iss: issuer, sub: 'system:serviceaccount:a:b', aud: clientId, iat: now - 600, exp: now + exp }
    writeFileSync(file, `${token(usualHeader, claims)}\n`)
  }
  beforeEach(() => write(600))

  const credentialOf = () => {
    const httpProfile = { protocol: 'http://', endpoint: `127.0.0.1:${started.server.port}` }
    return new OIDCRoleArnCredential({ profile: { httpProfile } })
  }
  const clientOf = (credential: DynamicCredential) =>
    createDynamicClient(started.server.port, credential, started.recorder)

  test('gets its role by the token file and calls with what it got, as the role and no more', async () => {
    const client = clientOf(credentialOf())
    expect(await client.call('ListUsers')).toHaveProperty('Data')
    await expect(client.call('CreateGroup', { GroupName: 'g' })).rejects.toMatchObject({
      code: 'AuthFailure.UnauthorizedOperation',
    })
  })

  test('hears why it gets none', async () => {
    write(-300)
    await expect(credentialOf().getCredential()).rejects.toThrow('id token error | Expired token')
  })
})
