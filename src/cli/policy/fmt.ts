// `opencam fmt`: policy documents in one form, two spaces deep, members in the order in which people read them. A document
// that cannot be read stays as it is.
import { writeFileSync } from 'node:fs'
import { Command } from 'commander'
import { format } from '../../policy/index.ts'
import { AnswerIsNo, CommandFailure, harmless, type Io } from '../io.ts'
import { readTexts } from './texts.ts'

export function fmtCommand(io: Io): Command {
  return new Command('fmt')
    .argument('<files...>', 'policy documents, - for standard input, which is answered on standard output')
    .option('--check', 'write nothing; exit code 3 where a file has another form, and its name')
    .action(async (files: readonly string[], { check }: { readonly check?: true }) => {
      const texts = await readTexts(files, io)
      const made = texts.map(({ file, text }) => {
        const result = format(text)
        if (result === undefined) throw new CommandFailure(`${harmless(file)} is no JSON: opencam lint says where`)
        return { file, before: text, after: result }
      })
      const changed = made.filter(({ before, after }) => before !== after)
      if (check === true) {
        for (const { file } of changed) io.out(`${harmless(file)}\n`)
        if (changed.length > 0) throw new AnswerIsNo()
        return
      }
      for (const { file, after } of made) if (file === '-') io.out(after)
      for (const { file, after } of changed) if (file !== '-') writeFileSync(file, after)
    })
}
