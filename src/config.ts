// Every option of the server, one row each. Flag, environment name, `--help` and docs/options.md are read off these
// rows. Nothing else in the server looks at arguments or environment.
import { z } from 'zod'
import { auditRows } from './config/audit.ts'
import { clusterRows } from './config/cluster.ts'
import { gatewayRows } from './config/gateway.ts'
import { limitRows } from './config/limits.ts'
import { metadataRows } from './config/metadata.ts'
import { operateRows } from './config/operate.ts'
import { processRows } from './config/processes.ts'
import { type Environment, readRows, type SettingsOf, UsageError } from './config/read.ts'
import { renderOptionsPage, renderOptions as renderRows } from './config/render.ts'
import { maybe, oneOf, option, textLike, wholeNumber } from './config/row.ts'
import { signInRows } from './config/sign-in.ts'
import { nearest } from './kernel/nearest.ts'

const path = z.string().min(1, { error: 'must be a path' })
const onOff = oneOf('off', 'on').transform((text) => text === 'on')

const databaseUrl = z.string().refine((text) => /^postgres(ql)?:\/\/[^/]/.test(text) && URL.canParse(text), {
  error: 'must be a URL of the form postgres://user:password@host:port/database',
})

/** An origin: browsers compare scheme, host and port, so nothing else may be in it. */
const publicUrl = z.string().transform((text, context): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url !== undefined && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href) return url.origin
  context.addIssue('must be http:// or https:// with a host, a port if any, and nothing else')
  return z.NEVER
})

/** `name=value,…`; the names are checked later, against the table of quotas. */
const quotas = z.string().transform((text, context): ReadonlyMap<string, number> => {
  const raised = new Map<string, number>()
  if (text === 'documented') return raised
  for (const part of text.split(',')) {
    const match = /^\s*([a-z0-9-]+)\s*=\s*(\d{1,9})\s*$/.exec(part)
    const [, name = '', number = ''] = match ?? []
    if (match === null || raised.has(name)) {
      context.addIssue('must be documented, or name=number for each quota once, separated by commas')
      return z.NEVER
    }
    raised.set(name, Number(number))
  }
  return raised
})

