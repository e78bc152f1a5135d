// What a caller may do, said as plainly as it can be: policies, then boundary, then session policy, then trust. Written
// from the description of the language alone, for the small alphabet of these tests; it never looks at the engine.

export interface Statement {
  readonly effect: 'allow' | 'deny'
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  /** Holds only in a session that showed a second factor. */
  readonly mfa: boolean
}

/** One thing somebody could want: an action on `*` or on a segment of the account, such as `thing/x`. */
export interface Question {
  readonly action: string
  readonly segment: string
}

export interface Layers {
  /** The root account needs no policy. */
  readonly root: boolean
  readonly identity: readonly Statement[]
  /** `undefined`: none is set. */
  readonly boundary: readonly Statement[] | undefined
  readonly session: readonly Statement[] | undefined
  readonly mfa: boolean
}

/** `who*` stands for anything that begins so, anywhere in the text. */
export function covers(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*')
  let left = text.toLowerCase()
  if (!left.startsWith(first)) return false
  left = left.slice(first.length)
  if (rest.length === 0) return left === ''
  const last = rest[rest.length - 1] ?? ''
  for (const piece of rest.slice(0, -1)) {
    const at = left.indexOf(piece)
    if (at < 0) return false
    left = left.slice(at + piece.length)
  }
  return left.endsWith(last)
}

function speaksAbout(statement: Statement, account: number, question: Question, mfa: boolean): boolean {
  if (statement.mfa && !mfa) return false
  if (!statement.actions.some((action) => covers(action.replace(/^name\//, ''), question.action))) return false
  return statement.resources.some((resource) => {
    if (resource === '*') return true
    const prefix = [`qcs::cam::uin/${account}:`, 'qcs::cam:::'].find((start) => resource.startsWith(start))
    // What names an object says nothing about a question that is about none.
    if (prefix === undefined || question.segment === '*') return false
    return covers(resource.slice(prefix.length), question.segment)
  })
}

/** Allowed by these statements taken alone: one allows it and none denies it. */
function grants(statements: readonly Statement[], account: number, question: Question, mfa: boolean): boolean {
  const spoken = statements.filter((statement) => speaksAbout(statement, account, question, mfa))
  return spoken.length > 0 && spoken.every((statement) => statement.effect === 'allow')
}

/** Every layer that is there must grant it. */
export function allowed(layers: Layers, account: number, question: Question): boolean {
  const { root, identity, boundary, session, mfa } = layers
  if (!root && !grants(identity, account, question, mfa)) return false
  if (!root && boundary !== undefined && !grants(boundary, account, question, mfa)) return false
  return session === undefined || grants(session, account, question, mfa)
}

/** Who wants to use a role. */
export interface Asker {
  readonly account: number
  /** Of a user or root; `undefined` for a session of a role. */
  readonly uin: number | undefined
  readonly roleName: string | undefined
}

export interface TrustStatement {
  readonly effect: 'allow' | 'deny'
  /** Principals as the document has them. */
  readonly principals: readonly string[]
  /** Wanted word; `undefined`: none. */
  readonly externalId: string | undefined
}

export function trusted(trust: readonly TrustStatement[], asker: Asker, externalId: string | undefined): boolean {
  const { account, uin, roleName } = asker
  const names = [
    `qcs::cam::uin/${account}:root`,
    roleName === undefined ? `qcs::cam::uin/${account}:uin/${uin}` : `qcs::cam::uin/${account}:roleName/${roleName}`,
  ]
  const spoken = trust.filter(
    (statement) =>
      statement.principals.some((principal) => names.includes(principal)) &&
      (statement.externalId === undefined || statement.externalId === externalId),
  )
  return spoken.length > 0 && spoken.every((statement) => statement.effect === 'allow')
}
