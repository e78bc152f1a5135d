import { describe, expect, test } from 'vitest'
import { keysOfJwks, sha256, verifyIdentity } from '../../src/signing/index.ts'
import { allow } from '../api/harness.ts'
import { at, openScene, openUpstream } from './scene.ts'
import { callBySdk, ways } from './sdk-clients.ts'

const template = { TemplateID: 7, TemplateName: 'n', TemplateContent: { Html: 'aGk=', Text: 'aGk=' } }

describe('official clients through the gateway', () => {
  test.each(ways)('$library, $signMethod, $reqMethod', async (way) => {
    const upstream = await openUpstream((_, response) => {
      // In chunks, as many servers answer.
      response.writeHead(200, { 'Content-Type': 'application/json' })
      response.end(JSON.stringify({ Response: { RequestId: 'u-1' } }))
    })
    const scene = await openScene({ upstreams: { ses: upstream.url, ccc: upstream.url } })
    const { port } = scene.server
    const user = await scene.user('caller', allow('ses:*'), allow('ccc:*', 'qcs::ccc:::SdkAppId/1400000001'))

    const updated = await callBySdk(port, user, way, 'ses', 'UpdateEmailTemplate', template)
    expect(updated).toMatchObject({ RequestId: 'u-1' })
    const staff = { SdkAppId: 1400000001, PageSize: 10, PageNumber: 0 }
    expect(await callBySdk(port, user, way, 'ccc', 'DescribeStaffInfoList', staff)).toMatchObject({ RequestId: 'u-1' })
    const other = callBySdk(port, user, way, 'ccc', 'DescribeStaffInfoList', { ...staff, SdkAppId: 1400000002 })
    await expect(other).rejects.toMatchObject({ code: 'AuthFailure.UnauthorizedOperation' })
    await expect(other).rejects.toThrow(/SdkAppId\/1400000002\) has no permission/)

    expect(upstream.received.map(({ method }) => method)).toEqual([way.reqMethod, way.reqMethod])
    for (const { headers, url, body } of upstream.received) {
      const all = `${url} ${JSON.stringify(headers)} ${body.toString('latin1')}`
      expect(all).not.toContain(user.secretId)
      expect(all).not.toMatch(/authorization|[?&]Signature=|SecretId/i)
      expect(headers['x-opencam-owner-uin']).toBe(String(scene.root.account))
      expect(headers['x-opencam-uin']).toBe(String(user.uin))
    }
  })

  test.each(['HmacSHA1', 'TC3-HMAC-SHA256'] as const)(
    'the partners of the international one, %s',
    async (signMethod) => {
      const upstream = await openUpstream()
      const scene = await openScene({ upstreams: { intlpartnersmgt: upstream.url } })
      const way = { library: 'tencentcloud-sdk-nodejs-intl-en', signMethod, reqMethod: 'POST' } as const
      const answer = callBySdk(scene.server.port, scene.root, way, 'intlpartnersmgt', 'GetCountryCodes', {})
      expect(await answer).toMatchObject({ RequestId: 'of-the-upstream' })
    },
  )
})

test('a temporary key works with its token, which goes no further', async () => {
  const upstream = await openUpstream()
  const scene = await openScene({ upstreams: { ses: upstream.url } })
  const made = await scene.call(
    scene.root,
    { product: 'sts', version: '2018-08-13', action: 'GetFederationToken' },
    {
      Name: 'f',
      Policy: encodeURIComponent(JSON.stringify(allow('ses:*'))),
    },
  )
  const { TmpSecretId, TmpSecretKey, Token } = made['Credentials'] as Record<string, string>
  const by = { secretId: TmpSecretId ?? '', secretKey: TmpSecretKey ?? '', token: Token ?? '' }
  for (const way of ways) {
    await callBySdk(scene.server.port, by, way, 'ses', 'ListEmailTemplates', { Limit: 1, Offset: 0 })
  }
  expect(upstream.received).toHaveLength(ways.length)
  for (const { headers, url, body } of upstream.received) {
    const all = `${url} ${JSON.stringify(headers)} ${body.toString('latin1')}`
    expect(all).not.toContain(by.secretId)
    expect(decodeURIComponent(all)).not.toContain(by.token)
    expect(headers['x-opencam-principal']).toMatch(/^qcs::sts:\d+:federated-user\/\d+$/)
  }
})

test('the identity that the upstream gets can be verified, and only for it', async () => {
  const upstream = await openUpstream()
  const scene = await openScene({ upstreams: { ses: upstream.url } })
  await scene.call(scene.root, at('ses', 'ListEmailTemplates'), { Limit: 1, Offset: 0 })
  const [received] = upstream.received
  const jwks = (await (await fetch(`${scene.server.url}/.well-known/opencam-gateway-keys.json`)).json()) as {
    keys: object[]
  }
  expect(JSON.stringify(jwks)).not.toContain('"d"')
  const token = String(received?.headers['x-opencam-identity'])
  const expected = { keys: keysOfJwks(jwks), audience: 'ses', nowMs: Date.now() }
  expect(verifyIdentity(token, expected)).toMatchObject({
    kind: 'valid',
    claims: {
      aud: 'ses',
      jti: received?.headers['x-opencam-request-id'],
      uin: String(scene.root.account),
      action: 'ses:ListEmailTemplates',
      body_sha256: sha256(received?.body ?? ''),
    },
  })
  expect(verifyIdentity(token, { ...expected, audience: 'ccc' })).toEqual({ kind: 'refused', reason: 'audience' })
})
