// One document for each fault that the reader of policies knows, with the code that answers it and the coarser one of the
// calls whose tables lack it.
import { allow } from '../harness.ts'

export interface Fault {
  readonly code: string
  readonly coarse?: string
  readonly title: string
  readonly document: string
}

const statement = (change: object): string =>
  JSON.stringify({
    version: '2.0',
    statement: [{ effect: 'allow', action: 'cos:GetObject', resource: '*', ...change }],
  })
const without = (element: string): string => statement({ [element]: undefined })
const resource = (text: unknown): string => statement({ resource: text })
const condition = (block: unknown): string => statement({ condition: block })

export const faults: readonly Fault[] = [
  { code: 'PolicyDocumentError', title: 'no JSON', document: '{"version":' },
  { code: 'PolicyDocumentError', title: 'no object', document: '[]' },
  {
    code: 'PolicyDocumentError',
    title: 'a name of prototypes',
    document: '{"__proto__":{},"version":"2.0","statement":[]}',
  },
  {
    code: 'PolicyDocumentLengthOverLimit',
    title: '6145 characters',
    document: JSON.stringify(allow(`cos:Get${'x'.repeat(6145 - JSON.stringify(allow('cos:Get')).length)}`)),
  },
  { code: 'VersionError', title: 'another version', document: '{"version":"1.0","statement":[]}' },
  { code: 'StatementError', title: 'no statement', document: '{"version":"2.0","statement":[]}' },
  { code: 'StatementError', title: 'a statement that is no object', document: '{"version":"2.0","statement":["x"]}' },
  { code: 'EffectError', title: 'another effect', document: statement({ effect: 'permit' }) },
  { code: 'ActionMiss', coarse: 'ActionError', title: 'no action', document: without('action') },
  { code: 'ActionError', title: 'an action without a product', document: statement({ action: 'GetObject' }) },
  {
    code: 'ActionServiceNotExist',
    coarse: 'ActionError',
    title: 'no such product',
    document: statement({ action: 'c$s:Get' }),
  },
  {
    code: 'ActionNotExist',
    coarse: 'ActionError',
    title: 'no such action',
    document: statement({ action: 'cam:MakeTea' }),
  },
  { code: 'ResourceError', title: 'no resource', document: without('resource') },
  { code: 'ResourceQcsError', coarse: 'ResourceError', title: 'five segments', document: resource('qcs::cos::x') },
  {
    code: 'ResourceProjectError',
    coarse: 'ResourceError',
    title: 'a project',
    document: resource('qcs:id/7:cos:::b/*'),
  },
  {
    code: 'ResourceServiceNotExist',
    coarse: 'ResourceError',
    title: 'an illegal product',
    document: resource('qcs::c$s:::x'),
  },
  {
    code: 'ResourceRegionError',
    coarse: 'ResourceError',
    title: 'an illegal region',
    document: resource('qcs::cos:g_z::x'),
  },
  {
    code: 'ResourceUinError',
    coarse: 'ResourceError',
    title: 'an illegal account',
    document: resource('qcs::cos::uin/x:b'),
  },
  {
    code: 'ResourceUinError',
    coarse: 'ResourceError',
    title: 'the account of presets',
    document: resource('qcs::cos::uin/-1:b'),
  },
  {
    code: 'ResourceContentError',
    coarse: 'ResourceError',
    title: 'an unknown variable',
    document: resource('qcs::cvm:::instance/${constructor}'),
  },
  {
    code: 'NotSupportProduct',
    title: 'a product that nobody knows',
    document: statement({ action: 'cam:GetUser', resource: 'qcs::nosuchthing:::*' }),
  },
  { code: 'ConditionError', title: 'no object', document: condition([]) },
  {
    code: 'ConditionTypeError',
    coarse: 'ConditionError',
    title: 'no operator',
    document: condition({ near: { 'qcs:ip': '::1' } }),
  },
  {
    code: 'ConditionContentError',
    coarse: 'ConditionError',
    title: 'a value that the operator cannot use',
    document: condition({ ip_equal: { 'qcs:ip': '10.0.0.0/99' } }),
  },
  { code: 'PrincipalError', title: 'a principal that is no object', document: statement({ principal: 7 }) },
  { code: 'PrincipalError', title: 'a principal for everyone', document: statement({ principal: '*' }) },
  {
    code: 'PrincipalError',
    title: 'a principal that is a product',
    document: statement({ principal: { service: 'cvm.qcloud.com' } }),
  },
  {
    code: 'PrincipalQcsError',
    coarse: 'PrincipalError',
    title: 'a principal that is nobody',
    document: statement({ principal: { qcs: 'qcs::cam::uin/x:root' } }),
  },
  {
    code: 'PrincipalServiceNotExist',
    coarse: 'PrincipalError',
    title: 'a product that is none',
    document: statement({ principal: { service: 'no product' } }),
  },
  {
    code: 'PrincipalQcsNotExist',
    coarse: 'PrincipalError',
    title: 'an account that is not the own one',
    document: statement({ principal: { qcs: 'qcs::cam::uin/99:uin/98' } }),
  },
]
