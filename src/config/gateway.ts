// Options of the gateway. Their rows stand in the table of config.ts like all others.
import { z } from 'zod'
import { oneOf, option, pattern, wholeNumber } from './row.ts'

/** An upstream's address: no user, no query; a path goes in front of nothing, as calls have none. */
const upstreamUrl = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const plain = url !== undefined && url.username === '' && url.password === '' && url.search === '' && url.hash === ''
  if (plain && (url.protocol === 'http:' || url.protocol === 'https:')) return url
  context.addIssue('must be a URL of the form http://host:port or https://host:port/path')
  return z.NEVER
})

const hostNames = z.string().transform((text, context): readonly string[] => {
  const names = text.split(',').map((name) => name.trim().toLowerCase())
  if (names.every((name) => /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/.test(name))) return names
  context.addIssue('must be host names without port, separated by commas')
  return z.NEVER
})

const gatewayMode = oneOf('enforce', 'soft')

export const gatewayRows = [
  pattern({
    name: 'upstreams',
    env: 'OPENCAM_UPSTREAM_<SERVICE>',
    parse: upstreamUrl,
    help: 'Where the gateway sends allowed calls of a catalogued service: OPENCAM_UPSTREAM_SES=http://10.0.0.5:8080. Unset: such calls answer DryRunOperation.',
  }),
  pattern({
    name: 'serviceHosts',
    env: 'OPENCAM_HOSTS_<SERVICE>',
    parse: hostNames,
    help: 'Host names, separated by commas, whose calls are for a catalogued service, beside those of the protocol.',
  }),
  option({
    name: 'gatewayMode',
    env: 'OPENCAM_GATEWAY_MODE',
    default: 'enforce',
    parse: gatewayMode,
    help: 'enforce: what policies refuse goes no further. soft: it is noted for `opencam why`, marked in the answer, and let through to the upstream. Signatures are always enforced.',
  }),
  pattern({
    name: 'gatewayModes',
    env: 'OPENCAM_GATEWAY_MODE_<SERVICE>',
    parse: gatewayMode,
    help: 'The same for one catalogued service.',
  }),
  option({
    name: 'gatewayPerSecond',
    env: 'OPENCAM_GATEWAY_PER_SECOND',
    default: '20',
    parse: wholeNumber(1, 1_000_000),
    help: 'Calls per second to catalogued services, for each account and action; OPENCAM_RATE_LIMITS=off turns it off.',
  }),
  option({
    name: 'gatewayKeyNumber',
    env: 'OPENCAM_GATEWAY_KEY_NUMBER',
    default: '1',
    parse: wholeNumber(1, 1_000_000),
    help: 'Which key the gateway signs identity headers with. Raise it by one to rotate; the one before stays published.',
  }),
  option({
    name: 'gatewayConnections',
    env: 'OPENCAM_GATEWAY_CONNECTIONS',
    default: '256',
    parse: wholeNumber(1, 65_535),
    help: 'Connections to one upstream at most.',
  }),
  option({
    name: 'gatewayConnectMs',
    env: 'OPENCAM_GATEWAY_CONNECT_MS',
    default: '5000',
    parse: wholeNumber(1, 600_000),
    help: 'Time to reach an upstream, the wait for a free connection included.',
  }),
  option({
    name: 'gatewayResponseMs',
    env: 'OPENCAM_GATEWAY_RESPONSE_MS',
    default: '60000',
    parse: wholeNumber(1, 3_600_000),
    help: 'Time for an upstream to begin its answer; and how long it may fall silent amid one.',
  }),
] as const
