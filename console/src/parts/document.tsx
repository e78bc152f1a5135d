// The text of a policy, shown: spread over lines where it is JSON, as it is where it is not.
import type { ReactNode } from 'react'

export function DocumentText({ text }: { readonly text: string }): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard
    <pre className="document" tabIndex={0}>
      {spread(text)}
    </pre>
  )
}

/** JSON with one member a line. */
export function spread(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
