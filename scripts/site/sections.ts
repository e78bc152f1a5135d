// How the site is arranged: its parts with their documents, in the order in which somebody new would read them. A document
// that no part has does not build.
export interface Section {
  readonly title: string
  /** Documents of the repository, or pages of the site that are made from rows. */
  readonly pages: readonly string[]
}

export const sections: readonly Section[] = [
  {
    title: 'Start',
    pages: [
      'README.md',
      'docs/guides/developers.md',
      'docs/guides/platform-teams.md',
      'docs/guides/security-engineers.md',
      'docs/journeys.md',
    ],
  },
  {
    title: 'Reference',
    pages: [
      'actions/index.html',
      'types/index.html',
      'errors/index.html',
      'services/index.html',
      'commands/index.html',
      'docs/options.md',
      'docs/quotas.md',
    ],
  },
  {
    title: 'Calls and tests',
    pages: [
      'docs/calls.md',
      'docs/testing.md',
      'docs/clients.md',
      'docs/audit.md',
      'docs/component-call.md',
      'docs/component-codes.md',
    ],
  },
  {
    title: 'Policies',
    pages: [
      'docs/policy-evaluation.md',
      'docs/policy-proof.md',
      'docs/cli.md',
      'docs/lint.md',
      'docs/policy-tests.md',
      'docs/editor.md',
      'docs/least-privilege.md',
      'docs/reach.md',
      'docs/account-as-files.md',
    ],
  },
  {
    title: 'Services behind it',
    pages: [
      'docs/gateway.md',
      'docs/services.md',
      'docs/catalogs.md',
      'docs/own-service.md',
      'docs/proxies.md',
      'docs/authzen.md',
    ],
  },
  {
    title: 'People',
    pages: [
      'docs/console.md',
      'docs/sign-in.md',
      'docs/scim.md',
      'docs/openid-relying-party.md',
      'docs/console-findings.md',
    ],
  },
  {
    title: 'Operating',
    pages: [
      'docs/operating/README.md',
      'docs/operating/commands.md',
      'docs/operating/start-stop-limits.md',
      'docs/operating/databases.md',
      'docs/operating/cluster.md',
      'docs/operating/limits.md',
      'docs/operating/single-use.md',
      'docs/operating/backup.md',
      'docs/operating/key-rotation.md',
      'docs/operating/metrics.md',
      'docs/operating/runbooks.md',
      'docs/operating/traces-and-logs.md',
      'docs/operating/container.md',
      'docs/operating/kubernetes.md',
      'docs/operating/systemd.md',
      'docs/operating/faults.md',
      'docs/operating/results.md',
      'docs/operating/ten-million.md',
    ],
  },
  {
    title: 'The project',
    pages: [
      'ARCHITECTURE.md',
      'CHANGELOG.md',
      'docs/coverage.md',
      'docs/benchmarks.md',
      'docs/mutation.md',
      'CONTRIBUTING.md',
      'STYLE.md',
      'SECURITY.md',
      'console/README.md',
      'src/policy/DESIGN.md',
      'src/signing/DESIGN.md',
      'src/store/DESIGN.md',
    ],
  },
]

/** Documents that need no place of their own: what a folder holds is listed after the rest of its part, in order. */
export const folders: readonly { readonly folder: string; readonly title: string }[] = [
  { folder: 'docs/decisions/', title: 'Decisions' },
]

/** Documents that the site has pages of its own for. An action's heading leads to the page of the action. */
export const replaced: ReadonlyMap<string, string> = new Map([
  ['docs/actions.md', 'actions/index.html'],
  ['docs/errors.md', 'errors/index.html'],
])
