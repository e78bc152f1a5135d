// The vendor's two client libraries for Node, untouched, for catalogued services: only the endpoint is ours.
import { createRequire } from 'node:module'
import type { Credential } from '../../src/signing/index.ts'
import { versionsOf } from './scene.ts'

// The libraries look for a proxy by themselves; to a server on this machine there is no way through one.
delete process.env['http_proxy']

const require = createRequire(import.meta.url)

export type Library = 'tencentcloud-sdk-nodejs' | 'tencentcloud-sdk-nodejs-intl-en'

export interface Way {
  readonly library: Library
  readonly signMethod: 'TC3-HMAC-SHA256' | 'HmacSHA256' | 'HmacSHA1'
  readonly reqMethod: 'POST' | 'GET'
}

const methods = ['POST', 'GET'] as const

/** Every way of sending that the libraries have; the international one signs no HmacSHA256. */
export const ways: readonly Way[] = methods.flatMap((reqMethod): readonly Way[] => [
  { library: 'tencentcloud-sdk-nodejs', signMethod: 'TC3-HMAC-SHA256', reqMethod },
  { library: 'tencentcloud-sdk-nodejs', signMethod: 'HmacSHA256', reqMethod },
  { library: 'tencentcloud-sdk-nodejs', signMethod: 'HmacSHA1', reqMethod },
  { library: 'tencentcloud-sdk-nodejs-intl-en', signMethod: 'TC3-HMAC-SHA256', reqMethod },
  { library: 'tencentcloud-sdk-nodejs-intl-en', signMethod: 'HmacSHA1', reqMethod },
])

type Answer = Readonly<Record<string, unknown>>
type Method = (parameters: object, done: (error: Error | null, answer: Answer) => void) => unknown
type Client = Readonly<Record<string, Method>>

/** One call by the library; throws what the library throws. */
export function callBySdk(
  port: number,
  by: Credential & { readonly token?: string },
  way: Way,
  service: string,
  action: string,
  parameters: object,
): Promise<Answer> {
  const make = way.library === 'tencentcloud-sdk-nodejs' ? domestic : international
  const client = make(`127.0.0.1:${port}`, by, way, service)
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, answer: Answer): void => (error === null ? resolve(answer) : reject(error))
    const method = client[action]
    if (method === undefined) throw new Error(`${way.library} has no ${service}:${action}`)
    // The domestic one promises besides; the callback has heard of its failure already.
    void Promise.resolve(method.call(client, parameters, done)).catch(() => {})
  })
}

const versionName = (service: string): string => `v${(versionsOf[service] ?? '').replaceAll('-', '')}`

function domestic(
  endpoint: string,
  credential: Credential & { readonly token?: string },
  way: Way,
  service: string,
): Client {
  const { [service]: found } = require(`tencentcloud-sdk-nodejs/tencentcloud/services/${service}`)
  const httpProfile = { protocol: 'http://', endpoint, reqMethod: way.reqMethod }
  const profile = { signMethod: way.signMethod, httpProfile }
  return new found[versionName(service)].Client({ credential, region: 'ap-guangzhou', profile })
}

function international(
  endpoint: string,
  { secretId, secretKey, token }: Credential & { readonly token?: string },
  way: Way,
  service: string,
): Client {
  const folder = 'tencentcloud-sdk-nodejs-intl-en/tencentcloud'
  const { Credential, ClientProfile, HttpProfile } = require(`${folder}/common`)
  const http = new HttpProfile('http://', endpoint, way.reqMethod)
  const profile = new ClientProfile(way.signMethod, http)
  return new (require(`${folder}/${service}`)[versionName(service)].Client)(
    new Credential(secretId, secretKey, token),
    'ap-guangzhou',
    profile,
  )
}
