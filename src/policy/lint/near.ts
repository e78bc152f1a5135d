// The nearest of some names to a text that is none of them: what a slip of the pen was probably meant to be.

/** Edits (a character more, less, other or swapped with its neighbour) that a slip may have, by length of the text. */
function editsMax(length: number): number {
  return length < 4 ? 1 : length < 8 ? 2 : 3
}

/** Without regard to case; the first of several equally near ones; `undefined` where nothing is near. */
export function nearest(text: string, names: Iterable<string>): string | undefined {
  const wanted = text.toLowerCase()
  let best: string | undefined
  let least = editsMax(wanted.length) + 1
  for (const name of names) {
    const edits = distance(wanted, name.toLowerCase(), least)
    if (edits < least) {
      best = name
      least = edits
    }
  }
  return best
}

/** Number of edits between two texts, or `limit` where it would be as many or more. */
export function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let older: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let row = 1; row <= a.length; row += 1) {
    const line = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const other = a[row - 1] === b[column - 1] ? 0 : 1
      let least = Math.min((last[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + other)
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (swapped) least = Math.min(least, (older[column - 2] ?? 0) + 1)
      line.push(least)
    }
    if (Math.min(...line) >= limit) return limit
    older = last
    last = line
  }
  return Math.min(last[b.length] ?? limit, limit)
}
