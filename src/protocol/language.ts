// In which language a client is answered, and which trace it follows. Known before anything else, so that refusals have them too.
import type { Language } from './call.ts'

/** The language asked for, of the two that there are; `undefined` where neither is. */
export function languageOf(value: string | undefined): Language | undefined {
  switch (value?.toLowerCase()) {
    case 'zh-cn':
      return 'zh-CN'
    case 'en-us':
      return 'en-US'
    default:
      return undefined
  }
}

const tracePattern = /^[\x21-\x7e]{1,128}$/

/** The trace id to echo; one that is no short visible ASCII is dropped. */
export function traceIdOf(value: string | undefined): string | undefined {
  return value !== undefined && tracePattern.test(value) ? value : undefined
}
