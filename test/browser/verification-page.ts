// An account's own second factor: its web page, on two hosts, that asks for a word, and its server, that tells by signed calls
// whose check it is and that it is done.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { readForm } from '../federation/provider-pages.ts'

export interface VerificationPage {
  readonly port: number
  close(): Promise<void>
}

export const verificationHost = 'verify.example'
const wordHost = 'words.example'
export const verificationHosts = [verificationHost, wordHost] as const

type Call = (action: string, parameters: object) => Promise<object>

/** `words`: what each user must say, by account number. */
export async function openVerificationPage(
  words: ReadonlyMap<number, string>,
  call: Call,
  backTo: string,
): Promise<VerificationPage> {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', `https://${request.headers.host}`)
    const [MFAToken, back] = [url.searchParams.get('MFAToken'), url.searchParams.get('ReturnUrl') ?? '']
    if (url.host === verificationHost) {
      response.writeHead(302, { location: `https://${wordHost}/${url.search}` }).end()
      return
    }
    response.writeHead(200, { 'content-type': 'text/html' })
    if (request.method !== 'POST') {
      response.end('<form method="post"><label>Word <input name="word"></label><button>Say it</button></form>')
      return
    }
    const answer = await call('GetCustomMFATokenInfo', { MFAToken })
    const right = 'Uin' in answer && words.get(Number(answer.Uin)) === (await readForm(request)).get('word')
    if (right) await call('ConsumeCustomMFAToken', { MFAToken })
    // Nobody is led anywhere but to where people sign in.
    const known = back.startsWith(`${backTo}/`)
    response.end(
      `<p role="status">${right ? 'Right' : 'Wrong'}</p>${known ? `<a href="${back}">Back to signing in</a>` : ''}`,
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
