// The reference as typed data: the independent judge of our rows. Facts only; read by tests, never by the server.
import reference from './cam-api.json' with { type: 'json' }

export interface ReferenceField {
  readonly name: string
  readonly type: string
  readonly array: boolean
  readonly required?: boolean
  readonly nullable?: boolean
}
export interface ReferenceExample {
  readonly method: 'GET' | 'POST'
  readonly request: Readonly<Record<string, unknown>>
  readonly response: { readonly Response: Readonly<Record<string, unknown>> }
}
export interface ReferenceAction {
  readonly group: 'User' | 'Role' | 'Policy' | 'IdentityProvider'
  readonly rateLimitPerSecond: number
  readonly input: readonly ReferenceField[]
  readonly output: readonly ReferenceField[]
  readonly errors: readonly string[]
  readonly examples: readonly ReferenceExample[]
}
export interface Reference {
  readonly actions: Readonly<Record<string, ReferenceAction>>
  readonly types: Readonly<Record<string, { readonly fields: readonly ReferenceField[] }>>
  readonly errors: { readonly common: readonly string[]; readonly service: readonly string[] }
}

export const camApi = reference as unknown as Reference
