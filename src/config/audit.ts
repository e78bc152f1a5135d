// Options of the audit log. Their rows stand in the table of config.ts like all others.
import { z } from 'zod'
import { maybe, oneOf, option, textLike, wholeNumber } from './row.ts'

const webhookUrl = z.string().refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
  error: 'must be an http:// or https:// address',
})

export const auditRows = [
  option({
    name: 'auditReads',
    env: 'OPENCAM_AUDIT_READS',
    default: 'off',
    parse: oneOf('off', 'on').transform((text) => text === 'on'),
    help: 'on: calls that only read leave audit events too, written once a second. Changes and calls that end with an error always do. See docs/audit.md for what it costs.',
  }),
  option({
    name: 'auditCheckpointSeconds',
    env: 'OPENCAM_AUDIT_CHECKPOINT_SECONDS',
    default: '60',
    parse: wholeNumber(1, 86_400),
    help: 'How often the end of a chain of audit events is signed, where events were added.',
  }),
  maybe({
    name: 'auditDays',
    env: 'OPENCAM_AUDIT_DAYS',
    parse: wholeNumber(1, 36_500),
    help: 'Days after which audit events are dropped, up to the last checkpoint before. Unset: they are kept for good.',
  }),
  maybe({
    name: 'auditWebhookUrl',
    env: 'OPENCAM_AUDIT_WEBHOOK_URL',
    parse: webhookUrl,
    help: 'Where every audit event is sent, at least once, as lines of JSON. What was not taken yet is not dropped for its age.',
  }),
  maybe({
    name: 'auditWebhookSecret',
    env: 'OPENCAM_AUDIT_WEBHOOK_SECRET',
    parse: textLike(/^[!-~]{16,256}$/, '16 to 256 printable characters without blanks'),
    secret: true,
    help: 'Key of the HMAC-SHA256 over each delivery, in X-OpenCAM-Signature; given together with OPENCAM_AUDIT_WEBHOOK_URL.',
  }),
  option({
    name: 'auditWebhookReach',
    env: 'OPENCAM_AUDIT_WEBHOOK_REACH',
    default: 'public',
    parse: oneOf('public', 'private', 'any'),
    help: 'Where that address may be. public: HTTPS to public addresses. private: HTTPS to any address, those of your own network and this machine among them. any: plain HTTP too.',
  }),
] as const
