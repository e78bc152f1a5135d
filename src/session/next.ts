// Where a browser goes after signing in. Only a path of this server, spelled so plainly that no browser can read another
// host out of it.

export const home = '/console/'

const lengthMax = 2048
const plainPath = /^\/[\w.~%!$&'()*+,;=:@-]/
const plain = /^[\w.~%!$&'()*+,;=:@/?#[\]-]*$/

/** The path, or the console where it is none of ours. */
export function safeNext(text: string | undefined): string {
  if (text === undefined || text.length > lengthMax || !plain.test(text)) return home
  // `//host`, `/\host` and `/%09/host` are how a path becomes an address.
  if (!plainPath.test(text) || text.includes('//') || /%(0|1|5c|2f|7f)/i.test(text)) return home
  const url = URL.canParse(text, 'http://here.invalid') ? new URL(text, 'http://here.invalid') : undefined
  if (url?.host !== 'here.invalid' || !/^\/(console|session)\//.test(url.pathname)) return home
  return `${url.pathname}${url.search}${url.hash}`
}
