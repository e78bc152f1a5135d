// Rules for the passwords of sub-users. Only what was changed is sent.
import { type FormEvent, type ReactNode, useState } from 'react'
import { Form } from 'react-aria-components'
import type { PassWordRule } from '../../api/actions.ts'
import { call } from '../../api/call.ts'
import { useCall, useChange } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { Checkbox, Choice, TextField } from '../../parts/fields.tsx'
import { Loading, Section } from '../../parts/frame.tsx'
import { say } from '../../parts/toast.tsx'
import { t } from './words.ts'

export function PasswordsSection(): ReactNode {
  const { data, error, refetch } = useCall('GetPasswordRules', {})
  return (
    <Section title={t('passwords')} about={t('passwordsAbout')}>
      {error !== null && <FaultPanel error={error} onRetry={refetch} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && <PasswordsForm key={data.UpdateTime} rules={data.Rules} />}
    </Section>
  )
}

const kinds = [
  ['A', t('upper')],
  ['a', t('lower')],
  ['1', t('digits')],
  ['!', t('special')],
] as const

const numberFields = [
  ['MinimumLength', t('length'), t('lengthHelp')],
  ['ReusePasswordLimit', t('reuse'), t('reuseHelp')],
  ['RetryPasswordLimit', t('retries'), t('retriesHelp')],
  ['ForcePasswordChange', t('days'), t('daysHelp')],
] as const
type NumberName = (typeof numberFields)[number][0]

type Expired = '1' | '2'
const expiredWays = [
  ['1', t('byAdministrator')],
  ['2', t('byUser')],
] as const

const shown = (value: number | null | undefined): string => (value === null || value === undefined ? '' : String(value))

function PasswordsForm({ rules }: { readonly rules: PassWordRule }): ReactNode {
  const [numbers, setNumbers] = useState<Readonly<Record<NumberName, string>>>({
    MinimumLength: shown(rules.MinimumLength),
    ReusePasswordLimit: shown(rules.ReusePasswordLimit),
    RetryPasswordLimit: shown(rules.RetryPasswordLimit),
    ForcePasswordChange: shown(rules.ForcePasswordChange),
  })
  const [contain, setContain] = useState(rules.MustContain ?? '')
  const [expired, setExpired] = useState<Expired>(rules.PasswordExpirationInvalidation === 1 ? '1' : '2')
  const change = useChange((Rules: PassWordRule) => call('UpdatePasswordRules', { Rules }))
  const wanted = changedRules(rules, { ...numbers, MustContain: contain, PasswordExpirationInvalidation: expired })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!change.isPending) change.mutate(wanted, { onSuccess: () => say(t('saved')) })
  }
  return (
    <Form className="form" onSubmit={submit}>
      <div className="filters">
        {numberFields.map(([name, label, help]) => (
          <TextField
            key={name}
            label={label}
            help={help}
            type="number"
            value={numbers[name]}
            onChange={(value) => setNumbers({ ...numbers, [name]: value })}
          />
        ))}
      </div>
      <fieldset className="checks">
        <legend className="label">{t('kinds')}</legend>
        {kinds.map(([kind, label]) => (
          <Checkbox
            key={kind}
            label={label}
            value={contain.includes(kind)}
            onChange={(on) => setContain(on ? contain + kind : contain.replace(kind, ''))}
          />
        ))}
      </fieldset>
      <div>
        <p className="label">{t('expired')}</p>
        <Choice label={t('expired')} value={expired} onChange={setExpired} options={expiredWays} />
      </div>
      {change.error !== null && <FaultPanel error={change.error} />}
      <div>
        <Button type="submit" look="main" busy={change.isPending} disabled={Object.keys(wanted).length === 0}>
          {t('savePasswords')}
        </Button>
      </div>
    </Form>
  )
}

type Typed = Readonly<Record<keyof PassWordRule, string>>
/** Those that are said otherwise than they are. A rule that was set once cannot be unset, so empty ones are none. */
function changedRules(rules: PassWordRule, typed: Typed): PassWordRule {
  const { MustContain, ...others } = typed
  const numbers = Object.entries(others).filter(([name, value]) => {
    if (value === '') return false
    const before = Object.entries(rules).find(([rule]) => rule === name)?.[1]
    // What was never set is by the user, which the form shows.
    return value !== (name === 'PasswordExpirationInvalidation' ? shown(Number(before ?? 2)) : String(before ?? ''))
  })
  const same = [...MustContain].sort().join('') === [...(rules.MustContain ?? '')].sort().join('')
  return {
    ...Object.fromEntries(numbers.map(([name, value]) => [name, Number(value)])),
    ...(!same && MustContain !== '' && { MustContain }),
  }
}
