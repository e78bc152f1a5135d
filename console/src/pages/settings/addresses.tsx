// From where sub-users may sign in.
import { type FormEvent, type ReactNode, useState } from 'react'
import { Form } from 'react-aria-components'
import type { LoginIpPolicy } from '../../api/actions.ts'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { FaultPanel } from '../../parts/fault-panel.tsx'
import { TextField } from '../../parts/fields.tsx'
import { Section } from '../../parts/frame.tsx'
import { say } from '../../parts/toast.tsx'
import { useLoginPolicy } from './login-policy.ts'
import { PolicyState } from './policy-state.tsx'
import { t } from './words.ts'

export function AddressesSection(): ReactNode {
  const set = useLoginPolicy(1)
  const [turningOff, setTurningOff] = useState(false)
  const off = set.policy?.DisablePolicy === 0 && (
    <Button onPress={() => setTurningOff(true)} label={`${t('turnOff')}: ${t('addresses')}`}>
      {t('turnOff')}
    </Button>
  )
  return (
    <Section title={t('addresses')} about={t('addressesAbout')} actions={off}>
      <PolicyState of={set}>
        <AddressesForm key={set.policy?.UpdateTime} policy={set.policy} />
      </PolicyState>
      {turningOff && <TurnOff onClose={() => setTurningOff(false)} />}
    </Section>
  )
}

const linesOf = (policy: LoginIpPolicy | undefined, effect: string): string =>
  (policy?.IpPolicies ?? [])
    .filter(({ Effect }) => Effect === effect)
    .map(({ IP }) => IP)
    .join('\n')

function AddressesForm({ policy }: { readonly policy: LoginIpPolicy | undefined }): ReactNode {
  const [allowed, setAllowed] = useState(() => linesOf(policy, 'Allow'))
  const [denied, setDenied] = useState(() => linesOf(policy, 'Deny'))
  const wanted = [...rules(allowed, 'Allow'), ...rules(denied, 'Deny')]
  const change = useChange(() => call('CreateSubAccountLoginIpPolicy', { IpPolicies: wanted }))
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!change.isPending) change.mutate(undefined, { onSuccess: () => say(t('addressesSaved')) })
  }
  return (
    <Form className="form" onSubmit={submit}>
      <div className="filters">
        <TextField label={t('allowed')} value={allowed} onChange={setAllowed} help={t('allowedHelp')} lines={4} code />
        <TextField label={t('denied')} value={denied} onChange={setDenied} lines={4} code />
      </div>
      {change.error !== null && <FaultPanel error={change.error} />}
      <div>
        <Button type="submit" look="main" busy={change.isPending} disabled={wanted.length === 0}>
          {t('saveAddresses')}
        </Button>
      </div>
    </Form>
  )
}

const rules = (text: string, Effect: string) =>
  text
    .split(/\s+/)
    .filter((IP) => IP !== '')
    .map((IP) => ({ IP, Effect }))

function TurnOff({ onClose }: { readonly onClose: () => void }): ReactNode {
  const change = useChange(() => call('CreateSubAccountLoginIpPolicy', { DisablePolicy: 1 }))
  const done = (): void => {
    say(t('addressesOff'))
    onClose()
  }
  return (
    <Confirm
      title={t('turnOffTitle')}
      button={t('turnOff')}
      lost={[t('lostAddresses')]}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    />
  )
}
