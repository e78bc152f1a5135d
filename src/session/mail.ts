// Mail by SMTP. The server's certificate is checked wherever it offers one, and a message that was not taken is an error.
import { createTransport } from 'nodemailer'
import type { MailSender } from './senders.ts'

const timeoutMs = 10_000

/** Of a URL such as `smtp://user:password@host:587`; connects for each message. */
export function smtpSender(url: string, from: string): MailSender {
  const transport = createTransport({
    url,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // Contents come from us, never from a path or an address that somebody wrote into them.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ to, subject, text }) {
      // An object: a text would be read as a list of addresses.
      await transport.sendMail({ from, to: { name: '', address: to }, subject, text })
    },
  }
}
