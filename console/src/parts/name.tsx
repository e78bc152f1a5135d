// A long name in one piece of writing: resources, addresses, names in full. It breaks behind the signs that part it, not within
// a word or a number.
import { Fragment, type ReactNode } from 'react'

export function LongName({ text }: { readonly text: string }): ReactNode {
  const parts = text.split(/(?<=[:/?&=])(?![:/])/)
  return (
    <code className="long">
      {parts.map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text, which never move
        <Fragment key={at}>
          {at > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </code>
  )
}
