// Rules for documents that are refused: each fault of the reader is one finding, under a rule of its own where the fault
// is a familiar one that has a known way out. A fault is never found twice.

import { readAccountForm } from '../../account.ts'
import type { Element } from '../../element.ts'
import type { JsonNode } from '../../json.ts'
import { OPERATORS, readOperator } from '../../operators/index.ts'
import type { Problem, ProblemCode } from '../../problem.ts'
import { parseTemplate } from '../../variables.ts'
import { rename, replaceNode, rewrite } from '../edit.ts'
import type { Facts, Member } from '../facts.ts'
import type { Fix, LintRule } from '../finding.ts'
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

const error = (rule: Omit<ReaderRule, 'severity' | 'codes'>, ...codes: readonly ShortCode[]): ReaderRule => ({
  ...rule,
  severity: 'error',
  codes: codes.map((code): ProblemCode => `InvalidParameter.${code}`),
})

const FAMILIAR_RULES: readonly ReaderRule[] = [
  error(
    {
      id: 'trailing-comma',
      title: 'A comma behind the last entry',
      why: 'JSON has no such comma.',
      familiar: ({ text, problem }) => {
        const before = text.slice(0, problem.offset).trimEnd()
        if (!before.endsWith(',') || !/[\]}]/.test(text[problem.offset] ?? '')) return undefined
        const offset = before.length - 1
        return {
          advice: 'the comma before it is one too many',
          fix: { kind: 'suggestion', offset, length: 1, replacement: '' },
        }
      },
    },
    'PolicyDocumentError',
  ),
  error(
    {
      id: 'version-of-other-cloud',
      title: 'A version that is not `2.0`',
      why: 'Only `2.0` is in use; dates are versions of another language.',
      familiar: (refused) => replaced(refused, '"2.0"'),
    },
    'VersionError',
  ),
  error(
    {
      id: 'inverted-element',
      title: '`NotAction`, `NotResource` or `NotPrincipal`',
      why: 'The language has no inverted elements. An allow of everything and a deny of the rest says as much.',
      familiar: ({ member }) => (/^not(?:action|resource|principal)$/i.test(member?.name ?? '') ? {} : undefined),
    },
    'StatementError',
  ),
  error(
    {
      id: 'effect-spelling',
      title: 'An effect in other letters than `allow` and `deny`',
      why: 'No other spelling is read.',
      familiar: (refused) => {
        const near = nearest(stringOf(refused) ?? '', ['allow', 'deny'])
        return near === undefined ? undefined : replaced(refused, JSON.stringify(near))
      },
    },
    'EffectError',
  ),
  error(
    {
      id: 'action-typo',
      needs: 'catalog',
      title: 'An action whose name has a slip in it',
      why: 'The product has no action of that name, and one that differs a little.',
      familiar: (refused) => {
        const text = stringOf(refused) ?? ''
        const [, start = '', product = '', name = ''] = /^((?:name\/)?\s*([^:/]+?)\s*:\s*)(.*?)\s*$/.exec(text) ?? []
        const actions = refused.options.vocabulary.service(product.toLowerCase())?.actions ?? []
        const near = nearest(
          name,
          actions.map((action) => action.name),
        )
        return near === undefined ? undefined : rewritten(refused, start + near)
      },
    },
    'ActionNotExist',
  ),
  error(
    {
      id: 'product-typo',
      needs: 'catalog',
      title: 'A product whose abbreviation has a slip in it',
      why: 'There is no product of that name, and one that differs a little.',
      familiar: (refused) => {
        const text = stringOf(refused) ?? ''
        const place = text.startsWith('qcs:') ? /(?<=^qcs:[^:]*:)[^:]*/ : /(?<=^(?:name\/)?)[^:/]+(?=:)/
        const names = (refused.options.vocabulary.services ?? []).map(({ service }) => service)
        const near = nearest(place.exec(text)?.[0] ?? '', names)
        return near === undefined ? undefined : rewritten(refused, text.replace(place, near))
      },
    },
    'ActionServiceNotExist',
    'NotSupportProduct',
  ),
  error(
    {
      id: 'question-mark',
      title: '`?` as a wildcard',
      why: 'The only wildcard is `*`.',
      familiar: (refused) => {
        const text = stringOf(refused) ?? ''
        return text.includes('?') ? rewritten(refused, text.replaceAll(/\?+/g, '*')) : undefined
      },
    },
    'ActionError',
  ),
  error(
    {
      id: 'feature-set',
      title: 'A named set of actions',
      why: 'What `actionName/…` and `permid/…` stand for is not public; the actions have to be named.',
      familiar: (refused) => (/^\s*(?:actionName|permid)\//.test(stringOf(refused) ?? '') ? {} : undefined),
    },
    'ActionNotExist',
    'ActionError',
  ),
  error(
    {
      id: 'resource-of-other-cloud',
      title: 'A resource name of another cloud',
      why: 'Resources are written `qcs::product:region:account:resource`.',
      familiar: (refused) => (/^(?:arn|acs|urn|crn):/.test(stringOf(refused) ?? '') ? {} : undefined),
    },
    'ResourceQcsError',
  ),
  error(
    {
      id: 'missing-segment',
      title: 'A resource with fewer than six segments',
      why: 'Empty segments keep their colons. Printed five-segment resources are faults of the print.',
      familiar: (refused) => {
        const text = stringOf(refused) ?? ''
        return text.startsWith('qcs:') ? { advice: `it has ${text.split(':').length} segments of six` } : undefined
      },
    },
    'ResourceQcsError',
  ),
  error(
    {
      id: 'project-number',
      title: 'A project in the second segment',
      why: 'Projects are a thing of the past there; the segment stays empty.',
      familiar: (refused) => {
        const text = stringOf(refused) ?? ''
        return rewritten(refused, text.replace(/^qcs:[^:]*/, 'qcs:'))
      },
    },
    'ResourceProjectError',
  ),
  error(
    {
      id: 'evaluated-account',
      title: '`uin/-1` in a policy that is no preset',
      why: 'Only presets are about the account of whoever has them. An empty segment is the account that made the policy.',
      familiar: (refused) => {
        const text = stringOf(refused) ?? ''
        return text.split(':')[4] === 'uin/-1' ? rewritten(refused, text.replace('uin/-1', '')) : undefined
      },
    },
    'ResourceUinError',
  ),
  error(
    {
      id: 'account-prefix',
      title: 'An account without `uin/` before it',
      why: 'The segment says what kind of number it is.',
      familiar: (refused) => {
        const segments = (stringOf(refused) ?? '').split(':')
        const account = `uin/${segments[4] ?? ''}`
        if (readAccountForm(account)?.kind !== 'uin') return undefined
        return rewritten(refused, segments.with(4, account).join(':'))
      },
    },
    'ResourceUinError',
  ),
  error(
    {
      id: 'misplaced-variable',
      title: 'A policy variable where none can stand',
      why: 'Variables stand in the last segment of a resource, but not in the path of an object, and in values of conditions.',
      familiar: ({ problem }) =>
        /variable (?:can only|in)|contain a policy variable/.test(problem.message) ? {} : undefined,
    },
    'ResourceContentError',
    'ConditionContentError',
  ),
  error(
    {
      id: 'unknown-variable',
      title: 'A policy variable that does not exist',
      why: 'There are three: `${uin}`, `${owner_uin}` and `${app_id}`.',
      familiar: (refused) => {
        if (!refused.problem.message.includes('unknown policy variable')) return undefined
        const text = stringOf(refused) ?? ''
        const fixed = text.replaceAll(/\$\{([^}]*)\}/g, (whole, name: string) => {
          const near = nearest(name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_'), ['uin', 'owner_uin', 'app_id'])
          return near === undefined ? whole : `\${${near}}`
        })
        return fixed === text || 'unknown' in parseTemplate(fixed) ? {} : rewritten(refused, fixed)
      },
    },
    'ResourceContentError',
    'ConditionContentError',
  ),
  error(
    {
      id: 'variable-operator',
      title: 'A policy variable in an operator that takes none',
      why: 'Addresses, times and truths are not looked up; variables are for operators of texts and numbers.',
      familiar: (refused) => ((stringOf(refused) ?? '').includes('${') ? {} : undefined),
    },
    'ConditionContentError',
  ),
  error(
    {
      id: 'operator-of-other-cloud',
      title: 'An operator in the spelling of another cloud',
      why: 'Operators are lowercase with underscores; `StringEquals` is `string_equal` here.',
      familiar: ({ text, member }) => {
        const name = member?.name ?? ''
        const words = name.replace(/^For(Any|All)Values?:/, 'for_$1_value:').replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
        const plain = words
          .toLowerCase()
          .replace(/equals/, 'equal')
          .replace(/_if_exists$/, '_if_exist')
        const known = OTHER_NAMES.get(plain) ?? plain
        if (member === undefined || name === known || readOperator(known) === undefined) return undefined
        return { advice: `here it is "${known}"`, fix: rename({ text }, member, known, 'suggestion') }
      },
    },
    'ConditionTypeError',
  ),
  error(
    {
      id: 'operator-typo',
      title: 'An operator whose name has a slip in it',
      why: 'There is no operator of that name, and one that differs a little.',
      familiar: ({ text, member }) => {
        const name = member?.name.trim() ?? ''
        const [, before = '', plain = '', after = ''] = /^(for_\w+:)?(.*?)(_if_exists?)?$/.exec(name) ?? []
        const near = nearest(plain, OPERATORS.keys())
        const known = `${before}${near}${after.replace('exists', 'exist')}`
        if (member === undefined || near === undefined || readOperator(name) !== undefined) return undefined
        if (readOperator(known) === undefined) return undefined
        return { advice: `is "${known}" meant?`, fix: rename({ text }, member, known, 'suggestion') }
      },
    },
    'ConditionTypeError',
  ),
  error(
    {
      id: 'operator-type',
      title: 'An operator that cannot judge a general key',
      why: 'Addresses are judged by `ip_*`, times by `date_*`, tags by `string_*` operators.',
      familiar: ({ problem }) => (problem.message.includes('cannot judge') ? {} : undefined),
    },
    'ConditionTypeError',
  ),
  error(
    {
      id: 'bare-truth',
      title: '`true` or `false` without quotes',
      why: 'Values of conditions are texts or numbers.',
      familiar: (refused) => {
        const { node } = refused
        return node?.kind === 'word' && node.value !== null ? replaced(refused, `"${node.value}"`) : undefined
      },
    },
    'ConditionError',
  ),
  error(
    {
      id: 'oidc-condition-missing',
      title: 'An OIDC provider without `oidc:iss` or `oidc:aud`',
      why: 'Without both, tokens that were made for somebody else would open the role.',
      familiar: ({ problem }) => (/"oidc:\w+" is missing$/.test(problem.message) ? {} : undefined),
    },
    'ConditionError',
  ),
  error(
    {
      id: 'trust-everyone',
      title: 'A role that trusts everyone',
      why: 'A role is trusted to somebody in particular.',
      familiar: (refused) => {
        const { options } = refused
        const text = stringOf(refused)
        const everyone = text === '*' || text === 'qcs::cam::anyone:anyone' || text === 'qcs::cam::anonymous:anonymous'
        return options.purpose === 'trust' && everyone ? {} : undefined
      },
    },
    'PrincipalError',
    'PrincipalQcsError',
  ),
  error(
    {
      id: 'principal-in-identity-policy',
      title: 'A principal in a policy that is attached',
      why: 'Whom such a policy is for is said by attaching it. Trust policies of roles have principals.',
      familiar: ({ options }) => (options.purpose === 'trust' ? undefined : {}),
    },
    'PrincipalError',
  ),
]

