// What credential providers of other client libraries send, through the whole server: the session that they get, that
// its credential works, and what they hear where they get none. The metadata requests go through the metadata listener.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeRootAccount } from '../../src/actions/account/root.ts'
import { type Answer, buildCall, readAnswer } from '../../src/client/call.ts'
import { createInstanceCredentials } from '../../src/server/instance-credentials.ts'
import { metadataReply } from '../../src/server/metadata.ts'
import { asHttp, type Harness, openHarness } from '../api/harness.ts'
import { oidcArn, tokenCondition } from '../api/sts/federation.ts'
import { base64 } from '../federation/saml-idp.ts'
import { clientId, issuer, jwks, token as tokenText, usualHeader } from '../federation/tokens.ts'
import { readVectors, requestOf, type WrittenRequest } from './vector.ts'

interface Vectors {
  readonly secretId: string
  readonly secretKey: string
  readonly timestamp: number
  readonly account: number
  readonly appId: number
  readonly role: string
  readonly calls: readonly {
    readonly name: string
    readonly request: WrittenRequest
    /** The call makes a session of this name, for so long. */
    readonly session?: { readonly name: string; readonly seconds: number }
    /** The call answers who signed it. */
    readonly identity?: true
    /** Addresses that send the very same request again. */
    readonly handedOn?: readonly string[]
    /** The call is refused with this code. */
    readonly code?: string
  }[]
  readonly metadata: readonly {
    readonly name: string
    readonly request: WrittenRequest
    readonly answers: 'role' | 'credential' | 'missing'
  }[]
}

const vectors = readVectors<Vectors>('wire/providers.json')
const { account, role, secretId, secretKey, timestamp } = vectors

let server: Harness
let roleId: string
let token: string
beforeAll(async () => {
  server = await openHarness()
  server.clock.set(timestamp * 1000)
  const { store, random, sealer } = server.world
  const given = { name: 'vectors', verified: true, site: 'default', passwordHash: undefined, nowMs: server.clock() }
  const made = await store.transaction((writes) =>
    makeRootAccount(writes, { random, sealer }, { uin: account, key: { secretId, secretKey }, ...given }),
  )
  expect(made).toMatchObject({ account, appId: vectors.appId })
  const root = { account, uin: account, uid: 0, name: 'vectors', secretId, secretKey }
  // The token is not recorded: one is signed for the moment of the calls, by a provider of the name that the clients send.
  token = tokenFor(timestamp)
  await server.ok(
    'CreateOIDCConfig',
    { Name: 'tke-oidc', IdentityUrl: issuer, IdentityKey: base64(jwks), ClientId: [clientId] },
    { as: root },
  )
  const principal = { qcs: [`qcs::cam::uin/${account}:root`], service: ['cvm.qcloud.com'] }
  const federated = [oidcArn(account, 'tke-oidc')]
  const condition = { string_equal: tokenCondition }
  const statement = [
    { effect: 'allow', action: 'name/sts:AssumeRole', principal },
    { effect: 'allow', action: 'name/sts:AssumeRoleWithWebIdentity', principal: { federated }, condition },
  ]
  const trust = { version: '2.0', statement }
  const parameters = { RoleName: role, PolicyDocument: JSON.stringify(trust) }
  roleId = String((await server.ok('CreateRole', parameters, { as: root }))['RoleId'])
})
afterAll(() => server.close())

const tokenFor = (now: number): string =>
  tokenText(usualHeader, { iss: issuer, sub: 'system:serviceaccount:a:b', aud: clientId, iat: now, exp: now + 600 })

async function answerTo(request: WrittenRequest, address = '127.0.0.1'): Promise<Answer> {
  const body = request.body?.replace('{token}', token)
  const { from, ...rest } = requestOf({ ...request, ...(body !== undefined && { body }) })
  return readAnswer((await server.respond({ ...rest, from: { ...from, address } })).body)
}

interface Credentials {
  readonly TmpSecretId: string
  readonly TmpSecretKey: string
  readonly Token: string
}

/** Who a temporary credential is, by its own signed call. */
async function bearerOf({ TmpSecretId, TmpSecretKey, Token }: Credentials): Promise<Answer> {
  const target = {
    host: 'sts.tencentcloudapi.com',
    product: 'sts',
    version: '2018-08-13',
    action: 'GetCallerIdentity',
  }
  const credential = { secretId: TmpSecretId, secretKey: TmpSecretKey }
  const signed = buildCall(target, {}, credential, { timestamp, nonce: 1 })
  const headers = { ...signed.headers, 'X-TC-Token': Token }
  return readAnswer((await server.respond(asHttp({ ...signed, headers }))).body)
}

const ownIdentity = {
  Type: 'CAMUser',
  Arn: `qcs::cam:${account}:uin/${account}`,
  UserId: String(account),
  PrincipalId: String(account),
  AccountId: String(account),
}

describe('calls', () => {
  test.each(vectors.calls)('$name', async ({ request, session, identity, handedOn = [], code }) => {
    const answer = await answerTo(request)
    expect(answer.Error?.Code).toBe(code)
    if (identity === true) expect(answer).toMatchObject(ownIdentity)
    for (const address of handedOn) expect(await answerTo(request, address)).toMatchObject(ownIdentity)
    if (session === undefined) return
    const expiresAt = timestamp + session.seconds
    expect(answer).toMatchObject({
      ExpiredTime: expiresAt,
      Expiration: `${new Date(expiresAt * 1000).toISOString().slice(0, 19)}Z`,
    })
    const bearer = await bearerOf(answer['Credentials'] as Credentials)
    expect(bearer.Error).toBeUndefined()
    expect([`${roleId}:${session.name}`, `${account}:${session.name}`]).toContain(bearer['UserId'])
  })

  test('each provider is there, and each way a call ends', () => {
    const names = vectors.calls.map(({ name }) => name).join('\n')
    for (const part of [
      'Go, role ARN',
      'Python, role ARN',
      'Java, role ARN',
      'Go, OIDC',
      'Python, OIDC',
      'Java, OIDC',
    ]) {
      expect(names).toContain(part)
    }
    const codes = new Set(vectors.calls.map(({ code }) => code))
    const refusals = ['AuthFailure.TokenFailure', 'InvalidParameter.StrategyFormatError']
    expect(codes).toEqual(new Set([undefined, ...refusals]))
  })
})

describe('the metadata path', () => {
  const answer = (request: WrittenRequest) => {
    const credential = createInstanceCredentials(server.world)
    return metadataReply({ roles: [{ account, name: role }], credential }, requestOf(request))
  }

  test.each(vectors.metadata)('$name', async ({ request, answers }) => {
    const { status, body } = await answer(request)
    expect(status).toBe(answers === 'missing' ? 404 : 200)
    if (answers === 'role') expect(body).toBe(role)
    if (answers !== 'credential') return
    const read: Credentials & { Code: string; ExpiredTime: number } = JSON.parse(body)
    expect(read).toMatchObject({ Code: 'Success', ExpiredTime: timestamp + 7200 })
    const bearer = await bearerOf(read)
    expect(bearer['Arn']).toBe(`qcs::sts:${account}:assumed-role/${roleId}`)
  })
})
