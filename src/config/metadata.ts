// Options of the address that hands out credentials as instances have them. Their rows stand in the table of config.ts
// like all others.
import { z } from 'zod'
import { maybe, option, textLike, wholeNumber } from './row.ts'

/** `account/role,…`; a role's name may itself hold a comma, but never a slash. */
const roles = z.string().transform((text, context) => {
  const found = text.split(/,(?=\d+\/)/).map((part) => /^(\d{1,16})\/([\w+=,.@-]{1,128})$/.exec(part))
  const listed = found.map((match) => ({ account: Number(match?.[1]), name: match?.[2] ?? '' }))
  const names = new Set(listed.map((role) => role.name))
  if (!found.includes(null) && names.size === listed.length) return listed
  context.addIssue('must be account/role for each role, separated by commas, no two of one name')
  return z.NEVER
})

export const metadataRows = [
  maybe({
    name: 'metadataPort',
    env: 'OPENCAM_METADATA_PORT',
    parse: wholeNumber(0, 65535),
    help: 'Opens a second address that hands out credentials of roles to whoever asks, as instances have it: client libraries ask metadata.tencentyun.com, port 80. 0 takes a free one. Unset: there is none.',
  }),
  option({
    name: 'metadataHost',
    env: 'OPENCAM_METADATA_HOST',
    default: '127.0.0.1',
    parse: textLike(/^[A-Za-z0-9.:_-]+$/, 'an address or a host name'),
    help: 'Address of that second address. Beyond loopback, everybody who reaches it acts as the roles.',
  }),
  maybe({
    name: 'metadataRoles',
    env: 'OPENCAM_METADATA_ROLES',
    parse: roles,
    help: 'Roles that it serves: 100000000001/role-name, several separated by commas. Each must trust the service cvm.qcloud.com. Clients that name no role get the first.',
  }),
] as const
