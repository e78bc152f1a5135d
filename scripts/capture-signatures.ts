// Freezes what the installed official SDKs send and sign as test/vectors/signing/sdk-node.json. Run it after an update of the SDKs.
import { writeFileSync } from 'node:fs'
import { captureCredential, captureSdkRequests } from '../test/protocol/capture.ts'

const target = new URL('../test/vectors/signing/sdk-node.json', import.meta.url)
const requests = await captureSdkRequests()
const vectors = {
  about:
    'Whole requests of the official SDKs for Node, captured on a local socket. Made by scripts/capture-signatures.ts.',
  secretKey: captureCredential.secretKey,
  requests,
}
writeFileSync(target, `${JSON.stringify(vectors, null, 2)}\n`)
console.log(`${requests.length} requests written`)
