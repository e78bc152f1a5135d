// Fills the six-segment templates of a catalog row with what a request says. Substitution is literal: a value is never
// read as a template or a pattern, and no value may move the borders between segments.

/** What one request brings along. Names come from templates, values from outside; hence a Map. */
export interface Filling {
  /** Region of the call; empty where the call has none. */
  readonly region: string
  /** Root account (uin) that owns the resource. */
  readonly account: number
  /** Hole → value. Which parameter fills which hole is said by the row's `fill`. */
  readonly parameters: ReadonlyMap<string, string>
}

/** `missing`: the request does not say the value. `unfit`: the value holds a colon where a segment ends. */
export type Filled =
  | { readonly kind: 'resource'; readonly text: string }
  | { readonly kind: 'missing' | 'unfit'; readonly hole: string }

const hole = /\$\{([A-Za-z][A-Za-z0-9_]*)\}/g
const accountSegment = 4
const resourceSegment = 5

/**
 * The resource that a request means. `${uin}` is the account and `${region}` the region of the call; every other hole
 * is looked up in `parameters`. An account segment printed as `uin/` names the account as well, like an empty one in
 * a policy. Nothing is guessed: a hole without a value gives no resource, and the caller must refuse the request.
 */
export function fillResource(template: string, filling: Filling): Filled {
  const segments: string[] = []
  for (const [index, segment] of splitTemplate(template).entries()) {
    const filled = fillSegment(segment, index < resourceSegment, filling)
    if (filled.kind !== 'resource') return filled
    const text = filled.text
    segments.push(index === accountSegment && text === 'uin/' ? `uin/${filling.account}` : text)
  }
  return { kind: 'resource', text: segments.join(':') }
}

/** Names of the holes that only a parameter can fill, in the order of the template, each once. */
export function holesOf(template: string): readonly string[] {
  const names = [...template.matchAll(hole)].map((match) => match[1] ?? '')
  return [...new Set(names)].filter((name) => name !== 'uin' && name !== 'region')
}

/** Cut at the first five colons; holes hold none. */
function splitTemplate(template: string): readonly string[] {
  const parts = template.split(':')
  return [...parts.slice(0, resourceSegment), parts.slice(resourceSegment).join(':')]
}

function fillSegment(segment: string, bordered: boolean, filling: Filling): Filled {
  let text = ''
  let end = 0
  for (const match of segment.matchAll(hole)) {
    const name = match[1] ?? ''
    const value = lookUp(name, filling)
    if (value === undefined) return { kind: 'missing', hole: name }
    if (bordered && value.includes(':')) return { kind: 'unfit', hole: name }
    text += segment.slice(end, match.index) + value
    end = match.index + match[0].length
  }
  return { kind: 'resource', text: text + segment.slice(end) }
}

function lookUp(name: string, { region, account, parameters }: Filling): string | undefined {
  if (name === 'uin') return String(account)
  if (name === 'region') return region
  return parameters.get(name)
}
