// What the official SDKs for Node really send: each signature method and form against a local server that only takes notes.
// Used by the live test and by the script that freezes the requests as vectors.
import { createServer, type IncomingMessage } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'

/** A request as it came over a socket. */
export interface Captured {
  readonly name: string
  readonly source: string
  readonly method: string
  readonly path: string
  readonly rawQuery: string
  /** By lower-case name; only those that matter to the protocol. */
  readonly headers: Readonly<Record<string, string>>
  /** UTF-8. */
  readonly body: string
}

export const captureCredential = { secretId: 'id-of-vectors', secretKey: 'key-of-vectors' }

/** What every SDK is asked to call: nesting, lists, non-ASCII, blanks, signs that encoders treat differently, null. */
export const captureAction = 'addUserToGroup'
export const captureParameters = {
  Info: [
    { Uid: 1000001, GroupId: 13 },
    { Uid: 1000002, GroupId: 14 },
  ],
  Remark: "a b+c&d=e%20~!*'()/中文",
  Empty: '',
  Nothing: null,
}

interface Sdk {
  readonly name: string
  call(signMethod: string, method: string, endpoint: string, multipart: boolean): Promise<unknown>
}

const require = createRequire(import.meta.url)

type Callback = (error: unknown, result: unknown) => void

function chineseSdk(): Sdk {
  const sdk: {
    CommonClient: new (
      endpoint: string,
      version: string,
      config: object,
    ) => { request(action: string, parameters: object, options: object): Promise<unknown> }
  } = require('tencentcloud-sdk-nodejs/tencentcloud/common')
  return {
    name: 'tencentcloud-sdk-nodejs',
    call(signMethod, method, endpoint, multipart) {
      const httpProfile = { protocol: 'http://', reqMethod: method }
      const profile = { signMethod, language: 'zh-CN', httpProfile }
      const config = { credential: captureCredential, region: 'ap-guangzhou', profile }
      const client = new sdk.CommonClient(endpoint, '2019-01-16', config)
      return client.request(
        captureAction,
        { ...(multipart ? { Name: 'a', Remark: 'b' } : captureParameters) },
        { multipart },
      )
    },
  }
}

function internationalSdk(): Sdk {
  const sdk: {
    CommonClient: new (
      endpoint: string,
      version: string,
      credential: object,
      region: string | undefined,
      profile: object,
    ) => { request(action: string, parameters: object, options: object, callback: Callback): void }
    ClientProfile: new (signMethod: string, httpProfile: object) => object
    HttpProfile: new (protocol: string, endpoint: undefined, method: string) => object
    Credential: new (secretId: string, secretKey: string) => object
  } = require('tencentcloud-sdk-nodejs-intl-en/tencentcloud/common')
  return {
    name: 'tencentcloud-sdk-nodejs-intl-en',
    call(signMethod, method, endpoint, multipart) {
      const profile = new sdk.ClientProfile(signMethod, new sdk.HttpProfile('http://', undefined, method))
      const credential = new sdk.Credential(captureCredential.secretId, captureCredential.secretKey)
      const client = new sdk.CommonClient(endpoint, '2019-01-16', credential, undefined, profile)
      const parameters = { ...(multipart ? { Name: 'a', Remark: 'b' } : captureParameters) }
      return new Promise((resolve, reject) => {
        client.request(captureAction, parameters, { multipart }, (error, result) => {
          if (error) reject(error)
          else resolve(result)
        })
      })
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

function noteworthy(headers: IncomingMessage['headers']): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    const matters = name === 'host' || name === 'content-type' || name === 'authorization' || name.startsWith('x-tc-')
    if (matters && typeof value === 'string') kept[name] = value
  }
  return kept
}

/** Runs both SDKs with every signature method over GET and POST, and TC3 with multipart. */
export async function captureSdkRequests(): Promise<Captured[]> {
  let name = ''
  let source = ''
  const captured: Captured[] = []
  const server = createServer(async (request, response) => {
    const url = request.url ?? '/'
    const mark = url.indexOf('?')
    captured.push({
      name,
      source,
      method: request.method ?? '',
      path: mark === -1 ? url : url.slice(0, mark),
      rawQuery: mark === -1 ? '' : url.slice(mark + 1),
      headers: noteworthy(request.headers),
      body: await bodyOf(request),
    })
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"Response":{"RequestId":"r"}}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  try {
    for (const sdk of [chineseSdk(), internationalSdk()]) {
      source = `${sdk.name} ${require(`${sdk.name}/package.json`).version}`
      for (const signMethod of ['TC3-HMAC-SHA256', 'HmacSHA256', 'HmacSHA1']) {
        for (const method of ['GET', 'POST']) {
          name = `${sdk.name}, ${signMethod}, ${method}`
          await sdk.call(signMethod, method, `127.0.0.1:${port}`, false)
        }
      }
      name = `${sdk.name}, TC3-HMAC-SHA256, multipart`
      await sdk.call('TC3-HMAC-SHA256', 'POST', `localhost:${port}`, true)
    }
  } finally {
    server.close()
  }
  return captured
}
