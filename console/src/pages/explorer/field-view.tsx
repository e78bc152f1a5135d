// One parameter in the form: a text, a choice, a list, or a structure of such, with what its row tells about it.
import { type ReactNode, useId } from 'react'
import { Button } from '../../parts/button.tsx'
import { Checkbox, TextField } from '../../parts/fields.tsx'
import { Badge } from '../../parts/frame.tsx'
import { type Draft, type Drafts, entryOf, problemOf } from './form.ts'
import type { Field, FieldsOf } from './rows.ts'
import { t } from './words.ts'

interface FieldsParts {
  readonly fields: readonly Field[]
  readonly drafts: Drafts
  readonly types: FieldsOf
  readonly onChange: (drafts: Drafts) => void
  /** Problems are told once somebody tried, or typed. */
  readonly tried: boolean
}

export function FieldsView({ fields, drafts, types, onChange, tried }: FieldsParts): ReactNode {
  return (
    <div className="stack">
      {fields.map((field) => {
        const draft = drafts[field.name]
        if (draft === undefined) return undefined
        const change = (next: Draft): void => onChange({ ...drafts, [field.name]: next })
        return <FieldView key={field.name} field={field} draft={draft} types={types} onChange={change} tried={tried} />
      })}
    </div>
  )
}

interface FieldParts<D extends Draft = Draft> {
  readonly field: Field
  readonly draft: D
  readonly types: FieldsOf
  readonly onChange: (draft: Draft) => void
  readonly tried: boolean
  /** Where it is one of several: its name with its number. What the list tells of it is not told again. */
  readonly label?: string
}

function FieldView({ field, draft, types, onChange, tried, label = field.name }: FieldParts): ReactNode {
  const more = { field, types, onChange, tried, label }
  if (draft.kind === 'list') return <ListView {...more} draft={draft} />
  if (draft.kind === 'struct') return <StructView {...more} draft={draft} />
  return <ScalarView {...more} draft={draft} />
}

function ListView({
  field,
  draft,
  types,
  onChange,
  tried,
  label = '',
}: FieldParts<Draft & { kind: 'list' }>): ReactNode {
  const { entries } = draft
  const problem = problemText(field, draft, tried)
  const set = (next: readonly Draft[]): void => onChange({ kind: 'list', entries: next, sent: false })
  const { entries: _, ...each } = field
  const one: Field = { ...each, about: '', list: false, required: true }
  return (
    <fieldset className="group">
      <legend>{label}</legend>
      <Told field={field} label={label} />
      {entries.map((entry, index) => {
        const name = `${label} ${index + 1}`
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries have no name but their place
          <div key={index} className="entry">
            <FieldView
              field={one}
              draft={entry}
              types={types}
              onChange={(next) => set(entries.with(index, next))}
              tried={tried}
              label={name}
            />
            <Button
              look="quiet"
              icon="close"
              label={t('remove', { name })}
              onPress={() => set(entries.toSpliced(index, 1))}
            />
          </div>
        )
      })}
      {problem !== undefined && <p className="problem">{problem}</p>}
      <div>
        <Button icon="plus" onPress={() => set([...entries, entryOf(one, types, true)])}>
          {t('addTo', { name: label })}
        </Button>
      </div>
    </fieldset>
  )
}

function StructView({
  field,
  draft,
  types,
  onChange,
  tried,
  label = '',
}: FieldParts<Draft & { kind: 'struct' }>): ReactNode {
  const { members, sent } = draft
  return (
    <fieldset className="group">
      <legend>{label}</legend>
      <Told field={field} label={label} />
      {!field.required && (
        <Checkbox label={t('send', { name: label })} value={sent} onChange={(on) => onChange({ ...draft, sent: on })} />
      )}
      {sent && (
        <FieldsView
          fields={types(field.type) ?? []}
          drafts={members}
          types={types}
          onChange={(next) => onChange({ ...draft, members: next })}
          tried={tried}
        />
      )}
    </fieldset>
  )
}

const linesOfDocuments = 8

