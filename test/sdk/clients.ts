// The vendor's two client libraries for Node, untouched, behind one face: only the endpoint is ours. What they send and
// receive is recorded for the table of coverage.
import { createRequire } from 'node:module'
import type { CoverageRecorder } from '../api/coverage.ts'
import { type SdkProduct, versions } from './models.ts'

// The libraries look for a proxy by themselves; to a server on this machine there is no way through one.
delete process.env['http_proxy']

const require = createRequire(import.meta.url)

export interface Credential {
  readonly secretId: string
  readonly secretKey: string
  /** Of a temporary credential. */
  readonly token?: string
}

/** A credential of the domestic library that fetches itself, such as its CvmRoleCredential. */
export interface DynamicCredential {
  getCredential(): Promise<Credential>
}

export type SignMethod = 'TC3-HMAC-SHA256' | 'HmacSHA256' | 'HmacSHA1'

export interface Variant {
  readonly packageName: 'tencentcloud-sdk-nodejs-intl-en' | 'tencentcloud-sdk-nodejs'
  /** Left out: the library's own default. */
  readonly signMethod?: SignMethod
  readonly reqMethod?: 'POST' | 'GET'
  readonly headers?: Readonly<Record<string, string>>
}

/** Every way of sending that the libraries have. */
export const variants: readonly Variant[] = [
  { packageName: 'tencentcloud-sdk-nodejs-intl-en' },
  { packageName: 'tencentcloud-sdk-nodejs-intl-en', signMethod: 'TC3-HMAC-SHA256' },
  { packageName: 'tencentcloud-sdk-nodejs-intl-en', signMethod: 'HmacSHA1' },
  { packageName: 'tencentcloud-sdk-nodejs-intl-en', reqMethod: 'GET' },
  { packageName: 'tencentcloud-sdk-nodejs-intl-en', signMethod: 'TC3-HMAC-SHA256', reqMethod: 'GET' },
  { packageName: 'tencentcloud-sdk-nodejs' },
  { packageName: 'tencentcloud-sdk-nodejs', signMethod: 'HmacSHA256' },
  { packageName: 'tencentcloud-sdk-nodejs', signMethod: 'HmacSHA1' },
  { packageName: 'tencentcloud-sdk-nodejs', reqMethod: 'GET' },
  { packageName: 'tencentcloud-sdk-nodejs', signMethod: 'HmacSHA256', reqMethod: 'GET' },
]

export const titleOf = ({ packageName, signMethod, reqMethod = 'POST' }: Variant): string =>
  `${packageName}, ${signMethod ?? 'its own way of signing'}, ${reqMethod}`

export interface SdkClient {
  /** Whether the library has the action. */
  has(action: string): boolean
  /** The result as the library hands it over. Throws what the library throws. */
  call(action: string, parameters?: object): Promise<Readonly<Record<string, unknown>>>
}

/** What both libraries throw. */
export interface SdkFailure extends Error {
  readonly code: string
  readonly requestId: string
  readonly traceId: string
  getMessage(): string
  getRequestId(): string
}

type Answer = Readonly<Record<string, unknown>>
type Method = (parameters: object, done: (error: SdkFailure | null, answer: Answer) => void) => unknown

interface InternationalParts {
  readonly Credential: new (secretId: string, secretKey: string, token?: string) => object
  readonly ClientProfile: new (signMethod: string | undefined, http: object) => object
  readonly HttpProfile: new (
    protocol: string,
    endpoint: string,
    method: string | undefined,
    seconds: undefined,
    headers: object | undefined,
  ) => object
  readonly Client: new (credential: object, region: string, profile: object) => Readonly<Record<string, Method>>
}

function international(product: SdkProduct): InternationalParts {
  const folder = 'tencentcloud-sdk-nodejs-intl-en/tencentcloud'
  const { Credential, ClientProfile, HttpProfile } = {
    Credential: require(`${folder}/common/credential`),
    ClientProfile: require(`${folder}/common/profile/client_profile`),
    HttpProfile: require(`${folder}/common/profile/http_profile`),
  }
  const { Client } = require(`${folder}/${product}`)[versions[product]]
  return { Credential, ClientProfile, HttpProfile, Client }
}

/** The library's own class of failures. */
export function failureClass(packageName: Variant['packageName']): new () => SdkFailure {
  const found = require(`${packageName}/tencentcloud/common/exception/tencent_cloud_sdk_exception`)
  return found.default ?? found
}

/** A client of the library for one product; its endpoint is `127.0.0.1:port`. */
export function createClient(
  port: number,
  by: Credential,
  how: Variant,
  recorder: CoverageRecorder,
  product: SdkProduct = 'cam',
): SdkClient {
  const endpoint = `127.0.0.1:${port}`
  const methods = how.packageName === 'tencentcloud-sdk-nodejs' ? domesticClient : internationalClient
  return clientOver(methods(endpoint, by, how, product), how, recorder)
}

/** A client of the domestic library with a credential that fetches itself. */
export function createDynamicClient(port: number, by: DynamicCredential, recorder: CoverageRecorder): SdkClient {
  const how: Variant = { packageName: 'tencentcloud-sdk-nodejs' }
  return clientOver(domesticClient(`127.0.0.1:${port}`, by, how, 'cam'), how, recorder)
}

function clientOver(client: Readonly<Record<string, Method>>, how: Variant, recorder: CoverageRecorder): SdkClient {
  return {
    has: (action) => action in client,
    async call(action, parameters = {}) {
      const method = client[action]
      if (method === undefined) throw new Error(`${how.packageName} has no ${action}`)
      const answer = await new Promise<Answer>((resolve, reject) => {
        const done = (error: SdkFailure | null, result: Answer): void => {
          if (error !== null) {
            recorder.refused(action, error.code)
            reject(error)
          } else resolve(result)
        }
        // The domestic one promises besides; the callback has heard of its failure already.
        void Promise.resolve(method.call(client, parameters, done)).catch(() => {})
      })
      recorder.answered(action, parameters, answer)
      return answer
    },
  }
}

function internationalClient(
  endpoint: string,
  { secretId, secretKey, token }: Credential,
  how: Variant,
  product: SdkProduct,
) {
  const { Client, ClientProfile, Credential, HttpProfile } = international(product)
  const http = new HttpProfile('http://', endpoint, how.reqMethod, undefined, how.headers)
  return new Client(new Credential(secretId, secretKey, token), 'ap-singapore', new ClientProfile(how.signMethod, http))
}

function domesticClient(
  endpoint: string,
  credential: Credential | DynamicCredential,
  how: Variant,
  product: SdkProduct,
): Readonly<Record<string, Method>> {
  const services = require(`tencentcloud-sdk-nodejs/tencentcloud/services/${product}`)
  const { Client } = services[product][versions[product]]
  const { reqMethod = 'POST', headers = {}, signMethod } = how
  const httpProfile = { protocol: 'http://', endpoint, reqMethod, headers }
  return new Client({ credential, region: 'ap-guangzhou', profile: { signMethod, httpProfile } })
}
