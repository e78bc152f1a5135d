// Where everything stands in the files that an account was read from, so that whoever finds a fault can say where it is.
import type { z } from 'zod'
import type { Policy, Role } from './model.ts'
import type { accountFile, groupsFile, providersFile, usersFile } from './schema.ts'
import type { Fault } from './source.ts'

/** A value with the place of each of its members. */
export interface Located<T> {
  readonly value: T
  at(path: readonly PropertyKey[], message: string): Fault
}

/** A value that holds a policy document; offsets are those of the document's text as it was read. */
export interface Documented<T> extends Located<T> {
  readonly text: string
  inText(offset: number, message: string): Fault
}

/** Where everything stands that was read; for faults that only somebody else can find. */
export interface Places {
  readonly account: Located<z.infer<typeof accountFile>>
  readonly users: readonly Located<z.infer<typeof usersFile>[number]>[]
  readonly groups: readonly Located<z.infer<typeof groupsFile>[number]>[]
  readonly roles: readonly Documented<Role>[]
  readonly policies: readonly Documented<Policy>[]
  readonly providers: Located<z.infer<typeof providersFile>>
}
