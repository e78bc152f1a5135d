// A service of one's own that enforces access management by itself: notes in memory, behind the guard. It has no secret of
// its callers, decides without asking for each request, and follows changes of policies within two seconds.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createGuard, guardNode, localEngine, ownResource } from 'opencam/guard'
import { endpoint, keysFile, notesPort, say } from './place.mjs'

const { service: credential } = JSON.parse(readFileSync(keysFile, 'utf8'))
const notes = new Map()

const parametersOf = ({ body }) => (body.length === 0 ? {} : JSON.parse(Buffer.from(body).toString('utf8')))

const guard = createGuard({
  service: 'notes',
  engine: localEngine({ endpoint, credential, service: 'notes' }),
  // What a request asks for, in the words of the catalog.
  ask(request) {
    const action = request.header('x-tc-action')
    if (action === 'ListNotes') return { action }
    if (action !== 'ReadNote' && action !== 'WriteNote') return undefined
    return { action, resources: [ownResource('notes', 'note', String(parametersOf(request).Id))] }
  },
  onTrouble: (problem) => process.stderr.write(`notes: ${problem}\n`),
})

const work = {
  ListNotes: () => ({ Ids: [...notes.keys()] }),
  ReadNote: ({ Id }) => ({ Text: notes.get(Id)?.text ?? '', Author: notes.get(Id)?.author ?? 0 }),
  WriteNote: ({ Id, Text }, { uin }) => {
    notes.set(Id, { text: String(Text), author: uin })
    return {}
  },
}

const listener = guardNode(guard, (request, response, { caller, body, requestId }) => {
  const result = work[request.headers['x-tc-action']](parametersOf({ body }), caller)
  response.writeHead(200, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify({ Response: { ...result, RequestId: requestId } }))
})
createServer(listener).listen(notesPort, '127.0.0.1', () => say(`notes on http://127.0.0.1:${notesPort}`))
