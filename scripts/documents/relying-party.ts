// docs/openid-relying-party.md: the conformance suite's cases for relying parties, from the vectors that the tests play. Pure.
import type { LeftOutCase, Plan, PlayedCase, Way } from '../../test/vectors/oidc-rp-cases.ts'
import { cell, code, generatedFrom, table } from './markdown.ts'

const ways: Readonly<Record<Way, string>> = { fragment: 'fragment', form_post: 'form', call: 'call' }

export interface Vectors {
  readonly plans: readonly Plan[]
  readonly played: readonly PlayedCase[]
  readonly leftOut: readonly LeftOutCase[]
}

/** The text of docs/openid-relying-party.md. */
export function renderRelyingParty({ plans, played, leftOut }: Vectors): string {
  const runs = played.reduce((sum, one) => sum + one.ways.length, 0)
  return `${generatedFrom('test/vectors/oidc-rp')}
# The OpenID relying-party profiles

Sub-users sign in by their account's OpenID provider ([signing in](sign-in.md)), and programs get keys of roles with a provider's ID tokens (\`AssumeRoleWithWebIdentity\`). The
OpenID Foundation's conformance suite has plans for such relying parties. **No certification is claimed**: the suite itself was not run against a server. What it has its provider do,
right and wrong, is written down as data (\`test/vectors/oidc-rp\`), and a provider of the tests does it against the server's own doors.

\`test/vectors/oidc-rp.test.ts\` plays ${played.length} cases in ${runs} runs, and fails where a result is not the one below. Every refusal is seen to have the reason of the table, and the same provider
without its fault is believed right after it. A provider publishes its keys as the suite's does: RSA, P-256, secp256k1 and Ed25519 for signatures and two for encryption, of which
only those with algorithms of [decision 10](decisions/0010-proofs-of-identity-providers.md) count.

## Plans

${table(
  ['Profile', 'Plan', 'Variant', 'Modules played', 'Modules left out'],
  plans.map((plan) => planRow(plan, new Set(leftOut.map(({ id }) => id)))),
)}

## Cases that are played

*fragment*: the browser is sent back with the token behind a \`#\`. *form*: with a form that posts itself. *call*: the token proves who makes \`AssumeRoleWithWebIdentity\`, where
no request of ours has a nonce, scopes or a state. Names are those of the suite, behind them those that it had before.

${table(['Case', 'What the provider does', 'Played by', 'Result'], played.map(playedRow))}

## Cases that do not apply

${table(
  ['Case', 'What it is about', 'Why not'],
  leftOut.map((one) => [nameOf(one), cell(one.what), cell(one.why)]),
)}
`
}

function planRow({ profile, plan, variant, way, modules, why = '' }: Plan, leftOut: ReadonlySet<string>): string[] {
  const out = modules.filter((id) => leftOut.has(id)).length
  const shown = way === null ? ['none', cell(why)] : [`${modules.length - out} by ${ways[way]}`, String(out)]
  return [cell(profile), code(plan), cell(variant), ...shown]
}

function playedRow(one: PlayedCase): string[] {
  const result = one.expected === 'accepted' ? 'believed' : `refused: ${one.reason}`
  const free = one.free === undefined ? '' : ` (${one.free})`
  return [nameOf(one), cell(one.what), one.ways.map((way) => ways[way]).join(', '), cell(`${result}${free}`)]
}

const nameOf = ({ id, older }: LeftOutCase | PlayedCase): string =>
  older === null ? code(id) : `${code(id)}<br>${code(older)}`
