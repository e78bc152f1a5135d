// Text messages, by whatever the operator has: each is posted to an address or appended to a file. Both carry codes, so the
// file is for its owner's eyes only.
import { createHmac } from 'node:crypto'
import { appendFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { PhoneSender } from './senders.ts'

const timeoutMs = 10_000

/** `undefined`: there is none. */
export function phoneSenderOf(address: string | undefined, secret: string | undefined): PhoneSender | undefined {
  if (address === undefined) return undefined
  return address.startsWith('file:') ? fileSender(fileURLToPath(address)) : webhookSender(address, secret)
}

/** One line of JSON for each message. */
export function fileSender(path: string): PhoneSender {
  return {
    async send(message) {
      await appendFile(path, `${JSON.stringify(message)}\n`, { mode: 0o600 })
    },
  }
}

/** Any answer but 2xx is a failure. */
export function webhookSender(address: string, secret: string | undefined): PhoneSender {
  return {
    async send(message) {
      const body = JSON.stringify(message)
      const signature = secret === undefined ? undefined : createHmac('sha256', secret).update(body).digest('hex')
      const answer = await fetch(address, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...(signature && { 'X-OpenCAM-Signature': signature }) },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      })
      if (!answer.ok) throw new Error(`the sender of text messages answered ${answer.status}`)
    },
  }
}
