// A whole server and a whole issuer, over sockets: keys are fetched from where the operator lets the server reach.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { buildCall, send } from '../../src/client/call.ts'
import { readSettings } from '../../src/config.ts'
import { type RunningServer, startServer } from '../../src/main.ts'
import { keys, oidc, otherKeySet, otherKeys } from '../api/identity-provider/providers.ts'
import { temporaryFolder } from './cli.ts'

async function start(reach: string, warned: object[]): Promise<RunningServer> {
  const log = { debug() {}, info() {}, warn: (fields: object) => void warned.push(fields), error: expect.fail }
  const settings = readSettings(['--port', '0', '--data', temporaryFolder(), '--provider-fetch', reach], {})
  const server = await startServer(settings, { log })
  onTestFinished(() => server.close())
  return server
}

function call(server: RunningServer, action: string, parameters: object) {
  const { secretId = '', secretKey = '' } = server.firstRoot ?? {}
  const target = { host: new URL(server.url).host, product: 'cam', version: '2019-01-16', action }
  const moment = { timestamp: Math.floor(Date.now() / 1000), nonce: 1 }
  return send(server.url, buildCall(target, parameters, { secretId, secretKey }, moment))
}

/** An issuer on this machine; gives its address and what it was asked for. */
async function startIssuer(): Promise<{ readonly url: string; readonly asked: readonly string[] }> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    const issuer = `http://${request.headers.host}`
    const configuration = JSON.stringify({ issuer, jwks_uri: `${issuer}/keys` })
    response.end(request.url === '/keys' ? otherKeySet : configuration)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

test('from anywhere, where it may', async () => {
  const warned: object[] = []
  const [server, issuer] = [await start('any', warned), await startIssuer()]
  const given = { ...oidc, Name: 'token', IdentityUrl: issuer.url, AutoRotateKey: 1 }
  expect(await call(server, 'CreateOIDCConfig', given)).not.toHaveProperty('Error')
  await server.dispatcher.fetchProviderKeys()
  expect(issuer.asked).toEqual(['/.well-known/openid-configuration', '/keys'])
  expect(await call(server, 'DescribeOIDCConfig', { Name: 'token' })).toMatchObject({ IdentityKey: otherKeys })
  expect(warned).toEqual([])
})

test.each(['public', 'private'])('not from plain HTTP on this machine with %s', async (reach) => {
  const warned: object[] = []
  const [server, issuer] = [await start(reach, warned), await startIssuer()]
  const given = { ...oidc, Name: 'token', IdentityUrl: issuer.url, AutoRotateKey: 1 }
  expect(await call(server, 'CreateOIDCConfig', given)).not.toHaveProperty('Error')
  await server.dispatcher.fetchProviderKeys()
  expect(issuer.asked).toEqual([])
  expect(await call(server, 'DescribeOIDCConfig', { Name: 'token' })).toMatchObject({ IdentityKey: keys })
  expect(warned).toHaveLength(1)
})

test('from nowhere, and nobody may ask for it, with off', async () => {
  const server = await start('off', [])
  const refused = await call(server, 'CreateOIDCConfig', { ...oidc, Name: 'token', AutoRotateKey: 1 })
  expect(refused.Error?.Code).toBe('InvalidParameter')
  expect(await call(server, 'CreateOIDCConfig', { ...oidc, Name: 'token' })).not.toHaveProperty('Error')
})
