// The commands of `opencam`, one row each. A command is loaded when it is called: most need no server.
import type { CommandRow } from './command-row.ts'

export const commandRows: readonly CommandRow[] = [
  {
    name: 'serve',
    description: 'Start the server.',
    load: async () => (await import('./serve.ts')).serveCommand,
  },
  {
    name: 'test-server',
    description: 'Start a server for tests, with control endpoints: reset, clock, faults, recorded calls.',
    load: async () => (await import('./test-server.ts')).testServerCommand,
  },
  {
    name: 'account',
    description: 'Manage root accounts, and what no API call makes in them.',
    load: async () => (await import('./account.ts')).accountCommand,
  },
  {
    name: 'quarantine',
    description: 'Refuse every call of a user, a role or the owner of an account, on all servers.',
    load: async () => (await import('./quarantine.ts')).quarantineCommand,
  },
  {
    name: 'call',
    description: 'Make one signed call of an action, whatever its product.',
    load: async () => (await import('./api/call.ts')).callCommand,
    words: async (before, io) => (await import('./api/words.ts')).wordsOfCall(before, io),
  },
  {
    name: 'login',
    description: 'Keep a key and an address as a profile.',
    load: async () => (await import('./api/login.ts')).loginCommand,
  },
  {
    name: 'explain',
    description: 'Say why a call was refused, over the API; or what a policy document says, in words.',
    load: async () => (await import('./api/explain.ts')).explainCommand,
  },
  {
    name: 'why',
    description: 'Say why a call was refused.',
    load: async () => (await import('./why.ts')).whyCommand,
  },
  {
    name: 'lint',
    description: 'Find what is wrong with policy documents; exit code 3 where something is.',
    load: async () => (await import('./policy/lint.ts')).lintCommand,
  },
  {
    name: 'fmt',
    description: 'Write policy documents in one form.',
    load: async () => (await import('./policy/fmt.ts')).fmtCommand,
  },
  {
    name: 'simulate',
    description: 'Say what policies answer to a request, and why. Exit code 3: refused.',
    load: async () => (await import('./policy/simulate.ts')).simulateCommand,
  },
  {
    name: 'diff',
    description: 'Prove what a change of a policy gives and takes. Exit code 3: something, or it is not known.',
    load: async () => (await import('./policy/proofs.ts')).diffCommand,
  },
  {
    name: 'prove',
    description: 'Prove what policies allow, for every request that there can be.',
    load: async () => (await import('./policy/proofs.ts')).proveCommand,
  },
  {
    name: 'test',
    description: 'Run policy tests: who may do what, and who never. Exit code 3: some failed.',
    load: async () => (await import('./policy/test.ts')).testCommand,
  },
  {
    name: 'schema',
    description: 'Print a JSON Schema of policies, or of policy tests.',
    load: async () => (await import('./policy/schema.ts')).schemaCommand,
  },
  {
    name: 'lsp',
    description: 'Serve an editor: findings, proposals, words, edits and form of policy documents.',
    load: async () => (await import('./policy/lsp.ts')).lspCommand,
  },
  {
    name: 'pull',
    description: 'Write an account as a folder of files: everything that calls can change, nothing secret.',
    load: async () => (await import('./estate/pull.ts')).pullCommand,
  },
  {
    name: 'plan',
    description:
      'Say what applying a folder would change, and prove what access it gives and takes. Exit code 3: something.',
    load: async () => (await import('./estate/plan.ts')).planCommand,
  },
  {
    name: 'apply',
    description: 'Change an account into what a folder or a saved plan says; run again, it goes on where it ended.',
    load: async () => (await import('./estate/apply.ts')).applyCommand,
  },
  {
    name: 'export',
    description: 'Write an account as one document on standard output, without anything secret.',
    load: async () => (await import('./estate/transfer.ts')).exportCommand,
  },
  {
    name: 'import',
    description: 'Make in an account what a document of another one says; nothing is deleted.',
    load: async () => (await import('./estate/transfer.ts')).importCommand,
  },
  {
    name: 'who-can',
    description: 'Say who in an account may do something now.',
    load: async () => (await import('./reach/who-can.ts')).whoCanCommand,
  },
  {
    name: 'can',
    description: 'Say what somebody in an account may do.',
    load: async () => (await import('./reach/can.ts')).canCommand,
  },
  {
    name: 'how-could',
    description: 'Say who in an account could come to do something in steps, and how.',
    load: async () => (await import('./reach/how-could.ts')).howCouldCommand,
  },
  {
    name: 'shadow',
    description: 'Say what drafts of policies would change. Exit code 3: something, or not known.',
    load: async () => (await import('./reach/shadow.ts')).shadowCommand,
  },
  {
    name: 'least-privilege',
    description: 'Make the smallest policy from recorded calls, proven to allow nothing new.',
    load: async () => (await import('./least.ts')).leastPrivilegeCommand,
  },
  {
    name: 'audit',
    description: 'Check the audit log, write it out, and show the keys that sign it.',
    load: async () => (await import('./audit.ts')).auditCommand,
  },
  {
    name: 'backup',
    description: 'Copy the store while servers write: all of it once, or points in time.',
    load: async () => (await import('./backup.ts')).backupCommand,
  },
  {
    name: 'restore',
    description: 'Restore a backup, or a point in time, into an empty data folder or database, and compare.',
    load: async () => (await import('./backup.ts')).restoreCommand,
  },
  {
    name: 'master-key',
    description: 'Change the key that seals secrets in the store, while servers serve.',
    load: async () => (await import('./master-key.ts')).masterKeyCommand,
  },
  {
    name: 'options',
    description: 'List the options of the server.',
    load: async () => (await import('./options.ts')).optionsCommand,
  },
  {
    name: 'doctor',
    description: 'Look for what keeps a server or a profile from working. Exit code 3: something does.',
    load: async () => (await import('./doctor.ts')).doctorCommand,
  },
  {
    name: 'completion',
    description: 'Write a completion script for a shell.',
    load: async () => (await import('./completion.ts')).completionCommand(() => commandRows),
  },
]
