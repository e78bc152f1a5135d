// The explorer's rows of our own actions with Chinese words. Catalogs have one language, but what is said of their parameters
// is ours.
import { actionsInChinese } from '../../text/actions-zh.ts'
import { fieldsInChinese } from '../../text/fields-zh.ts'
import type { Api, Field } from './rows.ts'

const said = (field: Field): Field => ({ ...field, about: fieldsInChinese.get(field.about) ?? field.about })

export function inChinese({ actions, types }: Api): Api {
  return {
    actions: actions.map((row) => {
      if (row.free === true) return row
      return { ...row, summary: actionsInChinese.get(row.name) ?? row.summary, parameters: row.parameters.map(said) }
    }),
    types: types.map((type) => ({ ...type, fields: type.fields.map(said) })),
  }
}
