// Asks whoever sits at the terminal for one line; a secret is not shown while it is typed.
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Questions go to standard error, so that standard output stays what the command answers. */
export async function askAtTerminal(question: string, answer: 'shown' | 'hidden'): Promise<string> {
  let quiet = false
  const output = new Writable({
    write(chunk, _, done) {
      if (!quiet) process.stderr.write(chunk)
      done()
    },
  })
  const lines = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 })
  try {
    const given = lines.question(question)
    quiet = answer === 'hidden'
    return (await given).trim()
  } finally {
    lines.close()
    if (quiet) process.stderr.write('\n')
  }
}
