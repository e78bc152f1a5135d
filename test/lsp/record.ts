// Says again what the recorded editor says and writes down what is answered now: `node test/lsp/record.ts`. Read the difference
// before it is committed.
import { writeFileSync } from 'node:fs'
import { play } from './play.ts'
import { expectedOf, recordingFile, sessionSteps } from './recording.ts'

const played = await play(sessionSteps(), expectedOf)
writeFileSync(recordingFile, `${JSON.stringify(played.steps, undefined, 2)}\n`)
