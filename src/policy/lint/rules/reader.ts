// Rules for documents that are refused: each fault of the reader is one finding, under a rule of its own where the fault
// is a familiar one that has a known way out. A fault is never found twice.

import { readAccountForm } from '../../account.ts'
import type { Element } from '../../element.ts'
import type { JsonNode } from '../../json.ts'
import { OPERATORS, readOperator } from '../../operators/index.ts'
import { PROBLEM_CODES, type Problem, type ProblemCode } from '../../problem.ts'
import { parseTemplate } from '../../variables.ts'
import { rename, replaceNode, rewrite } from '../edit.ts'
import type { Facts, Member } from '../facts.ts'
import type { Fix, LintRule, Need } from '../finding.ts'
import { nearest } from '../near.ts'

/** A fault of the reader, with the node or the member that it points at. */
export interface Refused {
  readonly problem: Problem
  readonly text: string
  readonly options: Facts['options']
  readonly node: JsonNode | undefined
  readonly member: Member | undefined
}

/** What a familiar fault adds to the words of the reader. */
interface Familiar {
  readonly advice?: string | undefined
  readonly fix?: Fix | undefined
}

export interface ReaderRule extends LintRule {
  readonly codes: readonly ProblemCode[]
  /** `undefined` where the fault is another one of the same code; absent: every fault of the code. */
  readonly familiar?: (refused: Refused) => Familiar | undefined
}

/** Codes without what all of them begin with. */
type ShortCode = ProblemCode extends `InvalidParameter.${infer Short}` ? Short : never

const error = (
  id: string,
  codes: readonly ShortCode[],
  familiar: ReaderRule['familiar'],
  needs?: Need,
): ReaderRule => ({
  id,
  severity: 'error',
  codes: codes.map((code): ProblemCode => `InvalidParameter.${code}`),
  ...(familiar && { familiar }),
  ...(needs && { needs }),
})

const FAMILIAR_RULES: readonly ReaderRule[] = [
  error('trailing-comma', ['PolicyDocumentError'], ({ text, problem }) => {
    const before = text.slice(0, problem.offset).trimEnd()
    if (!before.endsWith(',') || !/[\]}]/.test(text.charAt(problem.offset))) return undefined
    const offset = before.length - 1
    return {
      advice: 'the comma before it is one too many',
      fix: { kind: 'suggestion', offset, length: 1, replacement: '' },
    }
  }),
  error('version-of-other-cloud', ['VersionError'], (refused) => replaced(refused, '"2.0"')),
  error('inverted-element', ['StatementError'], (refused) =>
    /^not(?:action|resource|principal)$/i.test(nameOf(refused)) ? {} : undefined,
  ),
  error('effect-spelling', ['EffectError'], (refused) => {
    const near = nearest(stringOf(refused), ['allow', 'deny'])
    return near === undefined ? undefined : replaced(refused, JSON.stringify(near))
  }),
  error(
    'action-typo',
    ['ActionNotExist'],
    (refused) => {
      const text = stringOf(refused)
      const [, start = '', product = '', name = ''] = /^((?:name\/)?\s*([^:/]+?)\s*:\s*)(.*?)\s*$/.exec(text) ?? []
      const actions = refused.options.vocabulary.service(product.toLowerCase())?.actions ?? []
      const near = nearest(
        name,
        actions.map((action) => action.name),
      )
      return near === undefined ? undefined : rewritten(refused, start + near)
    },
    'catalog',
  ),
  error(
    'product-typo',
    ['ActionServiceNotExist', 'NotSupportProduct'],
    (refused) => {
      const text = stringOf(refused)
      const place = text.startsWith('qcs:') ? /(?<=^qcs:[^:]*:)[^:]*/ : /[^:/]+(?=:)/
      const names = (refused.options.vocabulary.services ?? []).map(({ service }) => service)
      const near = nearest(place.exec(text)?.[0] ?? '', names)
      return near === undefined ? undefined : rewritten(refused, text.replace(place, near))
    },
    'catalog',
  ),
  error('question-mark', ['ActionError'], (refused) => {
    const text = stringOf(refused)
    return text.includes('?') ? rewritten(refused, text.replaceAll(/\?+/g, '*')) : undefined
  }),
  error('feature-set', ['ActionNotExist', 'ActionError'], (refused) =>
    /^\s*(?:actionName|permid)\//.test(stringOf(refused)) ? {} : undefined,
  ),
  error('resource-of-other-cloud', ['ResourceQcsError'], (refused) =>
    /^(?:arn|acs|urn|crn):/.test(stringOf(refused)) ? {} : undefined,
  ),
  error('missing-segment', ['ResourceQcsError'], (refused) => {
    const text = stringOf(refused)
    return text.startsWith('qcs:') ? { advice: `it has ${text.split(':').length} segments of six` } : undefined
  }),
  error('project-number', ['ResourceProjectError'], (refused) => {
    const text = stringOf(refused)
    return /^qcs:(?:id\/)?\d+:/.test(text) ? rewritten(refused, text.replace(/^qcs:[^:]*/, 'qcs:')) : undefined
  }),
  error('evaluated-account', ['ResourceUinError'], (refused) => {
    const text = stringOf(refused)
    return text.split(':')[4] === 'uin/-1' ? rewritten(refused, text.replace('uin/-1', '')) : undefined
  }),
  error('account-prefix', ['ResourceUinError'], (refused) => {
    const segments = stringOf(refused).split(':')
    const account = `uin/${segments[4] ?? ''}`
    if (readAccountForm(account)?.kind !== 'uin') return undefined
    return rewritten(refused, segments.with(4, account).join(':'))
  }),
  error('misplaced-variable', ['ResourceContentError', 'ConditionContentError'], ({ problem }) =>
    /variable (?:can only|in)|contain a policy variable/.test(problem.message) ? {} : undefined,
  ),
  error('unknown-variable', ['ResourceContentError', 'ConditionContentError'], (refused) => {
    if (!refused.problem.message.includes('unknown policy variable')) return undefined
    const text = stringOf(refused)
    const fixed = text.replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => {
      const near = nearest(name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_'), ['uin', 'owner_uin', 'app_id'])
      return `\${${near ?? name}}`
    })
    return 'unknown' in parseTemplate(fixed) ? {} : rewritten(refused, fixed)
  }),
  error('variable-operator', ['ConditionContentError'], (refused) =>
    stringOf(refused).includes('${') ? {} : undefined,
  ),
  error('operator-of-other-cloud', ['ConditionTypeError'], (refused) => {
    const { text, member } = refused
    const name = nameOf(refused)
    const words = name.replace('Values:', 'Value:').replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
    const plain = words.toLowerCase().replace('equals', 'equal').replace('_if_exists', '_if_exist')
    const known = OTHER_NAMES.get(plain) ?? plain
    if (member === undefined || !/[A-Z]/.test(name) || readOperator(known) === undefined) return undefined
    return { advice: `here it is "${known}"`, fix: rename({ text }, member, known, 'suggestion') }
  }),
  error('operator-typo', ['ConditionTypeError'], (refused) => {
    const { text, member } = refused
    const [, before = '', plain = '', after = ''] = /(for_\w+:)?(.*?)(_if_exists?)?$/.exec(nameOf(refused).trim()) ?? []
    const near = nearest(plain, OPERATORS.keys())
    const known = `${before}${near}${after.replace('exists', 'exist')}`
    if (member === undefined || readOperator(known) === undefined) return undefined
    return { advice: `is "${known}" meant?`, fix: rename({ text }, member, known, 'suggestion') }
  }),
  error('operator-type', ['ConditionTypeError'], ({ problem }) =>
    problem.message.includes('cannot judge') ? {} : undefined,
  ),
  error('bare-truth', ['ConditionError'], (refused) => {
    const { node } = refused
    return node?.kind === 'word' && node.value !== null ? replaced(refused, `"${node.value}"`) : undefined
  }),
  error('oidc-condition-missing', ['ConditionError'], ({ problem }) =>
    /"oidc:\w+" is missing$/.test(problem.message) ? {} : undefined,
  ),
  error('trust-everyone', ['PrincipalError', 'PrincipalQcsError'], (refused) => {
    const { options } = refused
    const text = stringOf(refused)
    const everyone = text === '*' || text === 'qcs::cam::anyone:anyone' || text === 'qcs::cam::anonymous:anonymous'
    return options.purpose === 'trust' && everyone ? {} : undefined
  }),
  error('principal-in-identity-policy', ['PrincipalError'], ({ options }) =>
    options.purpose === 'trust' ? undefined : {},
  ),
]

