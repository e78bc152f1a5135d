// `opencam completion <shell>`: a script for the shell, which asks `opencam completion --words` what may stand next. Everything
// comes from the commands themselves.
import { Argument, Command } from 'commander'
import type { CommandRow } from './command-row.ts'
import type { Io } from './io.ts'

const scripts = {
  bash: `_opencam() {
  local IFS=$'\\n'
  COMPREPLY=($(opencam completion --words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -o nosort -F _opencam opencam
`,
  zsh: `#compdef opencam
_opencam() {
  local -a words_found
  words_found=(\${(f)"$(opencam completion --words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)"})
  if (( \${#words_found} )); then compadd -Q -- "\${words_found[@]}"; else _files; fi
}
compdef _opencam opencam
`,
  fish: `complete -c opencam -a '(opencam completion --words -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'
`,
} as const
type Shell = keyof typeof scripts

const shells = Object.keys(scripts) as readonly Shell[]
const about = `
  bash  echo 'source <(opencam completion bash)' >> ~/.bashrc
  zsh   opencam completion zsh > "\${fpath[1]}/_opencam"
  fish  opencam completion fish > ~/.config/fish/completions/opencam.fish`

/** `rows`: the commands to complete, which are loaded when a word of theirs is wanted. */
export const completionCommand =
  (rows: () => readonly CommandRow[]) =>
  (io: Io): Command =>
    new Command('completion')
      .addArgument(new Argument('[words...]', `${shells.join(', ')}; with --words what was typed so far`))
      .option('--words', 'answer what may stand at the last of the words')
      .addHelpText('after', about)
      .action(async (words: readonly string[], { words: asked }: { readonly words?: true }, command: Command) => {
        const shell = shells.find((name) => name === words[0])
        if (asked === true) io.out((await candidates(rows(), words, io)).map((word) => `${word}\n`).join(''))
        else if (shell !== undefined && words.length === 1) io.out(scripts[shell])
        else command.error(`error: the shell is ${shells.join(', ')}`)
      })

/** What may stand at the last word, which may be empty; nothing where a file or a text of one's own is wanted. */
export async function candidates(
  rows: readonly CommandRow[],
  words: readonly string[],
  io: Io,
): Promise<readonly string[]> {
  const typed = words.at(-1) ?? ''
  const [name, ...before] = words.slice(0, -1)
  const fitting = (all: readonly string[]): readonly string[] => all.filter((word) => word.startsWith(typed))
  if (name === undefined) return fitting([...rows.map((row) => row.name), '--help', '--version'])
  const row = rows.find((one) => one.name === name)
  if (row === undefined) return []
  let command = (await row.load())(io)
  const rest = [...before]
  for (;;) {
    const next = command.commands.find((one) => one.name() === rest[0])
    if (next === undefined) break
    command = next
    rest.shift()
  }
  const waiting = optionOf(command, rest.at(-1))
  if (waiting?.required === true) return fitting(waiting.argChoices ?? [])
  if (typed.startsWith('-')) return fitting([...command.options.map(({ long }) => long ?? ''), '--help'])
  if (rest.length === 0 && command.commands.length > 0) return fitting(command.commands.map((one) => one.name()))
  const place = rest.filter((word, at) => !word.startsWith('-') && optionOf(command, rest[at - 1])?.required !== true)
  const further = (await row.words?.(place, io)) ?? command.registeredArguments[place.length]?.argChoices ?? []
  return fitting(further)
}

const optionOf = (command: Command, word: string | undefined) =>
  word?.startsWith('-') === true
    ? command.options.find(({ long, short }) => long === word || short === word)
    : undefined
