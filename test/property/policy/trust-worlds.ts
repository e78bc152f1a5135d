// Generated trust policies and the questions about them: a world is one document of one role's owner. Principals and
// askers come from the same few accounts, users, roles, products and providers, so that they meet or nearly do.
import type { TrustAsker } from '../../../src/policy/index.ts'
import type { TrustQuestion } from '../../../src/policy/reference/trust.ts'
import type { ContextScalar, ContextValue } from '../../../src/policy/types.ts'
import { type Numbers, noActions, numberSets } from './alphabet.ts'
import { anyHint, conditionBlock, type Hint } from './conditions.ts'
import { type Dice, dice } from './dice.ts'
import { type JsonWriter, jsonWriter } from './json-text.ts'
import { actionPattern, askedAction, withVariables } from './patterns.ts'

export interface ListedQuestion extends TrustQuestion {
  readonly context: ReadonlyMap<string, ContextValue>
}

/** The questions of world number `index` of a seed, all about one document; question n is the same for any `count`. */
export function generateTrust(seed: number, index: number, count: number): readonly ListedQuestion[] {
  const draw = dice(seed, index, 0x7275)
  const numbers = draw.pick(numberSets)
  const { text, sketches } = drawTrust(draw, numbers)
  const owner = draw.chance(0.8) ? numbers.own : numbers.foreign
  return Array.from({ length: count }, (_, n) => {
    const question = drawQuestion(dice(seed, index, 0x7275, n + 1), sketches, numbers)
    return { document: text, owner, ...question }
  })
}

/** What a statement was made from. */
interface TrustSketch {
  readonly action: string
  readonly principals: readonly Written[]
  readonly hints: readonly Hint[]
}

/** A principal as a document has it, and somebody whom it names (or nearly, or nobody). */
interface Written {
  readonly kind: 'qcs' | 'service' | 'federated'
  readonly text: string
  readonly asker: TrustAsker | undefined
}

const actions = ['sts:AssumeRole', 'sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'] as const
const roleNames = ['r', 'r2', 'R', 'TKE_QCSRole', 'a.b'] as const
const services = ['cvm.qcloud.com', 'CVM.qcloud.com', 'cls.cloud.tencent.com', 'cvm.qcloud.co', 'a.b'] as const
const providers = ['saml-provider/idp', 'oidc-provider/idp', 'saml-provider/idp2', 'oidc-provider/Idp'] as const

/** Texts that name nobody: the reader must refuse the document, and then nobody may be let in. */
const noPrincipals = [
  'root',
  'qcs::cam:::root',
  'qcs::cam::uin/1:role/r',
  'qcs::cam::uin/01:root',
  'qcs::cam::uin/1:root/1',
  'qcs::cam::uin/1:uin/*',
  'qcs::cam::uin/*:root',
  'qcs::cos::uin/1:root',
  'QCS::cam::uin/1:root',
  'qcs::cam::uin/1:uni/11',
  'arn:aws:iam::1:root',
  '__proto__',
] as const

function drawTrust(draw: Dice, numbers: Numbers): { text: string; sketches: readonly TrustSketch[] } {
  const json = jsonWriter(draw)
  const count = draw.weighted([
    [5, 1],
    [4, 2],
    [2, 3],
    [1, 5],
  ])
  const outer = draw.chance(0.25) ? drawPrincipals(draw, numbers) : undefined
  const drawn = Array.from({ length: count }, () => drawStatement(draw, numbers, json, outer))
  const texts = drawn.map(({ text }) => text)
  const members: [string, string][] = [
    [spelled(draw, 'version'), json.text('2.0')],
    [spelled(draw, 'statement'), count === 1 && draw.chance(0.2) ? texts.join('') : json.list(texts)],
  ]
  if (outer !== undefined) members.push([spelled(draw, 'principal'), principalText(draw, json, outer)])
  if (draw.chance(0.3)) members.reverse()
  return { text: json.object(members), sketches: drawn.map(({ sketch }) => sketch) }
}

