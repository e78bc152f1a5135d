// The vendor's two client libraries for Node, untouched, behind one face: only the endpoint is ours. What they send and
// receive is recorded for the table of coverage.
import { createRequire } from 'node:module'
import type { CoverageRecorder } from '../api/coverage.ts'

// The libraries look for a proxy by themselves; to a server on this machine there is no way through one.
delete process.env['http_proxy']

const require = createRequire(import.meta.url)

export interface Credential {
  readonly secretId: string
  readonly secretKey: string
}

export type SignMethod = 'TC3-HMAC-SHA256' | 'HmacSHA256' | 'HmacSHA1'

export interface Variant {
  readonly library: 'tencentcloud-sdk-nodejs-intl-en' | 'tencentcloud-sdk-nodejs'
  /** Left out: the library's own default. */
  readonly signMethod?: SignMethod
  readonly reqMethod?: 'POST' | 'GET'
  readonly headers?: Readonly<Record<string, string>>
}

/** Every way of sending that the libraries have. */
export const variants: readonly Variant[] = [
  { library: 'tencentcloud-sdk-nodejs-intl-en' },
  { library: 'tencentcloud-sdk-nodejs-intl-en', signMethod: 'TC3-HMAC-SHA256' },
  { library: 'tencentcloud-sdk-nodejs-intl-en', signMethod: 'HmacSHA1' },
  { library: 'tencentcloud-sdk-nodejs-intl-en', reqMethod: 'GET' },
  { library: 'tencentcloud-sdk-nodejs-intl-en', signMethod: 'TC3-HMAC-SHA256', reqMethod: 'GET' },
  { library: 'tencentcloud-sdk-nodejs' },
  { library: 'tencentcloud-sdk-nodejs', signMethod: 'HmacSHA256' },
  { library: 'tencentcloud-sdk-nodejs', signMethod: 'HmacSHA1' },
  { library: 'tencentcloud-sdk-nodejs', reqMethod: 'GET' },
  { library: 'tencentcloud-sdk-nodejs', signMethod: 'HmacSHA256', reqMethod: 'GET' },
]

export const titleOf = ({ library, signMethod, reqMethod = 'POST' }: Variant): string =>
  `${library}, ${signMethod ?? 'its own way of signing'}, ${reqMethod}`

export interface SdkClient {
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
  readonly Credential: new (secretId: string, secretKey: string) => object
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

function international(): InternationalParts {
  const folder = 'tencentcloud-sdk-nodejs-intl-en/tencentcloud'
  const { Credential, ClientProfile, HttpProfile } = {
    Credential: require(`${folder}/common/credential`),
    ClientProfile: require(`${folder}/common/profile/client_profile`),
    HttpProfile: require(`${folder}/common/profile/http_profile`),
  }
  const { Client } = require(`${folder}/cam`).v20190116
  return { Credential, ClientProfile, HttpProfile, Client }
}

/** The library's own class of failures. */
export function failureClass(library: Variant['library']): new () => SdkFailure {
  const found = require(`${library}/tencentcloud/common/exception/tencent_cloud_sdk_exception`)
  return found.default ?? found
}

/** A client of the library; its endpoint is `127.0.0.1:port`. */
export function createClient(port: number, by: Credential, how: Variant, recorder: CoverageRecorder): SdkClient {
  const endpoint = `127.0.0.1:${port}`
  const methods = how.library === 'tencentcloud-sdk-nodejs' ? domesticClient : internationalClient
  const client = methods(endpoint, by, how)
  return {
    async call(action, parameters = {}) {
      const method = client[action]
      if (method === undefined) throw new Error(`${how.library} has no ${action}`)
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

function internationalClient(endpoint: string, { secretId, secretKey }: Credential, how: Variant) {
  const { Client, ClientProfile, Credential, HttpProfile } = international()
  const http = new HttpProfile('http://', endpoint, how.reqMethod, undefined, how.headers)
  return new Client(new Credential(secretId, secretKey), 'ap-singapore', new ClientProfile(how.signMethod, http))
}

function domesticClient(endpoint: string, credential: Credential, how: Variant): Readonly<Record<string, Method>> {
  const { Client } = require('tencentcloud-sdk-nodejs/tencentcloud/services/cam').cam.v20190116
  const { reqMethod = 'POST', headers = {}, signMethod } = how
  const httpProfile = { protocol: 'http://', endpoint, reqMethod, headers }
  return new Client({ credential, region: 'ap-guangzhou', profile: { signMethod, httpProfile } })
}
