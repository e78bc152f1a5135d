// Names of the OIDC providers of roles. No call lists them, so they come from the audit log: those made and not deleted since.
import { type ActionName, call } from '../../api/call.ts'

interface Noted {
  readonly name: string
  readonly revision: number
}
export interface OidcName {
  readonly name: string
}

export async function loadOidcNames(): Promise<readonly OidcName[]> {
  const [made, deleted] = await Promise.all([noted('CreateOIDCConfig'), noted('DeleteOIDCConfig')])
  const goneAt = new Map<string, number>()
  for (const { name, revision } of deleted) {
    const key = name.toLowerCase()
    goneAt.set(key, Math.max(goneAt.get(key) ?? 0, revision))
  }
  const there = made.filter(({ name, revision }) => revision > (goneAt.get(name.toLowerCase()) ?? 0))
  const names = [...new Map(there.map(({ name }) => [name.toLowerCase(), { name }])).values()]
  return names.sort((one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1))
}

async function noted(action: ActionName): Promise<readonly Noted[]> {
  const found: Noted[] = []
  let marker: string | undefined
  do {
    const page = await call('DescribeAuditEvents', { ActionName: action, Limit: 100, Marker: marker })
    for (const { Parameters, Revision } of page.Events) {
      const name = nameIn(Parameters)
      if (name !== undefined) found.push({ name, revision: Revision })
    }
    marker = page.IsTruncated ? page.Marker : undefined
  } while (marker !== undefined)
  return found
}

function nameIn(parameters: string): string | undefined {
  const { Name }: { readonly Name?: unknown } = JSON.parse(parameters)
  return typeof Name === 'string' ? Name : undefined
}
