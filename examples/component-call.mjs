// The old component calls against OpenCAM, with nothing but Node: makes a policy for a queue and attaches it to a sub-account.
//   node examples/component-call.mjs <uin of the sub-account> [http://127.0.0.1:8600]
// The server must run with OPENCAM_COMPONENT_CALL=on.
import { createHash, createHmac, randomInt } from 'node:crypto'

const [, , uin, endpoint = 'http://127.0.0.1:8600'] = process.argv
const { TENCENTCLOUD_SECRET_ID: secretId, TENCENTCLOUD_SECRET_KEY: secretKey } = process.env

const say = (line) => process.stdout.write(`${line}\n`)
const hmac = (key, text) => createHmac('sha256', key).update(text).digest()
const sha256 = (text) => createHash('sha256').update(text).digest('hex')

/** The Authorization header of TC3-HMAC-SHA256 over the host, the content type and the body. */
function authorization(host, body, timestamp) {
  const date = new Date(timestamp * 1000).toISOString().slice(0, 10)
  const scope = `${date}/cam/tc3_request`
  const canonical = `POST\n/\n\ncontent-type:application/json\nhost:${host}\n\ncontent-type;host\n${sha256(body)}`
  const text = `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(canonical)}`
  const key = ['cam', 'tc3_request'].reduce(hmac, hmac(`TC3${secretKey}`, date))
  const signature = hmac(key, text).toString('hex')
  return `TC3-HMAC-SHA256 Credential=${secretId}/${scope}, SignedHeaders=content-type;host, Signature=${signature}`
}

/** Calls an interface; answers `data`, or throws what the server says is wrong. */
async function call(interfaceName, para) {
  // Every call has an eventId of its own: a server refuses the same signed call a second time.
  const eventId = randomInt(2 ** 47)
  const body = JSON.stringify({ version: 1, componentName: 'MC', eventId, interface: { interfaceName, para } })
  const timestamp = Math.floor(Date.now() / 1000)
  const url = new URL('/component', endpoint)
  const headers = {
    Authorization: authorization(url.host, body, timestamp),
    'Content-Type': 'application/json',
    'X-TC-Timestamp': String(timestamp),
  }
  const reply = await fetch(url, { method: 'POST', headers, body })
  const type = reply.headers.get('content-type')
  const answer = type === 'application/json' ? await reply.json() : {}
  if (answer.componentName === undefined) throw new Error(`no component call is served at ${url}`)
  if (answer.returnCode !== 0) throw new Error(`${interfaceName}: ${answer.returnCode} ${answer.returnMessage}`)
  return answer.data
}

async function main() {
  if (!secretId || !secretKey) throw new Error('set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY to a key')
  if (!/^\d+$/.test(uin ?? '')) throw new Error('name the sub-account by its uin')
  const strategyInfo = {
    version: '2.0',
    statement: [
      { effect: 'allow', action: 'name/cmqqueue:ListQueue', resource: '*' },
      { effect: 'allow', action: 'name/cmqqueue:ReceiveMessage', resource: `qcs::cmqqueue:bj::queueName/uin/${uin}/*` },
    ],
  }
  const strategyName = `queues-of-${uin}`
  const { strategyId, ownerUin } = await call('CreateCamStrategy', {
    strategyName,
    strategyInfo: JSON.stringify(strategyInfo),
    remark: 'Consumes its own queues in Beijing.',
  })
  say(`made the policy ${strategyName} (${strategyId}) of the account ${ownerUin}`)
  await call('OperateCamStrategy', { groupId: -1, relateUin: Number(uin), strategyId, actionType: 1 })
  say(`attached it to ${uin}`)
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
})
