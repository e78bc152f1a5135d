// Declarations of a door of the package and of what it gives further, each file by itself: they may import types only, so no
// type of the server's inside comes along.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isolatedDeclarationSync } from 'rolldown/experimental'

const relative = /(from\s+)(["'])(\.{1,2}\/[^"']+)\.ts\2/g

/** Writes them below the folder as they lie below `src`; answers the name of the door's own file there. */
export function writeTypes(root: string, door: string, folder: string): string {
  const nameOf = (file: string): string => file.replace(/^src\//, '').replace(/\.ts$/, '.d.ts')
  const files = [door]
  // Grows while it is walked.
  for (const file of files) {
    const { code, errors } = isolatedDeclarationSync(file, readFileSync(path.join(root, file), 'utf8'))
    if (errors.length > 0) throw new Error(`${file} has no declarations of its own: ${errors[0]?.message}`)
    for (const [, , , target] of code.matchAll(relative)) {
      const next = path.posix.join(path.posix.dirname(file), `${target}.ts`)
      if (!files.includes(next)) files.push(next)
    }
    const out = path.join(folder, nameOf(file))
    mkdirSync(path.dirname(out), { recursive: true })
    // Whoever compiles against them finds declarations by the name of the JavaScript that they stand for.
    writeFileSync(out, code.replaceAll(relative, '$1$2$3.js$2'))
  }
  return nameOf(door)
}
