// Words of the page that writes policies by tags.
import { words } from '../../../text/words.ts'

export const t = words({
  about: [
    'Allows APIs only on resources that carry certain tags. Attached to a team, it follows the tags: what is tagged later is covered too.',
    '仅允许对带有指定标签的资源调用 API。关联后随标签生效，之后打上标签的资源同样适用。',
  ],
  addTag: ['Add the tag', '添加标签'],
  all: ['Everything', '全部操作'],
  anyValue: ['any value', '任意值'],
  apis: ['APIs', '接口'],
  held: ['APIs that only reach resources with the tags: {n}', '仅作用于带标签资源的接口：{n} 个'],
  key: ['Key', '标签键'],
  leftOut: [
    'Left out, because tags cannot limit them: {n} APIs. Whoever needs them needs another policy.',
    '{n} 个接口无法按标签限制，未包含在内；如需使用请另行授权。',
  ],
  much: ['How much', '范围'],
  needsApi: ['None of the APIs chosen can be limited by tags.', '所选接口均无法按标签限制。'],
  needsTag: ['Add a tag first: the text of the policy appears here.', '请先添加标签，策略内容将显示在此处。'],
  products: ['Products', '产品'],
  read: ['Reading only', '只读'],
  remove: ['Remove', '移除'],
  result: ['The policy', '策略'],
  resultAbout: [
    'Change it as you like before it is saved; another choice above writes it anew.',
    '保存前可任意修改；更改上方选择会重新生成。',
  ],
  setting: ['Only with the tags of this list on what they make: {names}', '创建资源时只能使用所列标签：{names}'],
  some: ['Some APIs', '指定接口'],
  tagHelp: [
    'Without a value, every value of the key counts. Several values, or several keys, count as one or the other.',
    '不填值表示该键的任意值；多个值或多个键之间为“或”的关系。',
  ],
  tags: ['Tags', '标签'],
  tagsAbout: ['Tags that resources of the account carry are proposed.', '将提示本账号资源已有的标签。'],
  title: ['Create a policy by tag', '按标签新建策略'],
  value: ['Value', '标签值'],
  what: ['What it allows', '允许的操作'],
  whatAbout: [
    'Products that authorise by tags. Without such authorisation, and so not to be chosen here: {products}.',
    '支持按标签授权的产品。以下产品不支持，因此不可选择：{products}。',
  ],
  wrongKey: ['A key has no & in it.', '标签键不能包含 &。'],
})
