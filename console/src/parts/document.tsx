// The text of a policy, shown and edited: spread over lines where it is JSON, as it is where it is not.
import type { ReactNode } from 'react'
import { TextField } from './fields.tsx'

export function DocumentText({ text }: { readonly text: string }): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard
    <pre className="document" tabIndex={0}>
      {spread(text)}
    </pre>
  )
}

interface DocumentFieldParts {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly help?: ReactNode
}

export function DocumentField({ label, value, onChange, help }: DocumentFieldParts): ReactNode {
  return <TextField label={label} value={value} onChange={onChange} help={help} lines={16} code required />
}

/** JSON with one member a line. */
export function spread(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
