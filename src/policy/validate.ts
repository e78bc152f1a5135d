// From text to a policy document, together with everything that is wrong with it. All faults are reported, in the
// order in which they are answered; no input makes it throw.

import type { PolicyDocument, Statement } from './document.ts'
import { type Element, readElements } from './element.ts'
import { type JsonNode, type JsonObject, printJson, readJson } from './json.ts'
import { type Problem, quote, type Report, report } from './problem.ts'
import { POLICY_LENGTH_MAX, type ReadOptions } from './read-options.ts'
import { readPrincipals } from './read-principal.ts'
import { readStatement, type StatementContext } from './read-statement.ts'

export interface ReadResult {
  /** `undefined` as soon as one problem is an error. */
  readonly document: PolicyDocument | undefined
  /** Errors first, in the order of the checks; then warnings. */
  readonly problems: readonly Problem[]
}

/** Elements of a document, each in this spelling or with a capital letter. */
export const DOCUMENT_ELEMENTS = ['version', 'statement', 'principal']

/** The only version in use. */
export const DOCUMENT_VERSION = '2.0'

// A document many times too long is not examined further: the list of its faults could be larger than itself.
const EXAMINED_TIMES = 4

/** Reads and judges a policy document. Never throws; the work is linear in the length of the text. */
export function readPolicy(text: string, options: ReadOptions): ReadResult {
  const found = report(text)
  const root = readRoot(text, found)
  const lengthMax = options.lengthMax ?? POLICY_LENGTH_MAX
  const length = checkLength(text, lengthMax, found)
  const examined = root !== undefined && length <= lengthMax * EXAMINED_TIMES
  const statements = examined ? readRootElements(root, options, found) : []
  const problems = found.sorted()
  if (root === undefined || problems[0]?.severity === 'error') return { document: undefined, problems }
  return { document: documentOf(root, statements), problems }
}

/** Printed when asked for: who compiles a document has no use for its text. */
function documentOf(root: JsonObject, statements: readonly Statement[]): PolicyDocument {
  return {
    get text() {
      return printJson(root)
    },
    statements,
  }
}

function readRoot(text: string, found: Report): JsonObject | undefined {
  const code = 'InvalidParameter.PolicyDocumentError'
  const result = readJson(text)
  if ('fault' in result) {
    found.add(code, { at: result.fault.at, path: '$', statement: undefined }, `not JSON: ${result.fault.message}`)
    return undefined
  }
  if (result.node.kind === 'object') return result.node
  found.add(code, { at: result.node.at, path: '$', statement: undefined }, 'the document must be a JSON object')
  return undefined
}

function checkLength(text: string, lengthMax: number, found: Report): number {
  const length = policyLength(text)
  if (length <= lengthMax) return length
  const spot = { at: 0, path: '$', statement: undefined }
  const message = `the document has ${length} characters without blanks, at most ${lengthMax} are allowed`
  found.add('InvalidParameter.PolicyDocumentLengthOverLimit', spot, message)
  return length
}

/** Length of a document as the limit counts it: code points, without blanks, tabs and line ends. */
export function policyLength(text: string): number {
  let length = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d) continue
    // The second half of a surrogate pair belongs to the code point before it.
    const paired = code >= 0xdc00 && code <= 0xdfff && at > 0 && isHighSurrogate(text.charCodeAt(at - 1))
    if (!paired) length += 1
  }
  return length
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff
}

function readRootElements(root: JsonObject, options: ReadOptions, found: Report): readonly Statement[] {
  const place = { node: root, path: '$', statement: undefined }
  const elements = readElements(place, DOCUMENT_ELEMENTS, found, (name, spot) =>
    found.add('InvalidParameter.PolicyDocumentError', spot, `unknown element ${quote(name)}`),
  )
  checkVersion(root, elements.get('version'), found)
  const outer = elements.get('principal')
  const outerPrincipals = outer === undefined ? undefined : readPrincipals(outer, options, found)
  return readStatements(root, elements.get('statement'), { options, report: found, outerPrincipals })
}

function checkVersion(root: JsonObject, version: Element | undefined, found: Report): void {
  const code = 'InvalidParameter.VersionError'
  if (version === undefined) {
    found.add(code, { at: root.at, path: '$', statement: undefined }, 'the element "version" is missing')
    return
  }
  if (version.node.kind === 'string' && version.node.value === DOCUMENT_VERSION) return
  const spot = { at: version.node.at, path: version.path, statement: undefined }
  found.add(code, spot, `version must be the text "${DOCUMENT_VERSION}", not ${quoteNode(version.node)}`)
}

function readStatements(
  root: JsonObject,
  element: Element | undefined,
  context: StatementContext,
): readonly Statement[] {
  const code = 'InvalidParameter.StatementError'
  if (element === undefined) {
    const spot = { at: root.at, path: '$', statement: undefined }
    context.report.add(code, spot, 'the element "statement" is missing')
    return []
  }
  // Old samples write one statement without the list around it.
  const { node, path } = element
  if (node.kind === 'object') {
    const only = readStatement({ node, path, statement: 0 }, context)
    return only === undefined ? [] : [only]
  }
  if (node.kind === 'array' && node.items.length > 0) {
    return node.items.flatMap((item, index) => {
      return readStatement({ node: item, path: `${path}[${index}]`, statement: index }, context) ?? []
    })
  }
  const spot = { at: node.at, path, statement: undefined }
  context.report.add(code, spot, 'statement must be a list of one or more statements')
  return []
}

/** The text of a node for a message. */
export function quoteNode(node: JsonNode): string {
  return node.kind === 'string' ? quote(node.value) : node.kind === 'number' ? node.text : `a JSON ${node.kind}`
}