/** What several operators are called elsewhere, in the spelling of here. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['ip_address', 'ip_equal'],
  ['not_ip_address', 'ip_not_equal'],
  ['bool', 'bool_equal'],
  ['null', 'null_equal'],
])

/** What no familiar fault explains: one rule for each code. */
const PLAIN_RULES: readonly ReaderRule[] = PROBLEM_CODES.map((code) => {
  const id = code.replace('InvalidParameter.', '').replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-')
  return { id: id.toLowerCase(), severity: 'error', codes: [code] }
})

export const READER_RULES: readonly ReaderRule[] = [...FAMILIAR_RULES, ...PLAIN_RULES]

/** The rule that a fault falls under, and what the rule adds. */
export function ruleOfProblem(refused: Refused): { rule: ReaderRule; familiar: Familiar } | undefined {
  for (const rule of READER_RULES) {
    if (!rule.codes.some((code) => code === refused.problem.code)) continue
    const familiar = rule.familiar === undefined ? {} : rule.familiar(refused)
    if (familiar !== undefined) return { rule, familiar }
  }
  return undefined
}

/** The text that the fault is about; empty where it is about something else. */
function stringOf({ node }: Refused): string {
  return node?.kind === 'string' ? node.value : ''
}

/** The name of the member that the fault is about; empty where it is about something else. */
function nameOf({ member }: Refused): string {
  return member?.name ?? ''
}

function replaced(refused: Refused, json: string): Familiar | undefined {
  const { node } = refused
  if (node === undefined || node.kind === 'object') return undefined
  return { advice: `is ${json} meant?`, fix: replaceNode(refused, node, json, 'suggestion') }
}

function rewritten(refused: Refused, value: string): Familiar {
  const { node } = refused
  const advice = `is ${JSON.stringify(value)} meant?`
  return node === undefined ? { advice } : { advice, fix: rewrite(refused, { node }, value, 'suggestion') }
}

/** The node or member of a tree that begins at an offset; the innermost of several. */
export function placeAt(
  root: Element,
  offset: number,
  members: (element: Element) => readonly Member[],
): Pick<Refused, 'node' | 'member'> {
  let found: Pick<Refused, 'node' | 'member'> = { node: undefined, member: undefined }
  const visit = (element: Element): void => {
    if (element.node.at === offset) found = { node: element.node, member: undefined }
    if (element.node.kind === 'array') for (const node of element.node.items) visit({ ...element, node })
    for (const member of members(element)) {
      if (member.at === offset) found = { node: undefined, member }
      visit(member)
    }
  }
  visit(root)
  return found
}
