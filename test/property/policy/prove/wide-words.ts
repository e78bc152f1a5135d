// What the pairs for the SMT solver are drawn from: names, resources and conditions as they are found in policies.
// Each condition key is compared as values of one type.
import type { Dice } from '../dice.ts'
import type { Vocabulary } from './changes.ts'
import { type ConditionForm, numbers } from './forms.ts'

const { account, appId, other } = numbers

const actions = [
  '*',
  'cvm:*',
  'cvm:Describe*',
  'cvm:RunInstances',
  'cvm:*Instances',
  'cvm:DescribeInstances',
  'cos:*',
  'cos:Get*',
  'cos:GetObject',
  'cos:*Object*',
  'cos:PutObject',
  'name/cos:Put*',
  'c*:Describe*',
  '*:Get*',
  'cam:*',
  'sts:AssumeRole',
  'sts:*',
  'account:*',
  'account:BindToken',
]

const resources = [
  '*',
  '*',
  '*',
  'qcs:::::*',
  'qcs::cos:::*',
  `qcs::cos:ap-guangzhou:uid/${appId}:bucket-${appId}/*`,
  `qcs::cos:gz::bucket-${appId}/dir/*`,
  `qcs::cos:ap-*::bucket-${appId}/*`,
  `qcs::cos:::bucket-${appId}/dir/a*`,
  `qcs::cos:::bucket-${appId}/dir/ab`,
  `qcs::cos:::*/dir/*.log`,
  'qcs::cvm:::*',
  'qcs::cvm:::instance/*',
  'qcs::cvm:::instance/ins-1',
  'qcs::cvm:g*::instance/*',
  `qcs::cvm::uin/${account}:instance/ins-*`,
  `qcs::cvm::uin/${other}:instance/*`,
  `qcs::cam::uin/${other}:roleName/*`,
  `qcs::cam::uin/${other}:roleName/dev`,
  `qcs::cam:::uin/\${uin}`,
  `qcs::cam:::queueName/uin/\${owner_uin}/*`,
]

const quantifiers = [
  [4, ''],
  [2, 'for_any_value:'],
  [2, 'for_all_value:'],
] as const

function on(key: string, operators: readonly string[], values: readonly string[]): (draw: Dice) => ConditionForm {
  return (draw) => {
    const operator = `${draw.weighted(quantifiers)}${draw.pick(operators)}${draw.chance(0.2) ? '_if_exist' : ''}`
    return { operator, key, values: Array.from({ length: draw.pick([1, 1, 2, 3]) }, () => draw.pick(values)) }
  }
}

function presence(key: string): (draw: Dice) => ConditionForm {
  return (draw) => ({ operator: 'null_equal', key, values: [draw.pick(['true', 'false'])] })
}

const order = ['equal', 'not_equal', 'less_than', 'less_than_equal', 'greater_than', 'greater_than_equal']
const texts = ['string_equal', 'string_not_equal', 'string_like', 'string_not_like']
const tags = ['dept&dev', 'dept&ops', 'dept&*', 'env&prod', 'env&test']
const blocks = [
  '10.0.0.0/8',
  '10.0.0.0/16',
  '10.1.0.0/16',
  '10.1.2.3',
  '192.168.0.0/24',
  '0.0.0.0/0',
  '2001:db8::/32',
  '::/0',
  '::ffff:10.0.0.0/104',
]
const moments = [
  '2024-01-01T00:00:00Z',
  '2024-01-01T08:00:00+08:00',
  '2024-06-30 12:00:00',
  '2024-06-30T12:00:00.5Z',
  '2025-01-01T00:00:00Z',
]

export const wideWords: Vocabulary = {
  actions,
  resources,
  conditions: [
    on('qcs:ip', ['ip_equal', 'ip_equal', 'ip_not_equal'], blocks),
    on('qcs:ip', ['ip_equal', 'ip_not_equal'], blocks),
    on(
      'qcs:current_time',
      order.map((name) => `date_${name}`),
      moments,
    ),
    on(
      'cos:content-length',
      order.map((name) => `numeric_${name}`),
      ['0', '1', '1024', '1024.0', '4096', '1e3'],
    ),
    on('cos:prefix', texts, ['home/*', 'home/a*', 'home/ab', '*.log', '', 'home/${uin}/*']),
    on('cos:prefix', texts, ['home/*', 'home/a*', 'home/ab', '*.log', '']),
    on(
      'cos:content-type',
      ['string_equal_ignore_case', 'string_not_equal_ignore_case', 'string_equal'],
      ['image/png', 'Image/PNG', 'text'],
    ),
    on('cos:secure-transport', ['bool_equal'], ['true', 'false']),
    on('qcs:resource_tag', texts, tags),
    on('qcs:tag', ['string_equal'], tags),
    on('qcs:resource_tag/dept', texts, ['dev', 'ops', 'd*']),
    on('qcs:request_tag', texts, tags),
    on('qcs:create_uin', ['string_equal', 'string_not_equal'], ['${uin}', '${owner_uin}', '7']),
    presence('qcs:resource_tag/dept'),
    presence('qcs:request_tag/env'),
    presence('cos:content-length'),
    presence('cos:prefix'),
  ],
  conditionsMax: 2,
  statementsMax: 4,
}
