// Node.js with the vendor's libraries, domestic and international: their common client, which knows every action. Pure.
import { addressOf, type CodeCall, pretty, quoted } from './code-call.ts'

export function nodeDomestic(call: CodeCall): string {
  const { host, secure } = addressOf(call)
  return `// npm install tencentcloud-sdk-nodejs
const { CommonClient } = require('tencentcloud-sdk-nodejs/tencentcloud/common/common_client')

const client = new CommonClient(${quoted(host)}, ${quoted(call.version)}, {
  credential: {
    secretId: process.env.TENCENTCLOUD_SECRET_ID,
    secretKey: process.env.TENCENTCLOUD_SECRET_KEY,
    token: process.env.TENCENTCLOUD_TOKEN,
  },
  region: ${quoted(call.region)},
  profile: {
    signMethod: 'TC3-HMAC-SHA256',
    language: 'en-US',
    httpProfile: { protocol: '${secure ? 'https' : 'http'}://', endpoint: ${quoted(host)} },
  },
})

const params = ${pretty(call)}

client.request(${quoted(call.action)}, params).then(
  (answer) => console.log(JSON.stringify(answer, null, 2)),
  (error) => {
    console.error(error.code, error.message, error.requestId)
    process.exitCode = 1
  },
)
`
}

export function nodeInternational(call: CodeCall): string {
  const { host, secure } = addressOf(call)
  return `// npm install tencentcloud-sdk-nodejs-intl-en
const { ClientProfile, CommonClient, Credential, HttpProfile } = require('tencentcloud-sdk-nodejs-intl-en/tencentcloud/common')

const credential = new Credential(
  process.env.TENCENTCLOUD_SECRET_ID,
  process.env.TENCENTCLOUD_SECRET_KEY,
  process.env.TENCENTCLOUD_TOKEN,
)
const http = new HttpProfile('${secure ? 'https' : 'http'}://', ${quoted(host)})
const profile = new ClientProfile('TC3-HMAC-SHA256', http)
const client = new CommonClient(${quoted(host)}, ${quoted(call.version)}, credential, ${quoted(call.region)}, profile)

const params = ${pretty(call)}

client.request(${quoted(call.action)}, params, {}, (error, answer) => {
  if (error) {
    console.error(error.code, error.message, error.requestId)
    process.exitCode = 1
    return
  }
  console.log(JSON.stringify(answer, null, 2))
})
`
}
