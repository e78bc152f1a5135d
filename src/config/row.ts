// What an option row is, and the value parsers that rows share. A row says everything about its option: flag,
// environment name, default, check and help are read off it and written nowhere else.
import { z } from 'zod'

export interface OptionRow<N extends string = string, T = unknown> {
  /** Name in the settings. */
  readonly name: N
  /** `OPENCAM_PORT`; with one hole, `OPENCAM_UPSTREAM_<SERVICE>`, the row is a pattern and its setting a map. */
  readonly env: string
  /** `--port`; of a pattern `--upstream-<service>`. */
  readonly flag: string
  /** As somebody would type it. `undefined`: the setting is `undefined` unless given. */
  readonly default: string | undefined
  readonly parse: z.ZodType<T, string>
  readonly help: string
  /** Never repeated in messages; shown nowhere. */
  readonly secret: boolean
  /** Used by this project's own tests; left out of `--help`. */
  readonly testOnly: boolean
  readonly pattern: boolean
}

/** A row that may be given for any number of names. */
export interface PatternRow<N extends string = string, T = unknown> extends OptionRow<N, T> {
  readonly pattern: true
}

interface Facts<N extends string, T> {
  readonly name: N
  readonly env: string
  /** Only where the flag is not the environment name in kebab case. */
  readonly flag?: string
  readonly parse: z.ZodType<T, string>
  readonly help: string
  readonly secret?: boolean
  readonly testOnly?: boolean
}

const envPrefix = 'OPENCAM_'

function flagOf(env: string): string {
  return `--${env.slice(envPrefix.length).toLowerCase().replaceAll('_', '-')}`
}

/** A row with a default: its setting always has a value. */
export function option<const N extends string, T>(facts: Facts<N, T> & { readonly default: string }): OptionRow<N, T> {
  return { flag: flagOf(facts.env), secret: false, testOnly: false, ...facts, pattern: false }
}

/** A row without a default: `undefined` unless given. */
export function maybe<const N extends string, T>(facts: Facts<N, T>): OptionRow<N, T | undefined> {
  return { flag: flagOf(facts.env), secret: false, testOnly: false, ...facts, default: undefined, pattern: false }
}

/** A row for a family of names: `<…>` in its environment name stands for letters, digits and underscores. */
export function pattern<const N extends string, T>(facts: Facts<N, T>): PatternRow<N, T> {
  return { flag: flagOf(facts.env), secret: false, testOnly: false, ...facts, default: undefined, pattern: true }
}

// ---- values -----------------------------------------------------------------------------------------------------------

export function oneOf<const V extends string>(...values: readonly V[]): z.ZodType<V, string> {
  const error = `must be ${values.join(' or ')}`
  const known: readonly string[] = values
  const isKnown = (text: string): text is V => known.includes(text)
  return z.string().refine(isKnown, { error })
}

export function wholeNumber(min: number, max: number): z.ZodType<number, string> {
  const error = `must be a whole number from ${min} to ${max}`
  return z
    .string()
    .regex(/^\d{1,16}$/, { error })
    .transform(Number)
    .refine((value) => value >= min && value <= max, { error })
}

/** Text that fits the pattern; `what` completes "must be …". */
export function textLike(shape: RegExp, what: string): z.ZodType<string, string> {
  return z.string().regex(shape, { error: `must be ${what}` })
}
