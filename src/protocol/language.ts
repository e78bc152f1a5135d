// In which language a client is answered, and which trace it follows. Known before anything else, so that refusals have them too.
import type { Language } from './call.ts'

/** en-US unless zh-CN is asked for. */
export function languageOf(value: string | undefined): Language {
  return value === 'zh-CN' || value === 'zh-cn' ? 'zh-CN' : 'en-US'
}

const tracePattern = /^[\x21-\x7e]{1,128}$/

/** The trace id to echo; one that is no short visible ASCII is dropped. */
export function traceIdOf(value: string | undefined): string | undefined {
  return value !== undefined && tracePattern.test(value) ? value : undefined
}
