// What the server says when it is ready: where it is, what it enforces, and how to make the first call. The only place
// where a generated secret is ever shown, once.
import type { FirstRoot } from './bootstrap.ts'

export interface BannerFacts {
  readonly version: string
  /** `http://127.0.0.1:8600`, good for a client on this machine. */
  readonly endpoint: string
  readonly listening: string
  readonly store: string
  readonly rateLimits: 'documented' | 'off'
  readonly console: 'served' | 'not built' | 'off'
  /** Made at this start. */
  readonly firstRoot: FirstRoot | undefined
  /** File of a self-signed certificate, which clients must be told to trust. */
  readonly trustFile: string | undefined
  /** Plain HTTP where others can listen in. */
  readonly exposed: boolean
  /** The listener for instance credentials, where there is one. */
  readonly metadata?: { readonly listening: string; readonly exposed: boolean; readonly roles: readonly string[] }
}

type Paint = (text: string) => string
interface Paints {
  readonly bold: Paint
  readonly dim: Paint
  readonly warn: Paint
}

const plain: Paints = { bold: (text) => text, dim: (text) => text, warn: (text) => text }
const coloured: Paints = {
  bold: (text) => `\x1b[1m${text}\x1b[22m`,
  dim: (text) => `\x1b[2m${text}\x1b[22m`,
  warn: (text) => `\x1b[1;31m${text}\x1b[0m`,
}

/** The banner; `terminal` allows colours. */
export function banner(facts: BannerFacts, terminal: boolean): string {
  const paints = terminal ? coloured : plain
  const sections = [
    `${paints.bold('OpenCAM')} ${facts.version}`,
    table(paints, [
      [
        'Endpoint',
        facts.endpoint === facts.listening ? facts.endpoint : `${facts.endpoint} (listening on ${facts.listening})`,
      ],
      consoleRow(facts),
      ['Store', facts.store],
      ['Authorisation', 'enforced: every call is signed, and allowed only by policy'],
      ['Rate limits', facts.rateLimits === 'documented' ? 'as documented, per account and action' : 'off'],
      ...(facts.metadata === undefined ? [] : [metadataRow(facts.metadata)]),
    ]),
    ...(facts.metadata?.exposed === true ? [metadataWarning(paints, facts.metadata.listening)] : []),
    ...(facts.exposed ? [exposedWarning(paints, facts.listening)] : []),
    ...(facts.firstRoot === undefined ? [] : [firstRootText(paints, facts.firstRoot)]),
    firstCallText(paints, facts),
  ]
  return `\n${sections.map((section) => section.replace(/^(?=.)/gm, '  ')).join('\n\n')}\n\n`
}

function table({ dim }: Paints, rows: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `${dim(name.padEnd(width))}  ${value}`).join('\n')
}

function consoleRow({ console, endpoint }: BannerFacts): readonly [string, string] {
  if (console === 'served') return ['Console', `${endpoint}/console/`]
  const why = console === 'off' ? 'the console is off' : 'the console was not built: npm start builds it'
  return ['Sign-in', `${endpoint}/signin/ (${why})`]
}

type Metadata = NonNullable<BannerFacts['metadata']>

/** The first role by name, as clients that name none get it; of the others their number. */
function metadataRow({ listening, roles: [first = '', ...others] }: Metadata): readonly [string, string] {
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  return ['Metadata', `${listening} hands out credentials of role ${first}${more}`]
}

function metadataWarning({ warn }: Paints, listening: string): string {
  return [
    warn(`WARNING  ${listening} hands out credentials of a role to everybody who reaches it.`),
    warn('         Whoever gets there acts as the role. Leave OPENCAM_METADATA_HOST at 127.0.0.1 unless the network'),
    warn('         in front of it lets nobody else through.'),
  ].join('\n')
}

function exposedWarning({ warn }: Paints, listening: string): string {
  return [
    warn(`WARNING  ${listening} is plain HTTP on an address that others can reach.`),
    warn('         Whoever is on the way reads every answer, new secret keys among them. Use --tls self-signed,'),
    warn('         or --tls-cert and --tls-key, or listen on 127.0.0.1 behind a proxy that speaks HTTPS.'),
  ].join('\n')
}

const asGiven = '(as given)'

function firstRootText(paints: Paints, root: FirstRoot): string {
  const title = `${paints.bold('Root account')} made at this first start. Keep this: it is shown only once.`
  const rows = table(paints, [
    ['Account', String(root.account)],
    ['SecretId', root.secretId],
    ['SecretKey', root.secretKey ?? asGiven],
    ['Password', root.password ?? asGiven],
  ])
  return `${title}\n${rows.replace(/^/gm, '  ')}`
}

function firstCallText({ bold, dim }: Paints, facts: BannerFacts): string {
  return [
    `${bold('First call')}, after ${bold('npm install tencentcloud-sdk-nodejs')}:`,
    ...firstCall(facts).map((part) => `  ${part}`),
    dim('Stop with Ctrl-C.'),
  ].join('\n')
}

/** A command line for a POSIX shell that makes one signed call with the official SDK. */
function firstCall({ endpoint, firstRoot, trustFile }: BannerFacts): readonly string[] {
  const [protocol = '', authority = ''] = endpoint.split(/(?<=:\/\/)/)
  const trust = trustFile === undefined ? '' : `NODE_EXTRA_CA_CERTS='${trustFile.replaceAll("'", "'\\''")}' `
  const secretId = firstRoot?.secretId ?? '<SecretId>'
  const secretKey = firstRoot?.secretKey ?? '<SecretKey>'
  return [
    `${trust}node -e 'const { cam } = require("tencentcloud-sdk-nodejs")`,
    `const credential = { secretId: "${secretId}", secretKey: "${secretKey}" }`,
    `const profile = { httpProfile: { protocol: "${protocol}", endpoint: "${authority}" } }`,
    `new cam.v20190116.Client({ credential, profile }).GetUserAppId().then(console.log, console.error)'`,
  ]
}
