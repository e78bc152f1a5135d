// A field that proposes what may be meant, and takes anything.
import { type ReactNode, useId } from 'react'
import { TextField as AriaTextField, Input, Label } from 'react-aria-components'

const proposedMax = 40

interface ProposingParts {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly proposals: readonly string[]
  /** What the enter key does; without it, what it does in every field. */
  readonly onEnter?: () => void
}

export function Proposing({ label, value, onChange, proposals, onEnter }: ProposingParts): ReactNode {
  const list = useId()
  const word = value.trim().toLowerCase()
  const proposed = new Set(proposals.filter((name) => name.toLowerCase().includes(word)))
  return (
    <AriaTextField className="field" value={value} onChange={onChange} autoComplete="off">
      <Label>{label}</Label>
      <Input
        className="input"
        list={list}
        spellCheck={false}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || onEnter === undefined) return
          event.preventDefault()
          onEnter()
        }}
      />
      <datalist id={list}>
        {[...proposed].slice(0, proposedMax).map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </AriaTextField>
  )
}
