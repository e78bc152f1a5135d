// What leaves the server, for real: a mail server on a free port, and a file of text messages.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { smtpSender } from '../../src/session/mail.ts'
import { fileSender } from '../../src/session/phone.ts'
import type { MailSender, PhoneSender } from '../../src/session/senders.ts'

export interface Mail {
  readonly from: string
  readonly to: readonly string[]
  readonly text: string
}

export interface PostOffice {
  readonly mail: MailSender
  readonly phone: PhoneSender
  readonly url: string
  /** Everything delivered so far, the oldest first. */
  readonly mails: readonly Mail[]
  messages(): readonly { readonly countryCode: string; readonly phone: string; readonly text: string }[]
  close(): Promise<void>
}

export async function openPostOffice(): Promise<PostOffice> {
  const mails: Mail[] = []
  const folder = mkdtempSync(join(tmpdir(), 'opencam-post-'))
  const file = join(folder, 'messages')
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString(),
        })
        done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  const url = `smtp://127.0.0.1:${port}`
  return {
    url,
    mail: smtpSender(url, 'OpenCAM <cam@example.com>'),
    phone: fileSender(file),
    mails,
    messages() {
      const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
      return lines.map((line) => JSON.parse(line) as { countryCode: string; phone: string; text: string })
    },
    async close() {
      await new Promise<void>((resolve) => server.close(() => resolve()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The six digits of a message. */
export function codeIn(text: string | undefined): string {
  const body = (text ?? '').split(/\r?\n\r?\n/).at(-1) ?? ''
  const code = /\b\d{6}\b/.exec(body.trim().split(/\r?\n/).join(' '))?.[0]
  if (code === undefined) throw new Error(`no code in ${text}`)
  return code
}
