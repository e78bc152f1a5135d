// Options of limits. Their rows stand in the table of config.ts like all others.
import { z } from 'zod'
import { maybe, option, wholeNumber } from './row.ts'

const redisUrl = z.string().refine((text) => /^rediss?:\/\/[^/]/.test(text) && URL.canParse(text), {
  error: 'must be a URL of the form redis://user:password@host:port/number or rediss://…',
})
const perSecond = wholeNumber(0, 1_000_000)

export const limitRows = [
  option({
    name: 'addressPerSecond',
    env: 'OPENCAM_ADDRESS_PER_SECOND',
    default: '0',
    parse: perSecond,
    help: 'Calls per second from one address (of IPv6: one /64), counted before their signature is looked at; 0: no such limit. Behind a proxy all calls come from one address.',
  }),
  option({
    name: 'accountPerSecond',
    env: 'OPENCAM_ACCOUNT_PER_SECOND',
    default: '0',
    parse: perSecond,
    help: 'Calls per second of one root account with all its users and roles, whatever the action; 0: no such limit.',
  }),
  option({
    name: 'allPerSecond',
    env: 'OPENCAM_ALL_PER_SECOND',
    default: '0',
    parse: perSecond,
    help: 'Calls per second in all, on all servers of a database together; 0: no such limit.',
  }),
  maybe({
    name: 'redisUrl',
    env: 'OPENCAM_REDIS_URL',
    parse: redisUrl,
    secret: true,
    help: 'redis://… lets servers of one PostgreSQL database count calls in Redis or Valkey. Unset: in the database.',
  }),
] as const
