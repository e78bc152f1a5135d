// What an interface of the component call is: a row that names its parameters and says which call of the API it means.
// Rights, rates, limits and audit are those of that call; an interface has none of its own.
import type { RawObject } from '../../protocol/call.ts'
import type { Fields, InferFields } from '../../protocol/shape.ts'

/** A call of product cam, by its name and parameters. */
export interface CamCall {
  readonly action: string
  readonly parameters: RawObject
}

export interface InterfaceRow<P extends Fields = Fields> {
  /** Exact name on the wire. */
  readonly name: string
  /** One sentence for documents. */
  readonly summary: string
  readonly para: P
  /** Parameters that are JSON text, and for which the value itself may stand as well. */
  readonly documents: readonly string[]
  /** The calls that it may mean, for documents. */
  readonly calls: readonly string[]
  /** ApiError where the parameters fit their shapes and not each other. */
  call(para: InferFields<P>): CamCall
  /** Members of `data` made from the result of the call. */
  data(result: object): object
}

/** Declares an interface. Methods are compared loosely on purpose, so that rows of all kinds fit one table. */
export function componentInterface<const P extends Fields>(row: InterfaceRow<P>): InterfaceRow<P> {
  return row
}
