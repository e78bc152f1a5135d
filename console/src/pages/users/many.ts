// Making many users: what was typed as rows, and one call after the other, so that each one's fate is known.
import { call, type Result } from '../../api/call.ts'
import { type Fault, faultOf } from '../../api/fault.ts'
import { patiently } from '../../api/patiently.ts'

export interface Row {
  readonly name: string
  readonly remark: string
}

export interface Made {
  readonly name: string
  readonly user?: Result<'AddUser'>
  readonly fault?: Fault
}

export interface Wanted {
  readonly rows: readonly Row[]
  readonly signsIn: boolean
  readonly hasKey: boolean
  /** To join; 0: none. */
  readonly groupId: number
}

/** A user a line: the name, and a remark after a comma or a tab. Of a name that comes again the first line counts. */
export function readRows(text: string): readonly Row[] {
  const rows = text.split('\n').flatMap((line) => {
    const [name = '', ...rest] = line.trim().split(/[,\t]/)
    return name.trim() === '' ? [] : [{ name: name.trim(), remark: rest.join(',').trim() }]
  })
  const first = new Map(rows.toReversed().map((row) => [row.name.toLowerCase(), row]))
  return rows.filter((row) => first.get(row.name.toLowerCase()) === row)
}

/** Makes them in order. A refused one does not stop the others. */
export async function makeMany(
  { rows, signsIn, hasKey, groupId }: Wanted,
  onMade: (made: Made) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const { name, remark } of rows) {
    if (signal.aborted) return
    let user: Made['user']
    try {
      user = await patiently(() =>
        call('AddUser', {
          Name: name,
          Remark: remark,
          ConsoleLogin: signsIn ? 1 : 0,
          UseApi: hasKey ? 1 : 0,
          ...(signsIn && { NeedResetPassword: 1 }),
        }),
      )
      const { Uid } = user
      if (groupId !== 0) await patiently(() => call('AddUserToGroup', { Info: [{ GroupId: groupId, Uid }] }))
      onMade({ name, user })
    } catch (error) {
      // Somebody who could not be put into the group is there all the same, with a key to keep.
      onMade({ name, ...(user !== undefined && { user }), fault: faultOf(error) })
    }
  }
}
