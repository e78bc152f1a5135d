// Trust policies that cannot be accepted: one for each fault, with the code that answers it and the coarser one of the
// call whose table lacks it.
import { trusting } from './roles.ts'

export interface TrustFault {
  readonly code: string
  /** Code of CreateRole where its table lacks the other. */
  readonly create?: string
  readonly title: string
  readonly document: string
}

const service = { service: 'cvm.qcloud.com' }
const changed = (change: object): string => trusting(service, change)
const qcs = (...texts: readonly string[]): string => trusting({ qcs: texts })

export const trustFaults: readonly TrustFault[] = [
  { code: 'ParamError', title: 'no JSON', document: '{"version":' },
  { code: 'ParamError', title: 'no object', document: '[]' },
  {
    code: 'PolicyDocumentLengthOverLimit',
    create: 'ParamError',
    title: '6145 characters',
    document: changed({ sid: 'x'.repeat(6145 - changed({ sid: '' }).length) }),
  },
  { code: 'VersionError', title: 'another version', document: '{"version":"1.0","statement":[]}' },
  { code: 'StatementError', title: 'no statement', document: '{"version":"2.0","statement":[]}' },
  { code: 'EffectError', title: 'another effect', document: changed({ effect: 'permit' }) },
  { code: 'ActionMiss', title: 'no action', document: changed({ action: undefined }) },
  { code: 'ActionError', title: 'an action without a product', document: changed({ action: 'AssumeRole' }) },
  { code: 'ActionError', title: 'no such action', document: changed({ action: 'sts:MakeTea' }) },
  { code: 'ConditionError', title: 'no object', document: changed({ condition: [] }) },
  {
    code: 'ConditionTypeError',
    title: 'no operator',
    document: changed({ condition: { near: { 'qcs:ip': '::1' } } }),
  },
  {
    code: 'ConditionContentError',
    title: 'a value that the operator cannot use',
    document: changed({ condition: { ip_equal: { 'qcs:ip': '10.0.0.0/99' } } }),
  },
  { code: 'PrincipalError', title: 'no principal', document: trusting(undefined) },
  { code: 'PrincipalError', title: 'a principal that is no object', document: trusting('*') },
  { code: 'PrincipalError', title: 'an unknown kind', document: trusting({ aws: 'x' }) },
  { code: 'PrincipalQcsError', title: 'nobody', document: qcs('qcs::cam::uin/x:root') },
  { code: 'PrincipalQcsError', title: 'everybody', document: qcs('*') },
  { code: 'PrincipalQcsError', title: 'a user group', document: qcs('qcs::cam::uin/100000000001:groupid/1') },
  {
    code: 'PrincipalQcsError',
    title: 'a provider of another account',
    document: trusting({ federated: 'qcs::cam::uin/99:saml-provider/idp' }, { action: 'name/sts:AssumeRoleWithSAML' }),
  },
  { code: 'PrincipalQcsNotExist', title: 'no such account', document: qcs('qcs::cam::uin/99:root') },
  { code: 'PrincipalQcsNotExist', title: 'a user of no account', document: qcs('qcs::cam::uin/99:uin/98') },
  { code: 'PrincipalServiceNotExist', title: 'a product that is none', document: trusting({ service: 'no product' }) },
]
