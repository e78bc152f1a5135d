// Policy documents in one line.

/** Allows actions (`cam:GetUser`) on resources; on all unless told. */
export const allow = (action: string | readonly string[], resource: string | readonly string[] = '*'): object =>
  document('allow', action, resource)

/** Denies actions on resources, whatever else allows them. */
export const deny = (action: string | readonly string[], resource: string | readonly string[] = '*'): object =>
  document('deny', action, resource)

function document(effect: 'allow' | 'deny', action: string | readonly string[], resource: string | readonly string[]) {
  return { version: '2.0', statement: [{ effect, action, resource }] }
}