/** What several operators are called elsewhere, in the spelling of here. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['string_equal_ignore_case', 'string_equal_ignore_case'],
  ['string_not_equal_ignore_case', 'string_not_equal_ignore_case'],
  ['date_less_than_equal', 'date_less_than_equal'],
  ['ip_address', 'ip_equal'],
  ['not_ip_address', 'ip_not_equal'],
  ['bool', 'bool_equal'],
  ['null', 'null_equal'],
])

const plainRule = (code: ShortCode, title: string, why: string): ReaderRule =>
  error({ id: code.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase(), title, why }, code)

/** What no familiar fault explains: one rule for each code. */
const PLAIN_RULES: readonly ReaderRule[] = [
  plainRule(
    'PolicyDocumentError',
    'A text that is no policy document',
    'It must be strict JSON: one object with `version` and `statement`.',
  ),
  plainRule(
    'PolicyDocumentLengthOverLimit',
    'A document that is too long',
    'Characters apart from blanks are counted.',
  ),
  plainRule('VersionError', 'A missing version', 'A document says that its version is `2.0`.'),
  plainRule(
    'StatementError',
    'A faulty statement',
    'Elements that are not understood are refused: leaving one out could widen a grant.',
  ),
  plainRule('EffectError', 'A missing or unreadable effect', 'A statement allows or denies.'),
  plainRule('ActionMiss', 'A missing action', 'A statement says what it is about.'),
  plainRule('ActionError', 'An unreadable action', 'Actions are written `product:Action`.'),
  plainRule(
    'ActionServiceNotExist',
    'An action of a product that does not exist',
    'Abbreviations have letters, digits and hyphens.',
  ),
  plainRule(
    'ActionNotExist',
    'An action that its product does not have',
    'A full name is looked up in the catalog of its product.',
  ),
  plainRule(
    'ResourceError',
    'A missing or unreadable resource',
    'A statement says what it is about; one of a trust policy is about its role.',
  ),
  plainRule(
    'ResourceQcsError',
    'A resource that is not in six segments',
    'Resources are `*` or `qcs::product:region:account:resource`.',
  ),
  plainRule('ResourceProjectError', 'An unreadable project', 'The second segment stays empty.'),
  plainRule(
    'ResourceServiceNotExist',
    'An unreadable product of a resource',
    'Abbreviations have letters, digits, hyphens and underscores.',
  ),
  plainRule(
    'NotSupportProduct',
    'A resource of a product that nobody knows',
    'All actions of the statement belong to known products, so the resource should, too.',
  ),
  plainRule('ResourceRegionError', 'An unreadable region', 'Regions have lowercase letters, digits and hyphens.'),
  plainRule('ResourceUinError', 'An unreadable account', 'Accounts are written `uin/<number>` or `uid/<AppId>`.'),
  plainRule(
    'ResourceContentError',
    'An unreadable content of a resource',
    'The last segment is plain text with `*` and variables.',
  ),
  plainRule(
    'ConditionError',
    'A condition of a wrong shape',
    'A condition has operators, these have keys, and these have values.',
  ),
  plainRule(
    'ConditionTypeError',
    'An operator that does not exist, or not for this key',
    'Names of operators are compared with regard to case.',
  ),
  plainRule('ConditionContentError', 'A value that its operator cannot use', 'It could never hold.'),
  plainRule(
    'PrincipalError',
    'A missing or misshapen principal',
    'A trust policy says whom the role trusts, by `qcs`, `service` or `federated`.',
  ),
  plainRule(
    'PrincipalQcsError',
    'A principal that names nobody',
    'Accounts, users, roles and providers are named by six segments.',
  ),
  plainRule('PrincipalServiceNotExist', 'A product that is no principal', 'Products are named by a domain.'),
]

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

function stringOf({ node }: Refused): string | undefined {
  return node?.kind === 'string' ? node.value : undefined
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
