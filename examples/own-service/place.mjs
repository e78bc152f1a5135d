// Where the parts of this example find each other, and the official client library for any service.
import { Agent } from 'node:http'
import sdk from 'tencentcloud-sdk-nodejs/tencentcloud/common/common_client.js'

const { OPENCAM_PORT = '8600', NOTES_PORT = '8700', NOTES_KEYS = './data/notes-keys.json' } = process.env

/** OpenCAM. */
export const endpoint = `http://127.0.0.1:${OPENCAM_PORT}`
/** The notes. The first label of the name is the service: client libraries sign it. */
export const notesPort = Number(NOTES_PORT)
export const notesHost = `notes.test:${NOTES_PORT}`
/** File with the keys that `setup.mjs` has made, for `server.mjs` and `client.mjs`. */
export const keysFile = NOTES_KEYS

/** Stands in for a name in DNS: everything is on this machine. */
const agent = new Agent({
  lookup: (_, options, done) =>
    options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4),
})

/** A client of the official library: each action answers a promise. */
export function clientOf(host, version, { secretId, secretKey }) {
  const profile = { signMethod: 'TC3-HMAC-SHA256', httpProfile: { protocol: 'http://', endpoint: host, agent } }
  const client = new sdk.CommonClient(host, version, { credential: { secretId, secretKey }, region: '', profile })
  return (action, parameters = {}) => client.request(action, parameters)
}

export const say = (line) => process.stdout.write(`${line}\n`)

/** Waits until an address answers. */
export async function ready(url) {
  for (const end = Date.now() + 180_000; ; ) {
    try {
      if ((await fetch(url)).status < 500) return
    } catch {
      // Nobody listens there yet.
    }
    if (Date.now() > end) throw new Error(`${url} does not answer`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
