// Every language that the explorer writes a call in, one row each.
import type { CodeCall } from './code-call.ts'
import { cpp } from './cpp.ts'
import { dotnet } from './dotnet.ts'
import { go } from './go.ts'
import { java } from './java.ts'
import { nodeDomestic, nodeInternational } from './node.ts'
import { php } from './php.ts'
import { pythonPlain, pythonSdk } from './python.ts'
import { ruby } from './ruby.ts'
import { curl, tccli } from './shell.ts'

export interface Language {
  readonly id: string
  readonly title: string
  readonly file: string
  readonly make: (call: CodeCall) => string
}

export const languages: readonly Language[] = [
  { id: 'node', title: 'Node.js', file: 'call.cjs', make: nodeDomestic },
  { id: 'node-intl', title: 'Node.js (intl)', file: 'call.cjs', make: nodeInternational },
  { id: 'python', title: 'Python', file: 'call.py', make: pythonSdk },
  { id: 'python-plain', title: 'Python, no library', file: 'call.py', make: pythonPlain },
  { id: 'go', title: 'Go', file: 'main.go', make: go },
  { id: 'java', title: 'Java', file: 'Main.java', make: java },
  { id: 'php', title: 'PHP', file: 'call.php', make: php },
  { id: 'dotnet', title: 'C#', file: 'Program.cs', make: dotnet },
  { id: 'cpp', title: 'C++', file: 'main.cpp', make: cpp },
  { id: 'ruby', title: 'Ruby', file: 'call.rb', make: ruby },
  { id: 'curl', title: 'curl', file: 'call.sh', make: curl },
  { id: 'tccli', title: 'tccli', file: 'call.sh', make: tccli },
]
