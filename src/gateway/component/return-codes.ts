// The return codes of component calls, one row each, and which codes of the API each stands for. The numbers are this
// project's own: the old documents say only that a failure is not 0. They are a contract: none is ever given a new meaning.
import type { ErrorCode } from '../../protocol/errors.ts'

export interface ReturnCodeRow {
  /** How the code is called inside. */
  readonly name: string
  readonly code: number
  /** What has happened to the call. */
  readonly meaning: string
  /** Codes of the API, or whole families of them (the part before the full stop), that are answered so. */
  readonly takes: readonly string[]
}

const rows = [
  { name: 'ok', code: 0, meaning: 'It was done.', takes: [] },
  {
    name: 'parameter',
    code: 4000,
    meaning: 'A parameter is missing, unknown or wrong, or the policy cannot be accepted.',
    takes: [],
  },
  {
    name: 'signature',
    code: 4100,
    meaning: 'The call is not signed, or not with an active key, or the signature is wrong.',
    takes: ['AuthFailure'],
  },
  {
    name: 'forbidden',
    code: 4102,
    meaning: 'The policies of the caller do not let it do this.',
    takes: ['AuthFailure.UnauthorizedOperation'],
  },
  {
    name: 'expired',
    code: 4200,
    meaning: 'The call was signed too long ago, or in the future.',
    takes: ['AuthFailure.SignatureExpire'],
  },
  {
    name: 'quota',
    code: 4400,
    meaning: 'A limit of the account is reached.',
    takes: ['FailedOperation.PolicyFull', 'InvalidParameter.AttachmentFull'],
  },
  {
    name: 'absent',
    code: 4404,
    meaning: 'The account has no such policy, user or user group.',
    takes: [
      'ResourceNotFound',
      'InvalidParameter.PolicyIdError',
      'InvalidParameter.PolicyIdNotExist',
      'InvalidParameter.UserNotExist',
    ],
  },
  { name: 'taken', code: 4409, meaning: 'Another policy has the name.', takes: ['FailedOperation.PolicyNameInUse'] },
  {
    name: 'rate',
    code: 4429,
    meaning: 'The account makes too many calls of this kind.',
    takes: ['RequestLimitExceeded'],
  },
  { name: 'replay', code: 4500, meaning: 'The very same signed call came before.', takes: [] },
  {
    name: 'protocol',
    code: 4600,
    meaning: 'It is no component call: method, encoding, JSON or envelope are wrong.',
    takes: [],
  },
  {
    name: 'fault',
    code: 5100,
    meaning: 'The server failed; its log says why, under the RequestId of the message.',
    takes: ['InternalError', 'FailedOperation'],
  },
  { name: 'interface', code: 6100, meaning: 'There is no interface of that name here.', takes: [] },
] as const satisfies readonly ReturnCodeRow[]

/** In the order of their numbers. */
export const returnCodes: readonly ReturnCodeRow[] = rows

export type ReturnName = (typeof rows)[number]['name']

const takers: ReadonlyMap<string, ReturnName> = new Map(
  rows.flatMap(({ name, takes }) => takes.map((taken) => [taken, name] as const)),
)
const numbers: ReadonlyMap<ReturnName, number> = new Map(rows.map(({ name, code }) => [name, code] as const))

/** The row for a code of the API: one that takes this very code, else its whole family, else a wrong parameter. */
export function returnNameOf(code: ErrorCode): ReturnName {
  const [family = code] = code.split('.')
  return takers.get(code) ?? takers.get(family) ?? 'parameter'
}

/** The number that goes on the wire. */
export function returnCodeOf(name: ReturnName): number {
  return numbers.get(name) ?? Number.NaN
}
