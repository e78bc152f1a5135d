// A text that is typed, pasted or read from a file, such as the metadata or the keys of a provider; and the base64 in which
// calls carry it.
import { type ReactNode, useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import { Button } from './button.tsx'
import { TextField } from './fields.tsx'
import { t } from './words.ts'

/** No document of a provider is near this. */
const bytesMax = 1_000_000

interface TextFileParts {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly help: string
  readonly types: readonly string[]
  readonly required?: boolean
}

export function TextFileField({ label, value, onChange, help, types, required }: TextFileParts): ReactNode {
  const [problem, setProblem] = useState<string>()
  const read = async (files: FileList | null): Promise<void> => {
    const file = files?.[0]
    if (file === undefined) return
    if (file.size > bytesMax) {
      setProblem(t('tooLarge'))
      return
    }
    setProblem(undefined)
    onChange(await file.text())
  }
  return (
    <div className="stack">
      <TextField
        label={label}
        value={value}
        onChange={onChange}
        help={help}
        lines={6}
        code
        problem={problem}
        required={required === true}
      />
      <div>
        <FileTrigger acceptedFileTypes={types} onSelect={read}>
          <Button>{t('fromFile')}</Button>
        </FileTrigger>
      </div>
    </div>
  )
}

/** The text in base64, of its UTF-8 bytes. */
export function encodeBase64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''))
}

/** The text of base64; as it is where it is none. */
export function decodeBase64(base64: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)))
  } catch {
    return base64
  }
}
