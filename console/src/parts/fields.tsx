// Fields of forms, each with its label, help and what is wrong with it.
import type { ReactNode } from 'react'
import {
  Checkbox as AriaCheckbox,
  SearchField as AriaSearchField,
  TextField as AriaTextField,
  FieldError,
  Input,
  Label,
  Radio,
  RadioGroup,
  Text,
  TextArea,
} from 'react-aria-components'
import { Icon } from './icons.tsx'
import { t } from './words.ts'

interface FieldParts {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly help?: ReactNode
  readonly required?: boolean
  readonly type?: 'text' | 'password' | 'email' | 'tel' | 'url' | 'number' | 'datetime-local'
  readonly autoFocus?: boolean
  readonly lengthMax?: number
  /** What is wrong with the value; `undefined`: nothing. */
  readonly problem?: string | undefined
  /** A field of many lines. */
  readonly lines?: number
  readonly code?: boolean
}

export function TextField(parts: FieldParts): ReactNode {
  const { label, value, onChange, help, required, type = 'text', autoFocus, lengthMax, problem, lines, code } = parts
  return (
    <AriaTextField
      className="field"
      value={value}
      onChange={onChange}
      type={type}
      isRequired={required === true}
      isInvalid={problem !== undefined}
      autoFocus={autoFocus === true}
      autoComplete="off"
      {...(lengthMax !== undefined && { maxLength: lengthMax })}
    >
      <Label>{label}</Label>
      {lines === undefined ? (
        <Input className="input" />
      ) : (
        <TextArea className={`input${code === true ? ' code' : ''}`} rows={lines} spellCheck={code !== true} />
      )}
      {help !== undefined && (
        <Text slot="description" className="help">
          {help}
        </Text>
      )}
      <FieldError className="problem">{problem}</FieldError>
    </AriaTextField>
  )
}

interface CheckboxParts {
  readonly label: ReactNode
  readonly value: boolean
  readonly onChange: (value: boolean) => void
  readonly help?: ReactNode
}

export function Checkbox({ label, value, onChange, help }: CheckboxParts): ReactNode {
  return (
    <AriaCheckbox className="checkbox" isSelected={value} onChange={onChange}>
      <span className="box" aria-hidden="true" />
      <span>
        <span>{label}</span>
        {help !== undefined && help !== '' && <span className="help">{help}</span>}
      </span>
    </AriaCheckbox>
  )
}

interface ChoiceParts<V extends string> {
  readonly label: string
  readonly value: V
  readonly onChange: (value: V) => void
  readonly options: readonly (readonly [value: V, label: string])[]
}

/** One of few. */
export function Choice<V extends string>({ label, value, onChange, options }: ChoiceParts<V>): ReactNode {
  const choose = (chosen: string): void => {
    const found = options.find(([one]) => one === chosen)
    if (found !== undefined) onChange(found[0])
  }
  return (
    <RadioGroup className="choice" value={value} onChange={choose} orientation="horizontal" aria-label={label}>
      {options.map(([one, text]) => (
        <Radio key={one} value={one} className="choice-one">
          {text}
        </Radio>
      ))}
    </RadioGroup>
  )
}

interface SearchParts {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}

export function SearchField({ label, value, onChange }: SearchParts): ReactNode {
  return (
    <AriaSearchField className="search" value={value} onChange={onChange} aria-label={label}>
      <Icon name="search" />
      <Input className="input" placeholder={label === '' ? t('search') : label} />
    </AriaSearchField>
  )
}
