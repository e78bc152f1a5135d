// The official SDK against OpenCAM, with nothing changed but the endpoint: the root account makes a sub-user with a key,
// lets it read users by a policy, and the sub-user's own calls are allowed and refused as the policy says.
//   node examples/quick-start.mjs [http://127.0.0.1:8600]
// Needs: npm install tencentcloud-sdk-nodejs-intl-en
import { randomBytes } from 'node:crypto'
import cam from 'tencentcloud-sdk-nodejs-intl-en/tencentcloud/cam/index.js'
import common from 'tencentcloud-sdk-nodejs-intl-en/tencentcloud/common/index.js'

const [, , endpoint = 'http://127.0.0.1:8600'] = process.argv
const { TENCENTCLOUD_SECRET_ID: secretId, TENCENTCLOUD_SECRET_KEY: secretKey } = process.env

const say = (line) => process.stdout.write(`${line}\n`)

/** A client that signs with the key; each action is a function that answers a promise. */
function clientOf(secretId, secretKey) {
  const http = new common.HttpProfile('http://', endpoint.replace(/^http:\/\/|\/$/g, ''))
  const profile = new common.ClientProfile('TC3-HMAC-SHA256', http)
  const client = new cam.v20190116.Client(new common.Credential(secretId, secretKey), '', profile)
  return (action, parameters = {}) =>
    new Promise((resolve, reject) => {
      client[action](parameters, (error, answer) => (error ? reject(error) : resolve(answer)))
    })
}

/** Says whether the call was allowed. */
async function attempt(call, action, parameters) {
  try {
    await call(action, parameters)
    say(`  ${action}: allowed`)
  } catch (error) {
    say(`  ${action}: refused, ${error.code} (RequestId ${error.requestId})`)
  }
}

async function main() {
  if (!secretId || !secretKey) {
    throw new Error('set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY to the key that the first start printed')
  }
  const root = clientOf(secretId, secretKey)
  const tag = randomBytes(3).toString('hex')

  const alice = await root('AddUser', { Name: `alice-${tag}`, UseApi: 1 })
  say(`made the sub-user ${alice.Name} (${alice.Uin}) with a key of its own`)
  const document = {
    version: '2.0',
    statement: [{ effect: 'allow', action: ['cam:GetUser', 'cam:ListUsers'], resource: ['*'] }],
  }
  const policy = await root('CreatePolicy', {
    PolicyName: `read-users-${tag}`,
    PolicyDocument: JSON.stringify(document),
  })
  say(`wrote the policy read-users-${tag} (${policy.PolicyId}), which allows GetUser and ListUsers`)

  const call = clientOf(alice.SecretId, alice.SecretKey)
  say(`${alice.Name} calls before the policy is attached:`)
  await attempt(call, 'GetUser', { Name: alice.Name })
  await root('AttachUserPolicy', { PolicyId: policy.PolicyId, AttachUin: alice.Uin })
  say(`${alice.Name} calls after it is attached:`)
  await attempt(call, 'GetUser', { Name: alice.Name })
  await attempt(call, 'ListUsers')
  await attempt(call, 'CreateGroup', { GroupName: `mine-${tag}` })
}

main().catch((error) => {
  process.stderr.write(`${error.code ? `${error.code}: ` : ''}${error.message}\n`)
  process.exitCode = 1
})
