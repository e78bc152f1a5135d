// Entities over a session. Methods are written as functions whose first argument is the session; `entity` gives them the
// form of the store's interfaces. Each transaction has entities of its own, so making one must cost next to nothing:
// one small object with inherited methods, not a closure for each method.
import type { Session } from '../driver.ts'

/** The methods of an interface with the session put in front of their arguments. */
export type Over<T> = {
  readonly [Method in keyof T]: T[Method] extends (...args: infer Args) => infer Result
    ? (session: Session, ...args: Args) => Result
    : never
}

/** Makes the function that puts methods over a session. */
export function entity<T extends object>(methods: Over<T>): (session: Session) => T {
  class Entity {
    readonly session: Session
    constructor(session: Session) {
      this.session = session
    }
  }
  for (const [name, method] of Object.entries<(session: Session, ...args: unknown[]) => unknown>(methods)) {
    const bound = function (this: Entity, ...args: unknown[]): unknown {
      return method(this.session, ...args)
    }
    Object.defineProperty(Entity.prototype, name, { value: bound })
  }
  return (session) => new Entity(session) as unknown as T
}