/** `https://…,https://…`: absolute addresses without query or fragment, each once. */
const addresses = z.string().transform((text, context): readonly string[] => {
  const found = text.split(',')
  const fit = found.every((one) => /^https?:\/\/[^\s?#,]+$/.test(one) && URL.canParse(one))
  if (fit && new Set(found).size === found.length) return found
  context.addIssue('must be http or https addresses without query or fragment, each once, separated by commas')
  return z.NEVER
})

export const optionRows = [
  option({
    name: 'host',
    env: 'OPENCAM_HOST',
    default: '127.0.0.1',
    parse: textLike(/^[A-Za-z0-9.:_-]+$/, 'an address or a host name'),
    help: 'Address to listen on. Beyond loopback, use HTTPS.',
  }),
  option({
    name: 'port',
    env: 'OPENCAM_PORT',
    default: '8600',
    parse: wholeNumber(0, 65535),
    help: 'Port to listen on; 0 takes a free one.',
  }),
  ...processRows,
  option({
    name: 'dataDir',
    env: 'OPENCAM_DATA_DIR',
    flag: '--data',
    default: './data',
    parse: path,
    help: 'Folder for the SQLite database, the master key file and a self-signed certificate.',
  }),
  maybe({
    name: 'databaseUrl',
    env: 'OPENCAM_DATABASE_URL',
    parse: databaseUrl,
    secret: true,
    help: 'postgres://… keeps everything in PostgreSQL. Unset: SQLite in the data folder.',
  }),
  maybe({
    name: 'rootUin',
    env: 'OPENCAM_ROOT_UIN',
    parse: wholeNumber(1, Number.MAX_SAFE_INTEGER),
    help: 'Number of the first root account, used only while the store is empty. Unset: the next free one.',
  }),
  maybe({
    name: 'rootSecretId',
    env: 'OPENCAM_ROOT_SECRET_ID',
    parse: textLike(/^[A-Za-z0-9]{8,128}$/, '8 to 128 letters and digits'),
    help: "SecretId of the first root account's key, used only while the store is empty. Unset: generated and printed once.",
  }),
  maybe({
    name: 'rootSecretKey',
    env: 'OPENCAM_ROOT_SECRET_KEY',
    parse: textLike(/^[!-~]{16,128}$/, '16 to 128 printable characters without blanks'),
    secret: true,
    help: 'SecretKey that belongs to OPENCAM_ROOT_SECRET_ID; the two are given together.',
  }),
  maybe({
    name: 'rootPassword',
    env: 'OPENCAM_ROOT_PASSWORD',
    parse: textLike(/^[!-~]{8,64}$/, '8 to 64 printable characters without blanks'),
    secret: true,
    help: 'Password of the first root account, used only while the store is empty. Unset: generated and printed once.',
  }),
  option({
    name: 'rateLimits',
    env: 'OPENCAM_RATE_LIMITS',
    default: 'documented',
    parse: oneOf('documented', 'off'),
    help: 'documented: each action obeys its documented rate per account. off: no rate is kept.',
  }),
  ...limitRows,
  option({
    name: 'quotas',
    env: 'OPENCAM_QUOTAS',
    default: 'documented',
    parse: quotas,
    help: 'documented, or other numbers for all accounts by name: users=2000,policies=3000. `opencam account set-quota` does it for one account.',
  }),
  maybe({
    name: 'masterKey',
    env: 'OPENCAM_MASTER_KEY',
    parse: textLike(/^[\w+/=,-]{43,1024}$/, '32 bytes as base64 or hex, or several of them separated by commas'),
    secret: true,
    help: 'Key that secret keys are encrypted under, 32 bytes as base64 or hex; older keys that still open may follow, separated by commas. Unset: a key file in the data folder, made at the first start with mode 0600.',
  }),
  maybe({
    name: 'tls',
    env: 'OPENCAM_TLS',
    parse: oneOf('off', 'files', 'self-signed'),
    help: 'off: HTTP. files: HTTPS with OPENCAM_TLS_CERT and OPENCAM_TLS_KEY. self-signed: HTTPS with a certificate made on request and kept in the data folder. Unset: files when both are given, otherwise off.',
  }),
  maybe({
    name: 'tlsCert',
    env: 'OPENCAM_TLS_CERT',
    parse: path,
    help: 'PEM file of the certificate, followed by its intermediates.',
  }),
  maybe({ name: 'tlsKey', env: 'OPENCAM_TLS_KEY', parse: path, help: 'PEM file of the private key.' }),
  maybe({
    name: 'publicUrl',
    env: 'OPENCAM_PUBLIC_URL',
    parse: publicUrl,
    help: 'Origin that clients and browsers reach the server at, where a proxy stands before it: https://cam.example.com. Named in the AuthZEN discovery document; pages of sign-in take forms from this origin only. Unset: the one that clients asked at; for browsers the address listened on, and localhost.',
  }),
  option({
    name: 'language',
    env: 'OPENCAM_LANGUAGE',
    default: 'en-US',
    parse: oneOf('en-US', 'zh-CN'),
    help: 'Language of messages to calls that ask for none.',
  }),
  option({
    name: 'logLevel',
    env: 'OPENCAM_LOG_LEVEL',
    default: 'info',
    parse: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    help: 'Least level of log lines, which go to standard error as JSON. No line per call at info.',
  }),
  option({
    name: 'site',
    env: 'OPENCAM_SITE',
    default: 'intl',
    parse: textLike(/^[a-z0-9-]{1,32}$/, '1 to 32 small letters, digits and dashes'),
    help: 'Tag of the site that new root accounts belong to; accounts of different sites cannot trust each other.',
  }),
  option({
    name: 'policyPrincipal',
    env: 'OPENCAM_POLICY_PRINCIPAL',
    default: 'refuse',
    parse: oneOf('refuse', 'attach'),
    help: 'A principal in an identity policy is refused, or tells to whom the new policy is attached.',
  }),
  option({
    name: 'componentCall',
    env: 'OPENCAM_COMPONENT_CALL',
    default: 'off',
    parse: onOff,
    help: 'on: takes the old component calls CreateCamStrategy and OperateCamStrategy as well, by POST to /component.',
  }),
  option({
    name: 'scim',
    env: 'OPENCAM_SCIM',
    default: 'off',
    parse: onOff,
    help: 'on: directories provision users and groups by SCIM 2.0 under /scim/v2/, with tokens made by CreateScimToken. Use HTTPS.',
  }),
  option({
    name: 'resourceLevel',
    env: 'OPENCAM_RESOURCE_LEVEL',
    default: 'vendor',
    parse: oneOf('vendor', 'fine'),
    help: "Checks of the server's own calls. vendor: on `*`, except the few documented calls. fine: on the object named (policyid/…, groupid/…, uin/…).",
  }),
  option({
    name: 'strictServices',
    env: 'OPENCAM_STRICT_SERVICES',
    default: 'off',
    parse: onOff,
    help: 'on: a policy that names an action of a service without a catalog is refused.',
  }),
  maybe({
    name: 'catalogDir',
    env: 'OPENCAM_CATALOG_DIR',
    parse: path,
    help: 'Folder of further service catalogs (one JSON file each), loaded beside the built-in ones.',
  }),
  option({
    name: 'providerFetch',
    env: 'OPENCAM_PROVIDER_FETCH',
    default: 'public',
    parse: oneOf('off', 'public', 'private', 'any'),
    help: 'Where keys of OIDC providers with AutoRotateKey may be fetched from. off: nowhere. public: over HTTPS from public addresses. private: over HTTPS from any address, those of your own network and this machine among them. any: over plain HTTP too.',
  }),
  option({
    name: 'samlRecipients',
    env: 'OPENCAM_SAML_ACS',
    flag: '--saml-acs',
    default: 'https://cloud.tencent.com/login/saml',
    parse: addresses,
    help: 'Addresses that SAML assertions for roles may be made for, separated by commas. Their audience is then the address, its origin or its host.',
  }),
  option({
    name: 'catalogFlags',
    env: 'OPENCAM_CATALOG_FLAGS',
    default: 'strict',
    parse: oneOf('strict', 'advisory'),
    help: 'strict: calls of an API without address conditions carry no qcs:ip, those of a product without tags no tags, as the catalogs say. advisory: they carry them all the same.',
  }),
  option({
    name: 'console',
    env: 'OPENCAM_CONSOLE',
    default: 'on',
    parse: onOff,
    help: 'off: the web console at /console/ is neither built by npm start nor served; a plain page stands there.',
  }),
  ...clusterRows,
  ...signInRows,
  ...auditRows,
  ...metadataRows,
  ...gatewayRows,
  ...operateRows,
  maybe({
    name: 'testDatabaseUrl',
    env: 'OPENCAM_TEST_DATABASE_URL',
    parse: databaseUrl,
    secret: true,
    testOnly: true,
    help: 'A PostgreSQL for the tests that need one. Unset: they start their own.',
  }),
  maybe({
    name: 'testSeed',
    env: 'OPENCAM_TEST_SEED',
    parse: wholeNumber(0, 0xffffffff),
    testOnly: true,
    help: 'Seed of the property tests. Unset: a fixed one.',
  }),
] as const

export type Settings = Omit<SettingsOf<typeof optionRows>, 'tls'> & { readonly tls: 'off' | 'files' | 'self-signed' }

/** Settings of the server from arguments (after the command's name) and environment. Throws UsageError. */
export function readSettings(argv: readonly string[], env: Environment): Settings {
  const settings = readRows(optionRows, argv, env)
  const { rootSecretId, rootSecretKey, tlsCert, tlsKey, metadataPort, metadataRoles } = settings
  together('OPENCAM_ROOT_SECRET_ID', rootSecretId, 'OPENCAM_ROOT_SECRET_KEY', rootSecretKey)
  together('OPENCAM_TLS_CERT', tlsCert, 'OPENCAM_TLS_KEY', tlsKey)
  together('OPENCAM_METADATA_PORT', metadataPort, 'OPENCAM_METADATA_ROLES', metadataRoles)
  const { auditWebhookUrl, auditWebhookSecret } = settings
  together('OPENCAM_AUDIT_WEBHOOK_URL', auditWebhookUrl, 'OPENCAM_AUDIT_WEBHOOK_SECRET', auditWebhookSecret)
  if (settings.processes > 1 && settings.metricsPort !== undefined) {
    throw new UsageError('OPENCAM_METRICS_PORT counts what one process does: not with OPENCAM_PROCESSES above 1')
  }
  const tls = settings.tls ?? (tlsCert === undefined ? 'off' : 'files')
  if (tls === 'files' && tlsCert === undefined) {
    throw new UsageError('OPENCAM_TLS=files needs OPENCAM_TLS_CERT and OPENCAM_TLS_KEY')
  }
  if (tls !== 'files' && tlsCert !== undefined) {
    throw new UsageError(`OPENCAM_TLS=${tls} does not use OPENCAM_TLS_CERT and OPENCAM_TLS_KEY: take one of them away`)
  }
  return { ...settings, tls }
}

function together(nameA: string, a: unknown, nameB: string, b: unknown): void {
  if ((a === undefined) === (b === undefined)) return
  throw new UsageError(`${nameA} and ${nameB} are given together or not at all`)
}

/** Refuses a quota name that is in no row, naming the nearest. Throws UsageError. */
export function checkQuotaNames(given: Iterable<string>, known: readonly string[]): void {
  for (const name of given) {
    if (known.includes(name)) continue
    throw new UsageError(`unknown quota ${name}; the nearest known one is ${nearest(name, known) ?? 'none'}`)
  }
}

/** The options as `--help` shows them. */
export const renderOptions = (): string => renderRows(optionRows)

/** The text of docs/options.md. */
export const renderOptionsDocument = (): string => renderOptionsPage(optionRows)
