// From an offset in a text to its line and column, for problems that people read. Counts UTF-16 units, from one.
// Pure; never looks at what the text means.

export interface Position {
  /** UTF-16 units from the start of the text, from zero. */
  readonly offset: number
  /** From one. A line ends after CR LF, LF or CR. */
  readonly line: number
  /** UTF-16 units from the start of the line, from one. */
  readonly column: number
}

/** Remembers where lines begin, so that each of many positions costs a binary search and not a scan. */
export function positions(text: string): (offset: number) => Position {
  const starts = lineStarts(text)
  return (offset) => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { offset, line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (const ending of text.matchAll(/\r\n|\n|\r/g)) starts.push(ending.index + ending[0].length)
  return starts
}
