// A policy document in words: what each statement gives or takes, on what, and under which conditions. It says what the
// document says; whether that does anything is the linter's and the prover's business.
import type { ConditionForm, PolicyDocument, Principal, ResourceForm, Statement } from '../../policy/index.ts'
import { harmless } from '../io.ts'

/** One paragraph per statement, without a line break at the end. */
export function inWords({ statements }: PolicyDocument): string {
  return statements.map(statementWords).join('\n\n')
}

function statementWords({ index, effect, actions, resources, conditions, principals }: Statement): string {
  const verb = effect === 'allow' ? 'allows' : 'denies'
  const whom = principals.length === 0 ? '' : ` ${oneOf(principals.map(principalWords))}`
  const lines = [
    `Statement ${index} ${verb}${whom}`,
    ...list(actions.map(({ text }) => (text === '*' ? 'every action of every product' : text))),
    ...(resources.length === 0 ? [] : ['on', ...list(resources.map(resourceWords))]),
    ...(conditions.length === 0 ? [] : ['where', ...list(conditions.map(conditionWords), ' and')]),
  ]
  return lines.map(harmless).join('\n')
}

const list = (texts: readonly string[], joint = ''): readonly string[] =>
  texts.map((text, index) => `  ${text}${index < texts.length - 1 ? joint : ''}`)

const oneOf = (texts: readonly string[]): string =>
  texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`

function principalWords(principal: Principal): string {
  switch (principal.kind) {
    case 'everyone':
      return 'everybody, of any account'
    case 'anonymous':
      return 'callers that nobody vouches for'
    case 'root':
      return `account ${principal.account} and whom it lets`
    case 'user':
      return `user ${principal.uin} of account ${principal.account}`
    case 'group':
      return `group ${principal.groupId} of account ${principal.account}`
    case 'role':
      return `role ${principal.roleName} of account ${principal.account}`
    case 'service':
      return `the service ${principal.name}`
    case 'provider':
      return `people of the ${principal.protocol.toUpperCase()} provider ${principal.name} of account ${principal.account}`
  }
}

function resourceWords(resource: ResourceForm): string {
  if (resource.every) return 'every resource of every product'
  const { service, region, account } = resource
  const owner = {
    creator: () => 'of the account itself',
    evaluated: () => 'of the account of whoever asks',
    uin: () => `of account ${account.kind === 'uin' ? account.uin : ''}`,
    uid: () => `of the account with AppId ${account.kind === 'uid' ? account.appId : ''}`,
  }[account.kind]()
  const content = resource.content.map((part) => ('text' in part ? part.text : `\${${part.variable}}`)).join('')
  const what = content === '*' || content === '' ? 'everything' : content
  const product = service === '' || service === '*' ? 'any product' : service
  const where = region === '' || region === '*' ? 'in any region' : `in ${region}`
  return `${what} in ${product}, ${where}, ${owner}`
}

/** What stands between a key and its values; `null_equal` has a sentence of its own. */
export const comparisons: ReadonlyMap<string, string> = new Map([
  ['string_equal', 'is'],
  ['string_not_equal', 'is not'],
  ['string_equal_ignore_case', 'is, in capitals or not,'],
  ['string_not_equal_ignore_case', 'is not, in capitals or not,'],
  ['string_like', 'is like'],
  ['string_not_like', 'is not like'],
  ['binary_equal', 'has the bytes'],
  ['numeric_equal', 'is the number'],
  ['numeric_not_equal', 'is not the number'],
  ['numeric_less_than', 'is below'],
  ['numeric_less_than_equal', 'is at most'],
  ['numeric_greater_than', 'is above'],
  ['numeric_greater_than_equal', 'is at least'],
  ['date_equal', 'is the time'],
  ['date_not_equal', 'is not the time'],
  ['date_less_than', 'is before'],
  ['date_less_than_equal', 'is not after'],
  ['date_greater_than', 'is after'],
  ['date_greater_than_equal', 'is not before'],
  ['bool_equal', 'is'],
  ['ip_equal', 'is an address of'],
  ['ip_not_equal', 'is no address of'],
])

function conditionWords({ operator: { operator, quantifier, text, ifExists }, key, values }: ConditionForm): string {
  const wanted = values.map((parts) =>
    parts.map((part) => ('text' in part ? part.text : `\${${part.variable}}`)).join(''),
  )
  if (operator.type === 'null') return `the request has ${wanted.includes('true') ? 'no' : 'a'} ${key}`
  const which = text.startsWith('for_') ? `${quantifier === 'all' ? 'every' : 'some'} value of ` : ''
  const comparison = comparisons.get(operator.name) ?? operator.name
  // A missing key makes every operator false: people expect otherwise of the negated ones.
  const missing = ifExists
    ? ', or the request has no such key'
    : operator.negated
      ? ', and the request has the key'
      : ''
  return `${which}${key} ${comparison} ${oneOf(wanted)}${missing}`
}
