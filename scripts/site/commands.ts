// A page per command of `opencam`, made from what its own help says, with the documents that show it at work.
import type { Command } from 'commander'
import { commandRows } from '../../src/cli/commands.ts'
import type { Io } from '../../src/cli/io.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { systemRandom } from '../../src/kernel/random.ts'
import { html, type Markup, prose, tableOf } from './html.ts'
import { codeBlock } from './markdown.ts'
import { addressFrom, commandPath, type Heading, type Page } from './page.ts'

/** A document that shows a command at work. */
export interface Shown {
  readonly path: string
  readonly title: string
  readonly text: string
}

const io: Io = {
  env: {},
  clock: systemClock,
  random: systemRandom,
  terminal: false,
  input: async () => '',
  ask: undefined,
  out: () => {},
  err: () => {},
}

export async function commandPages(documents: readonly Shown[]): Promise<readonly Page[]> {
  const pages = await Promise.all(
    commandRows.map(async ({ name, description, load }) => {
      const command = (await load())(io).description(description)
      return commandPage(
        command,
        documents.filter(({ text }) => shows(text, name)),
      )
    }),
  )
  return [listPage(), ...pages]
}

/** Whether the text has the command typed at a prompt, or what an editor says to it. */
const shows = (text: string, name: string): boolean =>
  new RegExp(`^\\$ (?:.* \\| )?opencam ${name}(?=\\s|$)`, 'm').test(text) || (name === 'lsp' && /^```lsp$/m.test(text))

function listPage(): Page {
  const path = 'commands/index.html'
  return {
    path,
    title: 'Commands',
    about: `The ${commandRows.length} commands of opencam.`,
    part: 'Reference',
    headings: [],
    words: '',
    body: html`<h1>Commands</h1>
<p>In a clone, <code>opencam</code> is <code>npm run opencam --</code>. Exit codes: 0 done, 1 failed, 2 called wrongly, 3 done and the answer is no.</p>
${tableOf(
  ['Command', 'What it does'],
  commandRows.map(({ name, description }) => [
    html`<a href="${addressFrom(path, commandPath(name))}"><code>opencam ${name}</code></a>`,
    prose(description),
  ]),
)}`,
  }
}

function commandPage(command: Command, documents: readonly Shown[]): Page {
  const name = command.name()
  const path = commandPath(name)
  const parts = withInner(command, `opencam ${name}`)
  const headings: readonly Heading[] = parts.map(({ title }) => ({ id: idOf(title), text: title }))
  return {
    path,
    title: `opencam ${name}`,
    about: command.description(),
    part: 'Commands',
    headings: parts.length > 1 ? headings : [],
    words: parts.flatMap(({ command: one }) => one.options.map(({ long }) => long ?? '')).join(' '),
    body: html`<p class="trail"><a href="index.html">Commands</a></p>
<h1>opencam ${name}</h1>
<p>${prose(command.description())}</p>
${shownIn(path, documents)}
${parts.map(
  ({ title, command: one }) => html`<h2 id="${idOf(title)}">${title}</h2>
${codeBlock(helpOf(one, title), '')}
`,
)}`,
  }
}

const idOf = (title: string): string => title.replaceAll(' ', '-')

interface Part {
  readonly title: string
  readonly command: Command
}

/** The command and those inside it, however deep. */
const withInner = (command: Command, title: string): readonly Part[] => [
  { title, command },
  ...command.commands.flatMap((inner) => withInner(inner, `${title} ${inner.name()}`)),
]

/** Its help, with the whole name that one types. */
function helpOf(command: Command, title: string): string {
  const text = command.configureHelp({ helpWidth: 96 }).helpInformation()
  return text.replace(/^Usage: .*? (?=\[|<|$)/m, `Usage: ${title} `).trim()
}

function shownIn(path: string, documents: readonly Shown[]): Markup | undefined {
  if (documents.length === 0) return undefined
  return html`<p>At work in ${documents.map((one, at) => html`${at === 0 ? '' : ', '}<a href="${addressFrom(path, one.path)}">${one.title}</a>`)}.</p>`
}