function ScalarView({ field, draft, onChange, tried, label = '' }: FieldParts<Draft & { kind: 'scalar' }>): ReactNode {
  const { type, limits = {}, required, secret } = field
  const problem = problemText(field, draft, tried)
  const set = (text: string): void => onChange({ kind: 'scalar', text, sent: text !== '' })
  const options = type === 'Boolean' ? ['true', 'false'] : limits.oneOf?.map(String)
  if (options?.every((one) => one !== '')) {
    return (
      <Options
        label={label}
        value={draft.text}
        options={options}
        onChange={set}
        help={<Told field={field} label={label} />}
        problem={problem}
      />
    )
  }
  const document = type === 'String' && /Document$|^Policy$|Metadata/.test(field.name)
  return (
    <TextField
      label={label}
      value={draft.text}
      onChange={set}
      required={required}
      help={<Told field={field} label={label} />}
      problem={problem}
      type={secret === true ? 'password' : 'text'}
      {...(document && { lines: linesOfDocuments, code: true })}
    />
  )
}

interface OptionsParts {
  readonly label: string
  readonly value: string
  readonly options: readonly string[]
  readonly onChange: (value: string) => void
  readonly help: ReactNode
  readonly problem: string | undefined
}

function Options({ label, value, options, onChange, help, problem }: OptionsParts): ReactNode {
  const id = useId()
  // A value from elsewhere that is none of the few is shown too.
  const all = value === '' || options.includes(value) ? options : [...options, value]
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="input"
        value={value}
        onChange={({ target }) => onChange(target.value)}
        aria-describedby={`${id}-help`}
      >
        <option value="">{t('notSent')}</option>
        {all.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
      <span className="help" id={`${id}-help`}>
        {help}
      </span>
      {problem !== undefined && <span className="problem">{problem}</span>}
    </div>
  )
}

function problemText(field: Field, draft: Draft, tried: boolean): string | undefined {
  const problem = problemOf(field, draft)
  if (problem === undefined || (problem.word === 'missing' && !tried)) return undefined
  return t(problem.word, { bound: problem.bound })
}

/** Type, limits and meaning of a parameter. */
function Told({ field, label }: { readonly field: Field; readonly label: string }): ReactNode {
  const { name, about, required, newer } = field
  if (label !== name) return undefined
  return (
    <span className="told">
      {about !== '' && <span>{about}</span>}
      <span className="told-facts">
        <code>{typeText(field)}</code>
        {required && <Badge tone="accent">{t('required')}</Badge>}
        {newer === true && <Badge tone="warn">{t('newer')}</Badge>}
        {limitTexts(field).map((text) => (
          <span key={text}>{text}</span>
        ))}
      </span>
    </span>
  )
}

const typeText = ({ type, list }: Field): string => (list === true ? t('listOf', { type }) : type)

function limitTexts({ type, limits = {}, entries, default: fallback }: Field): readonly string[] {
  const { min, max, maxBytes } = limits
  const range = rangeText(min, max)
  const shown = fallback === undefined || fallback === '' || typeof fallback === 'object' ? '' : String(fallback)
  return [
    ...(range === '' ? [] : [type === 'Integer' ? range : t('letters', { n: range })]),
    ...(maxBytes === undefined ? [] : [t('byBytes', { n: maxBytes })]),
    ...(entries === undefined ? [] : [t('count', { bound: rangeText(entries.min, entries.max) })]),
    ...(shown === '' ? [] : [t('default', { value: shown })]),
  ]
}

/** Bounds that are only those of numbers themselves tell nothing. */
function rangeText(min: number | undefined, max: number | undefined): string {
  const [low, high] = [
    min === undefined || min <= Number.MIN_SAFE_INTEGER ? undefined : min,
    max === Number.MAX_SAFE_INTEGER ? undefined : max,
  ]
  if (low !== undefined && high !== undefined) return low === high ? String(low) : t('fromTo', { min: low, max: high })
  if (low !== undefined) return t('from', { n: low })
  return high === undefined ? '' : t('upTo', { n: high })
}