function drawStatement(
  draw: Dice,
  numbers: Numbers,
  json: JsonWriter,
  outer: readonly Written[] | undefined,
): { text: string; sketch: TrustSketch } {
  const action = draw.pick(actions)
  const written = Array.from({ length: draw.chance(0.75) ? 1 : 2 }, () => actionPattern(draw, action))
  const principals = outer ?? drawPrincipals(draw, numbers)
  const members: [string, string][] = [
    [spelled(draw, 'effect'), json.text(draw.chance(0.32) ? draw.pick(['deny', 'Deny']) : 'allow')],
    [spelled(draw, 'action'), written.length === 1 ? json.text(written.join('')) : json.list(written.map(json.text))],
  ]
  if (outer === undefined) members.push([spelled(draw, 'principal'), principalText(draw, json, principals)])
  let hints: readonly Hint[] = []
  if (draw.chance(0.5)) {
    const block = draw.chance(0.35) ? conditionBlock(draw, numbers, json) : trustBlock(draw, numbers, json)
    members.push([spelled(draw, 'condition'), block.text])
    hints = block.hints
  }
  if (draw.chance(0.2)) members.reverse()
  return { text: json.object(members), sketch: { action, principals, hints } }
}

function spelled(draw: Dice, name: string): string {
  return draw.chance(0.06) ? name.charAt(0).toUpperCase() + name.slice(1) : name
}

function drawPrincipals(draw: Dice, numbers: Numbers): readonly Written[] {
  const count = draw.weighted([
    [6, 1],
    [3, 2],
    [1, 4],
  ])
  return Array.from({ length: count }, () => drawPrincipal(draw, numbers))
}

function drawPrincipal(draw: Dice, numbers: Numbers): Written {
  const asker = drawAsker(draw, numbers)
  if (draw.chance(0.008)) {
    return { kind: draw.pick(['qcs', 'service', 'federated']), text: draw.pick(noPrincipals), asker }
  }
  if (asker.kind === 'service') return { kind: 'service', text: asker.name, asker }
  if (asker.kind === 'federated') return { kind: 'federated', text: asker.arn, asker }
  if (draw.chance(0.1)) return { kind: 'qcs', text: draw.pick(vague(asker.account)), asker }
  const owned = `qcs::cam::uin/${asker.account}`
  if (draw.chance(0.4)) return { kind: 'qcs', text: `${owned}:${draw.pick(['root', `uin/${asker.account}`])}`, asker }
  const last = asker.kind === 'role' ? `roleName/${asker.roleName}` : `uin/${asker.uin}`
  return { kind: 'qcs', text: `${owned}:${last}`, asker }
}

/** Forms that are no trust and may still stand in a stored document. */
function vague(account: number): readonly string[] {
  const group = `qcs::cam::uin/${account}:groupid/13`
  return ['*', 'qcs::cam::anyone:anyone', 'qcs::cam::anonymous:anonymous', group, group, group]
}

/** The element's object, one member for each kind; now and then the whole world as a text. */
function principalText(draw: Dice, json: JsonWriter, principals: readonly Written[]): string {
  if (draw.chance(0.02)) return json.text('*')
  const kinds = Map.groupBy(principals, ({ kind }) => kind)
  return json.object(
    [...kinds].map(([kind, list]) => {
      const texts = list.map(({ text }) => json.text(text))
      return [kind, texts.length === 1 && draw.chance(0.5) ? texts.join('') : json.list(texts)]
    }),
  )
}

const trustKeys: ReadonlyMap<string, readonly ContextScalar[]> = new Map<string, readonly ContextScalar[]>([
  ['sts:external_id', ['x-1', 'X-1', 'x-1 ', 'x', '', '*', 1]],
  ['oidc:iss', ['https://idp.example', 'https://idp.example/', 'https://other.example']],
  ['oidc:aud', ['c1', 'c2', 'c3', 'C1', '']],
  ['oidc:sub', ['alice', 'bob', 'repo:a/b', 'repo:a', 'U']],
  ['saml:aud', ['https://cloud.tencent.com/login/saml', 'cloud.tencent.com', '']],
  ['saml:sub', ['alice', 'bob', 'Alice']],
  ['sts:session_tag/op', ['a', 'b', 'U', 'W']],
])

