// The parameters of a call: as a form, or as JSON for whoever has them as text, and for actions whose shapes nobody told.
import type { ReactNode } from 'react'
import { Button } from '../../parts/button.tsx'
import { Choice, TextField } from '../../parts/fields.tsx'
import { Section } from '../../parts/frame.tsx'
import { FieldsView } from './field-view.tsx'
import { blank, type Drafts, filled, paramsOf } from './form.ts'
import type { ActionRow, FieldsOf } from './rows.ts'
import { sampleOf } from './sample.ts'
import { t } from './words.ts'

type Params = Readonly<Record<string, unknown>>

/** What was filled in, one way or the other. */
export type Filled =
  | { readonly way: 'form'; readonly drafts: Drafts; readonly region: string; readonly version: string }
  | { readonly way: 'json'; readonly text: string; readonly region: string; readonly version: string }

const textOf = (params: Params): string => JSON.stringify(params, null, 2)

/** What stands there before anybody types. */
export function beginning(row: ActionRow, types: FieldsOf, given: Params | undefined): Filled {
  if (row.free === true)
    return { way: 'json', text: textOf(given ?? sampleOf(row, types)), region: '', version: row.version }
  const drafts = given === undefined ? blank(row.parameters, types) : filled(row.parameters, given, types)
  return { way: 'form', drafts, region: '', version: row.version }
}

/** The parameters to send; `undefined` where the text is no JSON object. */
export function paramsIn(row: ActionRow, types: FieldsOf, value: Filled): Params | undefined {
  return value.way === 'form' ? paramsOf(row.parameters, value.drafts, types) : objectIn(value.text)
}

function objectIn(text: string): Params | undefined {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? { ...read } : undefined
  } catch {
    return undefined
  }
}

interface ParametersParts {
  readonly row: ActionRow
  readonly types: FieldsOf
  readonly value: Filled
  readonly onChange: (value: Filled) => void
  readonly tried: boolean
}

export function Parameters({ row, types, value, onChange, tried }: ParametersParts): ReactNode {
  const { region, version } = value
  const put = (params: Params): void => {
    if (value.way === 'json') onChange({ way: 'json', text: textOf(params), region, version })
    else onChange({ way: 'form', drafts: filled(row.parameters, params, types), region, version })
  }
  const turn = (way: 'form' | 'json'): void => {
    const params = paramsIn(row, types, value) ?? {}
    if (way === 'json') onChange({ way, text: textOf(params), region, version })
    else onChange({ way, drafts: filled(row.parameters, params, types), region, version })
  }
  const options = [
    ['form', t('asForm')],
    ['json', t('asJson')],
  ] as const
  const actions = (
    <>
      {row.free !== true && <Choice label={t('parameters')} value={value.way} onChange={turn} options={options} />}
      <Button onPress={() => put(sampleOf(row, types))}>{t('example')}</Button>
      <Button onPress={() => put({})}>{t('clear')}</Button>
    </>
  )
  return (
    <Section title={t('parameters')} {...((row.parameters.length > 0 || row.free === true) && { actions })}>
      {row.free === true && <Free row={row} value={value} onChange={onChange} />}
      {row.free !== true && row.parameters.length === 0 && <p className="about">{t('noParameters')}</p>}
      {value.way === 'form' ? (
        <FieldsView
          fields={row.parameters}
          drafts={value.drafts}
          types={types}
          onChange={(drafts) => onChange({ way: 'form', drafts, region, version })}
          tried={tried}
        />
      ) : (
        <TextField
          label={t('asJson')}
          value={value.text}
          onChange={(text) => onChange({ way: 'json', text, region, version })}
          problem={objectIn(value.text) === undefined ? t('notJson') : undefined}
          lines={14}
          code
        />
      )}
    </Section>
  )
}

interface FreeParts {
  readonly row: ActionRow
  readonly value: Filled
  readonly onChange: (value: Filled) => void
}

function Free({ row, value, onChange }: FreeParts): ReactNode {
  const names = row.parameters.map(({ name }) => name).join(', ')
  const { region, version } = value
  return (
    <>
      <p className="about">
        {t('free')} {names !== '' && t('freeNames', { names })}
      </p>
      {row.version === '' && (
        <TextField
          label={t('version')}
          value={version}
          onChange={(next) => onChange({ ...value, version: next })}
          help={t('versionHelp')}
          required
        />
      )}
      <TextField
        label={t('region')}
        value={region}
        onChange={(next) => onChange({ ...value, region: next })}
        help={t('regionHelp')}
      />
    </>
  )
}
