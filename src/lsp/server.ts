// The language server: what an editor asks, answered from the documents as it has them. It writes no file; it reads none but the
// catalogs, before it begins.
import {
  type ClientCapabilities,
  createConnection,
  type InitializeResult,
  ProposedFeatures,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { format } from '../policy/index.ts'
import { actionKinds, codeActions, whole } from './actions.ts'
import { completionsAt } from './completion.ts'
import { diagnosticsOf } from './diagnostics.ts'
import { hoverAt } from './hover.ts'
import type { Knowledge, Purpose } from './knowledge.ts'

/** What an editor may say at the start; anything else is passed over. */
interface Wishes {
  /** What all documents are for, where they do not show it. */
  readonly purpose?: unknown
  /** Address of the folder of these pages. */
  readonly docs?: unknown
}

const purposes: readonly Purpose[] = ['identity', 'trust', 'session', 'preset']

/** Serves an editor until it says `exit` or goes away; then the process ends, with 1 where there was no `shutdown` before. */
export function serveEditor(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  given: Knowledge,
  version: string,
): void {
  const connection = createConnection(ProposedFeatures.all, input, output)
  const documents = new TextDocuments(TextDocument)
  let knowledge = given
  let snippets = false

  connection.onInitialize(({ capabilities, initializationOptions }): InitializeResult => {
    knowledge = withWishes(given, initializationOptions)
    snippets = knowsSnippets(capabilities)
    return {
      serverInfo: { name: 'opencam', version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        completionProvider: { triggerCharacters: ['"', ':', '/'] },
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: [...actionKinds] },
        documentFormattingProvider: true,
      },
    }
  })

  documents.onDidChangeContent(({ document }) => {
    const { uri, version: of } = document
    connection.sendDiagnostics({ uri, version: of, diagnostics: diagnosticsOf(document, knowledge) })
  })
  documents.onDidClose(({ document }) => {
    connection.sendDiagnostics({ uri: document.uri, diagnostics: [] })
  })

  connection.onCompletion(({ textDocument, position }) => {
    const document = documents.get(textDocument.uri)
    return document === undefined ? [] : completionsAt(document, document.offsetAt(position), { knowledge, snippets })
  })
  connection.onHover(({ textDocument, position }) => {
    const document = documents.get(textDocument.uri)
    return document === undefined ? null : hoverAt(document, document.offsetAt(position), knowledge)
  })
  connection.onCodeAction(({ textDocument, range, context }) => {
    const document = documents.get(textDocument.uri)
    return document === undefined ? [] : codeActions(document, range, context.only, knowledge)
  })
  connection.onDocumentFormatting(({ textDocument }) => {
    const document = documents.get(textDocument.uri)
    const formed = document && format(document.getText())
    return document === undefined || formed === undefined || formed === document.getText()
      ? []
      : [whole(document, formed)]
  })

  documents.listen(connection)
  connection.listen()
}

const knowsSnippets = ({ textDocument }: ClientCapabilities): boolean =>
  textDocument?.completion?.completionItem?.snippetSupport === true

function withWishes(knowledge: Knowledge, given: unknown): Knowledge {
  const { purpose, docs } = (typeof given === 'object' && given !== null ? given : {}) as Wishes
  const wanted = purposes.find((one) => one === purpose)
  const pages = typeof docs === 'string' ? docs.replace(/\/+$/, '') : undefined
  return {
    ...knowledge,
    ...(wanted === undefined ? {} : { purpose: wanted }),
    ...(pages === undefined ? {} : { pageOf: (rule: string) => `${pages}/lint.md#${rule}` }),
  }
}
