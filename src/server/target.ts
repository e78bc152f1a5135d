// The target of a request line: what is asked for, as sent.

export interface Target {
  readonly path: string
  readonly rawQuery: string
}

/** Path and query as sent; of an absolute target (`http://host/path`, as proxies send it) the part after the host. */
export function splitTarget(target: string): Target {
  let start = 0
  if (!target.startsWith('/')) {
    const scheme = /^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i.exec(target)
    if (scheme !== null) start = scheme[0].length
  }
  const mark = target.indexOf('?', start)
  const path = target.slice(start, mark < 0 ? undefined : mark)
  return { path: path === '' ? '/' : path, rawQuery: mark < 0 ? '' : target.slice(mark + 1) }
}
