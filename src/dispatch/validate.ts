// Parameters against the row. After authentication, so that nothing about our parameters leaks to strangers; before
// authorisation, because the resource may be among them.
import type { ActionRow } from '../actions/define.ts'
import type { ErrorCode } from '../protocol/errors.ts'
import { readFields } from '../protocol/shape.ts'
import type { Signed, Valid } from './stages.ts'

/** A value outside its limits answers the action's own code where it has one. */
function valueFault(row: ActionRow): ErrorCode {
  return row.errors.includes('InvalidParameter.ParamError') ? 'InvalidParameter.ParamError' : 'InvalidParameterValue'
}

const faults = new WeakMap<ActionRow, { readonly valueFault: ErrorCode }>()

/** UnknownParameter, MissingParameter, InvalidParameter or the value's own code. */
export function validate(signed: Signed): Valid {
  let options = faults.get(signed.row)
  if (options === undefined) {
    options = { valueFault: valueFault(signed.row) }
    faults.set(signed.row, options)
  }
  return { ...signed, params: readFields(signed.row.params, signed.call.parameters, options) }
}
