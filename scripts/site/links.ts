// Whether every link of a built site leads somewhere: to a file of it, and to an anchor in that file. Pure.
import path from 'node:path'

/** What is wrong, a line each: the page, the link, and what is missing. */
export function brokenLinks(files: ReadonlyMap<string, string | Uint8Array>): readonly string[] {
  const anchors = new Map(
    [...files].flatMap(([file, text]) =>
      typeof text === 'string' && file.endsWith('.html') ? [[file, idsOf(text)] as const] : [],
    ),
  )
  return [...anchors].flatMap(([file, ids]) => {
    const text = String(files.get(file))
    const doubled = [...ids].filter(([, times]) => times > 1).map(([id]) => `${file}: two anchors are called ${id}`)
    return [...doubled, ...targetsOf(text).flatMap((target) => faultOf(file, target, files, anchors))]
  })
}

function idsOf(text: string): ReadonlyMap<string, number> {
  const ids = new Map<string, number>()
  for (const [, id = ''] of text.matchAll(/<[a-z][^<>]*\sid="([^"]*)"/g)) ids.set(id, (ids.get(id) ?? 0) + 1)
  return ids
}

/** What a page refers to and is not of another site. Text in code has its quotes escaped, so that it is not met here. */
function targetsOf(text: string): readonly string[] {
  const all = [...text.matchAll(/<[a-z][^<>]*\s(?:href|src)="([^"]*)"/g)].map(([, target = '']) => target)
  return [...new Set(all)].filter((target) => !/^(?:https?|mailto):/.test(target))
}

function faultOf(
  file: string,
  target: string,
  files: ReadonlyMap<string, unknown>,
  anchors: ReadonlyMap<string, ReadonlyMap<string, number>>,
): readonly string[] {
  const [where = '', fragment] = decodeURI(target.replaceAll('&amp;', '&')).split('#')
  const found = where === '' ? file : path.posix.normalize(path.posix.join(path.posix.dirname(file), where))
  if (!files.has(found)) return [`${file}: ${target} leads to no page`]
  if (fragment === undefined || anchors.get(found)?.has(fragment)) return []
  return [`${file}: ${target} leads to no heading of ${found}`]
}
