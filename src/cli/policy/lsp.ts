// `opencam lsp`: the language server for policy documents, on standard input and output.
import { existsSync } from 'node:fs'
import { Command, Option } from 'commander'
import type { Purpose } from '../../lsp/knowledge.ts'
import { version } from '../../server/version.ts'
import type { Io } from '../io.ts'
import { catalogsOf, catalogsOption, type KnowledgeOptions } from './knowledge.ts'

interface Options extends KnowledgeOptions {
  readonly purpose?: Purpose
}

export function lspCommand(io: Io): Command {
  return (
    new Command('lsp')
      .addOption(
        new Option('--purpose <purpose>', 'what all documents are for; otherwise each shows it itself').choices([
          'identity',
          'trust',
          'session',
          'preset',
        ]),
      )
      // Editors' libraries add it; there is no other way to talk to this server.
      .addOption(new Option('--stdio', 'talk on standard input and output, as it always does'))
      .addOption(catalogsOption())
      .action(async ({ purpose, ...options }: Options) => {
        const catalogs = catalogsOf(options)
        const knowledge = { catalogs, words: catalogs.vocabulary(), nowMs: io.clock, pageOf: shippedPage(), purpose }
        // The protocol's libraries are read for this command only.
        const { serveEditor } = await import('../../lsp/server.ts')
        serveEditor(process.stdin, process.stdout, knowledge, version)
      })
  )
}

/** The page beside the program, where there is one: the emitted package has none. */
function shippedPage(): (rule: string) => string | undefined {
  const page = new URL('../../../docs/lint.md', import.meta.url)
  return existsSync(page) ? (rule) => `${page.href}#${rule}` : () => undefined
}
