// Options of signing in at the console. Their rows stand in the table of config.ts like all others.
import { z } from 'zod'
import { maybe, option, pattern, textLike, wholeNumber } from './row.ts'

const webAddress = z.string().refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
  error: 'must be an http:// or https:// address',
})

const smtpUrl = z.string().refine((text) => URL.canParse(text) && /^smtps?:$/.test(new URL(text).protocol), {
  error: 'must be of the form smtp://user:password@host:port or smtps://…',
})

/** Codes must not be read on the way: plain HTTP is for this machine only. */
const phoneSender = z.string().refine(
  (text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined
    if (url?.protocol === 'file:') return url.pathname.length > 1
    const local = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url?.hostname ?? '')
    return url?.protocol === 'https:' || (url?.protocol === 'http:' && local)
  },
  { error: 'must be an https:// address or file:/path' },
)

export const signInRows = [
  option({
    name: 'sessionIdleMinutes',
    env: 'OPENCAM_SESSION_IDLE_MINUTES',
    default: '60',
    parse: wholeNumber(1, 1440),
    help: 'A console session that nobody uses ends after so many minutes.',
  }),
  option({
    name: 'sessionHours',
    env: 'OPENCAM_SESSION_HOURS',
    default: '12',
    parse: wholeNumber(1, 168),
    help: 'A console session ends after so many hours in any case.',
  }),
  maybe({
    name: 'smtpUrl',
    env: 'OPENCAM_SMTP_URL',
    parse: smtpUrl,
    secret: true,
    help: 'Mail server for codes and notices: smtp://user:password@host:587, or smtps://…. Unset: no mail is sent, and codes by mail cannot be asked for.',
  }),
  option({
    name: 'mailFrom',
    env: 'OPENCAM_MAIL_FROM',
    default: 'OpenCAM <opencam@localhost>',
    parse: textLike(/^[^\r\n]{3,255}$/, 'a sender such as OpenCAM <cam@example.com>'),
    help: 'Sender of such mail.',
  }),
  maybe({
    name: 'phoneSender',
    env: 'OPENCAM_PHONE_SENDER',
    parse: phoneSender,
    help: 'Who sends text messages: an https:// address (http:// on this machine only) that gets each as a POST of JSON, or file:/path, a file that each is appended to. Unset: none are sent.',
  }),
  maybe({
    name: 'phoneSecret',
    env: 'OPENCAM_PHONE_SECRET',
    parse: textLike(/^[!-~]{16,128}$/, '16 to 128 printable characters without blanks'),
    secret: true,
    help: 'Signs those POSTs: X-OpenCAM-Signature is HMAC-SHA256 of the body under it, in hex.',
  }),
  pattern({
    name: 'customFactors',
    env: 'OPENCAM_CUSTOM_FACTOR_<ACCOUNT>',
    parse: webAddress,
    help: "Verification page of an account whose users have the custom second factor: browsers are sent there with MFAToken, the account's server reads and consumes it.",
  }),
] as const