/** Conditions on what is known of whoever wants a role. */
function trustBlock(draw: Dice, numbers: Numbers, json: JsonWriter): { text: string; hints: readonly Hint[] } {
  const hints: Hint[] = []
  const blocks = new Map<string, string>()
  for (let more = draw.pick([1, 1, 2, 3]); more > 0; more -= 1) {
    const keys = new Map<string, string>()
    for (let n = draw.pick([1, 1, 2]); n > 0; n -= 1) {
      const [key, values] = draw.pick([...trustKeys])
      const drawn = Array.from({ length: draw.pick([1, 1, 2, 3]) }, () => draw.pick(values))
      const texts = drawn.map((value) => (typeof value === 'number' ? `${value}` : json.text(valueText(value))))
      keys.set(key, texts.length === 1 ? texts.join('') : json.list(texts))
      hints.push([key, filled(draw.pick(drawn), numbers)])
    }
    const operator = draw.pick(['string_equal', 'string_equal', 'string_like', 'string_not_equal'])
    const prefix = draw.pick(['', '', '', 'for_any_value:', 'for_all_value:'])
    blocks.set(`${prefix}${operator}${draw.chance(0.15) ? '_if_exist' : ''}`, json.object([...keys]))
  }
  return { text: json.object([...blocks]), hints }

  function valueText(value: ContextScalar): string {
    return withVariables(draw, String(value), numbers)
  }
}

function filled(value: ContextScalar, { user, own }: Numbers): ContextScalar {
  return value === 'U' ? String(user) : value === 'W' ? String(own) : value
}

// ——— questions ———

function drawAsker(draw: Dice, numbers: Numbers): TrustAsker {
  const account = draw.chance(0.6) ? numbers.own : numbers.foreign
  return draw.weighted<() => TrustAsker>([
    [2, () => ({ kind: 'account', account, uin: account })],
    [4, () => ({ kind: 'account', account, uin: draw.pick([numbers.user, numbers.otherUser]) })],
    [3, () => ({ kind: 'role', account, roleName: draw.pick(roleNames) })],
    [2, () => ({ kind: 'service', name: draw.pick(services) })],
    [3, () => ({ kind: 'federated', arn: `qcs::cam::uin/${account}:${draw.pick(providers)}` })],
  ])()
}

function drawQuestion(
  draw: Dice,
  sketches: readonly TrustSketch[],
  numbers: Numbers,
): Pick<ListedQuestion, 'asker' | 'action' | 'context'> {
  const sketch = draw.pick(sketches)
  const named = draw.chance(0.85) ? draw.pick(sketch.principals).asker : undefined
  const asker = named ?? drawAsker(draw, numbers)
  const action = draw.chance(0.9) ? sketch.action : draw.pick(actions)
  return {
    asker: draw.chance(0.15) ? stray(draw, asker, numbers) : asker,
    action: draw.chance(0.01) ? draw.pick(noActions) : askedAction(draw, action),
    context: drawContext(draw, sketch, sketches, numbers),
  }
}

/** Somebody close to the asker: another user of the account, the same user of another one, the same name elsewhere. */
function stray(draw: Dice, asker: TrustAsker, numbers: Numbers): TrustAsker {
  const account = draw.chance(0.5) ? numbers.own : numbers.foreign
  if (asker.kind === 'service') return { ...asker, name: asker.name.toUpperCase() }
  if (asker.kind === 'federated') return { ...asker, arn: draw.pick([asker.arn.toUpperCase(), `${asker.arn}2`]) }
  if (asker.kind === 'role') return draw.chance(0.5) ? { ...asker, account } : { ...asker, roleName: 'R' }
  return draw.chance(0.5) ? { ...asker, account } : { ...asker, uin: draw.pick([asker.account, numbers.otherUser]) }
}

function drawContext(
  draw: Dice,
  target: TrustSketch,
  sketches: readonly TrustSketch[],
  numbers: Numbers,
): ReadonlyMap<string, ContextValue> {
  const context = new Map<string, ContextValue>()
  const add = ([key, value]: Hint): void => {
    if (!context.has(key)) context.set(key, value)
  }
  for (const hint of target.hints) if (draw.chance(0.85)) add(hint)
  for (const { hints } of sketches) for (const hint of hints) if (draw.chance(0.3)) add(hint)
  for (let more = draw.below(3); more > 0; more -= 1) add(trustHint(draw, numbers))
  if (draw.chance(0.2)) add(anyHint(draw, numbers))
  return context
}

function trustHint(draw: Dice, numbers: Numbers): Hint {
  const [key, values] = draw.pick([...trustKeys])
  if (!draw.chance(0.25)) return [key, filled(draw.pick(values), numbers)]
  return [key, Array.from({ length: draw.below(4) }, () => filled(draw.pick(values), numbers))]
}
