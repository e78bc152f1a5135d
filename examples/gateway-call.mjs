// The official SDK calls a catalogued service through the gateway, with nothing changed but the endpoint.
//   node examples/gateway-call.mjs [http://127.0.0.1:8600]
// Needs: npm install tencentcloud-sdk-nodejs-intl-en
import common from 'tencentcloud-sdk-nodejs-intl-en/tencentcloud/common/index.js'
import ses from 'tencentcloud-sdk-nodejs-intl-en/tencentcloud/ses/index.js'

const [, , endpoint = 'http://127.0.0.1:8600'] = process.argv
const { TENCENTCLOUD_SECRET_ID: secretId, TENCENTCLOUD_SECRET_KEY: secretKey } = process.env

const http = new common.HttpProfile('http://', endpoint.replace(/^http:\/\/|\/$/g, ''))
const profile = new common.ClientProfile('TC3-HMAC-SHA256', http)
const client = new ses.v20201002.Client(new common.Credential(secretId, secretKey), 'ap-guangzhou', profile)

client.ListEmailTemplates({ Limit: 10, Offset: 0 }, (error, answer) => {
  process.stdout.write(error === null ? `allowed: ${answer.TotalCount} templates\n` : `${error.code}: ${error.message}\n`)
})
