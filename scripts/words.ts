// Writes what the policy engine says of the vectors, for test/vectors/words.test.ts to hold it to. Read the difference
// before it is committed: it is what people will read.
import { writeFileSync } from 'node:fs'
import { WORDS } from '../test/vectors/words.ts'

const folder = new URL('../test/vectors/words/', import.meta.url)

for (const [file, render] of Object.entries(WORDS)) writeFileSync(new URL(file, folder), render())
