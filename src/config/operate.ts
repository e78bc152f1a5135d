// Options of running the server: what it tells about itself, what it takes at most, how it stops. Their rows stand in the
// table of config.ts like all others.
import { z } from 'zod'
import { maybe, option, textLike, wholeNumber } from './row.ts'

/** An OTLP receiver's address: spans go to `/v1/traces` below it. */
const receiver = z.string().transform((text, context): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const plain = url !== undefined && url.username === '' && url.password === '' && url.search === '' && url.hash === ''
  if (plain && /^https?:$/.test(url.protocol)) return url.href.replace(/\/$/, '')
  context.addIssue('must be a URL of the form http://host:4318')
  return z.NEVER
})

const headers = z.string().transform((text, context): Readonly<Record<string, string>> => {
  const found = text.split(',').map((part) => /^\s*([\w-]{1,64})=([!-~]+(?: [!-~]+)*)\s*$/.exec(part))
  if (!found.includes(null)) return Object.fromEntries(found.map((match) => [match?.[1] ?? '', match?.[2] ?? '']))
  context.addIssue('must be name=value for each header, separated by commas')
  return z.NEVER
})

const share = z.string().transform((text, context): number => {
  const value = /^(0(\.\d{1,6})?|1(\.0{1,6})?)$/.test(text) ? Number(text) : undefined
  if (value !== undefined) return value
  context.addIssue('must be a number from 0 to 1')
  return z.NEVER
})

export const operateRows = [
  maybe({
    name: 'metricsPort',
    env: 'OPENCAM_METRICS_PORT',
    parse: wholeNumber(0, 65535),
    help: 'Opens another address that answers /metrics in the format of Prometheus, /healthz and /readyz. 0 takes a free one. Unset: there is none, and nothing is counted.',
  }),
  option({
    name: 'metricsHost',
    env: 'OPENCAM_METRICS_HOST',
    default: '127.0.0.1',
    parse: textLike(/^[A-Za-z0-9.:_-]+$/, 'an address or a host name'),
    help: 'Address of the metrics. They name no account, user or secret; whoever reaches them sees how much is going on.',
  }),
  maybe({
    name: 'traceUrl',
    env: 'OPENCAM_TRACE_URL',
    parse: receiver,
    help: 'Sends traces by OTLP over HTTP to this receiver: http://127.0.0.1:4318. Unset: there are none.',
  }),
  option({
    name: 'traceShare',
    env: 'OPENCAM_TRACE_SHARE',
    default: '1',
    parse: share,
    help: 'Share of the requests that are traced, from 0 to 1. What a client says of sampling changes nothing.',
  }),
  maybe({
    name: 'traceHeaders',
    env: 'OPENCAM_TRACE_HEADERS',
    parse: headers,
    secret: true,
    help: 'Headers for the receiver: authorization=Bearer …, several separated by commas.',
  }),
  option({
    name: 'drainNoticeMs',
    env: 'OPENCAM_DRAIN_NOTICE_MS',
    default: '500',
    parse: wholeNumber(0, 600_000),
    help: 'After a signal to stop the server goes on for so long, says at /readyz that it is closing, and closes each connection after its next answer, so that load balancers and clients go elsewhere. A second signal ends it at once.',
  }),
  option({
    name: 'drainMs',
    env: 'OPENCAM_DRAIN_MS',
    default: '10000',
    parse: wholeNumber(0, 600_000),
    help: 'Then it takes nothing new, and what is under way has so long to finish.',
  }),
  maybe({
    name: 'connectionsMax',
    env: 'OPENCAM_CONNECTIONS',
    parse: wholeNumber(1, 1_000_000),
    help: 'Connections of clients at a time; on one more the answer is ServiceUnavailable with HTTP status 503. Unset: as many as the system lets it have.',
  }),
  option({
    name: 'bodyMb',
    env: 'OPENCAM_BODY_MB',
    default: '512',
    parse: wholeNumber(10, 1_000_000),
    help: 'Megabytes of request bodies held in memory at a time, those of the gateway on disk not counted; beyond it the answer is ServiceUnavailable with HTTP status 503.',
  }),
  maybe({
    name: 'memoryMb',
    env: 'OPENCAM_MEMORY_MB',
    parse: wholeNumber(64, 1_000_000),
    help: 'Resident megabytes of the process above which new requests are answered ServiceUnavailable with HTTP status 503 until it is below. Set it under the limit of the container or unit. Unset: no limit.',
  }),
] as const
