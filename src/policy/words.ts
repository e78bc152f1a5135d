// What elements and operators of a policy do, in a sentence for editors and schemas. Apart from the reader, so that code that
// only decides does not carry the prose; a test holds the names of both sides together.

import { IF_EXIST, type OperatorUse, QUANTIFIERS, readOperator } from './operators/index.ts'

/** Elements of documents and statements by their lowercase name. */
export const ELEMENT_WORDS: ReadonlyMap<string, string> = new Map([
  ['version', 'The version of the language: always `2.0`.'],
  ['statement', 'The statements. One deny that matches a request wins over every allow.'],
  ['principal', 'Who may use the role. For trust policies only.'],
  ['effect', '`allow` or `deny`. What no statement allows is refused.'],
  ['action', 'What the statement is about: `product:Action`, with `*` as the wildcard, or `*` for everything.'],
  [
    'resource',
    'On what: `*`, or six segments `qcs::product:region:account:resource`. An empty segment is open; an empty account is the one that made the policy.',
  ],
  [
    'condition',
    'When: operators, under each of them keys, under each key its values. All keys must hold, one value of each is enough.',
  ],
  ['sid', 'A name for the statement. It has no effect.'],
  ['id', 'A name for the statement. It has no effect.'],
])

/** Kinds of principals by their exact name. */
export const PRINCIPAL_WORDS: ReadonlyMap<string, string> = new Map([
  ['qcs', 'Accounts, users and roles: `qcs::cam::uin/<account>:root`, `…:uin/<user>`, `…:roleName/<role>`.'],
  ['service', 'Products, by their domains, such as `cvm.qcloud.com`.'],
  ['federated', 'Identity providers: `qcs::cam::uin/<account>:saml-provider/<name>` or `…:oidc-provider/<name>`.'],
])

/** Operators by their plain name. */
export const OPERATOR_WORDS: ReadonlyMap<string, string> = new Map([
  ['string_equal', 'The text is one of these, letter by letter.'],
  ['string_not_equal', 'The text is none of these, letter by letter.'],
  ['string_equal_ignore_case', 'The text is one of these, whatever the case of its letters.'],
  ['string_not_equal_ignore_case', 'The text is none of these, whatever the case of its letters.'],
  ['string_like', 'The text fits one of these patterns; `*` stands for any characters.'],
  ['string_not_like', 'The text fits none of these patterns; `*` stands for any characters.'],
  ['binary_equal', 'The text is one of these, byte by byte.'],
  ['numeric_equal', 'The number is one of these.'],
  ['numeric_not_equal', 'The number is none of these.'],
  ['numeric_less_than', 'The number is less than one of these.'],
  ['numeric_less_than_equal', 'The number is at most one of these.'],
  ['numeric_greater_than', 'The number is greater than one of these.'],
  ['numeric_greater_than_equal', 'The number is at least one of these.'],
  ['date_equal', 'The moment is one of these.'],
  ['date_not_equal', 'The moment is none of these.'],
  ['date_less_than', 'The moment is before one of these.'],
  ['date_less_than_equal', 'The moment is one of these or before it.'],
  ['date_greater_than', 'The moment is after one of these.'],
  ['date_greater_than_equal', 'The moment is one of these or after it.'],
  ['bool_equal', 'The truth is this one: `"true"` or `"false"`.'],
  ['ip_equal', 'The address lies in one of these blocks.'],
  ['ip_not_equal', 'The address lies in none of these blocks.'],
  ['null_equal', '`"true"`: the request does not have the key, or it is empty. `"false"`: the request has the key.'],
])

const quantifierWords: Readonly<Record<(typeof QUANTIFIERS)[number]['quantifier'], string>> = {
  any: 'Of several values one must pass.',
  all: 'Of several values every one must pass.',
}

/** What an operator does, with its quantifier and ending; `undefined` where there is no such operator. */
export function operatorWords(text: string): string | undefined {
  const use = readOperator(text)
  const plain = use && OPERATOR_WORDS.get(use.operator.name)
  if (use === undefined || plain === undefined) return undefined
  return [plain, ...quantified(use), ...missing(use)].join(' ')
}

function quantified({ text }: OperatorUse): readonly string[] {
  return QUANTIFIERS.filter(({ prefix }) => text.startsWith(prefix)).map(
    ({ quantifier }) => quantifierWords[quantifier],
  )
}

function missing({ operator, ifExists }: OperatorUse): readonly string[] {
  if (operator.type === 'null') return []
  return [ifExists ? `A request without the key passes (\`${IF_EXIST}\`).` : 'A request without the key does not pass.']
}
